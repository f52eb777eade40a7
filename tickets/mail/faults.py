"""Why a message could not be handed over, in words for the desk, and whether trying again can help."""

import smtplib
from collections.abc import Mapping
from dataclasses import dataclass

from celery.exceptions import SoftTimeLimitExceeded

from tickets.identifiers import mask
from tickets.mail.smtp import PartlyRefused

LONGEST = 500
"""Letters of a reason that a row keeps."""
_FINAL = 500
"""From this answer on a mail server means it (RFC 5321, 4.2.1)."""


class NotTaken(Exception):
    """Another way out than SMTP refused a message."""

    def __init__(self, words: str, *, is_final: bool, is_partial: bool = False) -> None:
        super().__init__(words)
        self.is_final = is_final
        self.is_partial = is_partial


@dataclass(frozen=True)
class Fault:
    """One failed try."""

    words: str
    is_final: bool = False
    """Whether trying again is no use."""
    is_partial: bool = False
    """Whether some of the recipients have it."""
    is_servers: bool = False
    """Whether the mail server itself is at fault, so that other messages fare no better now."""


FAILURES = (smtplib.SMTPException, NotTaken, OSError, SoftTimeLimitExceeded)
"""What handing a message over may raise."""
_UNREACHABLE = (
    (smtplib.SMTPAuthenticationError, "The mail server refused our sign-in"),
    ((smtplib.SMTPConnectError, smtplib.SMTPHeloError), "The mail server would not talk to us"),
    (smtplib.SMTPNotSupportedError, "The mail server cannot do what its setting asks"),
    (smtplib.SMTPServerDisconnected, "The mail server cut the connection"),
    ((TimeoutError, SoftTimeLimitExceeded), "The mail server did not answer in time"),
    (ConnectionRefusedError, "Nothing answers at the mail server's address"),
)


def fault_of(error: Exception) -> Fault:
    """What one of `FAILURES` means."""
    if isinstance(error, PartlyRefused):
        return Fault(_cut(f"Not everybody has it. {_said_of(error.refused)}"), is_final=True, is_partial=True)
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        codes = [code for code, _ in error.recipients.values()]
        return Fault(_cut(_said_of(error.recipients)), is_final=min(codes) >= _FINAL)
    if isinstance(error, NotTaken):
        some = "Not everybody has it. " if error.is_partial else ""
        return Fault(_cut(f"{some}{error}"), is_final=error.is_final, is_partial=error.is_partial)
    if isinstance(error.__context__, TimeoutError):
        error = error.__context__  # smtplib calls silence a cut line
    for kinds, words in _UNREACHABLE:
        if isinstance(error, kinds):
            return Fault(_cut(f"{words}{_answer(error)}."), is_servers=True)
    if isinstance(error, smtplib.SMTPResponseException):
        return Fault(_cut(f"The mail server refused it{_answer(error)}."), is_final=error.smtp_code >= _FINAL)
    return Fault(_cut(f"The mail server could not be reached: {error}."), is_servers=True)


def _said_of(refused: Mapping[str, tuple[int, bytes]]) -> str:
    return " ".join(
        f"{address} was refused ({code} {_text(said)})." for address, (code, said) in refused.items()
    )


def _answer(error: Exception) -> str:
    if not isinstance(error, smtplib.SMTPResponseException):
        return ""
    return f" ({error.smtp_code} {_text(error.smtp_error)})"


def _text(said: bytes | str) -> str:
    text = said.decode("utf-8", "replace") if isinstance(said, bytes) else str(said)
    return " ".join(text.replace("\x00", "").split())


def _cut(words: str) -> str:
    return mask(words)[:LONGEST]
