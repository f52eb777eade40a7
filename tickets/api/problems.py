"""Problem details (RFC 9457): every refusal and fault of the API, in one shape, with a stable type."""

import logging
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any

from django.core.exceptions import PermissionDenied, RequestDataTooBig, SuspiciousOperation
from django.http import Http404, UnreadablePostError
from django.urls import reverse
from rest_framework import exceptions
from rest_framework.response import Response

from concierge.errors import DomainError
from tickets.errors import LegStillOpen, MoveRefused, NotAllowed, WrongValue

MEDIA_TYPE = "application/problem+json"
log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Kind:
    """A kind of problem: its status, its title, and what a program should do about it."""

    status: HTTPStatus
    title: str
    advice: str


KINDS: Mapping[str, Kind] = {
    "unreadable": Kind(
        HTTPStatus.BAD_REQUEST, "The request cannot be read", "Send valid JSON, or a valid form for a file."
    ),
    "wrong-parameter": Kind(
        HTTPStatus.BAD_REQUEST,
        "A parameter or header is wrong",
        "Mend what `errors` names in the address or the headers.",
    ),
    "not-signed-in": Kind(
        HTTPStatus.UNAUTHORIZED, "Not signed in", "Send `Authorization: Token …`, or sign in."
    ),
    "not-allowed": Kind(
        HTTPStatus.FORBIDDEN, "Not allowed", "Somebody with another post can do this; `detail` says who."
    ),
    "not-found": Kind(HTTPStatus.NOT_FOUND, "Not found", "There is nothing here that you may see."),
    "wrong-method": Kind(
        HTTPStatus.METHOD_NOT_ALLOWED, "This method is not for this address", "Use one that `Allow` names."
    ),
    "wrong-answer-type": Kind(
        HTTPStatus.NOT_ACCEPTABLE, "We cannot answer in that form", "Accept application/json."
    ),
    "refused": Kind(HTTPStatus.CONFLICT, "Refused", "Read `detail`: it says what has to be so first."),
    "move-refused": Kind(
        HTTPStatus.CONFLICT, "Not possible now", "Read the ticket again: its state does not allow this."
    ),
    "part-still-open": Kind(
        HTTPStatus.CONFLICT, "A part is still open", "Finish or hand on the parts that `detail` names."
    ),
    "still-at-work": Kind(
        HTTPStatus.CONFLICT,
        "The first request is still being carried out",
        "Send the same request again a little later.",
    ),
    "too-large": Kind(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "Too large", "Send less."),
    "wrong-media-type": Kind(
        HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "We cannot read that form", "Send application/json."
    ),
    "wrong-value": Kind(HTTPStatus.UNPROCESSABLE_ENTITY, "A value is wrong", "Mend what `errors` points to."),
    "identifier-found": Kind(
        HTTPStatus.UNPROCESSABLE_ENTITY,
        "This looks like an NHS number",
        "Take the number out. Where it has to be there, send `identifier_reason` with the same request.",
    ),
    "key-used": Kind(
        HTTPStatus.UNPROCESSABLE_ENTITY,
        "This Idempotency-Key was used for another request",
        "Use a new key for a new request, and the same one only to repeat the same request.",
    ),
    "too-many": Kind(
        HTTPStatus.TOO_MANY_REQUESTS, "Too many requests", "Wait as many seconds as `Retry-After` says."
    ),
    "broken": Kind(
        HTTPStatus.INTERNAL_SERVER_ERROR,
        "Something broke on our side",
        "Try again later; tell us if it stays.",
    ),
}


@dataclass(frozen=True)
class Problem:
    """One answer that says no: its kind, why here, and which values are to blame."""

    slug: str
    detail: str
    errors: list[dict[str, str]] = field(default_factory=list)
    status: HTTPStatus | None = None
    headers: dict[str, str] = field(default_factory=dict)


class WrongParameter(exceptions.ValidationError):
    """A query parameter or header is wrong; `detail` maps names to messages."""

    status_code = HTTPStatus.BAD_REQUEST


class IdentifierFound(DomainError):
    """Texts hold what looks like an NHS number, and no reason was given; `pointers` says where."""

    status = HTTPStatus.UNPROCESSABLE_ENTITY

    def __init__(self, pointers: list[str]) -> None:
        super().__init__("A text looks as if it holds an NHS number. Nothing about patients belongs here.")
        self.pointers = pointers


class KeyUsed(DomainError):
    """An idempotency key came back with another request."""

    status = HTTPStatus.UNPROCESSABLE_ENTITY


class StillAtWork(DomainError):
    """The request that first bore this key has not been answered yet."""


