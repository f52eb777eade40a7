"""Processes: what a sister picks, what the desk routes by, what a manager redesigns."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from concierge.web.once import once
from concierge.web.paging import page_of
from concierge.web.requests import SignedInRequest
from tickets.commands import reference_lists
from tickets.forms.administration import ProcessForm
from tickets.models import Ticket
from tickets.views.administration.frame import administered, ask, how_many

FIELDS = ("name", "service", "hint", "target_days", "is_adopted", "other_names")


def list_processes(request: SignedInRequest, code: str) -> HttpResponse:
    trust = administered(request, code)
    processes = trust.processes.select_related("service").annotate(
        open_tickets=how_many(Ticket.objects.open().filter(trust=trust), "process")
    )
    page = page_of(processes, ("name", "pk"), request, size=50)
    return render(request, "tickets/administration/processes.jinja", {"trust": trust, "page": page})


@once
def save_process(request: SignedInRequest, code: str, pk: int | None = None) -> HttpResponse:
    trust = administered(request, code)
    process = get_object_or_404(trust.processes, pk=pk) if pk else None
    now = {name: getattr(process, name) for name in FIELDS} if process else {}
    return ask(
        request,
        ProcessForm(request.POST or None, trust=trust, initial=now),
        lambda **told: reference_lists.save_process(trust=trust, process=process, by=request.user, **told),
        title=f"Change {process}" if process else "Add a process",
        back=reverse("administration-processes", args=[code]),
        done="The process is saved.",
        trust=trust,
    )


@require_POST
@once
def retire_process(request: SignedInRequest, code: str, pk: int) -> HttpResponse:
    process = get_object_or_404(administered(request, code).processes, pk=pk)
    on = None if process.retired_on else timezone.localdate()
    reference_lists.retire_process(process=process, on=on, by=request.user)
    messages.success(
        request, f"{process} is {'not offered any more' if on else 'offered again'}. Its figures stay."
    )
    return redirect("administration-processes", code=code)
