"""The demo trust: whole or not at all, the same each time, and nothing in it that could not be."""

from collections.abc import Iterator
from datetime import date, datetime
from statistics import median
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import connection, transaction
from django.db.models import Count, F, Max, Sum
from django.test import Client
from django.urls import reverse

from concierge.people.models import Post, User
from concierge.people.roles import Role
from concierge.places.models import Site, Trust, Ward
from tickets import identifiers
from tickets.choices import Channel, PromiseOutcome, RootCause, Status
from tickets.demo.loading import load_demo
from tickets.demo.people import ACCOUNTS, HER_WARD, SISTER
from tickets.models import (
    Change,
    Coding,
    Holding,
    Interaction,
    Leg,
    Process,
    Promise,
    Service,
    ServiceContact,
    Ticket,
)

LONDON = ZoneInfo("Europe/London")
NOW = datetime(2026, 11, 18, 14, 0, tzinfo=LONDON)
"""A Wednesday afternoon."""
A_FEW = 60
PASSWORD = "only-for-this-test"


def quiet(words: str) -> None:
    pass


def load(at: datetime = NOW, tickets: int = A_FEW, seed: int = 7) -> Trust:
    return load_demo(at=at, password=PASSWORD, seed=seed, tickets=tickets, say=quiet)


@pytest.fixture(scope="module")
def _demo(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    with django_db_blocker.unblock(), transaction.atomic():
        load()
        yield
        transaction.set_rollback(True)


@pytest.fixture
def demo(_demo: None, db: None) -> Trust:
    return Trust.objects.get()


def test_the_trust_is_plainly_invented_and_has_its_size(demo: Trust):
    assert "demonstration" in demo.name
    assert Site.objects.count() == 2
    assert Ward.objects.count() == 52
    assert set(Service.objects.values_list("kind", flat=True)) == {
        "hr",
        "finance",
        "procurement",
        "estates",
        "other",
    }
    assert Process.objects.count() == 27
    assert Process.objects.filter(is_adopted=True).count() == 2
    assert Ticket.objects.count() == A_FEW


def test_every_status_every_channel_and_every_cause_is_there(demo: Trust):
    assert set(Ticket.objects.values_list("status", flat=True)) == set(Status.values)
    assert set(Ticket.objects.answered().values_list("root_cause", flat=True)) == set(RootCause.values)
    assert set(Promise.objects.values_list("outcome", flat=True)) == {"", *PromiseOutcome.values}
    assert set(Interaction.objects.values_list("channel", flat=True)) >= set(Channel.values) - {
        Channel.LETTER
    }


def test_her_ward_has_something_open_in_every_state(demo: Trust):
    hers = Ticket.objects.filter(ward__name=HER_WARD)
    legs = Leg.objects.open().filter(ticket__in=hers)
    promises = Promise.objects.filter(leg__in=legs)

    assert set(hers.values_list("status", flat=True)) == set(Status.values)
    assert hers.open().filter(times_reopened=1).exists()
    assert promises.filter(outcome="", due_at__lt=NOW).exists()
    assert promises.filter(outcome="", due_at__date=NOW.date(), due_at__gt=NOW).exists()
    assert promises.filter(outcome=PromiseOutcome.BROKEN).exists()
    assert legs.chase_due(NOW.date()).exists()
    assert legs.filter(handed_on_from__isnull=False).exists()
    assert set(hers.filter(raised_by__email=SISTER).values_list("concierge__email", flat=True)) == {
        "concierge@demo.example"
    }


def test_nothing_happens_after_now_nor_before_it_could(demo: Trust):
    assert Change.objects.aggregate(last=Max("happened_at"))["last"] <= NOW
    assert Interaction.objects.aggregate(last=Max("happened_at"))["last"] <= NOW
    assert Promise.objects.aggregate(last=Max("promised_at"))["last"] <= NOW
    assert Coding.objects.aggregate(last=Max("coded_at"))["last"] <= NOW
    assert not Interaction.objects.filter(happened_at__lt=F("ticket__raised_at")).exists()
    assert not Leg.objects.filter(opened_at__lt=F("ticket__raised_at")).exists()


def test_the_holdings_of_every_leg_add_up_to_its_life(demo: Trust):
    ended = Leg.objects.filter(ended_at__isnull=False)
    lives = ended.annotate(life_lasted=F("ended_at") - F("opened_at"))
    held = Holding.objects.values("leg").annotate(lasted=Sum(F("ended_at") - F("started_at")))

    connection.check_constraints()
    assert ended.count() > 30
    assert {leg.pk: leg.life_lasted for leg in lives} == {
        row["leg"]: row["lasted"] for row in held if row["leg"] in set(ended.values_list("pk", flat=True))
    }


def test_a_sample_is_coded_twice_by_somebody_else(demo: Trust):
    seconds = Coding.objects.filter(is_second=True)

    assert seconds.exists()
    for second in seconds:
        first = Coding.objects.get(ticket=second.ticket, resolution=second.resolution, is_second=False)
        assert first.rater != second.rater


def test_one_process_falls_from_months_to_a_day(demo: Trust):
    resolved = Ticket.objects.answered().filter(process__name="Authorised signatory")
    days = {
        ticket.raised_at.date(): (ticket.resolved_at - ticket.raised_at).total_seconds() / 86400
        for ticket in resolved
        if ticket.resolved_at is not None
    }
    changed_on = date(2026, 3, 17)

    assert median(lasted for raised, lasted in days.items() if raised < date(2025, 12, 1)) > 60
    assert median(lasted for raised, lasted in days.items() if raised >= changed_on) < 4


def test_most_wards_changed_their_sister_and_all_have_somebody(demo: Trust):
    sisters = Ward.objects.filter(posts__role=Role.SISTER).annotate(ever=Count("posts"))
    today = Post.objects.current(NOW.date())

    assert sisters.filter(ever__gt=1).count() >= 35
    assert Ward.objects.filter(posts__in=today).distinct().count() == 52
    assert Post.objects.filter(role=Role.SISTER, person__email=SISTER).count() == 1


def test_a_service_has_a_day_of_several_periods(demo: Trust):
    hours = Service.objects.filter(working_hours__weekday=0).annotate(periods=Count("working_hours"))

    assert hours.filter(periods__gte=2).exists()
    assert not Service.objects.filter(working_hours__isnull=True).exists()


def test_addresses_and_numbers_can_belong_to_nobody(demo: Trust):
    addresses = [
        *User.objects.exclude(pk=User.objects.system().pk).values_list("email", flat=True),
        *Service.objects.values_list("email", flat=True),
        *ServiceContact.objects.exclude(email="").values_list("email", flat=True),
    ]
    numbers = [
        *Service.objects.values_list("telephone", flat=True),
        *ServiceContact.objects.exclude(telephone="").values_list("telephone", flat=True),
        *Ward.objects.values_list("telephone", flat=True),
    ]

    assert [address for address in addresses if not address.endswith(".example")] == []
    assert [number for number in numbers if not number.startswith(("020 7946 0", "01632 960"))] == []


def test_no_text_holds_a_patients_number(demo: Trust):
    texts = [
        *Ticket.objects.values_list("title", flat=True),
        *Ticket.objects.values_list("details", flat=True),
        *Ticket.objects.values_list("outcome", flat=True),
        *Interaction.objects.values_list("note", flat=True),
        *Change.objects.values_list("note", flat=True),
    ]

    assert len(texts) > A_FEW * 5
    assert [text for text in texts if identifiers.holds(text) or "{" in text] == []


def test_the_five_accounts_can_sign_in_and_nobody_else(demo: Trust, client: Client):
    for email in ACCOUNTS:
        answer = client.post(reverse("account_login"), {"login": email, "password": PASSWORD})

        assert answer.status_code == 302, email
        assert int(client.session["_auth_user_id"]) == User.objects.get(email=email).pk
        client.logout()
    others = User.objects.exclude(email__in=ACCOUNTS)
    assert others.count() > 150
    assert [person for person in others if person.has_usable_password()] == []
