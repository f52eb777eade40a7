"""Who may do what, from the posts a person holds today."""

from concierge.people.models import User
from concierge.people.standing import standing_of
from tickets.models import Leg, Service, Ticket


def is_desk(person: User, trust_id: int) -> bool:
    """Whether the person works for the trust's desk (the clock and the program may do the same)."""
    standing = standing_of(person)
    return standing.is_system or trust_id in standing.desks


def is_ward(person: User, ticket: Ticket) -> bool:
    return ticket.ward_id in standing_of(person).wards


def is_service(person: User, service: Service) -> bool:
    return service.team_id in standing_of(person).teams


def may_raise(person: User, ward_id: int, trust_id: int) -> bool:
    standing = standing_of(person)
    return standing.is_system or ward_id in standing.wards or trust_id in standing.desks


def may_work(person: User, leg: Leg) -> bool:
    """Whether the person may act on a service's part: the desk, or that service."""
    return is_desk(person, leg.trust_id) or is_service(person, leg.service)


def may_resolve(person: User, ticket: Ticket) -> bool:
    """The desk may; so may the service that has adopted the ticket's process."""
    if is_desk(person, ticket.trust_id):
        return True
    process = ticket.process
    if process is None or not process.is_adopted or process.service is None:
        return False
    return is_service(person, process.service)


def may_withdraw(person: User, ticket: Ticket) -> bool:
    return is_desk(person, ticket.trust_id) or is_ward(person, ticket)


def may_record(person: User, ticket: Ticket) -> bool:
    """The desk, the ward it concerns, and any service that has or had a part of it."""
    standing = standing_of(person)
    if standing.is_system or ticket.trust_id in standing.desks or ticket.ward_id in standing.wards:
        return True
    return ticket.legs.filter(service__team_id__in=standing.teams).exists()


def may_code(person: User, ticket: Ticket) -> bool:
    return is_desk(person, ticket.trust_id)


def may_pass_on_ward(person: User, ward_id: int, trust_id: int) -> bool:
    standing = standing_of(person)
    return (
        standing.is_system
        or ward_id in standing.sister_wards
        or trust_id in standing.desks | standing.administered
    )
