"""Record and chase: every contact, with its minutes in three purses."""

from dataclasses import dataclass, replace
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from concierge.people.models import User
from tickets import permissions
from tickets.choices import LOGS_ITSELF, Channel, Counterpart, Direction, HolderKind, LegStatus, Source
from tickets.commands.parts import (
    chase_later,
    keep_change,
    must_say,
    open_leg_for,
    pass_to,
    settle_status,
)
from tickets.errors import NotAllowed, WrongValue
from tickets.models import LONGEST_CONTACT, Interaction, Leg, Service, Ticket
from tickets.moves import ANSWER

CORRECTED = "contact corrected"
CHASED = "chased"


@dataclass(frozen=True)
class Contact:
    """What somebody says of one contact. Minutes of None mean not recorded.

    Where the ward was spoken to, it gave as many minutes as the desk unless something else is
    said; in a contact with others the ward gave none.
    """

    channel: Channel
    direction: Direction
    counterpart: Counterpart
    service: Service | None = None
    with_whom: str = ""
    desk_minutes: int | None = None
    ward_minutes: int | None = None
    service_minutes: int | None = None
    note: str = ""


@transaction.atomic
def record_interaction(
    *,
    ticket: Ticket,
    contact: Contact,
    by: User,
    at: datetime,
    leg: Leg | None = None,
    is_chase: bool = False,
    source: Source = Source.DESK,
) -> Interaction:
    """Log a contact that happened at `at`; one with a service puts off the desk's next chase.

    A contact with a service joins that service's open part by itself. Raises NotAllowed unless
    `by` is of the desk, the ward or a service concerned, and WrongValue for impossible minutes,
    minutes the desk must give and did not, or a part of another ticket.
    """
    ticket = Ticket.objects.lock(ticket)
    if not permissions.may_record(by, ticket):
        raise NotAllowed("Only the ward, the desk and the services concerned can add to this ticket.")
    contact = _with_usual_minutes(contact, source)
    _check_contact(contact, ticket, source)
    leg = leg or _open_leg_of(ticket, contact.service)
    if leg is not None and leg.ticket_id != ticket.pk:
        raise WrongValue("That part belongs to another ticket.", field="leg")
    interaction = Interaction(
        trust_id=ticket.trust_id,
        ticket=ticket,
        leg=leg,
        happened_at=at,
        is_chase=is_chase,
        source=source,
        recorded_by=by,
        **_columns(contact),
    )
    interaction.save_as(by, reason=CHASED if is_chase else "recorded")
    if leg is not None and leg.is_open and contact.counterpart == Counterpart.SERVICE:
        chase_later(leg, timezone.localdate(at))
        leg.save_as(by, reason="next chase put off", fields=["chase_on"])
    return interaction


@transaction.atomic
def chase(*, leg: Leg, contact: Contact, by: User, at: datetime) -> Interaction:
    """Log a contact that exists only to move a part on, and put the next chase off.

    Raises NotAllowed unless `by` is of the desk, and MoveRefused where the part has ended.
    """
    if not permissions.is_desk(by, leg.trust_id):
        raise NotAllowed("Only the desk chases.")
    leg = open_leg_for(leg, by, CHASED)
    interaction = record_interaction(ticket=leg.ticket, contact=contact, by=by, at=at, leg=leg, is_chase=True)
    keep_change(leg.ticket, CHASED, by, at, leg=leg)
    return interaction


@transaction.atomic
def correct_interaction(
    *, interaction: Interaction, contact: Contact, happened_at: datetime, because: str, by: User, at: datetime
) -> Interaction:
    """Mend what was logged of a contact; history keeps what it said before, and why it changed.

    Raises NotAllowed unless `by` is of the desk or recorded it, and WrongValue as for recording.
    """
    ticket = Ticket.objects.lock(interaction.ticket)
    interaction = Interaction.objects.select_for_update(of=("self",)).get(pk=interaction.pk)
    if not permissions.is_desk(by, ticket.trust_id) and interaction.recorded_by_id != by.pk:
        raise NotAllowed("Only the desk, or whoever logged it, can correct this.")
    because = must_say(because, "because", "Say why it needs correcting.")
    contact = _with_usual_minutes(contact, Source(interaction.source))
    _check_contact(contact, ticket, Source(interaction.source))
    for column, value in _columns(contact).items():
        setattr(interaction, column, value)
    interaction.happened_at = happened_at
    interaction.save_as(by, reason=because)
    keep_change(ticket, CORRECTED, by, at, leg=interaction.leg, note=because)
    return interaction


