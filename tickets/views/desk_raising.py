"""A ward rings: the desk writes down what it needs, and reads the reference out."""

from datetime import datetime

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from concierge.people.models import Post
from concierge.people.roles import WARD_ROLES
from concierge.people.standing import standing_of
from concierge.web.once import once
from concierge.web.requests import SignedInRequest
from tickets import commands
from tickets.choices import PatientEffect
from tickets.errors import DomainError
from tickets.forms.desk_raising import RaiseForm
from tickets.models import Ticket
from tickets.views import identifiers
from tickets.views.desk_verbs import desk_ticket, posted
from tickets.views.desk_wards import find_ward, is_id, to_choose_from


@once
def raise_for_ward(request: SignedInRequest) -> HttpResponse:
    """Raise a ticket on behalf of a ward; `?ward=` chooses it beforehand."""
    desks = standing_of(request.user).desks
    if not desks:
        raise PermissionDenied
    wards = to_choose_from(request, desks)
    if wards is None:
        return find_ward(request, desks, title="Which ward is it for?")
    form = RaiseForm(posted(request), initial={"ward": request.GET.get("ward")}, wards=wards, trust_ids=desks)
    if identifiers.is_sent(request) and form.is_valid():
        answer = identifiers.interruption(request, form) or _raise(request, form, timezone.now())
        if answer is not None:
            return answer
    return render(
        request, "tickets/desk/raise.jinja", {"form": form, "names": _names(form["ward"].value(), desks)}
    )


@require_safe
def receipt(request: SignedInRequest, reference: str) -> HttpResponse:
    """The reference, large, to read out on the telephone."""
    return render(request, "tickets/desk/receipt.jinja", {"ticket": desk_ticket(request, reference)})


def _raise(request: SignedInRequest, form: RaiseForm, at: datetime) -> HttpResponse | None:
    told = form.cleaned_data
    try:
        with transaction.atomic():
            ticket: Ticket = commands.raise_ticket(
                ward=told["ward"],
                title=told["title"],
                details=told["details"],
                process=told["process"],
                patient_effect=PatientEffect(told["patient_effect"]),
                asked_by=told["asked_by"],
                call=form.call,
                by=request.user,
                at=at,
            )
            identifiers.note(request, form, ticket, at)
    except DomainError as error:
        form.refuse(error)
        return None
    messages.success(request, f"Raised for {told['ward']}. You look after it.")
    return redirect("desk-receipt", reference=ticket.reference)


def _names(ward: str | None, desks: frozenset[int]) -> list[str]:
    """The people of a ward chosen already, by its id as it stands in the form."""
    if ward is None or not is_id(ward):
        return []
    on_ward = Post.objects.current(timezone.localdate()).with_role(WARD_ROLES).filter(ward=int(ward))
    posts = on_ward.filter(trust_id__in=desks)
    return list(posts.order_by("person__name").values_list("person__name", flat=True).distinct())
