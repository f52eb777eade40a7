"""Loading the demo trust: all or nothing, the same each time, on any day."""

from datetime import datetime

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.db.models import Max

from concierge.people.models import Post
from concierge.places.models import Trust
from tests.factories import TrustFactory
from tests.tickets.test_demo import LONDON, NOW, PASSWORD, load
from tickets.choices import Status
from tickets.demo.loading import load_demo
from tickets.demo.showcase import SCENES
from tickets.models import Change, Interaction, Promise, Ticket

NEW_YEAR = datetime(2028, 1, 1, 0, 20, tzinfo=LONDON)
"""A Saturday, a bank holiday, and in the middle of the night."""


def test_a_second_load_is_refused_in_one_line(db: None):
    TrustFactory()

    with pytest.raises(CommandError) as refusal:
        call_command("load_demo", password=PASSWORD)

    assert str(refusal.value) == "This database has a trust already, so the demonstration was not loaded."


def test_an_interrupted_load_leaves_nothing(db: None):
    def interrupt(words: str) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        load_demo(at=NOW, password=PASSWORD, say=interrupt)

    assert Trust.objects.count() == 0
    assert connection.features.uses_savepoints


def test_the_same_seed_makes_the_same_and_another_makes_another(db: None):
    first, again, other = told(seed=1), told(seed=1), told(seed=2)

    assert first == again
    assert first != other


def test_it_can_be_loaded_on_a_bank_holiday_at_midnight(db: None):
    load(at=NEW_YEAR, tickets=len(SCENES))

    assert set(Ticket.objects.values_list("status", flat=True)) == set(Status.values)
    assert Promise.objects.filter(outcome="", due_at__date=NEW_YEAR.date()).exists()
    assert Change.objects.aggregate(last=Max("happened_at"))["last"] <= NEW_YEAR


def told(seed: int) -> list[tuple[object, ...]]:
    """What a small demo holds but for its keys; it is undone again."""
    with transaction.atomic():
        load(tickets=len(SCENES) + 14, seed=seed)
        rows = [
            *Change.objects.order_by("pk").values_list(
                "happened_at", "verb", "note", "by__email", "ticket__title"
            ),
            *Interaction.objects.order_by("pk").values_list(
                "happened_at", "note", "with_whom", "desk_minutes"
            ),
            *Post.objects.order_by("pk").values_list("person__name", "role", "since", "until", "ward__name"),
        ]
        transaction.set_rollback(True)
    return rows
