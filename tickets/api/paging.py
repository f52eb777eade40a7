"""Lists by key: each page costs the same, however far in."""

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import OpenApiParameter

from concierge.web.paging import Page, is_cursor, page_of
from tickets.api.problems import WrongParameter
from tickets.api.requests import ApiRequest

CURSORS = [
    OpenApiParameter("after", str, description="From `next`. Not to be made up."),
    OpenApiParameter("before", str, description="From `previous`. Not to be made up."),
]
CURSOR_NAMES = tuple(cursor.name for cursor in CURSORS)
OF_REFERENCE = 200
"""Rows on a page of a reference list: most trusts need one page."""


def page(request: ApiRequest, rows: QuerySet[Any], order: Sequence[str], *, size: int) -> Page[Any]:
    """The page a request asks for. Raises WrongParameter for a cursor that is none."""
    for name in CURSOR_NAMES:
        given = request.query_params.get(name)
        if given is not None and not is_cursor(given, order):
            raise WrongParameter(
                {name: "This is no place in this list. Follow `next` and `previous` as they are."}
            )
    return page_of(rows, order, request._request, size=size)


def told(request: ApiRequest, found: Page[Any]) -> dict[str, Any]:
    """A page as its serializer takes it, with whole addresses."""
    return {
        "next": found.next_url and request.build_absolute_uri(found.next_url),
        "previous": found.previous_url and request.build_absolute_uri(found.previous_url),
        "results": found.items,
    }


def reference_page(request: ApiRequest, rows: QuerySet[Any], order: Sequence[str]) -> dict[str, Any]:
    """The page of a reference list that a request asks for."""
    return told(request, page(request, rows, order, size=OF_REFERENCE))
