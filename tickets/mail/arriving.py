"""Reading what was kept: once, to its end, and never for ever."""

import logging
from dataclasses import dataclass

from django.db import InterfaceError, OperationalError
from django.utils import timezone

from concierge.people.standing import standings_kept
from tickets import commands
from tickets.mail.reading import ReadMessage, read
from tickets.mail.turns import Turn, alone
from tickets.models import IncomingMessage, Mailbox

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Taken:
    """A message as it stands after reading, and what was read of it."""

    message: IncomingMessage
    read: ReadMessage


def read_kept(message_id: int) -> Taken | None:
    """Read a message that waits and put it where it belongs; None where it does not wait, or another reads it.

    A fault of the database leaves it waiting, for the clock to find; any other fault leaves it
    to the desk.
    """
    with alone(Turn.MESSAGE, message_id) as is_alone:
        return _read_kept(message_id) if is_alone else None


def _read_kept(message_id: int) -> Taken | None:
    message = commands.begin_reading(message_id=message_id)
    if message is None:
        return None
    at = timezone.now()
    try:
        found = read_again(message)
        with standings_kept(on=timezone.localdate(at)):
            return Taken(commands.file_message(message=message, read=found, at=at), found)
    except (OperationalError, InterfaceError):
        raise
    except Exception as fault:
        log.exception("Message %s could not be filed", message_id)
        commands.refuse_message(
            message=message, reason=f"It was read, but not put on a ticket: {said(fault)}"
        )
        return None


def read_again(message: IncomingMessage) -> ReadMessage:
    """What a kept message says; nothing is changed."""
    return read(bytes(message.raw), desk_host=host_of(message.mailbox))


def host_of(mailbox: Mailbox) -> str:
    return mailbox.address.rpartition("@")[2]


def said(fault: Exception) -> str:
    """A fault in one line for the desk; the program's log has the rest."""
    return f"{type(fault).__name__}. The program's log says more."
