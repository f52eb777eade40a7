"""What a person's posts of today amount to: the one reading that permission and visibility share."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import date

from django.utils import timezone

from concierge.people.models import SYSTEM_EMAIL, User
from concierge.people.roles import DESK_ROLES, REPORT_ROLES, SERVICE_ROLES, WARD_ROLES, Role


@dataclass(frozen=True)
class Standing:
    """What a person's current posts amount to, as ids of trusts, wards and teams."""

    is_system: bool
    wards: frozenset[int]
    sister_wards: frozenset[int]
    desks: frozenset[int]
    """Trusts for whose desk the person works."""
    lead_desks: frozenset[int]
    teams: frozenset[int]
    """Service teams the person works in."""
    readers: frozenset[int]
    """Trusts whose tickets the person may read: manager or observer."""
    reports: frozenset[int]
    """Trusts whose reports the person may read."""
    managed: frozenset[int]
    administered: frozenset[int]

    @property
    def trusts_seen(self) -> frozenset[int]:
        """Trusts all of whose tickets the person may read."""
        return self.desks | self.readers


@dataclass(frozen=True)
class KeptStandings:
    """Standings as they are on one day, each read once; whoever changes a post forgets its holder's."""

    on: date
    by_person: dict[int, Standing] = field(default_factory=dict)

    def forget(self, person_id: int) -> None:
        self.by_person.pop(person_id, None)


_kept: ContextVar[KeptStandings | None] = ContextVar("standings kept", default=None)


@contextmanager
def standings_kept(on: date) -> Iterator[KeptStandings]:
    """Inside, a person's posts are read once, as of a day: for a load of many commands."""
    kept = KeptStandings(on)
    token = _kept.set(kept)
    try:
        yield kept
    finally:
        _kept.reset(token)


def standing_of(person: User) -> Standing:
    """Read the posts a person holds today; one query, or none where standings are kept."""
    kept = _kept.get()
    if kept is None:
        return _standing_on(timezone.localdate(), person)
    if person.pk not in kept.by_person:
        kept.by_person[person.pk] = _standing_on(kept.on, person)
    return kept.by_person[person.pk]


def _standing_on(day: date, person: User) -> Standing:
    posts = [] if not person.is_active else list(person.posts.current(day))

    def of(roles: Iterable[Role], column: str) -> frozenset[int]:
        wanted = set(roles)
        return frozenset(getattr(post, column) for post in posts if post.role in wanted)

    return Standing(
        is_system=person.email == SYSTEM_EMAIL and not person.is_active,
        wards=of(WARD_ROLES, "ward_id"),
        sister_wards=of([Role.SISTER], "ward_id"),
        desks=of(DESK_ROLES, "trust_id"),
        lead_desks=of([Role.DESK_LEAD], "trust_id"),
        teams=of(SERVICE_ROLES, "team_id"),
        readers=of([Role.MANAGER, Role.OBSERVER], "trust_id"),
        reports=of(REPORT_ROLES, "trust_id"),
        managed=of([Role.MANAGER], "trust_id"),
        administered=of([Role.ADMINISTRATOR], "trust_id"),
    )
