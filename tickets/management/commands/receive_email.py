"""`manage.py receive_email`: take a message from a mail server, or many from a file or folder."""

import hashlib
import json
import mailbox as mailboxes
import sys
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError
from django.utils import timezone

from concierge.folders import private
from tickets import commands
from tickets.mail.arriving import host_of, read_kept
from tickets.mail.keeping import BEGINNING, LARGEST_KEPT
from tickets.mail.mailboxes import handed_over, receiver_of
from tickets.mail.reading import ReadMessage, read
from tickets.models import IncomingMessage, Mailbox

TRY_LATER = 75
"""What tells a mail server to keep the message and hand it over again (EX_TEMPFAIL)."""
TOO_LARGE = 65
"""What tells it to return the message to its sender (EX_DATAERR)."""
A_WHILE = 25
"""Messages between two lines of progress."""


@dataclass(frozen=True)
class Raw:
    """A message as bytes; `size` is more than they are where only the beginning was taken."""

    content: bytes
    size: int


class Command(BaseCommand):
    help = (
        "Keep and read a message from standard input, and print what was read as JSON; nothing is sent. "
        "With --mbox or --maildir many are taken, a line each."
    )
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        many = parser.add_mutually_exclusive_group()
        many.add_argument("--mbox", type=Path, metavar="FILE", help="take every message of an mbox file")
        many.add_argument("--maildir", type=Path, metavar="DIR", help="take every message of a folder")
        parser.add_argument(
            "--mailbox", metavar="ADDRESS", help="the mailbox they came to; else their headers say"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        messages, total = _messages(options)
        try:
            self._take_all(messages, total, _desks(options["mailbox"]))
        except DatabaseError as fault:
            self.stderr.write(f"The database cannot be reached: {fault}")
            sys.exit(TRY_LATER)

    def _take_all(self, messages: Iterator[Raw], total: int, desks: list[Mailbox]) -> None:
        if not desks:
            self._say(
                "There is no mailbox yet: messages are kept as files in the home's folder mail-to-come."
            )
        cut = 0
        for number, raw in enumerate(messages, start=1):
            self.stdout.write(json.dumps(_taken(raw, receiver_of(raw.content, desks))))
            self.stdout.flush()
            cut += raw.size > len(raw.content)
            if total > 1 and (number % A_WHILE == 0 or number == total):
                self._say(f"{number} of {total}")
        if cut:
            self._say("Too large to be kept whole; its beginning is kept.")
            sys.exit(TOO_LARGE)

    def _say(self, words: str) -> None:
        self.stderr.write(words, style_func=str)


def _taken(raw: Raw, mailbox: Mailbox | None) -> dict[str, Any]:
    """Keep one message, read it and put it where it belongs; the same again is only told again."""
    if mailbox is None:
        _keep_as_file(raw.content)
        return _told(None, read(raw.content))
    kept = commands.keep_message(raw=raw.content, mailbox=mailbox, at=timezone.now(), size=raw.size)
    taken = read_kept(kept.message.pk)
    if taken is not None:
        return _told(taken.message, taken.read)
    known = IncomingMessage.objects.defer("raw").select_related("ticket").get(pk=kept.message.pk)
    return _told(known, read(raw.content, desk_host=host_of(mailbox)))


def _told(message: IncomingMessage | None, found: ReadMessage) -> dict[str, Any]:
    ticket = message.ticket.reference if message is not None and message.ticket is not None else None
    answers = ticket if message is not None and message.is_reply else None
    told = found.as_json()
    return {
        "ticket": ticket,
        **{
            key: told[key]
            for key in ("subject", "from_email", "from_name", "text", "reply_text", "attachments")
        },
        "in_reply_to": answers,
        **{key: told[key] for key in ("is_auto_reply", "is_bounce", "may_acknowledge")},
    }


def _desks(address: str | None) -> list[Mailbox]:
    found = handed_over()
    if address is None:
        if not found and settings.ENVIRONMENT.production:
            raise CommandError("Enter the desk's mailbox under Administration first.", returncode=TRY_LATER)
        return found
    chosen = [mailbox for mailbox in found if mailbox.address.lower() == address.strip().lower()]
    if not chosen:
        raise CommandError(f"There is no mailbox {address} in use.", returncode=TRY_LATER)
    return chosen


def _messages(options: dict[str, Any]) -> tuple[Iterator[Raw], int]:
    """The messages, and how many they are."""
    if options["mbox"]:
        return _of_mbox(options["mbox"])
    if options["maildir"]:
        files = _files(options["maildir"])
        return (_of_file(file) for file in files), len(files)
    return iter([_of_stream(sys.stdin.buffer)]), 1


def _of_stream(stream: Any) -> Raw:
    """A whole stream, of which no more is held than can be kept; the rest is read and let go."""
    content = stream.read(LARGEST_KEPT + 1)
    if len(content) <= LARGEST_KEPT:
        return Raw(content, len(content))
    size = len(content)
    while rest := stream.read(BEGINNING):
        size += len(rest)
    return Raw(content[:BEGINNING], size)


def _of_file(path: Path) -> Raw:
    with open(path, "rb") as file:
        return _of_stream(file)


def _of_mbox(path: Path) -> tuple[Iterator[Raw], int]:
    if not path.is_file():
        raise CommandError(f"There is no file {path}.")
    box = mailboxes.mbox(path, create=False)
    total = len(box)
    if total or not path.stat().st_size:
        return _each_of(box), total
    box.close()
    return iter([_of_file(path)]), 1  # one message, without the line that begins each in an mbox


def _each_of(box: mailboxes.mbox) -> Iterator[Raw]:
    with closing(box):
        for key in box.iterkeys():
            yield _of_stream(box.get_file(key))


def _files(folder: Path) -> list[Path]:
    """The messages of a maildir, or of a folder of plain files, in the order of their names."""
    if not folder.is_dir():
        raise CommandError(f"There is no folder {folder}.")
    inside = [folder / name for name in ("new", "cur") if (folder / name).is_dir()] or [folder]
    found = [file for part in inside for file in part.iterdir() if file.is_file()]
    return sorted((file for file in found if not file.name.startswith(".")), key=lambda file: file.name)


def _keep_as_file(raw: bytes) -> None:
    """Keep a message for which there is no desk yet; `--maildir` takes it once there is one."""
    folder = private(settings.ENVIRONMENT.home / "mail-to-come")
    (folder / f"{hashlib.sha256(raw).hexdigest()}.eml").write_bytes(raw)
