"""The page that stops words which look as if they hold an NHS number, for every form of the product.

A view asks `is_sent` before it acts, returns `interruption` where there is one, and after the
command calls `note`, so that the reason given is kept with the ticket.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.forms import BaseForm, FileField
from django.http import HttpResponse
from django.shortcuts import render

from concierge.web.late import Pairs, typed
from concierge.web.requests import SignedInRequest
from tickets import commands
from tickets.forms.identifiers import REASON, KeepIdentifierForm
from tickets.identifiers import find, mask
from tickets.models import Ticket

ANSWER, EDIT, KEEP = "identifiers", "edit", "keep"
"""The name of the answer to the page, and its two values."""
CONTEXT = 40
"""Letters shown before and after a number."""


@dataclass(frozen=True)
class Suspect:
    """Words that look as if they hold an NHS number: the field they are in, and the masked words."""

    field: str
    words: str


def is_sent(request: SignedInRequest) -> bool:
    """Whether the form was sent to be acted on, not to be shown again for changing."""
    return request.method == "POST" and request.POST.get(ANSWER) != EDIT


def interruption(request: SignedInRequest, form: BaseForm) -> HttpResponse | None:
    """The page that warns, or None where a valid form may go on."""
    suspects = list(suspects_in(form))
    if not suspects:
        return None
    answered = request.POST.get(ANSWER) == KEEP
    reason = KeepIdentifierForm(request.POST if answered else None)
    if reason.is_valid():
        return None
    return render(
        request,
        "tickets/identifiers.jinja",
        {"suspects": suspects, "form": reason, "sent": _carried(request), "files": _files(form)},
    )


def note(request: SignedInRequest, form: BaseForm, ticket: Ticket, at: datetime) -> None:
    """Keep the reason for which a number was sent all the same, where there is one."""
    reason = request.POST.get(REASON, "").strip()
    if reason and next(suspects_in(form), None) is not None:
        commands.keep_identifier(ticket=ticket, reason=reason, by=request.user, at=at)


def suspects_in(form: BaseForm) -> Iterator[Suspect]:
    """Every number found in the texts of a valid form."""
    for name, value in form.cleaned_data.items():
        if not isinstance(value, str):
            continue
        for found in find(value):
            start, end = max(0, found.start - CONTEXT), found.end + CONTEXT
            words = f"{'…' if start else ''}{mask(value)[start:end]}{'…' if end < len(value) else ''}"
            yield Suspect(str(form.fields[name].label or name), words)


def _carried(request: SignedInRequest) -> Pairs:
    return [(name, value) for name, value in typed(request) if name not in (ANSWER, REASON)]


def _files(form: BaseForm) -> list[tuple[str, str]]:
    """The fields whose files must be chosen again, since no page can carry them."""
    return [
        (form[name].html_name, str(field.label or name))
        for name, field in form.fields.items()
        if isinstance(field, FileField) and form.files.get(form.add_prefix(name))
    ]
