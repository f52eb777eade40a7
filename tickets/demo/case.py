"""One ticket of the demo: its people, and each verb as they do it."""

from datetime import datetime, timedelta
from random import Random

from django.utils import timezone

from concierge.people.models import User
from concierge.places.models import Ward
from tickets import commands
from tickets.choices import (
    CauseFate,
    Channel,
    Counterpart,
    Direction,
    HolderKind,
    PatientEffect,
    RootCause,
    Source,
)
from tickets.commands import Contact
from tickets.demo import phrases
from tickets.demo.cast import Cast
from tickets.demo.moments import shortly_after, working_days_after
from tickets.demo.processes import Plan
from tickets.demo.timeline import Story
from tickets.demo.words import Words
from tickets.models import Leg, Promise, Service, Ticket
from tickets.working_days import add_working_days, end_of

CHANNELS = (
    Channel.TELEPHONE,
    Channel.EMAIL,
    Channel.FACE_TO_FACE,
    Channel.CHAT,
    Channel.VIDEO,
    Channel.LETTER,
)
CHANNEL_WEIGHTS = (50, 34, 8, 4, 3, 1)
MINUTES = (2, 5, 10, 15, 30, 45)
MINUTE_WEIGHTS = (18, 38, 26, 11, 5, 2)
WRITTEN = {Channel.EMAIL, Channel.CHAT, Channel.LETTER}
LONGEST_WRITING = 10
"""Minutes that writing takes at most; talking may take longer."""
SERVICE_SAYS_ITS_MINUTES = 0.55
AFFECTS_PATIENTS = 0.3
ASKED_BY_TELEPHONE = 0.4
MAIL_LOGS_ITSELF = 0.6
"""Shares of contacts, of tickets, of tickets and of a service's own e-mails."""


