"""How a ticket goes that nobody wrote by hand: drawn from its process's plan."""

from datetime import date, datetime, timedelta
from math import log
from random import Random

from django.conf import settings
from django.utils import timezone

from tickets import commands
from tickets.choices import CauseFate, RootCause
from tickets.demo import phrases
from tickets.demo.case import Case
from tickets.demo.processes import SIGNATORY
from tickets.demo.timeline import Story, Timeline
from tickets.models import Leg
from tickets.working_days import add_working_days, working_days_between

FIXED_AT_ONCE = 0.07
ROUTED_THE_SAME_DAY = 0.8
TWO_PARTS = 0.35
WRONG_DOOR = 0.3
OWNED = 0.6
WITHDRAWN_AT_A_STEP = 0.012
REOPENED = 0.05
CONFIRMED_BY_THE_WARD = 0.65
CODED_TWICE = 0.15
CODERS_AGREE = 0.8
CODED_ANEW = 0.02
REMOVED = 0.3
REMOVED_BY_REDESIGN = 0.85
HAS_A_SECOND_CAUSE = 0.2
"""Shares of tickets or of steps."""
SPREAD = 0.7
"""How much the length of tickets about one process differs: the sigma of a log-normal."""
AFTER_REDESIGN = (0, 0, 1, 1, 1)
"""Working days that the redesigned process takes."""
MOST_STEPS = 8


