"""Which files of a ticket each kind of reader may open."""

from django.db.models import Q, QuerySet

from concierge.people.standing import Standing
from tickets.choices import Counterpart
from tickets.models import Ticket, TicketFile

ON_THE_TICKET = Q(interaction__isnull=True)
FROM_THE_WARD = Q(interaction__counterpart=Counterpart.WARD)


def files_for(ticket: Ticket, standing: Standing) -> QuerySet[TicketFile]:
    """The files this reader of the ticket may open: the desk all, others not what was sent to another."""
    if standing.is_system or ticket.trust_id in standing.trusts_seen:
        return ticket.files.all()
    if ticket.ward_id in standing.wards:
        return files_for_ward(ticket)
    return files_for_service(ticket, standing.teams)


def files_for_ward(ticket: Ticket) -> QuerySet[TicketFile]:
    """Those of the ticket itself and of the ward's own contacts with the desk, oldest first."""
    return ticket.files.filter(ON_THE_TICKET | FROM_THE_WARD).order_by("added_at", "pk")


def files_for_service(ticket: Ticket, teams: frozenset[int]) -> QuerySet[TicketFile]:
    """Those of the ticket, of the ward, and of these teams' contacts with the desk, oldest first."""
    own = Q(interaction__service__team_id__in=teams)
    return ticket.files.filter(ON_THE_TICKET | FROM_THE_WARD | own).order_by("added_at", "pk")
