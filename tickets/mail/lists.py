"""What a desk has to look at of its mail, and how its mailboxes fare."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Max, OuterRef, QuerySet, Subquery, Sum

from concierge.people.models import User
from concierge.people.standing import standing_of
from tickets.models import IncomingMessage, Mailbox, MailboxKind, MessageState

LATELY = timedelta(days=30)
OVERDUE = timedelta(minutes=15)
"""How long a mailbox that is fetched from may be silent before the desk is told."""


@dataclass(frozen=True)
class MailList:
    """One list of the desk's mail: its words, and the states of its messages."""

    label: str
    explains: str
    states: tuple[MessageState, ...]
    order: tuple[str, ...]


LISTS: Mapping[str, MailList] = {
    "place": MailList(
        "To place",
        "Nobody could tell which ticket or ward these are about, oldest first.",
        (MessageState.TRIAGE,),
        ("received_at", "pk"),
    ),
    "unreadable": MailList(
        "Cannot be read",
        "Kept as they came, oldest first. Try again, or set them aside.",
        (MessageState.UNREADABLE,),
        ("received_at", "pk"),
    ),
    "waiting": MailList(
        "Being read",
        "Just arrived. If they stay here, the program that reads them is not running.",
        (MessageState.WAITING,),
        ("received_at", "pk"),
    ),
    "automatic": MailList(
        "Automatic",
        "Written by programs, and about no ticket, newest first. Nobody was answered.",
        (MessageState.NOTED,),
        ("-received_at", "-pk"),
    ),
    "aside": MailList(
        "Set aside",
        "What the desk did not need, newest first.",
        (MessageState.SET_ASIDE,),
        ("-received_at", "-pk"),
    ),
}


@dataclass(frozen=True)
class Health:
    """How a mailbox fares: `is_well` is false where the desk should have somebody look at it."""

    mailbox: Mailbox
    last_came: datetime | None
    is_well: bool
    words: str


def messages_of_desk(person: User) -> QuerySet[IncomingMessage]:
    """Every message of the trusts whose desk a person works for, without its raw bytes."""
    desks = standing_of(person).desks
    return IncomingMessage.objects.filter(trust_id__in=desks).defer("raw", "text")


def mail_list(key: str, person: User) -> QuerySet[IncomingMessage]:
    """The messages of one list, in its order. Raises KeyError for a list there is not."""
    chosen = LISTS[key]
    found = messages_of_desk(person).filter(state__in=chosen.states, ticket__isnull=True)
    return found.select_related("mailbox", "settled_by").order_by(*chosen.order)


def waits_for_desk(person: User) -> QuerySet[IncomingMessage]:
    """The messages a desk has to decide on."""
    states = (MessageState.TRIAGE, MessageState.UNREADABLE)
    return messages_of_desk(person).filter(state__in=states, ticket__isnull=True)


def numbers_of_late(person: User, at: datetime) -> int:
    """How many NHS numbers came by mail in the last thirty days."""
    found = IncomingMessage.objects.filter(
        trust_id__in=standing_of(person).desks, identifiers__gt=0, received_at__gt=at - LATELY
    )
    return found.aggregate(many=Sum("identifiers"))["many"] or 0


def health_of_mailboxes(trust_ids: frozenset[int], at: datetime) -> list[Health]:
    """How each mailbox of these trusts fares, those in trouble first."""
    last = IncomingMessage.objects.filter(mailbox=OuterRef("pk")).order_by().values("mailbox")
    boxes = Mailbox.objects.filter(trust_id__in=trust_ids).annotate(
        last_came=Subquery(last.annotate(last=Max("received_at")).values("last"))
    )
    found = [_health(mailbox, at) for mailbox in boxes.select_related("trust").order_by("address", "pk")]
    return sorted(found, key=lambda health: health.is_well)


def _health(mailbox: Mailbox, at: datetime) -> Health:
    last: datetime | None = mailbox.last_came  # type: ignore[attr-defined]
    is_pipe = mailbox.kind == MailboxKind.PIPE
    if not mailbox.is_active:
        return Health(mailbox, last, True, "Not in use")
    if mailbox.fault:
        return Health(mailbox, last, False, mailbox.fault)
    if is_pipe:
        return Health(mailbox, last, True, "A mail server hands its messages over")
    if mailbox.polled_at is None:
        return Health(mailbox, last, True, "Not read yet")
    is_well = mailbox.polled_at >= at - OVERDUE
    return Health(mailbox, last, is_well, "Read" if is_well else "The program that reads it is not running")
