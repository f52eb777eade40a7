"""Who may read reports, and of which trust."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone

from analytics.forms import ScopeForm
from concierge.people.standing import standing_of
from concierge.places.models import Trust
from concierge.web.requests import SignedInRequest

Page = Callable[..., HttpResponseBase]


def of_a_scope(page: Page) -> Page:
    """Give a page the `ScopeForm` of the trust it is about, checked; the page looks whether it is valid.

    403 for a person who reads no reports, 404 for another trust's; one who reads several trusts'
    and names none is asked which.
    """

    @wraps(page)
    def opened(request: SignedInRequest, **kwargs: Any) -> HttpResponseBase:
        trusts = list(Trust.objects.filter(pk__in=standing_of(request.user).reports).order_by("name", "pk"))
        if not trusts:
            raise PermissionDenied
        trust = _wanted(request.GET.get("trust", ""), trusts)
        if trust is None:
            return render(request, "analytics/choose_trust.jinja", {"trusts": trusts})
        several = len(trusts) > 1
        form = ScopeForm(request.GET, trust=trust, today=timezone.localdate(), names_trust=several)
        return page(request, form, **kwargs)

    return opened


def _wanted(code: str, trusts: list[Trust]) -> Trust | None:
    if not code:
        return trusts[0] if len(trusts) == 1 else None
    found = next((trust for trust in trusts if trust.code == code), None)
    if found is None:
        raise Http404
    return found
