"""What a person is told by e-mail, and when: hers to choose."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from concierge.people.standing import standing_of
from concierge.web.once import once
from concierge.web.requests import SignedInRequest
from tickets import commands
from tickets.errors import DomainError
from tickets.forms.mail import ToldForm
from tickets.mail.notices import USUAL_HOUR, Audience
from tickets.models import TellingWhen


@once
def choose(request: SignedInRequest) -> HttpResponse:
    """Show what there is to be told to somebody with her posts, and keep what she chooses."""
    audiences = _audiences(request)
    form = ToldForm(
        request.POST if request.method == "POST" else None, audiences=audiences, initial=_now(request)
    )
    if request.method == "POST" and form.is_valid():
        try:
            commands.choose_notices(
                choices=form.choices, digest_hour=form.cleaned_data["digest_hour"], by=request.user
            )
        except DomainError as error:
            form.refuse(error)
        else:
            messages.success(request, "Saved. It holds from the next e-mail on.")
            return redirect("what-i-am-told")
    return render(request, "tickets/told.jinja", {"form": form, "audiences": audiences})


def _audiences(request: SignedInRequest) -> list[Audience]:
    standing = standing_of(request.user)
    found = [Audience.WARD] if standing.wards else []
    return [*found, Audience.DESK] if standing.desks else found


def _now(request: SignedInRequest) -> dict[str, Any]:
    rows = {row.notice: row for row in request.user.preferences.all()}
    chosen: dict[str, Any] = dict.fromkeys(_names(request), TellingWhen.AT_ONCE)
    chosen |= {name: row.when for name, row in rows.items()}
    hour = next((row.digest_hour for row in rows.values()), USUAL_HOUR)
    return chosen | {"digest_hour": hour}


def _names(request: SignedInRequest) -> list[str]:
    return ToldForm(audiences=_audiences(request)).kinds
