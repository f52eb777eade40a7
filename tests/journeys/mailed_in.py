"""What a lived-in trust was sent, and the mailboxes it comes by, one of them in trouble."""

from datetime import timedelta

from django.utils import timezone

from tests.journeys.house import House
from tests.tickets.mail.post import letter, take_in
from tickets import commands
from tickets.mail.addresses import reply_address
from tickets.models import IncomingMessage, Leg, Mailbox

Things = dict[str, dict[str, object]]


def receive_mail(house: House, leg: Leg, long_word: str, number: str) -> Things:
    """Take in a stranger's message, one that cannot be read, and automatic ones on a ticket and on none."""
    now = timezone.now()
    pipe = Mailbox.objects.create(trust=house.trust, address="desk@desk.example")
    Mailbox.objects.create(
        trust=house.trust,
        address=f"{long_word[:40].lower()}@desk.example",
        kind="imap",
        host="mail.example",
        failed_at=now - timedelta(hours=3),
        fault=f"The mail server refused the name or the password: {long_word}",
    )
    stranger = f"{long_word} <{long_word[:50].lower()}@elsewhere.example>"
    told = {"subject": f"About {number} {long_word}", "text": f"Bed of {number}\n\n{long_word}"}
    place = take_in(pipe, letter(stranger, files={f"{long_word}.pdf": b"%PDF"}, **told), now)
    aside = take_in(pipe, letter(stranger, subject="Offers"), now)
    commands.set_aside(message=aside, by=house.concierge, at=now)
    for to in ("desk@desk.example", reply_address(leg.ticket, pipe)):
        take_in(pipe, letter(stranger, subject="Out of office", to=to, auto_submitted="auto-replied"), now)
    return {
        "message_in": {"pk": place.pk},
        "message_aside": {"pk": aside.pk},
        "message_broken": {"pk": _broken(pipe).pk},
        "mailbox": {"code": house.trust.code, "pk": pipe.pk},
    }


def _broken(mailbox: Mailbox) -> IncomingMessage:
    return take_in(mailbox, b"", timezone.now())
