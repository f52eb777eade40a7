"""How long pages take, each against the site's own signed-in empty page in the same run.

The test client asks in this process, through all the middleware, so what is measured is the program
and its database and not a network. Each go asks for the empty page and then for every page, so that
whatever else the machine does falls on all of them alike.
"""

import secrets
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any

from django.core.cache import caches
from django.test import Client
from django.urls import reverse

from concierge.people.models import User
from tickets.bench.table import Measured
from tickets.bench.timing import CannotMeasure, Spell, Spent, clocked
from tickets.choices import Status
from tickets.load.database import worked_in
from tickets.load.places import MANAGER, REGION, SERVICE, SISTER
from tickets.models import Leg, Ticket

GOES = 30
EMPTY = "your_account"
"""The page with least on it: the frame, the menu, and a person's posts."""
HEADINGS = ("page", "tickets", "warm ms", "× empty", "cold ms", "× empty, cold", "× fewest", "queries")
"""Cold is with nothing in the program's cache; the last ratio is to the page at the fewest tickets, warm."""


@dataclass(frozen=True)
class Page:
    """A page to measure: its name, who asks for it, and how its address is found."""

    name: str
    person: str
    address: Callable[[], str]


def named(page: str, query: str = "") -> Callable[[], str]:
    """The address of a page by its name."""
    return lambda: reverse(page) + (f"?{query}" if query else "")


def ticket_in_hand() -> str:
    """The page of a ticket that a concierge of the region works on."""
    ticket = Ticket.objects.filter(status=Status.IN_HAND).order_by("-pk")[:1].get()
    return reverse("ticket", kwargs={"reference": ticket.reference})


def part_in_hand() -> str:
    """The page of a part that the service has open."""
    person = User.objects.get(email=SERVICE)
    leg = Leg.objects.open().filter(service__team__posts__person=person).order_by("pk")[:1].get()
    return reverse("part", kwargs={"pk": leg.pk})


PAGES = (
    Page("desk: new", REGION, named("desk", "queue=new")),
    Page("desk: mine", REGION, named("desk", "queue=mine")),
    Page("desk: chase today", REGION, named("desk", "queue=chase")),
    Page("desk: promises due", REGION, named("desk", "queue=promises")),
    Page("desk: to confirm", REGION, named("desk", "queue=confirm")),
    Page("desk: all", REGION, named("desk", "queue=all")),
    Page("desk: ward by name", REGION, named("desk", "queue=all&ward=Curlew")),
    Page("desk: search, common word", REGION, named("desk", "q=broken")),
    Page("desk: search, two words", REGION, named("desk", "q=roster+nurse")),
    Page("desk: search, no hit", REGION, named("desk", "q=zeppelin")),
    Page("desk: ticket", REGION, ticket_in_hand),
    Page("desk: raise", REGION, named("desk-raise")),
    Page("ward: home", SISTER, named("ward_home")),
    Page("ward: tickets", SISTER, named("ward_tickets")),
    Page("ward: search", SISTER, named("ward_tickets", "q=broken")),
    Page("ward: ask", SISTER, named("ask")),
    Page("service: home", SERVICE, named("service_home")),
    Page("service: done", SERVICE, named("service_done")),
    Page("service: part", SERVICE, part_in_hand),
    Page("report: root causes", MANAGER, named("root-causes")),
)
REPORTS = (
    Page("root causes, 12 months", MANAGER, named("root-causes")),
    Page("root causes, all there is", MANAGER, named("root-causes", "period=all")),
    Page("root causes, by service", MANAGER, named("root-causes", "period=all&by=service")),
    Page("tickets behind a figure", MANAGER, named("root-cause-tickets", "period=all")),
)


@dataclass
class Goes:
    """What one page took with its answers cached and without, and the empty page beside it."""

    warm: Spell = field(default_factory=Spell)
    cold: Spell = field(default_factory=Spell)
    empty: Spell = field(default_factory=Spell)

    @property
    def times_empty(self) -> float:
        """How many times as long as the empty page asked for just before, warm."""
        return self.warm.times(self.empty)


Results = dict[tuple[str, int], Goes]
"""By the page's name and the number of tickets."""


def measure(
    title: str, pages: Sequence[Page], databases: Mapping[int, str], goes: int, say: Callable[[str], None]
) -> Measured:
    """Measure pages in databases of so many tickets each."""
    found: Results = {}
    for tickets, name in databases.items():
        say(f"Asking {goes} times for {len(pages)} pages at {tickets:,} tickets")
        with worked_in(name), own_cache():
            for page in pages:
                found[page.name, tickets] = measured(page, goes)
    return Measured(title, HEADINGS, rows_of(found))


def rows_of(found: Results) -> list[tuple[Any, ...]]:
    """A row for each page and size, the sizes of a page beneath each other."""
    fewest = min(tickets for _, tickets in found)
    rows = []
    for (name, tickets), goes in sorted(
        found.items(), key=lambda pair: list(found).index((pair[0][0], fewest))
    ):
        least = found[name, fewest]
        grown = goes.times_empty / least.times_empty
        milliseconds = (goes.warm.seconds * 1000, goes.cold.seconds * 1000)
        cold = goes.cold.times(goes.empty)
        rows.append(
            (
                name,
                tickets,
                milliseconds[0],
                goes.times_empty,
                milliseconds[1],
                cold,
                grown,
                goes.warm.queries,
            )
        )
    return rows


def measured(page: Page, goes: int) -> Goes:
    """Measure one page; its first answer, which compiles its template, is not counted."""
    client, address, empty = signed_in(page.person), page.address(), reverse(EMPTY)
    found = Goes()
    ask(client, address)
    ask(client, empty)
    for _ in range(goes):
        found.empty.goes.append(ask(client, empty))
        forget_answers()
        found.cold.goes.append(ask(client, address))
        found.warm.goes.append(ask(client, address))
    return found


def signed_in(email: str) -> Client:
    """A browser of one of the region's named people."""
    client = Client(SERVER_NAME="localhost")
    client.force_login(User.objects.get(email=email))
    return client


def ask(client: Client, address: str) -> Spent:
    """Ask for a page, which must be there."""
    with clocked() as spent:
        answer = client.get(address, secure=True)
    if answer.status_code != HTTPStatus.OK:
        raise CannotMeasure(f"{address} answered {answer.status_code}.")
    return spent


def forget_answers() -> None:
    """Let the program find nothing that it has cached; what others have cached stays."""
    caches["default"].key_prefix = f"bench-{secrets.token_hex(8)}"


@contextmanager
def own_cache() -> Iterator[None]:
    """Inside, nothing that a running site has cached is found or written over."""
    usual = caches["default"].key_prefix
    forget_answers()
    try:
        yield
    finally:
        caches["default"].key_prefix = usual