class Case:
    """One ticket as the people of the trust see it through; `at` is the moment it has come to."""

    ticket: Ticket

    def __init__(self, cast: Cast, plan: Plan, ward: Ward, at: datetime, rng: Random) -> None:
        self.cast, self.plan, self.ward, self.at, self.rng = cast, plan, ward, at, rng
        self.words = Words(plan, at, rng)
        self.process = cast.processes.get(plan.name)
        self.service = cast.services[plan.service]
        self.legs: list[Leg] = []

    @property
    def concierge(self) -> User:
        """The ticket's one named concierge."""
        assert self.ticket.concierge is not None
        return self.cast.now_for(self.ticket.concierge)

    @property
    def speaker(self) -> User:
        return self.cast.speaker(self.ward, self.at, self.rng)

    def someone_in(self, service: Service) -> User:
        return self.cast.someone_in(service, self.at, self.rng)

    def worker(self, leg: Leg) -> User:
        """Who acts on a part: its service where it took the process, else the desk."""
        is_theirs = self.plan.is_adopted or self.rng.random() < 0.25
        return self.someone_in(leg.service) if is_theirs else self.concierge

    def pause(self, days: int) -> Story:
        """Let working days pass; 0 is a while of the same day."""
        yield from self.wait_until(working_days_after(self.at, days, self.rng))

    def wait_until(self, moment: datetime) -> Story:
        self.at = max(moment, self.at)
        yield self.at

    def ask(self, *, title: str = "", details: str | None = None, by_telephone: bool | None = None) -> None:
        """Raise it: on the website, or by telephone to the desk."""
        said = self.speaker
        if by_telephone is None:
            by_telephone = self.rng.random() < ASKED_BY_TELEPHONE and not self.plan.is_adopted
        at_the_desk = self.cast.someone_at_the_desk(self.at, self.rng)
        note = self.rng.choice(phrases.ASKED_BY_TELEPHONE)
        contact = self._contact(Counterpart.WARD, Direction.IN, note, said.name, channel=Channel.TELEPHONE)
        self.ticket = commands.raise_ticket(
            ward=self.ward,
            title=title or self.words.one_of(self.plan.titles),
            details=self.words.one_of(self.plan.details) if details is None else details,
            process=self.process,
            patient_effect=self.effect(),
            by=at_the_desk if by_telephone else said,
            asked_by=said.name if by_telephone else "",
            call=contact if by_telephone else None,
            at=self.at,
        )
        self.legs = list(self.ticket.legs.select_related("service", "ticket")) if self.plan.is_adopted else []

    def effect(self) -> PatientEffect:
        return self.plan.effect if self.rng.random() < AFFECTS_PATIENTS else PatientEffect.NONE

    def route(self, *services: Service, request: str = "") -> None:
        request = request or self.words.one_of(self.plan.requests)
        self.legs += commands.route_ticket(
            ticket=self.ticket, services=services, by=self.concierge, at=self.at, request=request
        )

    def hand_on(self, leg: Leg, to: Service, because: str) -> None:
        by = self.someone_in(leg.service) if self.rng.random() < 0.5 else self.concierge
        self.legs.remove(leg)
        self.legs.append(commands.hand_on(leg=leg, to=to, because=because, by=by, at=self.at))

    def chase(self, leg: Leg, note: str) -> None:
        contact = self._with_service(leg.service, Direction.OUT, note)
        commands.chase(leg=leg, contact=contact, by=self.concierge, at=self.at)

    def hear_from(self, leg: Leg, note: str) -> None:
        """Log what a service says: its e-mail logs itself, or somebody writes it down."""
        by_mail = self.rng.random() < MAIL_LOGS_ITSELF
        if by_mail:
            sender = self.someone_in(leg.service).name
            contact = Contact(
                Channel.EMAIL, Direction.IN, Counterpart.SERVICE, leg.service, sender, note=note
            )
        else:
            contact = self._with_service(leg.service, Direction.IN, note)
        commands.record_interaction(
            ticket=self.ticket,
            leg=leg,
            contact=contact,
            by=self.cast.system if by_mail else self.concierge,
            at=self.at,
            source=Source.MAIL if by_mail else Source.DESK,
        )

    def own(self, leg: Leg) -> None:
        """Somebody of the service puts a name to the part."""
        owner = self.someone_in(leg.service)
        commands.own_leg(leg=leg, owner=owner, by=owner, at=self.at)
        leg.owner = owner

    def tell_ward(self, note: str) -> None:
        contact = self._contact(Counterpart.WARD, Direction.OUT, note, self.speaker.name)
        commands.record_interaction(ticket=self.ticket, contact=contact, by=self.concierge, at=self.at)

    def promise(self, leg: Leg, what: str, days: int) -> Promise:
        due_at = end_of(add_working_days(timezone.localdate(self.at), days))
        return commands.take_promise(
            leg=leg,
            what=what,
            due_at=due_at,
            by=self.concierge,
            at=self.at,
            promised_by=self.someone_in(leg.service).name,
        )

    def put_with_ward(self, leg: Leg, question: str) -> None:
        commands.put_with_ward(leg=leg, question=question, by=self.worker(leg), at=self.at)

    def answer(self, text: str) -> None:
        commands.answer_desk(ticket=self.ticket, text=text, by=self.speaker, at=self.at)

    def plan_works(self, leg: Leg, days: int, because: str) -> datetime:
        """Plan a part for a working day; the moment at which work begins there."""
        day = add_working_days(timezone.localdate(self.at), days)
        commands.plan_works(leg=leg, planned_for=day, because=because, by=self.worker(leg), at=self.at)
        return working_days_after(self.at, days, self.rng)

    def lend_to(self, leg: Leg, supplier: str) -> None:
        commands.name_holder(
            leg=leg, holder=HolderKind.SUPPLIER, supplier=supplier, by=self.worker(leg), at=self.at
        )

    def take_back(self, leg: Leg) -> None:
        commands.take_back(leg=leg, by=self.worker(leg), at=self.at)

    def finish(self, leg: Leg, result: str) -> None:
        commands.finish_leg(leg=leg, result=result, by=self.worker(leg), at=self.at)
        self.legs.remove(leg)

    def resolve(self, outcome: str, cause: RootCause, fate: CauseFate, **more: object) -> None:
        by = self.someone_in(self.service) if self.plan.is_adopted and self.ticket.contact else self.concierge
        self.ticket = commands.resolve_ticket(
            ticket=self.ticket,
            outcome=outcome,
            root_cause=cause,
            cause_fate=fate,
            by=by,
            at=self.at,
            **more,  # type: ignore[arg-type]
        )

    def confirm(self) -> None:
        commands.confirm_ticket(ticket=self.ticket, by=self.speaker, at=self.at)

    def confirm_by_the_clock(self) -> None:
        commands.confirm_ticket(ticket=self.ticket, by=self.cast.system, at=self.at)

    def reopen(self, because: str) -> None:
        self.ticket = commands.reopen_ticket(ticket=self.ticket, because=because, by=self.speaker, at=self.at)

    def withdraw(self, because: str) -> None:
        commands.withdraw_ticket(ticket=self.ticket, because=because, by=self.speaker, at=self.at)
        self.legs.clear()

    def a_moment_later(self) -> datetime:
        return min(shortly_after(self.at, self.rng, minutes=(5, 40)), self.at + timedelta(days=4))

    def _with_service(self, service: Service, direction: Direction, note: str) -> Contact:
        with_whom = self.someone_in(service).name
        return self._contact(Counterpart.SERVICE, direction, note, with_whom, service=service)

    def _contact(
        self,
        counterpart: Counterpart,
        direction: Direction,
        note: str,
        with_whom: str,
        *,
        service: Service | None = None,
        channel: Channel | None = None,
    ) -> Contact:
        (minutes,) = self.rng.choices(MINUTES, MINUTE_WEIGHTS)
        (drawn,) = self.rng.choices(CHANNELS, CHANNEL_WEIGHTS)
        channel = channel or drawn
        says = service is not None and self.rng.random() < SERVICE_SAYS_ITS_MINUTES
        minutes = min(minutes, LONGEST_WRITING) if channel in WRITTEN else minutes
        return Contact(
            channel=channel,
            direction=direction,
            counterpart=counterpart,
            service=service,
            with_whom=with_whom,
            desk_minutes=minutes,
            service_minutes=minutes if says else None,
            note=note,
        )
