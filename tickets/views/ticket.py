"""One ticket's page, told to each reader in her own words; and its files."""

from django.http import FileResponse, HttpResponse
from django.shortcuts import get_object_or_404, redirect

from concierge.people.standing import standing_of
from concierge.web.requests import SignedInRequest
from tickets.reading import files_for
from tickets.views import desk, service, ward
from tickets.views.finding import find_ticket


def show(request: SignedInRequest, reference: str) -> HttpResponse:
    """The ticket as its desk, its ward, a service or a reader of the trust sees it."""
    ticket = find_ticket(request, reference)
    if reference != ticket.reference:
        return redirect("ticket", reference=ticket.reference)
    standing = standing_of(request.user)
    if ticket.trust_id in standing.trusts_seen:
        return desk.show_ticket(request, ticket)
    if ticket.ward_id in standing.wards:
        return ward.show_ticket(request, ticket)
    return service.show_ticket(request, ticket)


def download(request: SignedInRequest, reference: str, pk: int) -> FileResponse:
    """A file of a ticket, always as a download, never shown by the browser itself."""
    ticket = find_ticket(request, reference)
    kept = get_object_or_404(files_for(ticket, standing_of(request.user)), pk=pk)
    return FileResponse(kept.file.open("rb"), as_attachment=True, filename=kept.name)
