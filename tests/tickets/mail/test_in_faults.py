"""Many messages, while workers are killed and connections cut: none is lost, none is read twice."""

import json
import os
import random
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote, urlencode

import pytest
from django.db import connection
from django.utils import timezone
from kombu.exceptions import OperationalError
from pydantic import SecretStr

from concierge.people.models import User
from concierge.places.models import Trust
from tests.factories import NINE, UserFactory, WardFactory, raised_ticket
from tests.tickets.mail.imap_server import CUT, PASSWORD, ImapServer, line_to
from tests.tickets.mail.post import DESK, letter, sent
from tickets import clock, commands
from tickets.mail import arrivals
from tickets.models import IncomingMessage, Interaction, Mailbox, Ticket

pytestmark = pytest.mark.django_db(transaction=True)
SECRETS = json.dumps({"desk": PASSWORD})


@pytest.fixture
def server() -> Iterator[ImapServer]:
    server = ImapServer()
    server.start()
    yield server
    server.stop()


def worker(mailbox: Mailbox, seconds: float | None = None) -> int:
    """Let a process of its own fetch and read, for so long; how it ended."""
    told = [str(mailbox.pk), *([str(seconds)] if seconds else [])]
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "tests.settings",
        "DATABASE_URL": address_of_test_database(),
        "CONCIERGE_MAIL_SECRETS": SECRETS,
        "CONCIERGE_LOG_LEVEL": "ERROR",
    }
    command = [sys.executable, "-m", "tests.tickets.mail.worker", *told]
    ended = subprocess.run(command, env=environment, timeout=600, capture_output=True, text=True)
    assert ended.returncode in {0, -signal.SIGKILL}, ended.stderr
    return ended.returncode


def address_of_test_database() -> str:
    told = connection.settings_dict
    who = f"{quote(told['USER'])}:{quote(told['PASSWORD'])}@" if told["USER"] else ""
    if told["HOST"].startswith("/"):
        return f"postgresql://{who}/{told['NAME']}?{urlencode({'host': told['HOST']})}"
    return f"postgresql://{who}{told['HOST']}:{told['PORT'] or 5432}/{told['NAME']}"


def imap_box(trust: Trust, port: int) -> Mailbox:
    return Mailbox.objects.create(
        trust=trust,
        address=DESK,
        kind="imap",
        host="127.0.0.1",
        port=port,
        uses_tls=False,
        secret_name="desk",
    )


class Post:
    """Messages of every kind, and what has to come of them."""

    def __init__(self, trust: Trust, many: int) -> None:
        ward = WardFactory(trust=trust)
        self.sister = UserFactory(ward=ward, email="sister@trust.example")
        self.tickets = [raised_ticket(ward, by=self.sister) for _ in range(5)]
        self.letters = [sent(ticket, "hr@trust.example") for ticket in self.tickets]
        self.before = Ticket.objects.count()
        self.messages = [self._message(number) for number in range(many)]

    def _message(self, number: int) -> bytes:
        subject, answered = f"Message {number}", self.letters[number % 5].message_id
        kinds: list[dict[str, Any]] = [
            {"sender": self.sister.email},
            {"sender": "hr@trust.example", "in_reply_to": f"<{answered}>", "files": {"a.pdf": b"%PDF" * 50}},
            {"sender": "stranger@elsewhere.example"},
            {"sender": "hr@trust.example", "in_reply_to": f"<{answered}>", "auto_submitted": "auto-replied"},
            {"sender": self.sister.email, "text": "wärme " * 2_000},
        ]
        told = kinds[number % 5]
        return letter(told.pop("sender"), subject=subject, message_id=f"{number}@trust.example", **told)

    def states(self) -> Counter[str]:
        """How many should end in each state."""
        kinds = ["filed", "filed", "triage", "noted", "filed"]
        return Counter(kinds[number % 5] for number in range(len(self.messages)))


