"""Paging by key: each page costs the same, however far in, and nothing is counted.

    page = page_of(Ticket.objects.visible_to(user), ("-raised_at", "pk"), request)

The order ends in `pk`, and may name columns, relations (`ward__name`) and annotations. None of them
may be null in a row shown: SQL cannot say what comes after nothing, so order by a `Coalesce`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time
from typing import Any, Generic, TypeVar

from django.core import signing
from django.db.models import Model, Q, QuerySet
from django.http import HttpRequest

SIZE = 25
"""Rows on a page."""

Row = TypeVar("Row", bound=Model)
Cursor = list[Any]


@dataclass(frozen=True)
class Page(Generic[Row]):
    """The rows of one page, and the ways on and back, None where there is nothing."""

    items: list[Row]
    next_url: str | None
    previous_url: str | None


def page_of(
    rows: QuerySet[Row], order: Sequence[str], request: HttpRequest, *, size: int = SIZE
) -> Page[Row]:
    """Give the page that `?after=` or `?before=` asks for; a broken one gives the first page."""
    if not order or order[-1].lstrip("-") != "pk":
        raise ValueError("An order to page by must end in pk.")
    before = _read(request.GET.get("before", ""), order)
    if before is not None:
        return _page_before(rows, order, request, size, before)
    after = _read(request.GET.get("after", ""), order)
    found = list(_beyond(rows, order, after)[: size + 1])
    return _page(found[:size], order, request, more=len(found) > size, earlier=after is not None)


def is_cursor(text: str, order: Sequence[str]) -> bool:
    """Whether `text` is a place in a list of this order, for those who refuse a broken one."""
    return _read(text, order) is not None


def _page_before(
    rows: QuerySet[Row], order: Sequence[str], request: HttpRequest, size: int, before: Cursor
) -> Page[Row]:
    backwards = [_turned(name) for name in order]
    found = list(_beyond(rows, backwards, before)[: size + 1])
    if len(found) <= size:
        first = list(rows.order_by(*order)[: size + 1])
        return _page(first[:size], order, request, more=len(first) > size, earlier=False)
    return _page(found[:size][::-1], order, request, more=True, earlier=True)


def _page(
    items: list[Row], order: Sequence[str], request: HttpRequest, *, more: bool, earlier: bool
) -> Page[Row]:
    if not items:
        return Page([], None, _url(request) if earlier else None)
    onward = _url(request, after=_cursor(items[-1], order)) if more else None
    back = _url(request, before=_cursor(items[0], order)) if earlier else None
    return Page(items, onward, back)


def _beyond(rows: QuerySet[Row], order: Sequence[str], cursor: Cursor | None) -> QuerySet[Row]:
    """Keep the rows that come after the cursor in this order."""
    rows = rows.order_by(*order)
    if cursor is None:
        return rows
    wanted, same = Q(), Q()
    for name, value in zip(order, cursor, strict=True):
        column = name.lstrip("-")
        past = "lt" if name.startswith("-") else "gt"
        wanted |= same & Q(**{f"{column}__{past}": value})
        same &= Q(**{column: value})
    first = order[0].lstrip("-")
    edge = "lte" if order[0].startswith("-") else "gte"
    return rows.filter(Q(**{f"{first}__{edge}": cursor[0]}) & wanted)


def _cursor(row: Row, order: Sequence[str]) -> str:
    values = [_plain(_value(row, name.lstrip("-"))) for name in order]
    return signing.dumps(values, salt=_salt(order))


def _read(text: str, order: Sequence[str]) -> Cursor | None:
    try:
        return list(signing.loads(text, salt=_salt(order))) if text else None
    except signing.BadSignature:
        return None


def _salt(order: Sequence[str]) -> str:
    """A cursor is good for its own order only."""
    return "concierge.web.paging " + " ".join(order)


def _value(row: object, column: str) -> object:
    for name in column.split("__"):
        row = getattr(row, name)
    if row is None:
        raise ValueError(f"Rows cannot be paged by {column}, which is null in one of them.")
    return row


def _plain(value: object) -> object:
    if isinstance(value, (date, time)):
        return value.isoformat()
    return value if isinstance(value, (int, float, str, bool)) else str(value)


def _turned(name: str) -> str:
    return name[1:] if name.startswith("-") else f"-{name}"


def _url(request: HttpRequest, **cursor: str) -> str:
    """Give this page's address with its other parameters kept."""
    query = request.GET.copy()
    for name in ("after", "before"):
        query.pop(name, None)
    for name, value in cursor.items():
        query[name] = value
    return f"{request.path}?{query.urlencode()}" if query else request.path
