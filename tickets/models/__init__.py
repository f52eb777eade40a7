"""Rows and their constraints, one file a noun."""

from tickets.models.change import Change
from tickets.models.idempotency import IdempotencyKey
from tickets.models.imports import ImportedRow, ImportFault, ImportRun
from tickets.models.interaction import LONGEST_CONTACT, Coding, Interaction, Promise
from tickets.models.leg import Holding, Leg
from tickets.models.letter import (
    DigestLine,
    LetterTemplate,
    Preference,
    Rating,
    Score,
    TellingWhen,
    UsedLink,
)
from tickets.models.mailbox import (
    IncomingMessage,
    Mailbox,
    MailboxKind,
    MessageState,
    OutgoingMessage,
    OutgoingState,
)
from tickets.models.process import CauseWording, Process
from tickets.models.service import Service, ServiceContact, ServiceKind, WorkingHours
from tickets.models.ticket import Ticket, TicketFile

__all__ = [
    "LONGEST_CONTACT",
    "CauseWording",
    "Change",
    "Coding",
    "DigestLine",
    "Holding",
    "IdempotencyKey",
    "ImportFault",
    "ImportRun",
    "ImportedRow",
    "IncomingMessage",
    "Interaction",
    "Leg",
    "LetterTemplate",
    "Mailbox",
    "MailboxKind",
    "MessageState",
    "OutgoingMessage",
    "OutgoingState",
    "Preference",
    "Process",
    "Promise",
    "Rating",
    "Score",
    "Service",
    "ServiceContact",
    "ServiceKind",
    "TellingWhen",
    "Ticket",
    "TicketFile",
    "UsedLink",
    "WorkingHours",
]
