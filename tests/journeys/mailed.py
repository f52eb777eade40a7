"""What a lived-in trust has sent, and the signed links that were in it."""

from datetime import timedelta

from django.utils import timezone

from tests.journeys.house import House
from tickets import commands
from tickets.choices import CauseFate, RootCause
from tickets.mail import links
from tickets.models import Leg, OutgoingMessage, OutgoingState, Ticket

Things = dict[str, dict[str, object]]


def write_mail(house: House, leg: Leg, long_word: str) -> Things:
    """Send a letter that comes back, keep a template, and give the links a service and a sister get."""
    now = timezone.now()
    letter = commands.send_letter(
        ticket=leg.ticket,
        leg=leg,
        to=[house.hr_lead.email],
        subject=f"How does it go? {long_word}",
        text=f"Could you tell us? {long_word}",
        by=house.concierge,
        at=now,
    )
    commands.note_delivery(
        message=letter, state=OutgoingState.BOUNCED, reason=f"550 No such mailbox {long_word}", at=now
    )
    template = commands.save_template(
        trust=house.trust,
        name=f"Kettles {long_word}",
        subject="{title}",
        body="Dear {service}",
        service=house.hr,
        by=house.administrator,
    )
    code = {"code": house.trust.code}
    asked = links.links_for_service(leg, [house.hr_lead.email], now)
    expired = links.links_for_service(leg, [house.hr_lead.email], now - links.LASTS)
    said = links.links_for_sister(_resolved(house), house.sister, now)
    tokens = {answer.value: address for answer, address in (asked | said).items()}
    tokens["expired"] = expired[links.Answer.DONE]
    found: Things = {f"link_{name}": {"token": address.split("/")[-2]} for name, address in tokens.items()}
    return found | {
        "letter": code | {"pk": template.pk},
        "mailed": {"reference": leg.ticket.reference},
        "message": {"pk": OutgoingMessage.objects.filter(kind="raised").order_by("pk")[0].pk},
    }


def _resolved(house: House) -> Ticket:
    at = timezone.now() - timedelta(hours=1)
    ticket = commands.raise_ticket(ward=house.ward, title="A lamp for the desk", by=house.sister, at=at)
    return commands.resolve_ticket(
        ticket=ticket,
        outcome="The lamp stands on the desk.",
        root_cause=RootCause.COMMUNICATION,
        cause_fate=CauseFate.REMOVED,
        by=house.concierge,
        at=at,
    )
