"""The demo's outbox: mail that stays on this machine can be read here, by who leads or administers."""

from django.conf import settings
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from concierge.people.standing import standing_of
from concierge.web.paging import page_of
from concierge.web.requests import SignedInRequest
from tickets.models import OutgoingMessage

NEWEST_FIRST = ("-created_at", "-pk")


@require_safe
def show(request: SignedInRequest) -> HttpResponse:
    """List what was written, newest first."""
    page = page_of(_readable(request), NEWEST_FIRST, request)
    return render(request, "tickets/outbox/list.jinja", {"page": page})


@require_safe
def read(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show one message as its recipient gets it."""
    message = get_object_or_404(_readable(request), pk=pk)
    return render(request, "tickets/outbox/message.jinja", {"message": message})


def _readable(request: SignedInRequest) -> QuerySet[OutgoingMessage]:
    """What this person may read: 404 where mail leaves the machine, for then it is its recipients' alone."""
    standing = standing_of(request.user)
    trusts = standing.lead_desks | standing.administered
    if not settings.ENVIRONMENT.keeps_mail or not trusts:
        raise Http404
    return OutgoingMessage.objects.filter(trust__in=trusts).select_related("ticket", "trust")
