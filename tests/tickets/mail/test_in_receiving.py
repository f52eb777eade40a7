"""`manage.py receive_email`: one JSON object a message on standard output, and not a word more."""

import io
import json
import mailbox as mailboxes
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import OperationalError

from concierge.people.models import User
from concierge.places.models import Trust
from tests.factories import NINE, TrustFactory, raised_ticket
from tests.tickets.mail.post import DESK, letter, sent
from tickets import commands
from tickets.mail.mailboxes import DEMO_ADDRESS
from tickets.management.commands import receive_email
from tickets.merging import merge_reason
from tickets.models import IncomingMessage, Mailbox, OutgoingMessage, Ticket

pytestmark = pytest.mark.django_db
KEYS = [
    "ticket",
    "subject",
    "from_email",
    "from_name",
    "text",
    "reply_text",
    "attachments",
    "in_reply_to",
    "is_auto_reply",
    "is_bounce",
    "may_acknowledge",
]
Pipe = Callable[..., list[dict[str, Any]]]


@pytest.fixture
def pipe(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Pipe:
    """Hand bytes over, and get what was printed."""

    def run(raw: bytes = b"", *arguments: str) -> list[dict[str, Any]]:
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(raw)))
        call_command("receive_email", *arguments)
        return [json.loads(line) for line in capsys.readouterr().out.splitlines()]

    return run


def test_what_was_read_is_printed_as_one_object(pipe: Pipe, mailbox: Mailbox, sister: User):
    raw = letter(f"Sr Ash <{sister.email}>", files={"form.pdf": b"%PDF-1"})

    [told] = pipe(raw)

    ticket = Ticket.objects.get()
    assert list(told) == KEYS
    assert told == {
        "ticket": ticket.reference,
        "subject": "A new kettle",
        "from_email": sister.email,
        "from_name": "Sr Ash",
        "text": "Ours leaks.",
        "reply_text": "Ours leaks.",
        "attachments": [{"name": "form.pdf", "size": 6, "type": "application/pdf"}],
        "in_reply_to": None,
        "is_auto_reply": False,
        "is_bounce": False,
        "may_acknowledge": True,
    }


def test_an_answer_names_the_ticket_it_is_about(pipe: Pipe, mailbox: Mailbox, ticket: Ticket):
    ours = sent(ticket, "hr@trust.example")

    [told] = pipe(letter("hr@trust.example", in_reply_to=f"<{ours.message_id}>"))

    assert (told["ticket"], told["in_reply_to"]) == (ticket.reference, ticket.reference)


def test_the_same_message_again_is_told_again_and_raised_once(pipe: Pipe, mailbox: Mailbox, sister: User):
    raw = letter(sister.email)

    assert pipe(raw) == pipe(raw)
    assert Ticket.objects.count() == 1


def test_an_unknown_sender_s_message_is_told_without_a_ticket(pipe: Pipe, mailbox: Mailbox):
    [told] = pipe(letter("nobody@elsewhere.example"))

    assert (told["ticket"], told["in_reply_to"], told["text"]) == (None, None, "Ours leaks.")
    assert IncomingMessage.objects.get().state == "triage"


def test_nothing_is_sent(pipe: Pipe, mailbox: Mailbox, sister: User, mailoutbox: list[Any]):
    pipe(letter(sister.email))

    assert OutgoingMessage.objects.get().state == "waiting"
    assert mailoutbox == []


def test_an_empty_message_is_kept_and_told(pipe: Pipe, mailbox: Mailbox):
    [told] = pipe(b"")

    assert told["ticket"] is None
    assert IncomingMessage.objects.get().state == "unreadable"


def test_the_object_stands_on_one_line_in_plain_letters(
    mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    raw = letter("bea@elsewhere.example", subject="Wärme \U0001f600", text="Zeile 1\nZeile 2\u2028x")
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(raw)))
    call_command("receive_email")

    out = capsys.readouterr().out
    assert out.count("\n") == 1
    assert out.isascii()
    assert json.loads(out)["subject"] == "Wärme \U0001f600"


