"""Templates of letters: what the desk starts from when it writes."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from concierge.web.once import once
from concierge.web.requests import SignedInRequest
from tickets import commands
from tickets.errors import DomainError
from tickets.forms.mail import TemplateForm
from tickets.mail.letters import FIELDS, SHIPPED, fill_with_examples, shipped_for
from tickets.models import LetterTemplate
from tickets.views.administration.frame import administered

COLUMNS = ("name", "process", "service", "subject", "body")
LOOK = "look"
"""The name of the button that shows the words filled in, and saves nothing."""


def list_templates(request: SignedInRequest, code: str) -> HttpResponse:
    trust = administered(request, code)
    rows = LetterTemplate.objects.filter(trust=trust).select_related("process", "service")
    told = {
        "trust": trust,
        "templates": rows.order_by("retired_on", "name", "pk"),
        "shipped": [(SHIPPED.index(each), each) for each in shipped_for(trust)],
    }
    return render(request, "tickets/administration/letters.jinja", told)


@once
def save(request: SignedInRequest, code: str, pk: int | None = None) -> HttpResponse:
    """Add or change a template; `?shipped=0` starts from one that ships."""
    trust = administered(request, code)
    template = get_object_or_404(LetterTemplate, pk=pk, trust=trust) if pk else None
    form = TemplateForm(
        request.POST if request.method == "POST" else None, trust=trust, initial=_now(request, template)
    )
    look: tuple[str, str] | None = None
    if request.method == "POST" and form.is_valid():
        if LOOK in request.POST:
            told = form.cleaned_data
            look = fill_with_examples(told["subject"]), fill_with_examples(told["body"])
        else:
            try:
                commands.save_template(trust=trust, template=template, by=request.user, **form.cleaned_data)
            except DomainError as error:
                form.refuse(error)
            else:
                messages.success(request, "The template is saved.")
                return redirect("administration-letters", code=code)
    shown: dict[str, Any] = {
        "trust": trust,
        "form": form,
        "look": look,
        "fields": FIELDS,
        "title": f"Change {template}" if template else "Add a template",
        "back": reverse("administration-letters", args=[code]),
    }
    return render(request, "tickets/administration/letter.jinja", shown)


@require_POST
@once
def retire(request: SignedInRequest, code: str, pk: int) -> HttpResponse:
    template = get_object_or_404(LetterTemplate, pk=pk, trust=administered(request, code))
    on = None if template.retired_on else timezone.localdate()
    commands.retire_template(template=template, on=on, by=request.user)
    messages.success(request, f"{template} is {'not offered any more' if on else 'offered again'}.")
    return redirect("administration-letters", code=code)


def _now(request: SignedInRequest, template: LetterTemplate | None) -> dict[str, Any]:
    if template is not None:
        return {name: getattr(template, name) for name in COLUMNS}
    named = request.GET.get("shipped", "")
    if not named.isdecimal() or int(named[:3]) >= len(SHIPPED):
        return {}
    shipped = SHIPPED[int(named[:3])]
    return {"name": shipped.name, "subject": shipped.subject, "body": shipped.body}
