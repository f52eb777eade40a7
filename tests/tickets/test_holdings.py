"""Whatever is done to a ticket, the holdings of each part add up to its life."""

import itertools
from datetime import timedelta

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.factories import NINE, ServiceFactory, UserFactory, WardFactory, raised_ticket
from tickets import commands
from tickets.choices import CauseFate, Channel, Counterpart, Direction, HolderKind, RootCause
from tickets.errors import DomainError
from tickets.models import Leg, Ticket

VERBS = [
    "route",
    "hand_on",
    "give_back",
    "finish",
    "ask",
    "answer",
    "plan",
    "take_back",
    "supplier",
    "desk_holds",
    "promise",
    "record",
    "resolve",
    "confirm",
    "reopen",
    "withdraw",
]
STEPS = st.lists(
    st.tuples(st.sampled_from(VERBS), st.integers(0, 2), st.sampled_from([0, 0, 1, 60, 1440, -30])),
    max_size=14,
)
"""Verb, which service, and minutes until the next verb (none at all, and backwards, among them)."""


class Player:
    """Does verbs to one ticket as they come, whether or not they are allowed."""

    def __init__(self) -> None:
        ward = WardFactory()
        self.sister = UserFactory(ward=ward)
        self.desk = UserFactory(desk=ward.trust)
        self.services = [ServiceFactory(trust=ward.trust) for _ in range(3)]
        self.ticket = raised_ticket(ward, by=self.sister)
        self.at = NINE
        self.done = 0

    def play(self, verb: str, number: int) -> None:
        try:
            with transaction.atomic():
                getattr(self, verb)(self.services[number])
        except DomainError:
            return
        self.done += 1

    def leg(self, service) -> Leg:
        found = Leg.objects.filter(ticket=self.ticket, service=service).order_by("-pk").first()
        if found is None:
            raise DomainError("There is no such part.")
        return found

    def route(self, service):
        commands.route_ticket(ticket=self.ticket, services=[service], by=self.desk, at=self.at)

    def hand_on(self, service):
        to = self.services[(self.services.index(service) + 1) % 3]
        commands.hand_on(leg=self.leg(service), to=to, because="No", by=self.desk, at=self.at)

    def give_back(self, service):
        commands.give_back(leg=self.leg(service), because="No", by=self.desk, at=self.at)

    def finish(self, service):
        commands.finish_leg(leg=self.leg(service), result="Done", by=self.desk, at=self.at)

    def ask(self, service):
        commands.put_with_ward(leg=self.leg(service), question="?!", by=self.desk, at=self.at)

    def answer(self, _):
        commands.answer_desk(ticket=self.ticket, text="Yes", by=self.sister, at=self.at)

    def plan(self, service):
        day = (self.at + timedelta(days=9)).date()
        commands.plan_works(leg=self.leg(service), planned_for=day, because="Parts", by=self.desk, at=self.at)

    def take_back(self, service):
        commands.take_back(leg=self.leg(service), by=self.desk, at=self.at)

    def supplier(self, service):
        commands.name_holder(
            leg=self.leg(service), holder=HolderKind.SUPPLIER, supplier="Hush", by=self.desk, at=self.at
        )

    def desk_holds(self, service):
        commands.name_holder(leg=self.leg(service), holder=HolderKind.DESK, by=self.desk, at=self.at)

    def promise(self, service):
        due = self.at + timedelta(days=1)
        commands.take_promise(leg=self.leg(service), what="A form", due_at=due, by=self.desk, at=self.at)

    def record(self, service):
        contact = commands.Contact(
            Channel.TELEPHONE, Direction.OUT, Counterpart.SERVICE, service=service, desk_minutes=2
        )
        commands.record_interaction(ticket=self.ticket, contact=contact, by=self.desk, at=self.at)

    def resolve(self, _):
        commands.resolve_ticket(
            ticket=self.ticket,
            outcome="Came",
            root_cause=RootCause.CULTURE,
            cause_fate=CauseFate.REMOVED,
            by=self.desk,
            at=self.at,
        )

    def confirm(self, _):
        commands.confirm_ticket(ticket=self.ticket, by=self.sister, at=self.at)

    def reopen(self, _):
        commands.reopen_ticket(ticket=self.ticket, because="Cold", by=self.sister, at=self.at)

    def withdraw(self, _):
        commands.withdraw_ticket(ticket=self.ticket, because="Found", by=self.sister, at=self.at)


@pytest.mark.django_db
@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(STEPS)
def test_after_any_sequence_of_verbs_the_holdings_of_each_part_add_up_to_its_life(steps):
    with transaction.atomic():
        player = Player()
        for verb, number, minutes in steps:
            player.play(verb, number)
            player.at += timedelta(minutes=minutes)
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        now = NINE + timedelta(days=30)

        for leg in Leg.objects.filter(ticket=player.ticket):
            held = sum(((h.ended_at or now) - h.started_at for h in leg.holdings.all()), timedelta())
            assert held == (leg.ended_at or now) - leg.opened_at
            spans = sorted((h.started_at, h.ended_at or now) for h in leg.holdings.all())
            assert all(one[1] == two[0] for one, two in itertools.pairwise(spans))
        ticket = Ticket.objects.get(pk=player.ticket.pk)
        statuses = set(ticket.legs.open().values_list("status", flat=True))
        assert (ticket.status == "with_ward") == (ticket.is_open and statuses == {"with_ward"})
        assert (ticket.status == "planned") == (ticket.is_open and statuses == {"planned"})
        assert ticket.is_open or not statuses
        transaction.set_rollback(True)