SLUGS: Mapping[type[DomainError], str] = {
    NotAllowed: "not-allowed",
    WrongValue: "wrong-value",
    LegStillOpen: "part-still-open",
    MoveRefused: "move-refused",
    IdentifierFound: "identifier-found",
    KeyUsed: "key-used",
    StillAtWork: "still-at-work",
    DomainError: "refused",
}
FRAMEWORK: Mapping[type[Exception], str] = {
    exceptions.ParseError: "unreadable",
    UnreadablePostError: "unreadable",
    RequestDataTooBig: "too-large",
    SuspiciousOperation: "unreadable",
    exceptions.NotAuthenticated: "not-signed-in",
    exceptions.AuthenticationFailed: "not-signed-in",
    exceptions.PermissionDenied: "not-allowed",
    PermissionDenied: "not-allowed",
    exceptions.NotFound: "not-found",
    Http404: "not-found",
    exceptions.MethodNotAllowed: "wrong-method",
    exceptions.NotAcceptable: "wrong-answer-type",
    exceptions.UnsupportedMediaType: "wrong-media-type",
    exceptions.Throttled: "too-many",
}
SAID = {
    "not-found": "There is nothing at this address that you may see.",
    "too-large": "The request is larger than we take.",
    "broken": "Something broke on our side. It has been written down for those who look after this site.",
}
"""What is said in place of the framework's own words."""


def answer(error: Exception, context: Mapping[str, Any]) -> Response:
    """Turn whatever a view raised into problem details; the one exception handler of the API."""
    problem = problem_of(error, getattr(context.get("view"), "pointers", {}))
    if problem.slug == "broken":
        log.error("The API broke", exc_info=error)
    request = context.get("request")
    return response_of(problem, request.path if request is not None else "")


def response_of(problem: Problem, instance: str) -> Response:
    """The answer a problem makes, with `instance` as the address it arose at."""
    kind = KINDS[problem.slug]
    status = problem.status or kind.status
    body: dict[str, Any] = {
        "type": reverse("api-problem", args=[problem.slug]),
        "title": kind.title,
        "status": int(status),
        "detail": problem.detail,
        "instance": instance,
    }
    if problem.errors:
        body["errors"] = problem.errors
    return Response(body, status=int(status), headers=problem.headers, content_type=MEDIA_TYPE)


def problem_of(error: Exception, pointers: Mapping[str, str]) -> Problem:
    """What went wrong, as a problem; `pointers` says where a view keeps the values a command names."""
    if isinstance(error, DomainError):
        return _refusal(error, pointers)
    if isinstance(error, WrongParameter):
        errors = [{"parameter": name, "detail": text} for name, text in _told(error.detail)]
        return Problem("wrong-parameter", _summary(errors), errors)
    if isinstance(error, exceptions.ValidationError):
        errors = [{"pointer": f"#{name}", "detail": text} for name, text in _pointed(error.detail)]
        return Problem("wrong-value", _summary(errors), errors)
    return _of_framework(error)


def _refusal(error: DomainError, pointers: Mapping[str, str]) -> Problem:
    slug = next(SLUGS[parent] for parent in type(error).__mro__ if parent in SLUGS)
    errors: list[dict[str, str]] = []
    if isinstance(error, WrongValue):
        name = pointers.get(error.field, error.field)
        errors = [{"pointer": f"#/{name}" if name else "#", "detail": error.message}]
    if isinstance(error, IdentifierFound):
        told = "This looks like an NHS number."
        errors = [{"pointer": f"#/{pointer}", "detail": told} for pointer in error.pointers]
    return Problem(slug, error.message, errors, status=error.status)


def _of_framework(error: Exception) -> Problem:
    found = (FRAMEWORK[parent] for parent in type(error).__mro__ if parent in FRAMEWORK)
    slug = next(found, "broken")
    headers = {}
    if getattr(error, "auth_header", None):
        headers["WWW-Authenticate"] = str(error.auth_header)  # type: ignore[attr-defined]
    if getattr(error, "wait", None) is not None:
        headers["Retry-After"] = str(int(error.wait) + 1)  # type: ignore[attr-defined]
    detail = SAID.get(slug) or str(getattr(error, "detail", "") or error or KINDS[slug].advice)
    return Problem(slug, detail, headers=headers)


def _summary(errors: list[dict[str, str]]) -> str:
    return errors[0]["detail"] if len(errors) == 1 else f"{len(errors)} things need mending."


def _told(detail: Any) -> Iterator[tuple[str, str]]:
    """Each parameter's name with each of its messages."""
    for name, messages in dict(detail).items():
        for message in messages if isinstance(messages, list) else [messages]:
            yield str(name), str(message)


def _pointed(detail: Any, pointer: str = "") -> Iterator[tuple[str, str]]:
    """Each message with the JSON pointer (RFC 6901) of the value it is about."""
    if isinstance(detail, dict):
        for name, inner in detail.items():
            own = str(name).replace("~", "~0").replace("/", "~1")
            yield from _pointed(inner, pointer if name == "non_field_errors" else f"{pointer}/{own}")
    elif isinstance(detail, list):
        for place, inner in enumerate(detail):
            yield from _pointed(inner, f"{pointer}/{place}" if isinstance(inner, dict) and inner else pointer)
    else:
        yield pointer, str(detail)
