"""How much of a message is read; the rest of it is left alone and said to be left."""

import time
from dataclasses import dataclass, field

MAX_MESSAGE_BYTES = 60 * 1024 * 1024
"""Bytes; Microsoft 365 lets through 150 MB at most, and the usual limit on a hospital's gateway is 35 MB."""
MAX_HEADER_BYTES = 256 * 1024
MAX_HEADERS = 1000
MAX_HEADER_CHARACTERS = 32 * 1024
"""Of one header, unfolded."""
MAX_PARTS = 500
MAX_DEPTH = 30
MAX_TEXT_BYTES = 2 * 1024 * 1024
"""Of one text part, decoded."""
MAX_MARKUP_CHARACTERS = 600 * 1024
MAX_MARKUP_TAGS = 25_000
MAX_MARKUP_DEPTH = 400
MAX_PACKED_IN_TEXT = 100
"""Files written into the words of one part."""
MAX_LINES = 20_000
"""Lines of text in which quoted words are looked for."""
MAX_LINE_CHARACTERS = 2_000
"""Of a line that may be the heading of a quotation."""
MAX_TNEF_BYTES = 40 * 1024 * 1024
MAX_CALENDAR_BYTES = 256 * 1024
MAX_NAME_CHARACTERS = 150
MAX_SUBJECT_CHARACTERS = 998
"""RFC 5322 section 2.1.1: the longest line there may be."""
MAX_ADDRESSES = 500
MAX_REFERENCES = 200
MAX_HOPS = 50
"""Received headers; RFC 5321 section 6.3 asks for a limit of at least 100, real mail has under 20."""
SECONDS = 2.0
"""After this long nothing further is taken up; what is under way may take as long again on a busy machine."""


@dataclass
class Budget:
    """What one message may still cost, and what was left out because of it."""

    ends: float = field(default_factory=lambda: time.monotonic() + SECONDS)
    parts: int = MAX_PARTS
    problems: list[str] = field(default_factory=list)

    @property
    def is_spent(self) -> bool:
        """Whether the time is over."""
        return time.monotonic() > self.ends

    def take_part(self) -> bool:
        """Whether one more part may be read."""
        if self.parts <= 0 or self.is_spent:
            self.note("The message has more parts than are read.")
            return False
        self.parts -= 1
        return True

    def note(self, problem: str) -> None:
        if problem not in self.problems:
            self.problems.append(problem)
