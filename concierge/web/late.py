"""A form sent too late: the session had ended, or the page was drawn too long ago. No word is lost."""

import uuid
from collections.abc import Callable
from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.middleware.csrf import (
    REASON_BAD_ORIGIN,
    REASON_BAD_REFERER,
    REASON_INSECURE_REFERER,
    REASON_MALFORMED_REFERER,
    REASON_NO_REFERER,
)
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from concierge.people.models import User
from concierge.web.models import KeptForm
from concierge.web.once import FIELD, NOBODY, owner_of
from concierge.web.requests import SignedInRequest

LEFT_OUT = frozenset({"csrfmiddlewaretoken", FIELD, "code"})
LARGEST_KEPT = 200_000
"""Letters: a form longer than any of ours is not kept."""
FROM_ELSEWHERE = tuple(
    reason.partition("%")[0]
    for reason in (
        REASON_BAD_ORIGIN,
        REASON_BAD_REFERER,
        REASON_INSECURE_REFERER,
        REASON_MALFORMED_REFERER,
        REASON_NO_REFERER,
    )
)
"""How Django words that a form did not come from a page of ours."""

Pairs = list[tuple[str, str]]


class SignInFirst(LoginRequiredMiddleware):
    """Ask everyone to sign in, and keep what was typed by someone whose session had ended."""

    def handle_no_permission(  # type: ignore[override]
        self, request: HttpRequest, view_func: Callable[..., HttpResponseBase]
    ) -> HttpResponse:
        """Lead to sign-in, and from there back to the page or to the words that were being sent."""
        kept = keep(request) if request.method == "POST" else None
        if kept is not None:
            return _to_sign_in(request, reverse("send_again", args=[kept.pk]))
        if request.method == "POST" or _is_htmx(request):
            return _to_sign_in(request, _came_from(request))
        return super().handle_no_permission(request, view_func)


def keep(request: HttpRequest) -> KeptForm | None:
    """Keep what was typed for the person the form was drawn for; None where that cannot be told."""
    owner = owner_of(request.POST.get(FIELD, ""))
    fields = typed(request)
    if not owner or sum(len(value) for _, value in fields) > LARGEST_KEPT:
        return None
    if not User.objects.filter(pk=owner).exists():
        return None
    return KeptForm.objects.create(person_id=owner, path=request.get_full_path(), fields=fields)


def typed(request: HttpRequest) -> Pairs:
    """List what was typed, in order; never a password, a code or a token."""
    return [
        (name, str(value))
        for name, values in request.POST.lists()
        for value in values
        if name not in LEFT_OUT and "password" not in name.lower()
    ]


@never_cache
@require_safe
def send_again(request: SignedInRequest, kept_id: uuid.UUID) -> HttpResponse:
    """Show a person what she had typed when her session ended, to send when she says so."""
    kept = get_object_or_404(KeptForm, pk=kept_id, person=request.user)
    return _show(request, kept.path, [(name, value) for name, value in kept.fields], HTTPStatus.OK)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer a form whose token is no longer good, showing what was typed to its own author only."""
    owner = owner_of(request.POST.get(FIELD, ""))
    if reason.startswith(FROM_ELSEWHERE) or owner is None:
        return render(request, "errors/csrf.jinja", status=HTTPStatus.FORBIDDEN)
    if owner == (getattr(request.user, "pk", None) or NOBODY):
        return _show(request, request.get_full_path(), typed(request), HTTPStatus.FORBIDDEN)
    kept = None if request.user.is_authenticated else keep(request)
    if kept is None:
        return render(request, "errors/csrf.jinja", status=HTTPStatus.FORBIDDEN)
    return _to_sign_in(request, reverse("send_again", args=[kept.pk]))


def _show(request: HttpRequest, path: str, fields: Pairs, status: HTTPStatus) -> HttpResponse:
    shown = [(_plain_name(name), value) for name, value in fields if value.strip()]
    values: dict[str, Any] = {"path": path, "fields": fields, "shown": shown}
    return render(request, "errors/send_again.jinja", values, status=status)


def _plain_name(name: str) -> str:
    return name.rpartition("-")[2].replace("_", " ").capitalize()


def _to_sign_in(request: HttpRequest, onward: str) -> HttpResponse:
    address = f"{reverse('account_login')}?{urlencode({'next': onward}, safe='/')}"
    if _is_htmx(request):
        return HttpResponse(status=HTTPStatus.NO_CONTENT, headers={"HX-Redirect": address})
    return HttpResponseRedirect(address)


def _is_htmx(request: HttpRequest) -> bool:
    return request.headers.get("HX-Request") == "true"


def _came_from(request: HttpRequest) -> str:
    """Give the page a form or fragment was part of, if it is one of ours."""
    page = request.headers.get("HX-Current-URL") or request.headers.get("Referer") or ""
    secure, hosts = request.is_secure(), {request.get_host()}
    return page if url_has_allowed_host_and_scheme(page, hosts, require_https=secure) else "/"
