"""The desk adds files to a ticket, and reads the history of its rows."""

from datetime import datetime

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from concierge.web.once import once
from concierge.web.requests import SignedInRequest
from tickets import commands
from tickets.forms.desk_files import FileForm
from tickets.versions import versions_of_ticket
from tickets.views.desk import show_ticket
from tickets.views.desk_verbs import desk_ticket, try_to


@once
def add_file(request: SignedInRequest, reference: str) -> HttpResponse:
    """Keep a file with a ticket."""
    ticket = desk_ticket(request, reference)
    sent = request.method == "POST"
    form = FileForm(request.POST if sent else None, request.FILES if sent else None, prefix="file")

    def act(at: datetime) -> str:
        kept = commands.attach_file(ticket=ticket, file=form.cleaned_data["file"], by=request.user, at=at)
        return f"{kept.name} is kept with the ticket."

    return try_to(request, ticket, form, act) or show_ticket(request, ticket, file_form=form)


@require_safe
def history(request: SignedInRequest, reference: str) -> HttpResponse:
    """Who changed what of a ticket, when and why."""
    ticket = desk_ticket(request, reference)
    return render(
        request, "tickets/desk/history.jinja", {"ticket": ticket, "versions": versions_of_ticket(ticket)}
    )