class OrdinaryCase(Case):
    """One ticket, from asking to the end or to today."""

    redesigned_on: date
    timeline: Timeline

    def story(self) -> Story:
        yield self.at
        self.ask()
        if self.may_be_simple() and self.rng.random() < FIXED_AT_ONCE:
            yield from self.fixed_at_once()
            return
        yield from self.routed()
        yield from self.worked_on(self.length())
        if self.legs:
            yield from self.ended()

    def may_be_simple(self) -> bool:
        return not self.plan.is_adopted and self.plan is not SIGNATORY

    def is_redesigned(self) -> bool:
        return self.plan is SIGNATORY and timezone.localdate(self.at) >= self.redesigned_on

    def length(self) -> int:
        """Working days until the end; the redesign clears what had piled up."""
        if self.is_redesigned():
            return self.rng.choice(AFTER_REDESIGN)
        is_signatory = self.plan is SIGNATORY
        days = round(self.rng.lognormvariate(log(self.plan.days), SPREAD / 2 if is_signatory else SPREAD))
        if is_signatory:
            until_then = working_days_between(timezone.localdate(self.at), self.redesigned_on)
            return min(days, until_then + self.rng.randint(1, 5))
        return days

    def fixed_at_once(self) -> Story:
        yield from self.wait_until(self.a_moment_later())
        self.tell_ward(self.rng.choice(phrases.FIXED_AT_ONCE))
        self.resolve(self.words.one_of(self.plan.outcomes), *self.cause(), fixed_on_first_contact=True)
        yield from self.after_the_end()

    def routed(self) -> Story:
        if self.plan.is_adopted:
            return
        yield from self.pause(0 if self.is_redesigned() or self.rng.random() < ROUTED_THE_SAME_DAY else 1)
        wrong = self.plan.not_theirs and not self.is_redesigned() and self.rng.random() < WRONG_DOOR
        if wrong:
            self.route(self.cast.services[self.plan.not_theirs])
            yield from self.pause(self.rng.randint(1, 4))
            self.hand_on(self.legs[0], self.service, self.rng.choice(phrases.NOT_OURS))
            return
        self.route(self.service)
        if self.plan.also and self.rng.random() < TWO_PARTS:
            self.route(self.cast.services[self.plan.also])

    def worked_on(self, days: int) -> Story:
        """Spread a few contacts over the working days it takes."""
        end = add_working_days(timezone.localdate(self.at), days)
        steps = min(MOST_STEPS, 1 + days // 4)
        while steps and (left := working_days_between(timezone.localdate(self.at), end)) > 2:
            yield from self.pause(max(1, round(left / (steps + 1) * self.rng.uniform(0.6, 1.4))))
            yield from self.one_step()
            if not self.legs:
                return
            steps -= 1
        left = working_days_between(timezone.localdate(self.at), end)
        yield from self.pause(max(left, 0))

    def one_step(self) -> Story:
        if self.rng.random() < WITHDRAWN_AT_A_STEP:
            self.withdraw(self.rng.choice(phrases.WITHDRAWN))
            return
        leg = self.rng.choice(self.legs)
        steps = {
            self.promised: 34,
            self.chased_in_vain: 18,
            self.heard: 16,
            self.ward_told: 10,
            self.ward_asked: 12,
            self.at_a_supplier: 14 if self.plan.suppliers else 0,
            self.planned: 40 if self.plan.planned_because and leg.service == self.service else 0,
            self.one_part_done: 40 if len(self.legs) > 1 else 0,
        }
        (step,) = self.rng.choices(list(steps), list(steps.values()))
        yield from step(leg)

    def promised(self, leg: Leg) -> Story:
        """A promise is taken; it is kept, kept late or broken."""
        self.chase(leg, self.rng.choice(phrases.CHASED_AND_PROMISED))
        promise = self.promise(leg, self.words.one_of(self.plan.promises), self.rng.randint(1, 4))
        days = working_days_between(timezone.localdate(self.at), timezone.localdate(promise.due_at))
        fate = self.rng.random()
        if fate < 0.58:
            yield from self.pause(max(1, days - 1) if days > 1 else 0)
            self.hear_from(leg, self.rng.choice(phrases.HEARD))
            commands.keep_promise(promise=promise, by=self.worker(leg), at=self.at)
            return
        yield from self.pause(days + self.rng.randint(1, 3))
        self.chase(leg, self.rng.choice(phrases.CHASED_IN_VAIN))
        if fate < 0.8:
            yield from self.pause(1)
            commands.keep_promise(promise=promise, by=self.worker(leg), at=self.at)
        else:
            because = self.rng.choice(phrases.BROKEN)
            commands.break_promise(promise=promise, because=because, by=self.concierge, at=self.at)

    def chased_in_vain(self, leg: Leg) -> Story:
        self.chase(leg, self.rng.choice(phrases.CHASED_IN_VAIN))
        yield from self.pause(0)

    def heard(self, leg: Leg) -> Story:
        if leg.owner is None and self.rng.random() < OWNED:
            self.own(leg)
        self.hear_from(leg, self.rng.choice(phrases.HEARD))
        yield from self.pause(0)

    def ward_told(self, leg: Leg) -> Story:
        self.tell_ward(self.rng.choice(phrases.TOLD_THE_WARD))
        yield from self.pause(0)

    def ward_asked(self, leg: Leg) -> Story:
        question, answer = self.rng.choice(self.plan.questions)
        self.put_with_ward(leg, self.words.fill(question))
        yield from self.pause(self.rng.randint(1, 3))
        self.answer(self.words.fill(answer))

    def at_a_supplier(self, leg: Leg) -> Story:
        self.lend_to(leg, self.rng.choice(self.plan.suppliers))
        yield from self.pause(self.rng.randint(1, 5))
        self.take_back(leg)

    def planned(self, leg: Leg) -> Story:
        moment = self.plan_works(leg, self.rng.randint(3, 12), self.rng.choice(self.plan.planned_because))
        self.tell_ward("Told the ward the day it is planned for.")
        yield from self.wait_until(moment)
        if self.rng.random() < 0.2:
            moment = self.plan_works(leg, self.rng.randint(3, 8), "The contractor did not come")
            yield from self.wait_until(moment)
        self.take_back(leg)

    def one_part_done(self, leg: Leg) -> Story:
        self.finish(leg, self.rng.choice(phrases.PART_DONE))
        yield from self.pause(0)

    def ended(self, outcome: str = "") -> Story:
        """The services are done, the ward is told, the cause is chosen."""
        outcome = outcome or self.words.one_of(self.plan.outcomes)
        for leg in list(self.legs):
            self.hear_from(leg, outcome)
            self.finish(leg, outcome)
        yield from self.wait_until(self.a_moment_later())
        if not self.plan.is_adopted:
            self.tell_ward("Told the ward, who agrees that it is done.")
        cause, fate = self.cause()
        self.resolve(outcome, cause, fate, contributing_cause=self.second_cause(cause))
        self.timeline.add(self.read_again(cause))
        yield from self.after_the_end()

    def cause(self) -> tuple[RootCause, CauseFate]:
        (cause,) = self.rng.choices(list(self.plan.causes), list(self.plan.causes.values()))
        removed = self.rng.random() < (REMOVED_BY_REDESIGN if self.is_redesigned() else REMOVED)
        return cause, CauseFate.REMOVED if removed else CauseFate.WORKED_ROUND

    def second_cause(self, cause: RootCause) -> RootCause | None:
        if self.rng.random() >= HAS_A_SECOND_CAUSE:
            return None
        return self.rng.choice([other for other in RootCause if other != cause])

    def read_again(self, cause: RootCause) -> Story:
        """A sample is coded by a second coder, blind; now and then the first changes her mind."""
        rng = Random(self.rng.random())  # noqa: S311 (a story for a demo, no secret)
        ticket, resolution = self.ticket, self.ticket.times_reopened
        if rng.random() > CODED_TWICE + CODED_ANEW:
            return
        at = working_days_after_resolution(self.at, rng)
        yield at
        ticket.refresh_from_db()
        if not ticket.is_answered or ticket.times_reopened != resolution:
            return
        first = ticket.codings.get(resolution=resolution, is_second=False).rater
        if rng.random() < CODED_ANEW:
            other = rng.choice([each for each in self.plan.causes if each != cause])
            by = self.cast.someone_at_the_desk(at, rng)
            commands.code_ticket(
                ticket=ticket, root_cause=other, by=by, at=at, because="Read again with the service"
            )
            return
        second = cause if rng.random() < CODERS_AGREE else rng.choice(list(self.plan.causes))
        by = self.cast.someone_at_the_desk(at, rng, but=first)
        commands.code_again(ticket=ticket, cause=second, by=by, at=at)

    def after_the_end(self) -> Story:
        if not self.ticket.times_reopened and self.rng.random() < REOPENED:
            yield from self.pause(self.rng.randint(1, 6))
            yield from self.came_back()
            return
        if self.rng.random() < CONFIRMED_BY_THE_WARD:
            yield from self.pause(self.rng.randint(0, 6))
            self.confirm()
            return
        yield from self.wait_until(self.at + settings.ENVIRONMENT.confirm_after)
        self.confirm_by_the_clock()

    def came_back(self) -> Story:
        self.reopen(self.rng.choice(phrases.REOPENED))
        yield from self.pause(0)
        self.route(self.service, request="This has come back. Please look again.")
        yield from self.pause(1)
        self.chase(self.legs[0], "Asked them to look at it together with the ward.")
        yield from self.pause(self.rng.randint(1, 4))
        yield from self.ended(phrases.AFTER_ALL.format(self.words.one_of(self.plan.outcomes)))


def working_days_after_resolution(moment: datetime, rng: Random) -> datetime:
    """When a second coder looks at it: within the week that follows."""
    return moment + timedelta(days=rng.randint(1, 7), minutes=rng.randint(-60, 60))
