"""Finding what an address names among what its reader may see, and how it is told to her."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Prefetch
from django.http import Http404
from django.shortcuts import get_object_or_404

from concierge.people.standing import Standing, standing_of
from tickets.api.requests import ApiRequest
from tickets.choices import LegStatus, Source
from tickets.models import Holding, Interaction, Leg, Promise, Ticket, TicketFile
from tickets.models.leg import LegQuerySet
from tickets.reading import readable_files
from tickets.references import as_reference
from tickets.timeline import Entry, Reader, timeline_of
from tickets.whereabouts import whereabouts_of, with_whereabouts


@dataclass(frozen=True)
class Sight:
    """How a person sees one ticket."""

    reader: Reader
    standing: Standing

    @property
    def source(self) -> Source:
        """Which way in what she writes comes."""
        return Source(self.reader.value)


def find_ticket(request: ApiRequest, reference: str) -> Ticket:
    """The ticket of a reference that its reader may see, or 404."""
    spoken = as_reference(reference)
    if spoken is None:
        raise Http404
    found = Ticket.objects.visible_to(request.user).select_related("ward", "trust")
    return get_object_or_404(found, reference=spoken)


def find_leg(request: ApiRequest, pk: int) -> Leg:
    """The part of a ticket that its reader may see, or 404."""
    leg = get_object_or_404(
        Leg.objects.filter(ticket__in=Ticket.objects.visible_to(request.user)).select_related(
            "ticket", "service"
        ),
        pk=pk,
    )
    sight = sight_of(request, leg.ticket)
    if sight.reader is Reader.SERVICE and leg.service.team_id not in sight.standing.teams:
        raise Http404
    return leg


def find_promise(request: ApiRequest, pk: int) -> Promise:
    """The promise on a part that its reader may see, or 404."""
    promise = get_object_or_404(Promise.objects.select_related("leg__ticket"), pk=pk)
    find_leg(request, promise.leg_id)
    return promise


def find_interaction(request: ApiRequest, ticket: Ticket, pk: int) -> Interaction:
    """A contact of a ticket, as its reader may see it, or 404."""
    for interaction in contacts_of(request, ticket):
        if interaction.pk == pk:
            return interaction
    raise Http404


def sight_of(request: ApiRequest, ticket: Ticket) -> Sight:
    """How the sender sees a ticket that she may see."""
    standing = standing_of(request.user)
    if standing.is_system or ticket.trust_id in standing.trusts_seen:
        return Sight(Reader.DESK, standing)
    if ticket.ward_id in standing.wards:
        return Sight(Reader.WARD, standing)
    return Sight(Reader.SERVICE, standing)


def entries_of(request: ApiRequest, ticket: Ticket) -> list[Entry]:
    """What happened to a ticket, newest first, as the sender may see it."""
    sight = sight_of(request, ticket)
    return timeline_of(ticket, sight.reader, sight.standing.teams)


def contacts_of(request: ApiRequest, ticket: Ticket) -> list[Interaction]:
    """The contacts of a ticket, newest first, without the words its reader may not see."""
    sight = sight_of(request, ticket)
    entries = timeline_of(ticket, sight.reader, sight.standing.teams)
    return [_as_told(entry.interaction, entry, sight) for entry in entries if entry.interaction is not None]


def whole_ticket(request: ApiRequest, ticket: Ticket, at: datetime) -> Ticket:
    """A ticket read afresh with all that its serializer shows; eight queries, however many parts."""
    sight = sight_of(request, ticket)
    legs = all_of_legs(Leg.objects.order_by("opened_at", "pk"))
    if sight.reader is Reader.SERVICE:
        legs = legs.filter(service__team_id__in=sight.standing.teams)
    files = TicketFile.objects.filter(readable_files(ticket, sight.standing))
    files = files.select_related("ticket", "added_by").order_by("added_at", "pk")
    rows = with_whereabouts(Ticket.objects.filter(pk=ticket.pk))
    rows = rows.select_related("ward__site", "ward__trust", "process", "concierge", "raised_by", "contact")
    whole = rows.prefetch_related(Prefetch("legs", legs, to_attr="legs_told"), Prefetch("files", files)).get()
    whole.legs_told = [_leg_as_told(leg, sight) for leg in whole.legs_told]  # type: ignore[attr-defined]
    if sight.reader is Reader.SERVICE:
        whole.all_legs = [leg for leg in whole.all_legs if leg.service.team_id in sight.standing.teams]  # type: ignore[attr-defined]
    return located(whole, at)


def whole_leg(request: ApiRequest, leg: Leg) -> Leg:
    """A part read afresh with all that its serializer shows its reader."""
    return _leg_as_told(all_of_legs(Leg.objects.filter(pk=leg.pk)).get(), sight_of(request, leg.ticket))


def all_of_legs(legs: LegQuerySet) -> LegQuerySet:
    """Fetch beside legs what their serializer shows."""
    return legs.select_related("ticket", "service", "owner").prefetch_related(
        Prefetch("holdings", Holding.objects.order_by("started_at", "pk")),
        Prefetch("promises", Promise.objects.order_by("due_at", "pk")),
    )


def located(ticket: Ticket, at: datetime) -> Ticket:
    """Set beside a ticket of `with_whereabouts` where it is."""
    ticket.whereabouts = whereabouts_of(ticket, at)  # type: ignore[attr-defined]
    return ticket


def _leg_as_told(leg: Leg, sight: Sight) -> Leg:
    """Keep from the ward what the desk and the services say to each other."""
    if sight.reader is Reader.WARD:
        leg.request = ""
        leg.result = "" if leg.status == LegStatus.NOT_OURS else leg.result
    for promise in leg.promises.all():
        promise_as_told(promise, sight)
    return leg


def promise_as_told(promise: Promise, sight: Sight) -> Promise:
    """A promise, without why it was broken where its reader is the ward."""
    if sight.reader is Reader.WARD:
        promise.settled_because = ""
    return promise


def _as_told(interaction: Interaction, entry: Entry, sight: Sight) -> Interaction:
    interaction.note = entry.note
    if sight.reader is not Reader.DESK:
        interaction.with_whom = ""
    return interaction
