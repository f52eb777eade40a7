"""Finding what a URL names, among what its reader may see."""

from django.shortcuts import get_object_or_404

from concierge.web.requests import SignedInRequest, kept_text
from tickets.models import Leg, Promise, Ticket
from tickets.references import as_reference


def find_ticket(request: SignedInRequest, reference: str) -> Ticket:
    """The ticket of a reference that its reader may see, or 404."""
    found = Ticket.objects.visible_to(request.user).select_related(
        "ward__site", "process", "trust", "concierge"
    )
    return get_object_or_404(found, reference=as_reference(reference) or kept_text(reference))


def find_leg(request: SignedInRequest, pk: int) -> Leg:
    """The part of a ticket that its reader may see, or 404."""
    seen = Ticket.objects.visible_to(request.user)
    return get_object_or_404(
        Leg.objects.filter(ticket__in=seen).select_related("ticket__ward", "service"), pk=pk
    )


def find_promise(request: SignedInRequest, pk: int) -> Promise:
    """The promise on a ticket that its reader may see, or 404."""
    seen = Ticket.objects.visible_to(request.user)
    found = Promise.objects.filter(leg__ticket__in=seen).select_related("leg__ticket__ward", "leg__service")
    return get_object_or_404(found, pk=pk)
