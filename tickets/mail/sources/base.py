"""What every source of mail does, whatever protocol it speaks."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

TIMEOUT = 30
"""Seconds to wait for each answer of a server."""
AT_A_TIME = 500
"""Most messages that one poll takes, so that it ends before the next one begins to wait."""


@dataclass(frozen=True)
class Fetched:
    """A message as a source gave it; `size` is more than its bytes where only the beginning was fetched."""

    key: str
    """What the source knows it by."""
    raw: bytes
    size: int
    cursor: str = ""
    """How far the mailbox is read once this message is kept; nothing where that is not known yet."""


class SourceFault(Exception):
    """A mailbox cannot be read just now; the text says why, in words for the desk."""


class Source(Protocol):
    """A mailbox that is open for reading. Nothing in it is ever deleted."""

    def fetch(self, cursor: str) -> Iterator[Fetched]:
        """The messages since the cursor, oldest first; raises SourceFault where they cannot be had."""
        ...

    def settle(self, fetched: Fetched) -> None:
        """Mark a message that is kept as read, and move it where the mailbox says so."""
        ...

    def cursor(self) -> str:
        """How far the mailbox was read, once all that `fetch` gives was kept."""
        ...

    def close(self) -> None: ...