def check_none_lost_none_twice(post: Post) -> None:
    rows = IncomingMessage.objects.all()
    assert Counter(rows.values_list("message_id", flat=True)) == {
        f"{number}@trust.example": 1 for number in range(len(post.messages))
    }
    assert Counter(rows.values_list("state", flat=True)) == post.states()
    filed = rows.filter(state="filed")
    assert Interaction.objects.filter(source="mail").count() == filed.count()
    assert filed.values("interaction").distinct().count() == filed.count()
    raised = Counter(Ticket.objects.filter(source="mail").values_list("title", flat=True))
    assert set(raised.values()) == {1}
    assert Ticket.objects.count() - post.before == filed.filter(is_reply=False).count()


def test_a_worker_killed_between_storing_and_reading_loses_nothing(trust: Trust, sister: User):
    mailbox = Mailbox.objects.create(trust=trust, address=DESK)
    message = commands.keep_message(raw=letter(sister.email), mailbox=mailbox, at=NINE).message
    # The queue's task went with the worker; the row waits.

    assert clock.read_waiting_messages() == 1

    message.refresh_from_db()
    assert (message.state, message.tries) == ("filed", 1)
    assert clock.read_waiting_messages() == 0


def test_the_queue_being_down_loses_nothing(trust: Trust, sister: User, monkeypatch: pytest.MonkeyPatch):
    def down(*args: Any, **told: Any) -> Any:
        raise OperationalError("Error 111 connecting to Redis")

    mailbox = Mailbox.objects.create(trust=trust, address=DESK)
    message = commands.keep_message(raw=letter(sister.email), mailbox=mailbox, at=NINE).message
    monkeypatch.setattr(arrivals.read_message, "apply_async", down)

    arrivals.read_soon(message.pk)
    clock.read_waiting_messages()

    message.refresh_from_db()
    assert message.state == "filed"


def test_the_clock_leaves_what_has_only_just_come_to_the_queue(trust: Trust, sister: User):
    mailbox = Mailbox.objects.create(trust=trust, address=DESK)
    commands.keep_message(raw=letter(sister.email), mailbox=mailbox, at=timezone.now())

    assert clock.read_waiting_messages() == 0


def test_the_clock_polls_each_mailbox_and_has_what_came_read(
    trust: Trust, sister: User, server: ImapServer, settings: Any
):
    kept = settings.ENVIRONMENT.model_copy(update={"mail_secrets": {"desk": SecretStr(PASSWORD)}})
    settings.ENVIRONMENT = kept
    imap_box(trust, server.port)
    server.add(letter(sister.email))

    assert clock.poll_mailboxes() == 1

    assert IncomingMessage.objects.get().state == "filed"


def storm(trust: Trust, server: ImapServer, many: int, kills: int) -> Post:
    """Deliver so many messages, some twice, while workers are killed and the line is cut."""
    post, chance = Post(trust, many), random.Random(7)
    for raw in post.messages:
        server.add(raw)
        if chance.random() < 0.1:
            server.add(b"Received: from elsewhere by desk.example; Tue, 3 Mar 2026 09:00:00 +0000\r\n" + raw)

    def cuts(line: bytes) -> bytes | None:
        return CUT if chance.random() < 2 / many else None

    with line_to(server, cuts) as port:
        mailbox = imap_box(trust, port)
        endings = [worker(mailbox, seconds=chance.uniform(0.1, many / 60)) for _ in range(kills)]
        for _ in range(20):
            worker(mailbox)
            mailbox.refresh_from_db()
            if not mailbox.fault and not server.unread():
                break
    assert -signal.SIGKILL in endings
    return post


def test_a_hundred_messages_through_kills_and_cuts(trust: Trust, server: ImapServer):
    post = storm(trust, server, many=100, kills=3)

    check_none_lost_none_twice(post)


@pytest.mark.long
def test_two_thousand_messages_through_kills_and_cuts(trust: Trust, server: ImapServer):
    post = storm(trust, server, many=2_000, kills=12)

    check_none_lost_none_twice(post)
