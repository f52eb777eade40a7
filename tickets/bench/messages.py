"""The messages that are measured: a plain one, one in HTML with a PDF, and a reply to a letter of ours."""

import secrets
from collections.abc import Callable
from datetime import datetime
from email.message import EmailMessage
from email.utils import format_datetime
from itertools import cycle

from django.utils import timezone

from concierge.people.models import Post, User
from concierge.people.roles import Role
from tickets.bench.timing import CannotMeasure
from tickets.choices import Status
from tickets.models import Mailbox, OutgoingMessage

PDF_BYTES = 20_000
WRITERS, LETTERS = 40, 40
"""How many people write in turn, and how many letters are answered in turn."""
WORDS = "The drug fridge in the treatment room shows eleven degrees again. Estates came on Tuesday and left no job number. "
QUOTED = "> We asked Estates for a day and they promised Thursday.\n> Tell us if nobody comes.\n"
Make = Callable[[], bytes]


class Letters:
    """Writes messages to one trust's desk, as its own wards would."""

    def __init__(self) -> None:
        self.mailbox = Mailbox.objects.order_by("pk")[:1].get()
        today = timezone.localdate()
        sisters = Post.objects.current(today).filter(trust=self.mailbox.trust, role=Role.SISTER)
        writers = User.objects.filter(pk__in=sisters.values("person")).order_by("pk")[:WRITERS]
        sent = OutgoingMessage.objects.filter(trust=self.mailbox.trust, ticket__status=Status.IN_HAND)
        answered = sent.filter(ticket__contact__isnull=False).select_related("ticket__contact")
        letters = list(answered.order_by("-pk")[:LETTERS])
        if not letters:
            raise CannotMeasure("There is no letter of ours to answer; load more tickets.")
        assert letters[0].ticket is not None
        self.some_ticket = letters[0].ticket
        self._writers, self._letters = cycle(list(writers)), cycle(letters)

    def plain(self) -> bytes:
        """A sister asks for something new."""
        message = self._message(next(self._writers).email, "Drug fridge too warm again")
        message.set_content(WORDS * 4 + "\n\n-- \nSister, Curlew ward")
        return message.as_bytes()

    def html_with_pdf(self) -> bytes:
        """The same, as most programs write it: in HTML too, with a PDF of 20 kB."""
        message = self._message(next(self._writers).email, "Drug fridge too warm again, log attached")
        message.set_content(WORDS * 4)
        message.add_alternative(
            f"<html><body>{f'<p>{WORDS}</p>' * 8}<br><b>Sister</b></body></html>", subtype="html"
        )
        message.add_attachment(pdf(), maintype="application", subtype="pdf", filename="fridge-log.pdf")
        return message.as_bytes()

    def reply(self) -> bytes:
        """A sister answers a letter of ours about an open ticket."""
        letter = next(self._letters)
        assert letter.ticket is not None
        assert letter.ticket.contact is not None
        message = self._message(letter.ticket.contact.email, f"Re: {letter.subject}")
        message["In-Reply-To"] = message["References"] = f"<{letter.message_id}>"
        message.set_content(f"{WORDS}\n\nOn Monday the desk wrote:\n{QUOTED}")
        return message.as_bytes()

    def _message(self, sender: str, subject: str, at: datetime | None = None) -> EmailMessage:
        message = EmailMessage()
        message["From"], message["To"] = sender, self.mailbox.address
        message["Subject"] = " ".join(subject.split())
        message["Date"] = format_datetime(at or timezone.now())
        message["Message-ID"] = f"<{secrets.token_hex(12)}@{sender.rpartition('@')[2]}>"
        return message


def pdf() -> bytes:
    """Something of the size and kind of a short PDF, which no two messages share."""
    return b"%PDF-1.7\n" + secrets.token_bytes(PDF_BYTES - 16) + b"\n%%EOF\n"
