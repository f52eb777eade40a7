"""A loaded region: whole, checked, the same for the same seed, and fit for every page."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from itertools import chain, pairwise

import psycopg
import pytest
from django.contrib.postgres.search import SearchQuery
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.models import Count, F, Max, Min
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django.plugin import DjangoDbBlocker

from analytics.period import FIRST_DAY, Period
from analytics.queries import root_causes
from analytics.scope import Scope
from concierge.people.models import Post, User
from concierge.places.models import Trust, Ward
from tickets import commands
from tickets.choices import ANSWERED, OPEN, RootCause
from tickets.load import database
from tickets.load.keys import Key, keys_of
from tickets.load.lines import REMEMBERED
from tickets.load.loading import VERSION, load_region
from tickets.load.places import DESK, MANAGER, REGION, SERVICE, SISTER, Places
from tickets.load.rows import model_of, writing
from tickets.load.stretches import STRETCH, stretches, told
from tickets.models import (
    Change,
    Coding,
    Holding,
    IncomingMessage,
    Interaction,
    Leg,
    OutgoingMessage,
    Promise,
    Ticket,
)
from tickets.queries import QUEUES, desk_queue, queue_counts
from tickets.timeline import Reader, timeline_of
from tickets.whereabouts import whereabouts_of, with_whereabouts

TICKETS, WARDS = 300, 12
NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)


@pytest.fixture(scope="module")
def region(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[list[str]]:
    """A small region, in whose database the tests of this file work; what its load said."""
    said: list[str] = []
    with django_db_blocker.unblock():
        name = load_region(tickets=TICKETS, wards=WARDS, at=timezone.now(), say=said.append)
        with database.worked_in(name):
            yield said
        database.drop(name)


def test_every_key_is_put_back_as_the_migrations_made_it(region: list[str]):
    tables = set(connection.introspection.table_names()) - {"load_mark"}
    with (
        psycopg.connect(database.address_of(database.ordinary())) as usual,
        psycopg.connect(database.address_of(database.name_of(TICKETS))) as loaded,
    ):
        unchecked = loaded.execute("SELECT conname FROM pg_constraint WHERE NOT convalidated").fetchall()
        kept, made = keys_of(loaded, tables), keys_of(usual, tables)

    assert [plain(key) for key in kept] == [plain(key) for key in made]
    assert len([key for key in kept if key.kind == "f"]) > 50
    assert unchecked == []


def plain(key: Key) -> Key:
    """The key without casts and brackets: PostgreSQL spells the same condition anew each time it is read."""
    return replace(key, definition=re.sub(r"::(text|character varying)(\[\])?|[()]", "", key.definition))


def test_the_region_is_as_large_as_asked_and_as_busy_as_wards_are(region: list[str]):
    tickets, contacts = Ticket.objects.count(), Interaction.objects.count()

    assert (tickets, Ward.objects.count(), Trust.objects.count()) == (TICKETS, WARDS, 5)
    assert 5.5 <= contacts / tickets <= 6.8
    assert 0.9 <= Leg.objects.count() / tickets <= 1.6
    assert Ticket.objects.filter(status__in=ANSWERED).count() > 0.9 * tickets
    assert set(Coding.objects.values_list("cause", flat=True)) == set(RootCause.values)
    assert {"kept", "late"} <= set(Promise.objects.values_list("outcome", flat=True))
    assert {"service", "ward"} <= set(Holding.objects.values_list("holder", flat=True))
    assert OutgoingMessage.objects.exists()
    assert IncomingMessage.objects.exists()


def test_the_years_are_filled_evenly(region: list[str]):
    span = Ticket.objects.aggregate(first=Min("raised_at"), last=Max("raised_at"))

    years = (
        Ticket.objects.values("raised_at__year").annotate(count=Count("pk")).values_list("count", flat=True)
    )

    assert (span["last"] - span["first"]).days > 5 * 360
    assert sorted(years)[-4] > TICKETS / 8


def test_every_ticket_ends_its_changes_and_its_history_in_its_own_status(region: list[str]):
    last = Change.objects.order_by("ticket", "-happened_at", "-pk").distinct("ticket")
    newest = Ticket.history.order_by("id", "-history_date", "-history_id").distinct("id")
    statuses = dict(Ticket.objects.values_list("pk", "status"))

    assert dict(last.values_list("ticket", "status")) == statuses
    assert dict(newest.values_list("id", "status")) == statuses


@pytest.mark.parametrize("name", REMEMBERED)
def test_every_remembered_row_has_a_first_version(region: list[str], name: str):
    model = model_of(name)

    first = model.history.filter(history_type="+").values_list("id", flat=True)  # type: ignore[attr-defined]

    assert sorted(first) == sorted(model._default_manager.values_list("pk", flat=True))


def test_nothing_lies_in_the_future_and_every_contact_follows_the_asking(region: list[str]):
    now = timezone.now()

    assert not Interaction.objects.filter(happened_at__gt=now).exists()
    assert not Interaction.objects.filter(happened_at__lt=F("ticket__raised_at")).exists()
    assert not Change.objects.filter(happened_at__gt=now).exists()


def test_tickets_are_asked_and_looked_after_by_people_who_had_the_post(region: list[str]):
    posts = {(post.person_id, post.ward_id): post for post in Post.objects.filter(ward__isnull=False)}
    asked = Ticket.objects.filter(contact__isnull=False)

    held = [posts[ticket.contact_id, ticket.ward_id] for ticket in asked]

    days = [timezone.localdate(ticket.raised_at) for ticket in asked]
    assert held
    assert all(
        post.since <= day and (post.until is None or day < post.until)
        for post, day in zip(held, days, strict=True)
    )


def test_the_queues_hold_what_their_counts_say(region: list[str]):
    person, at = User.objects.get(email=REGION), timezone.now()

    found = {key: desk_queue(key, person, at).count() for key in QUEUES if key != "all"}

    assert found == queue_counts(person, at)
    assert desk_queue("all", person, at).count() == TICKETS


def test_every_open_ticket_is_somewhere(region: list[str]):
    at = timezone.now()
    waiting = with_whereabouts(Ticket.objects.filter(status__in=OPEN))

    places = [whereabouts_of(ticket, at) for ticket in waiting]

    assert places
    assert all(where.who and where.next_step and where.since for where in places)


def test_every_timeline_begins_with_the_asking(region: list[str]):
    tickets = Ticket.objects.order_by("pk")[:40]

    timelines = [timeline_of(ticket, Reader.DESK) for ticket in tickets]

    assert all(entries[-1].title == "Raised" for entries in timelines)
    moments = [[entry.at for entry in entries] for entries in timelines]
    assert all(later >= earlier for later, earlier in chain.from_iterable(map(pairwise, moments)))


def test_the_report_counts_what_is_there(region: list[str]):
    trust = Trust.objects.order_by("pk").first()
    assert trust is not None
    period = Period.of_days(FIRST_DAY, timezone.localdate())

    report = root_causes(Scope(trust=trust, period=period))

    answered = Ticket.objects.filter(trust=trust, status__in=ANSWERED)
    assert report.all.tickets == answered.count()
    assert report.all.contacts == Interaction.objects.filter(ticket__in=answered).count()


@pytest.mark.parametrize(
    ("email", "page"),
    [
        (REGION, "desk"),
        (DESK, "desk"),
        (SISTER, "ward_home"),
        (SERVICE, "service_home"),
        (MANAGER, "root-causes"),
    ],
)
def test_each_named_person_finds_her_own_page(region: list[str], email: str, page: str):
    client = Client()
    client.force_login(User.objects.get(email=email))

    assert client.get(reverse(page)).status_code == 200


@pytest.mark.django_db
def test_numbering_goes_on_after_the_last_row(region: list[str]):
    ward = Ward.objects.order_by("pk")[0]
    sister = User.objects.get(email=SISTER)
    highest = Ticket.objects.aggregate(highest=Max("pk"))["highest"]

    ticket = commands.raise_ticket(ward=ward, title="A new kettle", by=sister, at=timezone.now())

    assert ticket.pk == highest + 1
    assert Ticket.objects.count() == TICKETS + 1


def test_a_database_that_is_filled_already_is_taken_as_it_is(region: list[str]):
    said: list[str] = []

    name = load_region(tickets=TICKETS, wards=WARDS, at=timezone.now(), say=said.append)

    assert name == database.name_of(TICKETS)
    assert said == [f"{name} is filled already: version {VERSION}, 300 tickets, 12 wards, seed 1820"]
    assert any("300 of 300 tickets (100%)" in line for line in region)


def test_a_database_filled_otherwise_or_not_wholly_is_not_taken(region: list[str]):
    name = database.name_of(TICKETS)

    assert not database.is_marked(name, f"version {VERSION}, 300 tickets, 12 wards, seed 2")
    assert not database.is_marked(database.ordinary(), f"version {VERSION}, 300 tickets, 12 wards, seed 1820")
    assert not database.is_marked("there_is_no_such_database", "")


def test_the_same_seed_tells_the_same_lives_and_another_others():
    lives = [
        told(Places(tickets=50, wards=5, seed=seed, at=NOON, password=None).region(), writing(), range(50)).of
        for seed in (7, 7, 8)
    ]

    assert lives[0] == lives[1]
    assert lives[0] != lives[2]


def test_the_region_is_cut_into_stretches_without_gap_or_overlap():
    cut = stretches(2 * STRETCH + 1)

    assert list(chain.from_iterable(cut)) == list(range(2 * STRETCH + 1))
    assert len(cut) == 3


@pytest.mark.parametrize("arguments", [["--tickets", "0"], ["--tickets", "9", "--wards", "4"]])
def test_a_region_of_nothing_is_refused(arguments: list[str]):
    with pytest.raises(CommandError) as refusal:
        call_command("load", *arguments)

    assert str(refusal.value) == "A region has at least 1 ticket and 5 wards."


@pytest.mark.parametrize(
    "words", ["told", "ward", "roster", "broken -job", '"job number"', "zeppelin", "cd 000004"]
)
def test_a_search_finds_what_says_the_words_whichever_way_it_looks(region: list[str], words: str):
    query = SearchQuery(words, config="english", search_type="websearch")
    said = set(Ticket.objects.filter(search=query).values_list("pk", flat=True))
    said |= set(Interaction.objects.filter(search=query).values_list("ticket", flat=True))
    said |= set(
        Ticket.objects.filter(old_reference=words.upper().replace(" ", "-")).values_list("pk", flat=True)
    )
    ward = Ward.objects.alias(asked=Count("tickets")).order_by("-asked", "pk")[0]
    of_ward = Ticket.objects.filter(ward=ward)

    everywhere, there = Ticket.objects.about(words), of_ward.about(words)

    assert set(everywhere.values_list("pk", flat=True)) == said
    assert set(there.values_list("pk", flat=True)) == said & set(of_ward.values_list("pk", flat=True))


def test_a_search_of_one_ward_for_a_common_word_reads_its_tickets_and_a_rare_word_its_index(
    region: list[str],
):
    ward = Ward.objects.order_by("pk")[0]

    common, rare = (Ticket.objects.filter(ward=ward).about(words) for words in ("told", "zeppelin"))

    assert "UNION" not in str(common.query)
    assert "UNION" in str(rare.query)
