"""The root cause of a finished issue: one of the six, or left for people to code."""

import re

from tickets.old_log.words import Vocabulary, tidy

_BETWEEN_TWO = re.compile(r"\s*(?:[/+,;&\n|]|\band\b|\bor\b)\s*", re.IGNORECASE)


def read_cause(text: str, causes: Vocabulary) -> str | None:
    """The key of the one cause that a cell names, or None: nobody guesses between two, or at a `?`."""
    if whole := causes.find(tidy(text)):
        return whole
    named = {causes.find(part) for part in _BETWEEN_TWO.split(text) if tidy(part)}
    return named.pop() if len(named) == 1 else None
