"""A mailbox read by IMAP, from a real server: what came is kept, and nothing that happens to the line loses it."""

from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
from django.db import connection
from pydantic import SecretStr

from concierge.places.models import Trust
from tests.factories import TrustFactory
from tests.tickets.mail.imap_server import CUT, PASSWORD, TOKEN, ImapServer, line_to, refusing
from tests.tickets.mail.post import DESK, letter
from tickets.mail import polling
from tickets.mail.sources import opening
from tickets.mail.turns import Turn, key_of
from tickets.models import IncomingMessage, Mailbox

pytestmark = pytest.mark.django_db


@pytest.fixture
def server() -> Iterator[ImapServer]:
    server = ImapServer()
    server.start()
    yield server
    server.stop()


@pytest.fixture(autouse=True)
def _secrets(settings: Any) -> None:
    secrets = {"desk": SecretStr(PASSWORD), "wrong": SecretStr("wrong")}
    settings.ENVIRONMENT = settings.ENVIRONMENT.model_copy(update={"mail_secrets": secrets})


@pytest.fixture
def box(trust: Trust, server: ImapServer) -> Mailbox:
    return imap_box(trust, server.port)


def imap_box(trust: Trust, port: int, **columns: Any) -> Mailbox:
    told = {
        "trust": trust,
        "address": DESK,
        "kind": "imap",
        "host": "127.0.0.1",
        "port": port,
        "uses_tls": False,
        "secret_name": "desk",
        **columns,
    }
    return Mailbox.objects.create(**told)


def poll(box: Mailbox) -> list[int]:
    """Poll once: the ids of the rows that are new. The mailbox is fetched afresh."""
    new: list[int] = []
    polling.poll(box.pk, then=new.append)
    box.refresh_from_db()
    return new


def subjects() -> list[str]:
    found = IncomingMessage.objects.order_by("pk").values_list("raw", flat=True)
    return [bytes(raw).split(b"Subject: ")[1].splitlines()[0].decode() for raw in found]


def test_what_is_in_the_mailbox_is_kept_and_marked_as_read(box: Mailbox, server: ImapServer):
    for number in range(3):
        server.add(letter("sister@trust.example", subject=f"Thing {number}"))

    new = poll(box)

    assert subjects() == ["Thing 0", "Thing 1", "Thing 2"]
    assert new == list(IncomingMessage.objects.order_by("pk").values_list("pk", flat=True))
    assert (server.total(), server.unread()) == (3, 0)
    assert box.polled_at is not None
    assert (box.fault, box.failed_at) == ("", None)


def test_a_second_poll_finds_nothing_new(box: Mailbox, server: ImapServer):
    server.add(letter("sister@trust.example"))
    poll(box)

    assert poll(box) == []
    assert len(subjects()) == 1


def test_the_first_time_only_unread_messages_are_taken(box: Mailbox, server: ImapServer):
    server.add(letter("sister@trust.example", subject="Years ago"), seen=True)
    server.add(letter("sister@trust.example", subject="Today"))

    poll(box)

    assert subjects() == ["Today"]


def test_a_message_somebody_opened_elsewhere_before_us_is_taken_all_the_same(
    box: Mailbox, server: ImapServer
):
    server.add(letter("sister@trust.example", subject="First"))
    poll(box)
    server.add(letter("sister@trust.example", subject="Opened on a phone"), seen=True)

    poll(box)

    assert subjects() == ["First", "Opened on a phone"]


def test_messages_numbered_anew_by_the_server_are_known_again(box: Mailbox, server: ImapServer):
    server.add(letter("sister@trust.example"))
    poll(box)
    Mailbox.objects.filter(pk=box.pk).update(cursor="1:999999")
    server.add(letter("sister@trust.example", subject="After"))

    poll(box)

    assert subjects() == ["A new kettle", "After"]


def test_kept_messages_go_to_the_folder_the_mailbox_names(trust: Trust, server: ImapServer):
    box = imap_box(trust, server.port, done_folder="Taken in & dealt with")
    server.add_folder("Taken in & dealt with")
    server.add(letter("sister@trust.example"))

    poll(box)

    assert box.fault == ""
    assert (server.total(), server.total("Taken in & dealt with")) == (0, 1)


def test_another_folder_than_the_inbox_may_be_read(trust: Trust, server: ImapServer):
    box = imap_box(trust, server.port, folder="Für den Desk")
    server.add_folder("Für den Desk")
    server.add(letter("sister@trust.example"), folder="Für den Desk")

    poll(box)

    assert (box.fault, len(subjects())) == ("", 1)


def test_a_refused_login_is_told_and_nothing_is_lost(trust: Trust, server: ImapServer):
    box = imap_box(trust, server.port, secret_name="wrong")
    server.add(letter("sister@trust.example"))

    poll(box)

    assert box.fault.startswith("The mail server refused the name or the password")
    assert box.failed_at is not None
    assert box.polled_at is None
    assert server.unread() == 1


