"""A ticket of the ward whose sister can sign in, told in working days back from now."""

from datetime import datetime, timedelta

from django.utils import timezone

from concierge.people.models import User
from tickets import commands
from tickets.choices import PatientEffect
from tickets.demo.case import Case
from tickets.demo.moments import at_time
from tickets.demo.timeline import Story
from tickets.models import Service
from tickets.working_days import add_working_days, end_of, is_working_day


class HerCase(Case):
    """One of her tickets, told in working days back from now; all of them are `concierge`'s."""

    now: datetime
    sister: User
    her_concierge: User
    written_effect = PatientEffect.NONE

    @property
    def concierge(self) -> User:
        return self.her_concierge

    @property
    def speaker(self) -> User:
        return self.sister

    def effect(self) -> PatientEffect:
        return self.written_effect

    def of(self, name: str) -> Service:
        return self.cast.services[name]

    def back(self, days: int, hour: int, minute: int = 0) -> Story:
        """Wait for a time of the working day `days` before today; today's is a while ago at the latest."""
        day = timezone.localdate(self.now)
        for _ in range(days):
            day -= timedelta(days=1)
            while not is_working_day(day):
                day -= timedelta(days=1)
        yield from self.wait_until(min(at_time(day, hour, minute), self.now - timedelta(minutes=20)))

    def ask_herself(self, title: str, details: str = "", effect: PatientEffect = PatientEffect.NONE) -> None:
        self.written_effect = effect
        self.ask(title=title, details=details, by_telephone=False)
        if self.ticket.concierge != self.her_concierge:
            self.ticket = commands.assign_ticket(
                ticket=self.ticket, concierge=self.her_concierge, by=self.her_concierge, at=self.at
            )

    def later_today(self) -> datetime:
        """The end of today's work, or of the evening where that has begun."""
        today = timezone.localdate(self.now)
        return end_of(today) if self.now < end_of(today) else at_time(today, 23, 59)

    def due_in(self, days: int) -> datetime:
        """The end of a working day, from today."""
        return end_of(add_working_days(timezone.localdate(self.now), days))
