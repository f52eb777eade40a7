"""Makes the region's trusts, wards, services, processes and people: rows for COPY, and what tickets need of them."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from itertools import accumulate
from random import Random
from typing import Any

from django.conf import settings
from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX, make_password
from django.db.models import Model
from django.utils import timezone

from concierge.people.models import SYSTEM_EMAIL, Post, User
from concierge.people.roles import Role
from concierge.places.models import Site, Team, TeamKind, Trust, Ward
from tickets.demo.names import FAMILY, FIRST
from tickets.demo.places import WARDS
from tickets.demo.processes import PLANS
from tickets.demo.services import DEPARTMENTS, Department
from tickets.load.calendar import DAY, Calendar
from tickets.load.region import Region, ServiceThere, TrustThere, WardThere, arrivals
from tickets.load.wording import wordings
from tickets.models import Mailbox, Process, Service, ServiceContact, WorkingHours

YEARS = 5
"""How far back the log goes."""
SHARES = (0.4, 0.25, 0.15, 0.12, 0.08)
"""How the region's wards fall to its trusts: one large, four smaller."""
WARDS_IN_A_HOSPITAL, WARDS_TO_A_CONCIERGE, PEOPLE_OF_A_SERVICE = 40, 20, 4
SISTERS = 3
"""People who have run a ward in turn: most change post within the years."""
HOST = "load.example"
REGION, DESK, SISTER, SERVICE, MANAGER, ADMINISTRATOR = (
    f"{name}@{HOST}" for name in ("region", "desk", "sister", "service", "manager", "administrator")
)
"""Who can be signed in as, each the first of its kind; the region's own works for every desk."""
PLACES = [(name, specialty) for wards in WARDS.values() for name, specialty in wards]
Rows = dict[type[Model], list[dict[str, Any]]]


