"""Which mailbox a message handed over by a mail server came to."""

from collections.abc import Sequence

from django.conf import settings

from concierge.people.models import User
from concierge.places.models import Trust
from tickets.mail.reading.addresses import people
from tickets.mail.reading.headers import Headers, split_headers
from tickets.mail.reading.limits import MAX_HEADER_BYTES
from tickets.models import Mailbox, MailboxKind

DEMO_ADDRESS = "desk@desk.example"
"""The desk's mailbox where nobody has entered one: on a laptop, never in production."""
_SENT_TO = ("delivered-to", "x-original-to", "envelope-to", "x-envelope-to", "to", "cc")


def handed_over() -> list[Mailbox]:
    """The mailboxes in use, those that mail servers hand over to first; on a laptop there is always one.

    None where there is no trust, or in production where nobody has entered one.
    """
    found = list(Mailbox.objects.filter(is_active=True).select_related("trust").order_by("pk"))
    trust = Trust.objects.order_by("pk").first()
    if not found and trust is not None and not settings.ENVIRONMENT.production:
        found = [demo_mailbox(trust)]
    return sorted(found, key=lambda mailbox: mailbox.kind != MailboxKind.PIPE)


def demo_mailbox(trust: Trust) -> Mailbox:
    """The mailbox of a trust that has entered none."""
    mailbox = Mailbox.objects.filter(address=DEMO_ADDRESS).first()
    if mailbox is None:
        mailbox = Mailbox(trust=trust, address=DEMO_ADDRESS, kind=MailboxKind.PIPE)
        mailbox.save_as(User.objects.system(), reason="the first mailbox")
    return mailbox


def receiver_of(raw: bytes, mailboxes: Sequence[Mailbox]) -> Mailbox | None:
    """The mailbox a message was sent to, by its headers; the first where they name none."""
    by_address = {mailbox.address.lower(): mailbox for mailbox in mailboxes}
    headers, _ = split_headers(raw[:MAX_HEADER_BYTES])
    named = (by_address[address] for address in _addresses(headers) if address in by_address)
    return next(named, mailboxes[0] if mailboxes else None)


def _addresses(headers: Headers) -> list[str]:
    found = [
        person.email for name in _SENT_TO for value in headers.all(name)[:20] for person in people(value)
    ]
    return [without_tag(address.lower()) for address in found]


def without_tag(address: str) -> str:
    """`desk+r-10482.x@desk.example` as `desk@desk.example`."""
    local, _, host = address.rpartition("@")
    return f"{local.partition('+')[0]}@{host}"
