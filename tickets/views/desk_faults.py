"""What an old log left for the desk: rows to settle."""

from datetime import datetime

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from concierge.people.standing import standing_of
from concierge.web.once import once
from concierge.web.paging import page_of
from concierge.web.requests import SignedInRequest
from tickets import commands
from tickets.choices import FaultKind
from tickets.errors import DomainError
from tickets.forms.desk_faults import SettleForm
from tickets.models import ImportFault
from tickets.queries import faults_to_settle
from tickets.views.desk_queues import Tab
from tickets.views.desk_verbs import Verb, posted

ORDER = ("run_id", "sheet", "row", "pk")


@require_safe
def faults(request: SignedInRequest) -> HttpResponse:
    """The rows of old logs that wait for a person; `?kind=` shows one kind."""
    if not standing_of(request.user).desks:
        raise PermissionDenied
    waiting, kind = faults_to_settle(request.user), request.GET.get("kind", "")
    chosen = waiting.filter(kind=kind) if kind in FaultKind.values else waiting
    tabs = [_tab(*choice, current=kind) for choice in [("", "All"), *FaultKind.choices]]
    return render(
        request, "tickets/desk/faults.jinja", {"page": page_of(chosen, ORDER, request), "tabs": tabs}
    )


@once
def settle(request: SignedInRequest, pk: int) -> HttpResponse:
    """Take a row off the list, saying what was done about it."""
    desks = standing_of(request.user).desks
    fault = get_object_or_404(ImportFault.objects.filter(trust_id__in=desks).select_related("ticket"), pk=pk)
    form = SettleForm(posted(request))
    if request.method == "POST" and form.is_valid() and _settle(request, fault, form, timezone.now()):
        messages.success(request, f"Settled: {fault.sheet}, row {fault.row}.")
        return redirect("desk-faults")
    verb = Verb(f"Settle {fault.sheet}, row {fault.row}", "Settle")
    shown = {"form": form, "verb": verb, "fault": fault, "back": reverse("desk-faults")}
    return render(request, "tickets/desk/settle.jinja", shown)


def _tab(kind: str, label: str, *, current: str) -> Tab:
    query = {"kind": kind} if kind else None
    return Tab(label, reverse("desk-faults", query=query), None, kind == current)


def _settle(request: SignedInRequest, fault: ImportFault, form: SettleForm, at: datetime) -> bool:
    try:
        commands.settle_fault(fault=fault, note=form.cleaned_data["note"], by=request.user, at=at)
    except DomainError as error:
        form.refuse(error)
    return not form.errors
