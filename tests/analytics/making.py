"""Resolved tickets for reports, made by the commands themselves."""

from datetime import datetime, timedelta
from typing import Any

from concierge.people.models import User
from concierge.places.models import Trust, Ward
from tests.factories import NINE, UserFactory, WardFactory, raised_ticket
from tickets import commands
from tickets.choices import CauseFate, Channel, Counterpart, Direction, RootCause, Source
from tickets.models import Interaction, Service, Ticket

Minutes = tuple[int | None, int | None, int | None]


def contact(ticket: Ticket, by: User, minutes: Minutes, at: datetime = NINE) -> Interaction:
    """A call about a ticket, with the minutes of desk, ward and service; None is not recorded."""
    desk, ward, service = minutes
    said = commands.Contact(
        Channel.TELEPHONE,
        Direction.OUT,
        Counterpart.OTHER,
        desk_minutes=desk,
        ward_minutes=ward,
        service_minutes=service,
    )
    source = Source.MAIL if None in (desk, ward) else Source.DESK
    return commands.record_interaction(ticket=ticket, contact=said, by=by, at=at, source=source)


def concierge_of(trust: Trust) -> User:
    """A person of the trust's desk."""
    return User.objects.filter(posts__role="concierge", posts__trust=trust).first() or UserFactory(desk=trust)


def resolved(
    ward: Ward | None = None,
    *,
    cause: RootCause = RootCause.CULTURE,
    fate: CauseFate = CauseFate.REMOVED,
    days: float = 1,
    at: datetime = NINE,
    services: tuple[Service, ...] = (),
    contacts: tuple[Minutes, ...] = (),
    **more: Any,
) -> Ticket:
    """A ticket resolved `days` after it was raised at `at`; each service in turn had a part."""
    ward = ward or WardFactory()
    desk = concierge_of(ward.trust)
    ticket = raised_ticket(ward, by=desk, at=at, **more)
    for service in services:
        leg = commands.route_ticket(ticket=ticket, services=[service], by=desk, at=at)[0]
        commands.finish_leg(leg=leg, result="Done", by=desk, at=at)
    for minutes in contacts:
        contact(ticket, desk, minutes, at)
    return commands.resolve_ticket(
        ticket=ticket,
        outcome="It came",
        root_cause=cause,
        cause_fate=fate,
        by=desk,
        at=at + timedelta(days=days),
    )
