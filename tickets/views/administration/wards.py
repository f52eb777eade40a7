"""Wards and hospitals: opened, changed, retired."""

from django.contrib import messages
from django.db.models import Exists, OuterRef, Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from concierge.people.models import Post
from concierge.people.roles import Role
from concierge.places import commands
from concierge.places.models import Ward
from concierge.web.once import once
from concierge.web.paging import page_of
from concierge.web.requests import SignedInRequest, words_sought
from tickets.forms.administration import SiteForm, WardForm
from tickets.models import Ticket
from tickets.views.administration.frame import administered, ask, how_many


def list_wards(request: SignedInRequest, code: str) -> HttpResponse:
    trust = administered(request, code)
    today = timezone.localdate()
    sisters = Post.objects.current(today).filter(ward=OuterRef("pk"), role=Role.SISTER)
    words = words_sought(request)
    wards = trust.wards.select_related("site").annotate(
        has_sister=Exists(sisters), open_tickets=how_many(Ticket.objects.open().filter(trust=trust), "ward")
    )
    if words:
        wards = wards.filter(
            Q(name__icontains=words) | Q(specialty__icontains=words) | Q(other_names__icontains=words)
        )
    page = page_of(wards, ("name", "pk"), request)
    told = {"trust": trust, "page": page, "words": words, "today": today}
    return render(request, "tickets/administration/wards.jinja", told)


@once
def open_ward(request: SignedInRequest, code: str) -> HttpResponse:
    trust = administered(request, code)
    return ask(
        request,
        WardForm(request.POST or None, trust=trust),
        lambda **told: commands.save_ward(by=request.user, **told),
        title="Open a ward",
        back=reverse("administration-wards", args=[code]),
        done="The ward is open. Give its sister a post under People.",
        trust=trust,
    )


@once
def change_ward(request: SignedInRequest, code: str, pk: int) -> HttpResponse:
    trust = administered(request, code)
    ward = get_object_or_404(trust.wards, pk=pk)
    now = {name: getattr(ward, name) for name in ("name", "site", "specialty", "telephone", "other_names")}
    return ask(
        request,
        WardForm(request.POST or None, trust=trust, initial=now),
        lambda **told: commands.save_ward(ward=ward, by=request.user, **told),
        title=f"Change {ward}",
        back=reverse("administration-wards", args=[code]),
        done=f"{ward} is changed.",
        trust=trust,
    )


@once
def open_site(request: SignedInRequest, code: str) -> HttpResponse:
    trust = administered(request, code)
    return ask(
        request,
        SiteForm(request.POST or None),
        lambda name: commands.open_site(trust=trust, name=name, by=request.user),
        title="Add a hospital",
        back=reverse("administration-wards", args=[code]),
        done="The hospital is added.",
        trust=trust,
    )


@require_POST
@once
def retire_ward(request: SignedInRequest, code: str, pk: int) -> HttpResponse:
    """Close a ward from today, or open it again; the other way undoes it."""
    ward: Ward = get_object_or_404(administered(request, code).wards, pk=pk)
    on = None if ward.retired_on else timezone.localdate()
    commands.retire_ward(ward=ward, on=on, by=request.user)
    messages.success(request, f"{ward} is {'closed' if on else 'open again'}. Its tickets and figures stay.")
    return redirect("administration-wards", code=code)
