"""Loads the demo trust in one transaction: all of it, or nothing."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from random import Random

from django.db import connection, transaction
from django.utils import timezone

from concierge.people.models import User
from concierge.people.standing import KeptStandings, standings_kept
from concierge.places.models import Trust, Ward
from tickets.demo.cast import Cast
from tickets.demo.mail import deliver_mail
from tickets.demo.moments import when_a_ward_asks
from tickets.demo.ordinary import OrdinaryCase
from tickets.demo.people import CONCIERGE, HER_WARD, SISTER, people_the_trust
from tickets.demo.places import make_desk, make_trust, make_wards
from tickets.demo.processes import PLANS, SIGNATORY, Plan
from tickets.demo.services import make_processes, make_services
from tickets.demo.showcase import SCENES, showcase
from tickets.demo.timeline import Story, Timeline
from tickets.errors import MoveRefused
from tickets.mail import notices
from tickets.working_days import add_working_days, is_working_day

TICKETS = 802
"""As many as a real desk had in twenty months."""
MONTHS = 20
REDESIGNED_AFTER = 0.6
"""Share of the time after which one form was redesigned."""
FEWEST_SIGNATORIES = 12
"""So that the redesign shows however few tickets are asked for."""
WEEKDAY, WEEKEND = 20, 4
"""How many tickets come on a working day and on another, one against the other."""
SEED = 1859
BUSY_LATELY = 1.4
"""How much busier the last three weeks were: winter is coming."""
JUST_ASKED = 200
"""Of so many tickets one came within the last hours, so that something new waits for the desk."""
HOURS = 14
TOLD_EVERY = 100


def load_demo(
    *,
    at: datetime,
    password: str | None,
    seed: int = SEED,
    tickets: int = TICKETS,
    say: Callable[[str], None] = print,
) -> Trust:
    """Make the demo trust as it stands at `at`. The same seed on the same day makes the same.

    Raises MoveRefused where the database has a trust already.
    """
    if Trust.objects.exists():
        raise MoveRefused("This database has a trust already, so the demonstration was not loaded.")
    with (
        transaction.atomic(),
        without_savepoints(),
        notices.silent(),
        standings_kept(timezone.localdate(at)) as standings,
    ):
        return _load(at, password, seed, tickets, say, standings)


@contextmanager
def without_savepoints() -> Iterator[None]:
    """Spare each command its savepoint, a fifth of all statements: here nothing is caught and gone on from.

    Whatever fails inside undoes the whole transaction.
    """
    connection.features.uses_savepoints = False
    try:
        yield
    finally:
        connection.features.uses_savepoints = True


def _load(
    at: datetime,
    password: str | None,
    seed: int,
    tickets: int,
    say: Callable[[str], None],
    standings: KeptStandings,
) -> Trust:
    rng = Random(seed)  # noqa: S311 (a demo has to come out the same each time)
    today = timezone.localdate(at)
    start = months_before(today, MONTHS)
    cast, timeline = make_cast(standings), Timeline(until=at)
    people_the_trust(cast, timeline, start, today, rng, password)
    say(f"  {len(cast.wards)} wards, {len(cast.services)} services and their people")
    for story in ordinary_stories(cast, timeline, start, today, rng, max(tickets - len(SCENES), 0), say):
        timeline.add(story)
    timeline.add(her_stories(cast, timeline, at, str(seed)))
    timeline.run()
    deliver_mail(cast.trust, at)
    return cast.trust


def make_cast(standings: KeptStandings) -> Cast:
    """The trust and its places, without people."""
    system = User.objects.system()
    trust = make_trust(system)
    services = make_services(trust, system)
    return Cast(
        trust=trust,
        system=system,
        desk=make_desk(trust, system),
        wards=make_wards(trust, system),
        services=services,
        processes=make_processes(trust, services, system),
        standings=standings,
    )


def her_stories(cast: Cast, timeline: Timeline, now: datetime, seed: str) -> Story:
    """Tell the timeline what stands open on one ward, once its sister is there."""
    yield now - timedelta(days=60)
    ward = next(ward for ward in cast.wards if ward.name == HER_WARD)
    sister, concierge = (User.objects.get(email=email) for email in (SISTER, CONCIERGE))
    for story in showcase(cast, ward, sister, concierge, now, seed):
        timeline.add(story)


def ordinary_stories(
    cast: Cast,
    timeline: Timeline,
    start: date,
    today: date,
    rng: Random,
    count: int,
    say: Callable[[str], None],
) -> list[Story]:
    """That many tickets, spread over the days, wards and processes."""
    days = [start + timedelta(days=n) for n in range((today - start).days + 1)]
    weights = [weight_of(day, today) for day in days]
    busy = {ward.pk: rng.uniform(0.5, 2) for ward in cast.wards}
    redesigned_on = add_working_days(start + (today - start) * REDESIGNED_AFTER, 0)
    stories = []
    for plan in shuffled(shares_of(count), rng):
        (day,) = rng.choices(days, weights)
        (ward,) = rng.choices(cast.wards, list(busy.values()))
        stories.append((when_a_ward_asks(day, rng), ward, plan))
    stories = spread_signatories(stories, days, rng)
    for number in range(count // JUST_ASKED):
        _, ward, plan = stories[number]
        stories[number] = (timeline.until - timedelta(minutes=rng.randint(20, HOURS * 60)), ward, plan)
    stories.sort(key=lambda story: story[0])
    return [
        told(ordinary(cast, timeline, plan, ward, moment, redesigned_on, rng), number, count, say)
        for number, (moment, ward, plan) in enumerate(stories, start=1)
    ]


def weight_of(day: date, today: date) -> float:
    """How many tickets come on a day, one against the other."""
    usual = WEEKDAY if is_working_day(day) else WEEKEND
    return usual * BUSY_LATELY if day > today - timedelta(weeks=3) else usual


def ordinary(
    cast: Cast, timeline: Timeline, plan: Plan, ward: Ward, moment: datetime, redesigned_on: date, rng: Random
) -> Story:
    case = OrdinaryCase(cast, plan, ward, moment, Random(rng.random()))  # noqa: S311
    case.redesigned_on, case.timeline = redesigned_on, timeline
    return case.story()


def spread_signatories(
    stories: list[tuple[datetime, Ward, Plan]], days: list[date], rng: Random
) -> list[tuple[datetime, Ward, Plan]]:
    """Let those about the redesigned process come evenly, before and after alike."""
    theirs = [story for story in stories if story[2] is SIGNATORY]
    others = [story for story in stories if story[2] is not SIGNATORY]
    working = [day for day in days if is_working_day(day)]
    for number, (_, ward, plan) in enumerate(theirs):
        day = working[len(working) * number // len(theirs)]
        others.append((when_a_ward_asks(day, rng), ward, plan))
    return others


def shares_of(count: int) -> list[Plan]:
    """So many plans, each as often as its share says, the redesigned one often enough to be seen."""
    signatories = min(count, max(FEWEST_SIGNATORIES, round(count * SIGNATORY.share / total_share())))
    others = [plan for plan in PLANS if plan is not SIGNATORY]
    plans = [SIGNATORY] * signatories
    shares = sum(plan.share for plan in others)
    so_far = 0
    for plan in others:
        before, so_far = so_far, so_far + plan.share
        rest = count - signatories
        plans += [plan] * (rest * so_far // shares - rest * before // shares)
    return plans


def total_share() -> int:
    return sum(plan.share for plan in PLANS)


def shuffled(plans: list[Plan], rng: Random) -> list[Plan]:
    rng.shuffle(plans)
    return plans


def told(story: Story, number: int, count: int, say: Callable[[str], None]) -> Story:
    """The story, with a word of progress when it begins."""
    yield next(story)
    if number % TOLD_EVERY == 0:
        say(f"  {number} of {count} tickets")
    yield from story


def months_before(day: date, months: int) -> date:
    """The same day so many months before, or the 28th where that month may have no such day."""
    years, month = divmod(day.month - 1 - months, 12)
    return day.replace(year=day.year + years, month=month + 1, day=min(day.day, 28))