# --- which mailbox


def test_the_headers_say_which_mailbox(pipe: Pipe, mailbox: Mailbox):
    other = Mailbox.objects.create(trust=TrustFactory(), address="estates@desk.example")

    pipe(letter("a@elsewhere.example", to="Estates <ESTATES+x@desk.example>"))
    pipe(letter("b@elsewhere.example", to="somebody@else.example", delivered_to="estates@desk.example"))
    pipe(letter("c@elsewhere.example", to="somebody@else.example"))

    found = IncomingMessage.objects.order_by("pk").values_list("mailbox", flat=True)
    assert list(found) == [other.pk, other.pk, mailbox.pk]


def test_a_mailbox_may_be_named(pipe: Pipe, mailbox: Mailbox):
    other = Mailbox.objects.create(trust=TrustFactory(), address="estates@desk.example")

    pipe(letter("a@elsewhere.example"), "--mailbox", "Estates@desk.example")

    assert IncomingMessage.objects.get().mailbox == other


def test_a_mailbox_there_is_not_is_refused(pipe: Pipe, mailbox: Mailbox):
    with pytest.raises(CommandError, match="There is no mailbox nobody@desk") as refused:
        pipe(letter("a@elsewhere.example"), "--mailbox", "nobody@desk.example")

    assert refused.value.returncode == receive_email.TRY_LATER


def test_a_trust_without_a_mailbox_gets_the_demo_s(pipe: Pipe, trust: Trust, sister: User):
    [told] = pipe(letter(sister.email))

    assert Mailbox.objects.get().address == DEMO_ADDRESS
    assert told["ticket"] == Ticket.objects.get().reference


def test_in_production_a_mailbox_has_to_be_entered_first(pipe: Pipe, trust: Trust, settings: Any):
    settings.ENVIRONMENT = settings.ENVIRONMENT.model_copy(update={"production": True})

    with pytest.raises(CommandError, match="Administration"):
        pipe(letter("a@elsewhere.example"))
    assert not Mailbox.objects.exists()


def test_where_there_is_no_trust_the_message_is_told_and_kept_as_a_file(
    pipe: Pipe, settings: Any, tmp_path: Path
):
    settings.ENVIRONMENT = settings.ENVIRONMENT.model_copy(update={"home": tmp_path})
    raw = letter("a@elsewhere.example")

    [told] = pipe(raw)

    assert (told["ticket"], told["text"]) == (None, "Ours leaks.")
    [kept] = (tmp_path / "mail-to-come").iterdir()
    assert kept.read_bytes() == raw


# --- many