class Places:
    """Makes the region; `rows` are to be copied in, in the order of their models."""

    def __init__(self, *, tickets: int, wards: int, seed: int, at: datetime, password: str | None) -> None:
        self.rng = Random(seed)  # noqa: S311 (a region has to come out the same each time)
        self.tickets, self.seed, self.at = tickets, seed, at
        today = timezone.localdate(at)
        self.calendar = Calendar(today.replace(year=today.year - YEARS, day=1), today)
        self.rows: Rows = defaultdict(list)
        self.password = make_password(password) if password else UNUSABLE_PASSWORD_PREFIX
        self.people = 0
        nobodys = {"is_active": False, "password": UNUSABLE_PASSWORD_PREFIX}
        self.system = self.add(User, email=SYSTEM_EMAIL, name="Concierge", **nobodys)
        self.wards: list[WardThere] = []
        self.trusts = tuple(self._trust(n, count) for n, count in enumerate(shared_out(wards)))
        self._name_people()

    def region(self) -> Region:
        """What tickets need of the region."""
        calendar = self.calendar
        return Region(
            seed=self.seed,
            tickets=self.tickets,
            trusts=self.trusts,
            wards=tuple(self.wards),
            weights=list(accumulate(self.rng.uniform(0.5, 2) for _ in self.wards)),
            plan_weights=list(accumulate(plan.share for plan in PLANS)),
            system=self.system,
            letter=settings.ENVIRONMENT.reference_letter,
            calendar=calendar,
            wordings=wordings(self.rng, self.at),
            now=calendar.today * DAY,
            per_day=arrivals(calendar, self.tickets),
        )

    def add(self, model: type[Model], **values: Any) -> int:
        """Make a row; its id."""
        rows = self.rows[model]
        rows.append({"id": len(rows) + 1, **values})
        return len(rows)

    def person(self, email: str = "") -> int:
        """An invented person; only those with an address of their own can sign in."""
        self.people += 1
        name = f"{self.rng.choice(FIRST)} {self.rng.choice(FAMILY)}"
        password = self.password if email else UNUSABLE_PASSWORD_PREFIX
        return self.add(User, email=email or f"person{self.people}@{HOST}", name=name, password=password)

    def post(self, trust: int, person: int, role: Role, since: int = 0, **values: Any) -> None:
        day = date.fromisoformat(self.calendar.text[since])
        self.add(Post, trust_id=trust, person_id=person, role=role.value, since=day, **values)

    def _trust(self, number: int, wards: int) -> TrustThere:
        host = f"trust{number + 1}.{HOST}"
        trust = self.add(Trust, code=f"LOAD{number + 1}", name=f"Invented Trust {number + 1}")
        desk = self.add(Team, trust_id=trust, kind=TeamKind.DESK.value, name="Concierge desk")
        concierges = [self.person() for _ in range(2 + wards // WARDS_TO_A_CONCIERGE)]
        for place, person in enumerate(concierges):
            self.post(trust, person, Role.DESK_LEAD if place == 0 else Role.CONCIERGE, team_id=desk)
        mailbox = self.add(Mailbox, trust_id=trust, address=f"desk@{host}")
        services = {each.name: self._service(trust, host, each) for each in DEPARTMENTS}
        processes = tuple(self._process(trust, n, services) for n in range(len(PLANS)))
        there = TrustThere(trust, tuple(concierges), mailbox, f"desk@{host}", services, processes)
        self._wards(number, there, wards)
        return there

    def _service(self, trust: int, host: str, known: Department) -> ServiceThere:
        team = self.add(Team, trust_id=trust, kind=TeamKind.SERVICE.value, name=known.name)
        email = f"{known.name.lower()}@{host}"
        described = {"name": known.name, "description": known.description, "telephone": known.telephone}
        service = self.add(
            Service,
            trust_id=trust,
            team_id=team,
            kind=known.kind.value,
            email=email,
            chase_after_days=known.chase_after_days,
            **described,
        )
        for name, job, address, telephone in known.contacts:
            told = {"name": name, "job": job, "email": address, "telephone": telephone}
            self.add(ServiceContact, trust_id=trust, service_id=service, **told)
        self._hours(trust, service, known)
        people = tuple(self.person() for _ in range(PEOPLE_OF_A_SERVICE))
        for person in people:
            self.post(trust, person, Role.SERVICE, team_id=team)
        contacts = tuple(name for name, *_ in known.contacts)
        return ServiceThere(service, known.name, email, known.chase_after_days, people, contacts)

    def _hours(self, trust: int, service: int, known: Department) -> None:
        for weekdays, begins, ends in known.hours:
            minutes = {"starts_minute": round(begins * 60), "ends_minute": round(ends * 60)}
            for weekday in weekdays:
                self.add(WorkingHours, trust_id=trust, service_id=service, weekday=weekday, **minutes)

    def _process(self, trust: int, number: int, services: dict[str, ServiceThere]) -> int:
        plan = PLANS[number]
        return self.add(
            Process,
            trust_id=trust,
            service_id=services[plan.service].id,
            name=plan.name,
            other_names=list(plan.other_names),
            hint=plan.hint,
            is_adopted=plan.is_adopted,
            target_days=plan.target_days,
        )

    def _wards(self, number: int, trust: TrustThere, count: int) -> None:
        sites = [
            self.add(Site, trust_id=trust.id, name=f"Hospital {number + 1}-{n + 1}")
            for n in range(max(1, count // WARDS_IN_A_HOSPITAL))
        ]
        for n in range(count):
            name, specialty = PLACES[n % len(PLACES)]
            row = {"name": f"{name} {n // len(PLACES) + 1}", "specialty": specialty}
            ward = self.add(Ward, trust_id=trust.id, site_id=sites[n % len(sites)], **row)
            sisters = self._sisters(trust.id, ward)
            concierge = trust.desk[n % len(trust.desk)]
            address = f"ward{ward}@trust{number + 1}.{HOST}"
            self.wards.append(WardThere(ward, number, tuple(sisters), concierge, address))

    def _sisters(self, trust: int, ward: int) -> list[tuple[int, int]]:
        """Who has run the ward in turn, and who helps."""
        self.post(trust, self.person(), Role.DEPUTY, ward_id=ward)
        lot = sorted(self.rng.sample(range(1, self.calendar.today), self.rng.randrange(SISTERS)))
        changes = [0, *lot]
        sisters = [(since, self.person()) for since in changes]
        for (since, person), until in zip(sisters, [*changes[1:], None], strict=True):
            last = date.fromisoformat(self.calendar.text[until]) if until else None
            self.post(trust, person, Role.SISTER, since, ward_id=ward, until=last)
        return sisters

    def _name_people(self) -> None:
        """Give the first of each kind an address to sign in with."""
        first = self.trusts[0]
        known = {
            DESK: first.desk[-1],
            SISTER: self.wards[0].sisters[-1][1],
            SERVICE: first.services["HR"].people[0],
        }
        for email, person in known.items():
            self.rows[User][person - 1] |= {"email": email, "password": self.password}
        region = self.person(REGION)
        for desk in [row for row in self.rows[Team] if row["kind"] == TeamKind.DESK.value]:
            self.post(desk["trust_id"], region, Role.CONCIERGE, team_id=desk["id"])
        self.post(first.id, self.person(MANAGER), Role.MANAGER)
        self.post(first.id, self.person(ADMINISTRATOR), Role.ADMINISTRATOR)


def shared_out(wards: int) -> Iterator[int]:
    """How many wards each trust has; at least one each."""
    rest = wards
    for share in SHARES[:-1]:
        count = max(1, round(wards * share))
        rest -= count
        yield count
    yield max(1, rest)


def founded(calendar: Calendar) -> datetime:
    """The moment at which the region's places were written down."""
    return timezone.make_aware(datetime.combine(calendar.first - timedelta(days=1), time(9)))
