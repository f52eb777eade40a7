"""What was read of one message."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from tickets.mail.reading.addresses import NOBODY, Person
from tickets.mail.reading.bounces import Bounce
from tickets.mail.reading.calendars import Invitation


@dataclass(frozen=True)
class Attachment:
    """One file of a message, inline ones too; `size` in bytes, decoded."""

    name: str
    type: str
    content: bytes = field(repr=False)
    content_id: str = ""
    is_inline: bool = False

    @property
    def size(self) -> int:
        return len(self.content)


@dataclass(frozen=True)
class ReadMessage:
    """One message, read. Ids stand without their angle brackets; `date` is aware or None.

    `text` is the whole message in plain words, `reply_text` what its writer added to what is quoted,
    `html_clean` the markup fit for a page or "" where the message has none.
    """

    content_hash: str
    subject: str = ""
    sender: Person = NOBODY
    text: str = ""
    reply_text: str = ""
    html_clean: str = ""
    attachments: tuple[Attachment, ...] = ()
    message_id: str = ""
    in_reply_to: tuple[str, ...] = ()
    references: tuple[str, ...] = ()
    date: datetime | None = None
    recipients: tuple[str, ...] = ()
    """Every address that the message says it was sent or delivered to."""
    invitation: Invitation | None = None
    forwarded_from: Person | None = None
    """Who wrote what is forwarded here."""
    bounce: Bounce | None = None
    is_auto_reply: bool = False
    is_feedback_report: bool = False
    is_list: bool = False
    is_loop: bool = False
    may_acknowledge: bool = False
    nhs_numbers: tuple[str, ...] = ()
    """The digits of each NHS number in subject and text, once each."""
    problems: tuple[str, ...] = ()
    """What could not be read and why, in words for the desk."""

    @property
    def from_email(self) -> str:
        return self.sender.email

    @property
    def from_name(self) -> str:
        return self.sender.name

    @property
    def is_bounce(self) -> bool:
        return self.bounce is not None

    @property
    def is_automatic(self) -> bool:
        """Whether no person wrote it to us: noted, never acknowledged, reopens nothing."""
        return self.is_auto_reply or self.is_bounce or self.is_feedback_report or self.is_list or self.is_loop

    def as_json(self) -> dict[str, Any]:
        """The keys that `receive_email` prints and that are of the message alone."""
        return {
            "subject": self.subject,
            "from_email": self.from_email,
            "from_name": self.from_name,
            "text": self.text,
            "reply_text": self.reply_text,
            "attachments": [
                {"name": file.name, "size": file.size, "type": file.type} for file in self.attachments
            ],
            "is_auto_reply": self.is_auto_reply,
            "is_bounce": self.is_bounce,
            "may_acknowledge": self.may_acknowledge,
        }
