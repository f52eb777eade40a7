"""The six causes as a trust words them, how tickets like one were coded, and what to code twice."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Exists, F, OuterRef
from django.db.models.functions import Mod

from concierge.people.models import User
from concierge.people.standing import standing_of
from concierge.places.models import Trust
from tickets.choices import DEFINITIONS, RootCause
from tickets.models import CauseWording, Coding, Ticket
from tickets.models.ticket import TicketQuerySet

CODED_TWICE_ONE_IN = 5
"""One resolved ticket in so many is coded a second time: enough for kappa, little enough to do."""
CODED_TWICE_WITHIN = timedelta(days=90)
"""How long after it was resolved a ticket waits for its second coder."""


@dataclass(frozen=True)
class Chosen:
    """How often a cause was chosen."""

    cause: RootCause
    times: int


def definitions_of(trust: Trust) -> dict[str, str]:
    """What each of the six causes means, in the trust's words where it has its own; one query."""
    own = dict(CauseWording.objects.filter(trust=trust).values_list("cause", "definition"))
    return {str(cause): own.get(cause, text) for cause, text in DEFINITIONS.items()}


def causes_chosen_for(ticket: Ticket) -> list[Chosen]:
    """How other tickets about the same process were coded, the most frequent first; one query."""
    if ticket.process_id is None:
        return []
    others = (
        Ticket.objects.answered()
        .filter(process=ticket.process_id, root_cause__isnull=False)
        .exclude(pk=ticket.pk)
    )
    counted = others.values("root_cause").annotate(times=Count("pk")).order_by("-times", "root_cause")
    return [Chosen(RootCause(row["root_cause"]), row["times"]) for row in counted]


def to_code_again(person: User, at: datetime) -> TicketQuerySet:
    """The sample of resolved tickets that wait for a second coder, and were not first coded by this person."""
    now = Coding.objects.filter(ticket=OuterRef("pk"), resolution=OuterRef("times_reopened"))
    waiting = Ticket.objects.answered().filter(
        trust_id__in=standing_of(person).desks, to_be_coded=False, resolved_at__gte=at - CODED_TWICE_WITHIN
    )
    sample = waiting.annotate(lot=Mod(F("pk"), CODED_TWICE_ONE_IN)).filter(lot=0)
    by_others = now.filter(is_second=False).exclude(rater=person)
    return sample.filter(Exists(by_others)).exclude(Exists(now.filter(is_second=True)))
