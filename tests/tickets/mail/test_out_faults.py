"""Many letters, while workers are killed, lines cut and the server is away: all arrive, repeats only at a kill."""

import os
import random
import signal
import subprocess
import sys
from collections import Counter

import pytest

from concierge.people.models import User
from concierge.places.models import Ward
from tests.factories import raised_ticket
from tests.tickets.mail.servers import Desk, free_port, running
from tests.tickets.mail.test_in_faults import address_of_test_database
from tests.tickets.mail.test_out_constraints import message
from tickets.mail import notices
from tickets.models import OutgoingMessage, Ticket

pytestmark = pytest.mark.django_db(transaction=True)
FAULTS = ("451 Later", "250 OK", "250 OK", "421 Going down", "250 OK")
"""Answers of a server that is not well, before it is."""


@pytest.fixture
def ticket(ward: Ward, sister: User, concierge: User) -> Ticket:
    """A ticket of which nobody is told, so that only what a test writes is sent."""
    with notices.silent():
        return raised_ticket(ward, by=sister)


def sender(port: int, hours: float, seconds: float | None = None) -> int:
    """Let a process of its own send what waits, for so long; how it ended."""
    told = [str(port), str(hours), *([str(seconds)] if seconds else [])]
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "tests.settings",
        "DATABASE_URL": address_of_test_database(),
        "CONCIERGE_LOG_LEVEL": "ERROR",
    }
    command = [sys.executable, "-m", "tests.tickets.mail.sender", *told]
    ended = subprocess.run(command, env=environment, timeout=600, capture_output=True, text=True)
    assert ended.returncode in {0, -signal.SIGKILL}, ended.stderr
    return ended.returncode


def storm(ticket: Ticket, many: int, kills: int) -> Desk:
    """Send letters through every fault there is; what the server took in the end."""
    for number in range(many):
        message(ticket, subject=f"Letter {number}", to=["hr@trust.example"])
    desk = Desk(*FAULTS, cuts=3)
    chance = random.Random(7)
    with running(desk) as port:
        endings = [sender(port, 0, chance.uniform(0.2, 0.6)) for _ in range(kills)]
    sender(free_port(), 1)  # an hour in which nothing answers
    with running(desk) as port:
        for hours in (3, 24):
            sender(port, hours)
    assert -signal.SIGKILL in endings
    return desk


def check_all_arrived(desk: Desk, many: int, kills: int) -> None:
    rows = OutgoingMessage.objects.all()
    assert Counter(rows.values_list("state", flat=True)) == {"sent": many}
    taken = Counter(letter["Message-ID"].strip("<>") for letter in desk.taken)
    assert set(taken) == set(rows.values_list("message_id", flat=True))
    assert sum(taken.values()) - many <= kills
    assert max(taken.values()) <= 2


def test_two_hundred_letters_through_kills_cuts_and_an_hour_without_a_server(ticket: Ticket):
    check_all_arrived(storm(ticket, many=200, kills=3), many=200, kills=3)


@pytest.mark.long
def test_a_thousand_letters_through_kills_cuts_and_an_hour_without_a_server(ticket: Ticket):
    check_all_arrived(storm(ticket, many=1_000, kills=12), many=1_000, kills=12)
