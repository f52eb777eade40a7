"""Which files and contacts of a ticket each kind of reader may read."""

from django.db.models import Q, QuerySet

from concierge.people.models import User
from concierge.people.standing import Standing, standing_of
from tickets.choices import Counterpart
from tickets.models import Ticket, TicketFile

ON_THE_TICKET = Q(interaction__isnull=True)
FROM_THE_WARD = Q(interaction__counterpart=Counterpart.WARD)


def contacts_read_by(person: User) -> Q:
    """A condition on interactions: those whose notes a person may read today, among her tickets."""
    standing = standing_of(person)
    if standing.is_system:
        return Q()
    at_her_desk = Q(trust_id__in=standing.trusts_seen)
    with_her_ward = Q(counterpart=Counterpart.WARD, ticket__ward_id__in=standing.wards)
    return at_her_desk | with_her_ward | Q(service__team_id__in=standing.teams)


def files_for(ticket: Ticket, standing: Standing) -> QuerySet[TicketFile]:
    """The files this reader of the ticket may open, oldest first."""
    return ticket.files.filter(readable_files(ticket, standing)).order_by("added_at", "pk")


def readable_files(ticket: Ticket, standing: Standing) -> Q:
    """A condition on a ticket's files: the desk reads all, others not what was sent to another."""
    if standing.is_system or ticket.trust_id in standing.trusts_seen:
        return Q()
    if ticket.ward_id in standing.wards:
        return ON_THE_TICKET | FROM_THE_WARD
    return ON_THE_TICKET | FROM_THE_WARD | Q(interaction__service__team_id__in=standing.teams)