def test_every_message_of_an_mbox_is_told_on_a_line(
    mailbox: Mailbox, sister: User, tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    box = mailboxes.mbox(tmp_path / "mbox")
    for number in range(30):
        box.add(letter(sister.email, subject=f"Thing {number}"))
    box.close()

    call_command("receive_email", "--mbox", str(tmp_path / "mbox"))

    told = capsys.readouterr()
    assert [json.loads(line)["subject"] for line in told.out.splitlines()] == [
        f"Thing {n}" for n in range(30)
    ]
    assert told.err.splitlines() == ["25 of 30", "30 of 30"]
    assert Ticket.objects.count() == 30


def test_a_file_of_one_message_is_taken_too(pipe: Pipe, mailbox: Mailbox, tmp_path: Path):
    (tmp_path / "one.eml").write_bytes(letter("a@elsewhere.example"))

    assert len(pipe(b"", "--mbox", str(tmp_path / "one.eml"))) == 1


def test_every_message_of_a_maildir_is_told(pipe: Pipe, mailbox: Mailbox, tmp_path: Path):
    box = mailboxes.Maildir(tmp_path / "box", create=True)
    for number in range(3):
        box.add(letter("a@elsewhere.example", subject=str(number)))

    told = pipe(b"", "--maildir", str(tmp_path / "box"))

    assert sorted(each["subject"] for each in told) == ["0", "1", "2"]
    assert len(box) == 3


def test_a_folder_of_plain_files_will_do(pipe: Pipe, mailbox: Mailbox, tmp_path: Path):
    for name in ("b.eml", "a.eml", ".hidden"):
        (tmp_path / name).write_bytes(letter("a@elsewhere.example", subject=name))

    assert [each["subject"] for each in pipe(b"", "--maildir", str(tmp_path))] == ["a.eml", "b.eml"]


@pytest.mark.parametrize("way", ["--mbox", "--maildir"])
def test_what_is_not_there_is_told(pipe: Pipe, mailbox: Mailbox, way: str):
    with pytest.raises(CommandError, match="There is no"):
        pipe(b"", way, "/nowhere/at/all")


def test_both_at_once_are_refused():
    with pytest.raises(CommandError):
        call_command("receive_email", "--mbox=x", "--maildir=y")


# --- what a mail server is told


def test_while_the_database_is_away_the_mail_server_is_asked_to_try_again(
    pipe: Pipe, mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch
):
    def gone(**told: Any) -> Any:
        raise OperationalError("the server closed the connection")

    monkeypatch.setattr(receive_email.commands, "keep_message", gone)

    with pytest.raises(SystemExit) as ended:
        pipe(letter("a@elsewhere.example"))
    assert ended.value.code == receive_email.TRY_LATER


def test_a_message_too_large_to_be_kept_goes_back_to_its_sender_and_its_beginning_stays(
    pipe: Pipe, mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch
):
    for module in ("tickets.management.commands.receive_email", "tickets.commands.mail_in"):
        monkeypatch.setattr(f"{module}.LARGEST_KEPT", 1_000)
        monkeypatch.setattr(f"{module}.BEGINNING", 400)

    with pytest.raises(SystemExit) as ended:
        pipe(letter("a@elsewhere.example", text="long " * 10_000))

    assert ended.value.code == receive_email.TOO_LARGE
    message = IncomingMessage.objects.get()
    assert (message.state, len(message.raw)) == ("unreadable", 400)


def test_the_address_of_the_demo_is_the_one_its_messages_are_sent_to():
    assert DEMO_ADDRESS == DESK


def test_a_ticket_of_a_merged_pair_is_told_by_the_one_that_goes_on(
    pipe: Pipe, mailbox: Mailbox, ticket: Ticket, concierge: User
):
    other = raised_ticket(ticket.ward, by=ticket.raised_by)
    ours = sent(ticket, "hr@trust.example")
    commands.withdraw_ticket(ticket=ticket, because=merge_reason(other), by=concierge, at=NINE)

    [told] = pipe(letter("hr@trust.example", in_reply_to=f"<{ours.message_id}>"))

    assert told["ticket"] == other.reference


BROKEN = {
    "no database": {"DATABASE_URL": "postgresql://nobody@127.0.0.1:1/nothing"},
    "a wrong setting": {"CONCIERGE_LOG_LEVEL": "LOUD"},
}


@pytest.mark.parametrize("what", list(BROKEN))
def test_whatever_is_broken_the_mail_server_is_asked_to_try_again(what: str, tmp_path: Path):
    start = "import sys; from concierge.readiness import run; run(['manage.py', 'receive_email'])"
    told = os.environ | {"CONCIERGE_HOME": str(tmp_path), "DJANGO_SETTINGS_MODULE": "concierge.settings"}

    ended = subprocess.run(
        [sys.executable, "-c", start],
        input=letter("a@elsewhere.example"),
        env=told | BROKEN[what],
        capture_output=True,
        timeout=60,
    )

    assert (ended.returncode, ended.stdout) == (receive_email.TRY_LATER, b"")
    assert b"Traceback" not in ended.stderr
