"""The front page of administration, and the wording of the six causes."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from concierge.people.models import User
from concierge.people.standing import standing_of
from concierge.places.models import Trust
from concierge.web.once import once
from concierge.web.requests import SignedInRequest
from tickets.choices import RootCause
from tickets.commands import reference_lists
from tickets.forms.administration import CausesForm
from tickets.models import CauseWording
from tickets.views.administration.frame import administered, ask


def start(request: SignedInRequest) -> HttpResponse:
    """Lead to the one trust somebody administers, or let her choose."""
    trusts = list(Trust.objects.filter(pk__in=standing_of(request.user).administered).order_by("name", "pk"))
    if not trusts:
        raise Http404
    if len(trusts) == 1:
        return redirect("administration-trust", code=trusts[0].code)
    return render(request, "tickets/administration/trusts.jinja", {"trusts": trusts})


def show(request: SignedInRequest, code: str) -> HttpResponse:
    trust = administered(request, code)
    today = timezone.localdate()
    counts = {
        "wards": trust.wards.in_use(today).count(),
        "people": User.objects.filter(posts__in=trust.posts.current(today)).distinct().count(),
        "services": trust.services.in_use(today).count(),
        "processes": trust.processes.in_use(today).count(),
    }
    return render(request, "tickets/administration/home.jinja", {"trust": trust, "counts": counts})


@once
def word_causes(request: SignedInRequest, code: str) -> HttpResponse:
    trust = administered(request, code)
    worded = dict(CauseWording.objects.filter(trust=trust).values_list("cause", "definition"))

    def act(**definitions: str) -> None:
        for cause, definition in definitions.items():
            reference_lists.word_cause(
                trust=trust, cause=RootCause(cause), definition=definition, by=request.user
            )

    return ask(
        request,
        CausesForm(request.POST or None, initial=worded),
        act,
        title="How the six causes are worded",
        lead="There are always these six. What stands beside each choice is yours to word.",
        back=reverse("administration-trust", args=[code]),
        done="The definitions are saved.",
        trust=trust,
    )
