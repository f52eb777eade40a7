"""Kept before it is read: once, however often it comes, and never lost, whatever it is."""

from typing import Any

import psycopg
import pytest
from django.db import OperationalError, connection
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.factories import NINE, TrustFactory
from tests.tickets.mail.post import LATER, letter
from tickets import commands
from tickets.commands.mail_in import TRIES
from tickets.mail import arriving
from tickets.mail.arriving import read_kept
from tickets.mail.keeping import identity_of
from tickets.mail.turns import Turn, key_of
from tickets.models import IncomingMessage, Mailbox

pytestmark = pytest.mark.django_db
RAW = letter("sister@trust.example", message_id="one@trust.example")


def keep(mailbox: Mailbox, raw: bytes, **told: Any) -> IncomingMessage:
    return commands.keep_message(raw=raw, mailbox=mailbox, at=NINE, **told).message


def test_a_message_is_kept_as_it_came(mailbox: Mailbox):
    message = IncomingMessage.objects.get(pk=keep(mailbox, RAW).pk)

    assert bytes(message.raw) == RAW
    assert (message.message_id, message.state, message.tries) == ("one@trust.example", "waiting", 0)


def delivered_by(server: bytes) -> bytes:
    return (
        b"Received: from %b by desk.example; Tue, 3 Mar 2026 09:00:00 +0000\r\n" % server
        + b"X-Spam-Score: %d\nDelivered-To: %b@desk.example\r\n" % (len(server), server)
        + b"ARC-Seal: i=1; d=%b\r\n" % server
        + RAW
    )


@pytest.mark.parametrize(
    "again",
    [RAW, delivered_by(b"a"), delivered_by(b"another"), RAW.replace(b"\n", b"\r\n"), RAW + b"\r\n\r\n"],
    ids=["the same bytes", "one way", "another way", "other line ends", "empty lines at its end"],
)
def test_the_same_message_delivered_twice_is_one(mailbox: Mailbox, again: bytes):
    first = commands.keep_message(raw=RAW, mailbox=mailbox, at=NINE)
    second = commands.keep_message(raw=again, mailbox=mailbox, at=LATER)

    assert (first.is_new, second.is_new) == (True, False)
    assert first.message.pk == second.message.pk


@pytest.mark.parametrize(
    "other",
    [RAW.replace(b"leaks", b"burns"), RAW.replace(b"A new kettle", b"A kettle")],
    ids=["another text", "another subject"],
)
def test_another_message_with_the_same_id_is_another(mailbox: Mailbox, other: bytes):
    assert keep(mailbox, RAW).pk != keep(mailbox, other).pk


def test_a_message_without_an_id_is_known_by_what_it_says(mailbox: Mailbox):
    nameless = letter("sister@trust.example", message_id="")

    first = keep(mailbox, nameless)

    assert first.message_id == f"sha256:{first.content_hash}"
    assert keep(mailbox, nameless).pk == first.pk
    assert keep(mailbox, letter("sister@trust.example", message_id="", date=LATER)).pk != first.pk


def test_a_message_to_two_mailboxes_of_a_trust_is_one(mailbox: Mailbox):
    other = Mailbox.objects.create(trust=mailbox.trust, address="estates@desk.example")

    assert keep(mailbox, RAW).pk == keep(other, RAW).pk


def test_each_trust_keeps_its_own(mailbox: Mailbox):
    other = Mailbox.objects.create(trust=TrustFactory(), address="desk@other.example")

    assert keep(mailbox, RAW).pk != keep(other, RAW).pk


@given(st.binary(max_size=400))
@settings(max_examples=60, deadline=None)
def test_any_bytes_have_an_identity_that_a_row_can_hold(raw: bytes):
    identity = identity_of(raw)

    assert 0 < len(identity.message_id) <= 500
    assert "\x00" not in identity.message_id
    assert len(identity.content_hash) == 64