@transaction.atomic
def answer_desk(*, ticket: Ticket, text: str, by: User, at: datetime) -> Interaction:
    """Write down what the ward says; parts that waited for the ward go back to their services.

    Raises NotAllowed unless `by` is of the ward or the desk.
    """
    ticket = Ticket.objects.lock(ticket)
    if not permissions.may_withdraw(by, ticket):
        raise NotAllowed(f"Only {ticket.ward} or the desk can answer.")
    text = must_say(text, "text", "Write what you want to say.")
    source = Source.WARD if permissions.is_ward(by, ticket) else Source.DESK
    contact = Contact(
        Channel.WEBSITE,
        Direction.IN,
        Counterpart.WARD,
        with_whom=by.name,
        note=text,
        desk_minutes=None if source == Source.WARD else 0,
        ward_minutes=None if source == Source.WARD else 0,
    )
    interaction = record_interaction(ticket=ticket, contact=contact, by=by, at=at, source=source)
    waiting = list(ticket.legs.filter(status=LegStatus.WITH_WARD).select_related("service").order_by("pk"))
    if waiting:
        _give_back(ticket, waiting, text, by, at)
    return interaction


def _give_back(ticket: Ticket, waiting: list[Leg], text: str, by: User, at: datetime) -> None:
    ticket.make(ANSWER)
    for leg in waiting:
        pass_to(leg, HolderKind.SERVICE, at)
        leg.status, leg.question = LegStatus.WITH_SERVICE, ""
        leg.chase_on = None
        chase_later(leg, timezone.localdate(at))
        leg.save_as(by, reason=ANSWER.verb)
    settle_status(ticket)
    ticket.save_as(by, reason=ANSWER.verb)
    for leg in waiting:
        keep_change(ticket, ANSWER, by, at, leg=leg, note=text, holder=HolderKind.SERVICE)


def _with_usual_minutes(contact: Contact, source: Source) -> Contact:
    if source in LOGS_ITSELF or contact.ward_minutes is not None:
        return contact
    usual = contact.desk_minutes if contact.counterpart == Counterpart.WARD else 0
    return replace(contact, ward_minutes=usual)


def _check_contact(contact: Contact, ticket: Ticket, source: Source) -> None:
    if contact.desk_minutes and source in {Source.WARD, Source.SERVICE}:
        raise WrongValue("Only the desk says how many minutes it spent.", field="desk_minutes")
    if contact.desk_minutes is None and source not in LOGS_ITSELF:
        raise WrongValue("Say how many minutes it took.", field="desk_minutes")
    for purse in ("desk_minutes", "ward_minutes", "service_minutes"):
        minutes = getattr(contact, purse)
        if minutes is not None and not 0 <= minutes <= LONGEST_CONTACT:
            raise WrongValue(f"Minutes must be between 0 and {LONGEST_CONTACT:,}.", field=purse)
    if (contact.counterpart == Counterpart.SERVICE) != (contact.service is not None):
        raise WrongValue("Say which service it was, and only for a service.", field="service")
    if contact.service is not None and contact.service.trust_id != ticket.trust_id:
        raise WrongValue("That service belongs to another trust.", field="service")


def _open_leg_of(ticket: Ticket, service: Service | None) -> Leg | None:
    if service is None:
        return None
    return ticket.legs.open().filter(service=service).select_related("service").first()


def _columns(contact: Contact) -> dict[str, object]:
    return {
        "channel": contact.channel,
        "direction": contact.direction,
        "counterpart": contact.counterpart,
        "service": contact.service,
        "with_whom": contact.with_whom.strip(),
        "desk_minutes": contact.desk_minutes,
        "ward_minutes": contact.ward_minutes,
        "service_minutes": contact.service_minutes,
        "note": contact.note.strip(),
    }