def test_a_fault_keeps_its_first_time_and_goes_once_the_mailbox_answers(trust: Trust, server: ImapServer):
    box = imap_box(trust, server.port, secret_name="wrong")
    poll(box)
    first = box.failed_at
    poll(box)

    assert box.failed_at == first

    Mailbox.objects.filter(pk=box.pk).update(secret_name="desk")
    poll(box)

    assert (box.fault, box.failed_at) == ("", None)


def test_a_secret_the_environment_lacks_is_named(trust: Trust, server: ImapServer):
    box = imap_box(trust, server.port, secret_name="nowhere")

    poll(box)

    assert "CONCIERGE_MAIL_SECRETS" in box.fault
    assert "nowhere" in box.fault


def test_no_server_at_all_is_told(trust: Trust):
    box = imap_box(trust, 1)

    poll(box)

    assert box.fault.startswith("The mail server could not be reached")


def test_a_folder_there_is_not_is_told(trust: Trust, server: ImapServer):
    box = imap_box(trust, server.port, folder="Nowhere")

    poll(box)

    assert box.fault.startswith("The mail server could not open the folder")


@pytest.mark.parametrize(
    "where", ["LOGIN", "SELECT", "SEARCH", r"FETCH \d*2 \(BODY", r"STORE \d*2 ", r"STORE \d*3 "]
)
def test_a_connection_cut_anywhere_loses_nothing_and_doubles_nothing(
    trust: Trust, server: ImapServer, where: str
):
    for number in range(3):
        server.add(letter("sister@trust.example", subject=f"Thing {number}"))

    with line_to(server, refusing(where, CUT)) as port:
        box = imap_box(trust, port)
        poll(box)
        assert box.fault
        poll(box)

    assert box.fault == ""
    assert subjects() == ["Thing 0", "Thing 1", "Thing 2"]
    assert server.unread() == 0


def test_a_message_the_server_will_not_give_holds_no_other_up(trust: Trust, server: ImapServer):
    for number in range(3):
        server.add(letter("sister@trust.example", subject=f"Thing {number}"))

    with line_to(server, refusing(r"FETCH \d*1 ", b"NO [SERVERBUG] Try later")) as port:
        box = imap_box(trust, port)
        poll(box)

        assert "Try later" in box.fault
        assert subjects() == ["Thing 1", "Thing 2"]

        poll(box)

    assert box.fault == ""
    assert sorted(subjects()) == ["Thing 0", "Thing 1", "Thing 2"]


def test_a_mailbox_that_is_cut_does_not_stop_another(trust: Trust, server: ImapServer):
    broken, sound = imap_box(trust, 1, address="a@desk.example"), imap_box(trust, server.port)
    server.add(letter("sister@trust.example"))

    for each in polling.to_poll():
        polling.poll(each, then=lambda _: None)

    broken.refresh_from_db()
    sound.refresh_from_db()
    assert (bool(broken.fault), bool(sound.fault), len(subjects())) == (True, False, 1)


def test_two_clocks_do_not_read_one_mailbox_at_once(box: Mailbox, server: ImapServer):
    server.add(letter("sister@trust.example"))
    with another_session() as other:
        key = key_of(Turn.MAILBOX, box.pk)
        other.execute("SELECT pg_advisory_lock(%s)", [key])
        assert poll(box) == []
        other.execute("SELECT pg_advisory_unlock(%s)", [key])

    assert len(poll(box)) == 1


def another_session() -> Any:
    """A second connection to the same database, as another clock has."""
    return psycopg.connect(**connection.get_connection_params() | {"cursor_factory": psycopg.Cursor})


def test_a_mailbox_not_in_use_is_not_read(trust: Trust, server: ImapServer):
    box = imap_box(trust, server.port, is_active=False)
    server.add(letter("sister@trust.example"))

    assert polling.to_poll() == []
    assert poll(box) == []


def test_a_pipe_is_not_polled():
    Mailbox.objects.create(trust=TrustFactory(), address=DESK)

    assert polling.to_poll() == []


def test_a_mailbox_of_microsoft_365_is_opened_with_a_token(
    trust: Trust, server: ImapServer, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(opening, "token_for", lambda mailbox, secret, scope: TOKEN)
    box = imap_box(trust, server.port, kind="imap_oauth")
    server.add(letter("sister@trust.example"))

    poll(box)

    assert (box.fault, len(subjects())) == ("", 1)


def test_a_token_that_is_refused_is_told(trust: Trust, server: ImapServer, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(opening, "token_for", lambda mailbox, secret, scope: "stale")
    box = imap_box(trust, server.port, kind="imap_oauth")

    poll(box)

    assert box.fault.startswith("The mail server refused the name or the password")


def test_of_a_message_beyond_all_limits_the_beginning_is_kept(
    box: Mailbox, server: ImapServer, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("tickets.mail.sources.imap.LARGEST_KEPT", 1_000)
    monkeypatch.setattr("tickets.mail.sources.imap.BEGINNING", 400)
    server.add(letter("sister@trust.example", subject="All plans", text="long " * 1_000))

    poll(box)

    [message] = IncomingMessage.objects.all()
    assert (message.state, len(message.raw)) == ("unreadable", 400)
    assert "Only its beginning is kept" in message.reason
    assert server.total() == 1