@pytest.mark.parametrize("raw", [b"", b"\x00\xff" * 40, b"Message-ID: <\x00>\n\n", b"\n\n\n"])
def test_what_is_no_message_is_kept_and_told(mailbox: Mailbox, raw: bytes):
    message = keep(mailbox, raw)
    read_kept(message.pk)

    message.refresh_from_db()
    assert message.state == "unreadable"
    assert message.reason


def test_a_message_too_large_to_be_read_is_kept_whole_with_the_reason(
    mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("tickets.mail.keeping.LARGEST_READ", 100)

    message = IncomingMessage.objects.get(pk=keep(mailbox, RAW).pk)

    assert message.state == "unreadable"
    assert "the most that is read" in message.reason
    assert bytes(message.raw) == RAW


def test_of_a_message_too_large_to_be_kept_the_beginning_stays(
    mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("tickets.commands.mail_in.LARGEST_KEPT", 200)
    monkeypatch.setattr("tickets.commands.mail_in.BEGINNING", 50)

    message = IncomingMessage.objects.get(pk=keep(mailbox, RAW * 10).pk)

    assert (message.state, len(message.raw)) == ("unreadable", 50)
    assert "Only its beginning" in message.reason


def broken(*args: Any, **told: Any) -> Any:
    raise RuntimeError("no such thing")


def test_a_message_that_cannot_be_filed_waits_for_the_desk_with_the_reason(
    mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch
):
    message = keep(mailbox, RAW)
    monkeypatch.setattr(arriving.commands, "file_message", broken)

    read_kept(message.pk)

    message.refresh_from_db()
    assert message.state == "unreadable"
    assert "RuntimeError" in message.reason
    assert "no such thing" not in message.reason


def test_a_fault_of_the_database_leaves_the_message_waiting(
    mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch
):
    message = keep(mailbox, RAW)

    def gone(*args: Any, **told: Any) -> Any:
        raise OperationalError("the server went away")

    monkeypatch.setattr(arriving.commands, "file_message", gone)
    with pytest.raises(OperationalError):
        read_kept(message.pk)

    message.refresh_from_db()
    assert (message.state, message.tries) == ("waiting", 1)


def test_reading_that_never_comes_to_an_end_is_begun_a_few_times_and_no_more(mailbox: Mailbox):
    message = keep(mailbox, RAW)
    for _ in range(TRIES):
        assert commands.begin_reading(message_id=message.pk) is not None  # and then its worker was killed

    assert read_kept(message.pk) is None

    message.refresh_from_db()
    assert message.state == "unreadable"
    assert "never came to its end" in message.reason


def test_a_message_is_read_once(mailbox: Mailbox):
    message = keep(mailbox, RAW)

    assert read_kept(message.pk) is not None
    assert read_kept(message.pk) is None

    message.refresh_from_db()
    assert (message.state, message.tries) == ("triage", 1)


def test_two_that_read_at_once_file_it_once(mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch):
    message = keep(mailbox, RAW)
    real, filed = commands.file_message, []

    def overtaken(**told: Any) -> Any:
        monkeypatch.setattr(arriving.commands, "file_message", real)
        read_kept(message.pk)  # another worker, in the middle of ours
        filed.append(IncomingMessage.objects.get(pk=message.pk).read_at)
        return real(**told)

    monkeypatch.setattr(arriving.commands, "file_message", overtaken)
    read_kept(message.pk)

    assert filed == [IncomingMessage.objects.get(pk=message.pk).read_at]


def test_no_message_at_all_is_not_read():
    assert read_kept(0) is None


def test_a_message_another_worker_has_in_hand_is_left_to_it(mailbox: Mailbox):
    message = keep(mailbox, RAW)
    key = key_of(Turn.MESSAGE, message.pk)

    with psycopg.connect(**connection.get_connection_params() | {"cursor_factory": psycopg.Cursor}) as other:
        other.execute("SELECT pg_advisory_lock(%s)", [key])
        assert read_kept(message.pk) is None
        other.execute("SELECT pg_advisory_unlock(%s)", [key])

    message.refresh_from_db()
    assert (message.state, message.tries) == ("waiting", 0)
    assert read_kept(message.pk) is not None
