"""The people of the demo trust; many sisters change post, as they do."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from concierge.people.models import User
from concierge.people.roles import Role
from concierge.places.models import Ward
from tickets import commands
from tickets.demo.cast import Cast
from tickets.demo.moments import at_time
from tickets.demo.names import address_of, invented_names
from tickets.demo.timeline import Story, Timeline
from tickets.working_days import add_working_days

SISTER = "sister@demo.example"
CONCIERGE = "concierge@demo.example"
MANAGER = "manager@demo.example"
SERVICE = "hr@demo.example"
ADMINISTRATOR = "admin@demo.example"

ACCOUNTS = {
    SISTER: "Sister of Kingfisher Ward",
    CONCIERGE: "Concierge",
    MANAGER: "Manager",
    SERVICE: "HR, a service",
    ADMINISTRATOR: "Administrator",
}
"""The accounts that can sign in, and whose they are."""

HER_WARD = "Kingfisher"
WARDS_THAT_KEPT_THEIR_SISTER = 10
HELD_UP, PROMOTED = 0.25, 0.25
"""Shares of changes in which the ward waits for its next sister, and in which its deputy becomes her."""
LONG_AGO = 365 * 8
"""Days before the start by which the longest-serving began."""


@dataclass
class Company:
    """Makes people with names that nobody else has."""

    cast: Cast
    rng: Random
    names: Iterator[str]
    start: date
    password: str | None

    def person(self, email: str = "") -> User:
        """A new person; only the five accounts can sign in with a password."""
        name = next(self.names)
        password = self.password if email else None
        return User.objects.create_user(email=email or address_of(name), name=name, password=password)

    def some_day_before(self) -> date:
        return self.start - timedelta(days=self.rng.randint(90, LONG_AGO))


def people_the_trust(
    cast: Cast, timeline: Timeline, start: date, today: date, rng: Random, password: str | None
) -> None:
    """Give everyone a post, and tell the timeline who will change theirs."""
    company = Company(cast, rng, invented_names(rng), start, password)
    _people_services(company)
    _people_the_desk(company, timeline, today)
    for role, email in ((Role.MANAGER, MANAGER), (Role.OBSERVER, ""), (Role.ADMINISTRATOR, ADMINISTRATOR)):
        cast.give_post(company.person(email), role, company.some_day_before())
    _people_wards(company)
    for story in _changes_of_sister(company, today):
        timeline.add(story)


def _people_services(company: Company) -> None:
    cast = company.cast
    for name, service in cast.services.items():
        accounts = [SERVICE if name == "HR" else "", ""]
        for email in accounts:
            cast.give_post(company.person(email), Role.SERVICE, company.some_day_before(), team=service.team)
        lead = company.person()
        cast.give_post(lead, Role.SERVICE_LEAD, company.some_day_before(), team=service.team)


def _people_the_desk(company: Company, timeline: Timeline, today: date) -> None:
    cast = company.cast
    lead = company.person()
    cast.give_post(lead, Role.DESK_LEAD, company.start, team=cast.desk)
    cast.give_post(company.person(CONCIERGE), Role.CONCIERGE, company.start, team=cast.desk)
    cast.give_post(company.person(), Role.CONCIERGE, company.start, team=cast.desk)
    timeline.add(
        _concierge_leaves(
            company, lead, add_working_days(company.start + (today - company.start) * 2 // 5, 0)
        )
    )


def _concierge_leaves(company: Company, lead: User, on: date) -> Story:
    """One concierge starts with the desk and hands everything over on a day."""
    cast = company.cast
    leaver = company.person()
    post = cast.give_post(leaver, Role.CONCIERGE, company.start, team=cast.desk)
    successor = company.person()
    yield at_time(on, 9)
    cast.give_post(successor, Role.CONCIERGE, on, team=cast.desk)
    cast.successors[leaver.pk] = successor
    commands.hand_over_concierge(
        trust_id=cast.trust.pk, leaver=leaver, to=successor, by=lead, at=at_time(on, 9)
    )
    cast.end_post(post, on)


def _people_wards(company: Company) -> None:
    """A sister and a deputy for every ward, a clerk for every other; one sister runs two wards."""
    cast = company.cast
    sister = company.person()
    for number, ward in enumerate(cast.wards):
        sister = sister if ward.name == "Ward 4" else company.person()
        cast.give_post(sister, Role.SISTER, company.some_day_before(), ward=ward)
        cast.give_post(company.person(), Role.DEPUTY, company.some_day_before(), ward=ward)
        if number % 2:
            cast.give_post(company.person(), Role.WARD_CLERK, company.some_day_before(), ward=ward)


def _changes_of_sister(company: Company, today: date) -> Iterator[Story]:
    """One story for each ward that changes its sister; some leavers take another ward."""
    cast, rng = company.cast, company.rng
    keep = [ward for ward in cast.wards if ward.name in {"Ward 3", "Ward 4"}]
    others = [ward for ward in cast.wards if ward not in keep and ward.name != HER_WARD]
    leaving = rng.sample(others, len(cast.wards) - WARDS_THAT_KEPT_THEIR_SISTER - 1)
    span = (today - company.start).days
    days = sorted(rng.randint(15, span - 15) for _ in leaving)
    free: list[User] = []
    for ward, day in zip(leaving, days, strict=True):
        yield _sister_changes(company, ward, add_working_days(company.start + timedelta(days=day), 0), free)
    hers = next(ward for ward in cast.wards if ward.name == HER_WARD)
    yield _sister_changes(company, hers, add_working_days(today - timedelta(days=210), 0), [], SISTER)


def _sister_changes(company: Company, ward: Ward, on: date, free: list[User], account: str = "") -> Story:
    """The sister leaves on a day; her deputy, somebody new or a sister from elsewhere follows."""
    cast, rng = company.cast, company.rng
    wait = rng.randint(15, 40) if rng.random() < HELD_UP and not account else 0
    yield at_time(on, 8, 45)
    deputy = cast.holders(Role.DEPUTY, at_time(on, 8), ward=ward)[0]
    leaver_post = next(post for post in cast.posts if post.ward == ward and post.role == Role.SISTER)
    if wait:
        commands.pass_ward_on(ward=ward, to=deputy, by=leaver_post.person, at=at_time(on, 8, 45))
        cast.end_post(leaver_post, on)
        yield at_time(add_working_days(on, wait), 8, 45)
        on = add_working_days(on, wait)
    newcomer = _next_sister(company, ward, deputy, free, on, account)
    cast.give_post(newcomer, Role.SISTER, on, ward=ward)
    commands.pass_ward_on(ward=ward, to=newcomer, by=newcomer, at=at_time(on, 8, 45))
    if leaver_post.until is None:
        cast.end_post(leaver_post, on)
    if rng.random() < 0.5:
        free.append(leaver_post.person)


def _next_sister(
    company: Company, ward: Ward, deputy: User, free: list[User], on: date, account: str
) -> User:
    cast = company.cast
    if account:
        return company.person(account)
    if free:
        return free.pop(0)
    if company.rng.random() < PROMOTED:
        old = next(post for post in cast.posts if post.person == deputy and post.role == Role.DEPUTY)
        cast.give_post(company.person(), Role.DEPUTY, on, ward=ward)
        cast.end_post(old, on)
        return deputy
    return company.person()
