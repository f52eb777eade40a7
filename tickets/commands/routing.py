"""Route, hand on, finish, put with the ward, plan, take back: a leg's life."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from concierge.people.models import User
from tickets import permissions
from tickets.choices import HolderKind, LegStatus
from tickets.commands.parts import (
    chase_later,
    end_leg,
    keep_change,
    must_not_precede,
    must_say,
    open_holding,
    open_leg_for,
    pass_to,
    settle_status,
)
from tickets.commands.promises import settle_promises
from tickets.errors import MoveRefused, NotAllowed, WrongValue
from tickets.mail import notices
from tickets.models import Leg, Service, Ticket
from tickets.moves import FINISH_LEG, HAND_ON, PLAN, PUT_WITH_WARD, ROUTE, TAKE_BACK, Move
from tickets.working_days import add_working_days

HELD = "now with"


@transaction.atomic
def route_ticket(
    *, ticket: Ticket, services: Sequence[Service], by: User, at: datetime, request: str = ""
) -> list[Leg]:
    """Give each service a part of the ticket, with `request` as what it is asked to do.

    Raises NotAllowed unless `by` is of the desk, MoveRefused where the ticket is closed or a
    service has an open part already, and WrongValue where no service is named.
    """
    ticket = Ticket.objects.lock(ticket)
    if not permissions.is_desk(by, ticket.trust_id):
        raise NotAllowed("Only the desk can route this ticket.")
    ticket.make(ROUTE)
    if not services:
        raise WrongValue("Choose at least one service.", field="services")
    must_not_precede(at, ticket.raised_at, "it was raised")
    legs = [_open_leg(ticket, service, by, at, request) for service in services]
    _settle(ticket, ROUTE, by)
    for leg in legs:
        keep_change(ticket, ROUTE, by, at, leg=leg, note=leg.request, holder=HolderKind.SERVICE)
    return legs


@transaction.atomic
def hand_on(*, leg: Leg, to: Service, because: str, by: User, at: datetime) -> Leg:
    """“Not ours, try …”: end this part and open one with another service. Returns the new part.

    Raises NotAllowed unless `by` is of the desk or the service, and MoveRefused where the part
    has ended or the other service has an open part of the ticket already.
    """
    leg = open_leg_for(leg, by, HAND_ON.verb)
    because = must_say(because, "because", "Say why it is not theirs.")
    ticket = leg.ticket
    ticket.make(HAND_ON)
    if to == leg.service:
        raise WrongValue(f"{to} has it already.", field="to")
    settle_promises(leg, by=by, at=at, broken_because=f"Handed on to {to}.")
    end_leg(leg, LegStatus.NOT_OURS, because, by, at, HAND_ON.verb)
    following = _open_leg(ticket, to, by, at, leg.request, handed_on_from=leg)
    _settle(ticket, HAND_ON, by)
    keep_change(ticket, HAND_ON, by, at, leg=following, note=because, holder=HolderKind.SERVICE)
    return following


@transaction.atomic
def give_back(*, leg: Leg, because: str, by: User, at: datetime) -> Leg:
    """“Not ours”, without knowing whose: end this part and leave the ticket to the desk.

    Raises NotAllowed unless `by` is of the desk or the service, and MoveRefused where it has ended.
    """
    leg = open_leg_for(leg, by, "given back")
    because = must_say(because, "because", "Say why it is not theirs.")
    leg.ticket.make(HAND_ON)
    settle_promises(leg, by=by, at=at, broken_because="Given back to the desk.")
    end_leg(leg, LegStatus.NOT_OURS, because, by, at, "given back")
    _settle(leg.ticket, HAND_ON, by)
    keep_change(leg.ticket, "given back", by, at, leg=leg, note=because, holder=HolderKind.DESK)
    return leg


@transaction.atomic
def finish_leg(*, leg: Leg, result: str, by: User, at: datetime) -> Leg:
    """Note that a service has done its part; its open promises are kept, or late, by that.

    Raises NotAllowed unless `by` is of the desk or the service, and MoveRefused where it has ended.
    """
    leg = open_leg_for(leg, by, FINISH_LEG.verb)
    result = must_say(result, "result", "Say what was done.")
    leg.ticket.make(FINISH_LEG)
    settle_promises(leg, by=by, at=at)
    end_leg(leg, LegStatus.DONE, result, by, at, FINISH_LEG.verb)
    _settle(leg.ticket, FINISH_LEG, by)
    keep_change(leg.ticket, FINISH_LEG, by, at, leg=leg, note=result)
    return leg


@transaction.atomic
def put_with_ward(*, leg: Leg, question: str, by: User, at: datetime) -> Leg:
    """Ask the ward something that the part waits for; the ward holds it until it answers.

    Raises NotAllowed unless `by` is of the desk or the service, and MoveRefused where it has ended.
    """
    leg = open_leg_for(leg, by, PUT_WITH_WARD.verb)
    question = must_say(question, "question", "Write what the ward is asked.")
    leg.ticket.make(PUT_WITH_WARD)
    pass_to(leg, HolderKind.WARD, at)
    _become(leg, LegStatus.WITH_WARD)
    leg.question = question
    chase_later(leg, timezone.localdate(at))
    _keep(leg, PUT_WITH_WARD, by, at, note=question, holder=HolderKind.WARD)
    notices.tell("question", leg.ticket, at, by=by, leg=leg, text=question)
    return leg


@transaction.atomic
def plan_works(*, leg: Leg, planned_for: date, because: str, by: User, at: datetime) -> Leg:
    """Plan, or plan again, the day on which a part will be done, and say why then.

    Raises NotAllowed unless `by` is of the desk or the service, MoveRefused where the part has
    ended, and WrongValue for a day that is past.
    """
    leg = open_leg_for(leg, by, PLAN.verb)
    because = must_say(because, "because", "Say why it is planned for that day.")
    if planned_for < timezone.localdate(at):
        raise WrongValue("Choose today or a day to come.", field="planned_for")
    leg.ticket.make(PLAN)
    pass_to(leg, HolderKind.SERVICE, at)
    _become(leg, LegStatus.PLANNED)
    leg.planned_for, leg.planned_because = planned_for, because
    leg.chase_on = add_working_days(planned_for, 0)
    _keep(leg, PLAN, by, at, note=f"{planned_for:%-d %B %Y}: {because}", holder=HolderKind.SERVICE)
    notices.tell("planned", leg.ticket, at, by=by, leg=leg)
    return leg


@transaction.atomic
def take_back(*, leg: Leg, by: User, at: datetime, note: str = "") -> Leg:
    """Stop waiting for the ward or for a planned day: the service holds the part again.

    Raises NotAllowed unless `by` is of the desk or the service, and MoveRefused where the part
    is with its service already.
    """
    leg = open_leg_for(leg, by, TAKE_BACK.verb)
    current = leg.holdings.get(ended_at__isnull=True)
    if leg.status == LegStatus.WITH_SERVICE and current.holder == HolderKind.SERVICE:
        raise MoveRefused(f"{leg.service} has this part already.")
    leg.ticket.make(TAKE_BACK)
    pass_to(leg, HolderKind.SERVICE, at)
    _become(leg, LegStatus.WITH_SERVICE)
    chase_later(leg, timezone.localdate(at))
    _keep(leg, TAKE_BACK, by, at, note=note, holder=HolderKind.SERVICE)
    return leg


@transaction.atomic
def name_holder(*, leg: Leg, holder: HolderKind, by: User, at: datetime, supplier: str = "") -> Leg:
    """Say that the desk or a supplier has an open part now, its status unchanged.

    Raises NotAllowed unless `by` is of the desk or the service, MoveRefused where the part waits
    for the ward or has ended, and WrongValue for a supplier without a name.
    """
    leg = open_leg_for(leg, by, HELD)
    if leg.status == LegStatus.WITH_WARD or holder == HolderKind.WARD:
        raise MoveRefused("Ask the ward a question, or take the part back, instead.")
    supplier = supplier.strip()
    if (holder == HolderKind.SUPPLIER) != bool(supplier):
        raise WrongValue("Name the supplier, and only a supplier.", field="supplier")
    pass_to(leg, holder, at, supplier)
    keep_change(leg.ticket, HELD, by, at, leg=leg, note=supplier, holder=holder)
    return leg


@transaction.atomic
def own_leg(*, leg: Leg, owner: User, by: User, at: datetime) -> Leg:
    """Name who in the service has the part. Raises NotAllowed unless both are of the service or the desk."""
    leg = open_leg_for(leg, by, "owned")
    if not permissions.is_service(owner, leg.service):
        raise WrongValue(f"{owner} does not work in {leg.service}.", field="owner")
    leg.owner = owner
    leg.save_as(by, reason="owned", fields=["owner"])
    keep_change(leg.ticket, "owned", by, at, leg=leg, note=owner.name)
    return leg


def _open_leg(
    ticket: Ticket, service: Service, by: User, at: datetime, request: str, handed_on_from: Leg | None = None
) -> Leg:
    if service.trust_id != ticket.trust_id:
        raise WrongValue(f"{service} belongs to another trust.", field="services")
    if ticket.legs.open().filter(service=service).exists():
        raise MoveRefused(f"{service} has a part of {ticket} already.")
    leg = Leg(
        trust_id=ticket.trust_id,
        ticket=ticket,
        service=service,
        opened_at=at,
        request=request.strip(),
        handed_on_from=handed_on_from,
    )
    chase_later(leg, timezone.localdate(at))
    leg.save_as(by, reason=ROUTE.verb)
    open_holding(leg, HolderKind.SERVICE, at)
    return leg


def _become(leg: Leg, status: LegStatus) -> None:
    leg.status = status
    leg.question = leg.planned_because = ""
    leg.planned_for = leg.chase_on = None


def _settle(ticket: Ticket, move: Move, by: User) -> None:
    settle_status(ticket)
    ticket.save_as(by, reason=move.verb)


def _keep(leg: Leg, move: Move, by: User, at: datetime, *, note: str, holder: HolderKind) -> None:
    leg.save_as(by, reason=move.verb)
    _settle(leg.ticket, move, by)
    keep_change(leg.ticket, move, by, at, leg=leg, note=note, holder=holder)
