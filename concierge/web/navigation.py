"""What a person finds in the menu: each package's `menu.py` lists its entries, by role.

ENTRIES = (Entry("My wards", "ward_home", SISTERS, order=10),)
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from functools import cache
from importlib import import_module

from django.apps import apps
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.module_loading import module_has_submodule

from concierge.people.models import Post


@dataclass(frozen=True)
class Entry:
    """One line of the menu: its words, the name of its page, and the roles that see it."""

    text: str
    page: str
    roles: Collection[str]
    order: int = 100
    count: Callable[[HttpRequest], int] | None = None
    """A small number after the words, such as tickets waiting; it should cost one query."""


@dataclass(frozen=True)
class Line:
    """An entry as one person sees it on one page."""

    text: str
    url: str
    count: int | None
    current: bool
    """This very page."""
    within: bool
    """A page beneath it."""


@cache
def entries() -> tuple[Entry, ...]:
    """Gather the entries of every app that has a `menu` module, in order."""
    found: list[Entry] = []
    for app in apps.get_app_configs():
        if app.module is not None and module_has_submodule(app.module, "menu"):
            found.extend(import_module(f"{app.name}.menu").ENTRIES)
    return tuple(sorted(found, key=lambda entry: (entry.order, entry.text)))


def menu_for(request: HttpRequest) -> list[Line]:
    """List what this person may open; empty for one who is not signed in.

    Of entries one beneath another only the nearest to this page counts as the one it is within.
    """
    lines = [_line(entry, request) for entry in entries_for(request)]
    nearest = max((len(line.url) for line in lines if line.within), default=0)
    return [replace(line, within=line.within and len(line.url) == nearest) for line in lines]


def entries_for(request: HttpRequest) -> list[Entry]:
    """List the entries for the roles this person holds today; a page stands once, where it comes first."""
    held = roles_of(request)
    first: dict[str, Entry] = {}
    for entry in entries():
        if held.intersection(entry.roles):
            first.setdefault(entry.page, entry)
    return list(first.values())


def _line(entry: Entry, request: HttpRequest) -> Line:
    url = reverse(entry.page)
    counted = entry.count(request) if entry.count else None
    within = url != "/" and request.path.startswith(url)
    return Line(entry.text, url, counted, current=request.path == url, within=within)


def roles_of(request: HttpRequest) -> frozenset[str]:
    """Give the roles of this person's posts today; asked once for a request."""
    if not request.user.is_authenticated:
        return frozenset()
    known: frozenset[str] | None = getattr(request, "_roles", None)
    if known is None:
        held = Post.objects.current(timezone.localdate()).filter(person=request.user)
        known = frozenset(held.values_list("role", flat=True))
        request._roles = known  # type: ignore[attr-defined]
    return known
