"""What makes two messages the same one, and how much of a message is kept. Asked before anything is read."""

import hashlib
import re
from dataclasses import dataclass

from tickets.mail.reading.headers import Headers, split_headers
from tickets.mail.reading.limits import MAX_MESSAGE_BYTES

LARGEST_READ = MAX_MESSAGE_BYTES
"""Bytes; a larger message is kept, and read only where the desk asks for it."""
LARGEST_KEPT = 150 * 1024 * 1024
"""Bytes: what Microsoft 365 lets through at most. Of a larger message only the beginning is kept."""
BEGINNING = 1024 * 1024
"""Bytes kept of a message that is too large to be kept whole."""

_SAYS_WHAT_IT_IS = ("from", "to", "cc", "subject", "date", "message-id", "in-reply-to", "references")
"""Headers that its writer gave it; those that servers add on the way differ from delivery to delivery."""
_ID = re.compile(r"<\s*([^\s<>]{1,250})\s*>")


@dataclass(frozen=True)
class Identity:
    """By what a message is known: delivered twice, it has the same."""

    message_id: str
    content_hash: str


def identity_of(raw: bytes) -> Identity:
    """The Message-ID without its angle brackets, and a hash of what the writer wrote.

    A message without an id is known by that hash alone.
    """
    headers, body = split_headers(raw[:LARGEST_KEPT])
    digest = hashlib.sha256()
    for name in _SAYS_WHAT_IT_IS:
        for value in headers.all(name):
            digest.update(f"{name}:{' '.join(value.split())}\n".encode("utf-8", "replace"))
    digest.update(b"\n" + body.replace(b"\r\n", b"\n").rstrip(b"\r\n"))
    content_hash = digest.hexdigest()
    return Identity(_message_id(headers) or f"sha256:{content_hash}", content_hash)


def too_large(kept: int, size: int) -> str:
    """Why a message of so many bytes is not read, in words for the desk; nothing where it is."""
    if size > kept:
        return f"It has {_in_megabytes(size)}. Only its beginning is kept here."
    if size > LARGEST_READ:
        return f"It has {_in_megabytes(size)}; the most that is read is {_in_megabytes(LARGEST_READ)}."
    return ""


def fitting(text: str, length: int) -> str:
    """A text as the database takes it: no zero characters, no halves of characters, not too long."""
    return text.replace("\x00", "").encode("utf-8", "replace").decode()[:length]


def _message_id(headers: Headers) -> str:
    value = fitting(headers.first("message-id"), 2_000)
    found = _ID.search(value)
    return found[1] if found else "".join(value.strip("<> ").split()[:1])[:250]


def _in_megabytes(size: int) -> str:
    return f"{size / 1024 / 1024:.0f} MB"
