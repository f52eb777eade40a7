"""Raise: a ward asks, and one named concierge has it from the first minute."""

import hashlib
from collections.abc import Sequence
from datetime import date, datetime

from django.conf import settings
from django.core.files.base import File
from django.db import transaction
from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from concierge.people.models import Post, User
from concierge.people.roles import DESK_ROLES
from concierge.people.standing import standing_of
from concierge.places.models import Ward
from tickets import permissions
from tickets.choices import PatientEffect, Source, Status
from tickets.commands.contacts import Contact, record_interaction
from tickets.commands.parts import keep_change, must_say
from tickets.commands.routing import route_ticket
from tickets.errors import NotAllowed, WrongValue
from tickets.mail import notices
from tickets.models import Interaction, Process, Ticket, TicketFile
from tickets.models.ticket import CONTENT_TYPE_LENGTH, TITLE_LENGTH
from tickets.references import next_references

RAISED = "raised"


def least_busy_concierge(trust_id: int, on: date) -> User:
    """The person of the desk with the fewest open tickets; without a desk, the program itself."""
    posts = Post.objects.current(on).with_role(DESK_ROLES).filter(trust_id=trust_id)
    at_the_desk = User.objects.filter(is_active=True, pk__in=posts.values("person"))
    # Counted for each by the index of open tickets; a join would read every ticket anybody has ever had.
    open_ones = Ticket.objects.open().filter(concierge=OuterRef("pk")).order_by().values("concierge")
    busy = Coalesce(Subquery(open_ones.annotate(count=Count("pk")).values("count")), 0)
    return at_the_desk.annotate(busy=busy).order_by("busy", "pk").first() or User.objects.system()


@transaction.atomic
def raise_ticket(
    *,
    ward: Ward,
    title: str,
    by: User,
    at: datetime,
    process: Process | None = None,
    details: str = "",
    patient_effect: PatientEffect = PatientEffect.NONE,
    asked_by: str = "",
    call: Contact | None = None,
    files: "Sequence[File[bytes]]" = (),
    source: Source | None = None,
) -> Ticket:
    """Take down what a ward needs, give it a reference and a concierge.

    `asked_by` names who asked where somebody else writes it down; `call` is the contact in
    which she said it, logged as the first interaction. A process that its service has adopted
    is routed at once. Raises NotAllowed unless `by` is of the ward or the desk, and WrongValue
    where nothing is asked for, or a thing belongs to another trust.
    """
    if not permissions.may_raise(by, ward.pk, ward.trust_id):
        raise NotAllowed(f"Only {ward} or the desk can raise a ticket for {ward}.")
    _check_process(process, ward)
    from_desk = not standing_of(by).is_system and permissions.is_desk(by, ward.trust_id)
    ticket = Ticket(
        trust_id=ward.trust_id,
        reference=next_references()[0],
        ward=ward,
        process=process,
        title=_one_line(title),
        details=details.strip(),
        patient_effect=patient_effect,
        status=Status.RAISED,
        source=source or (Source.DESK if from_desk else Source.WARD),
        raised_at=at,
        raised_by=by,
        raised_by_name=asked_by.strip(),
        contact=None if from_desk else by,
        concierge=by if from_desk else least_busy_concierge(ward.trust_id, timezone.localdate(at)),
    )
    ticket.save_as(by, reason=RAISED)
    keep_change(ticket, RAISED, by, at)
    for file in files:
        attach_file(ticket=ticket, file=file, by=by, at=at)
    if call is not None:
        record_interaction(ticket=ticket, contact=call, by=by, at=at)
    if process is not None and process.is_adopted and process.service is not None:
        [leg] = route_ticket(ticket=ticket, services=[process.service], by=User.objects.system(), at=at)
        ticket = Ticket.objects.get(pk=ticket.pk)
        notices.tell("routed", ticket, at, leg=leg)
    notices.tell("raised", ticket, at, by=by)
    return ticket


@transaction.atomic
def attach_file(
    *, ticket: Ticket, file: "File[bytes]", by: User, at: datetime, interaction: Interaction | None = None
) -> TicketFile:
    """Keep a file with a ticket, and its checksum.

    Raises NotAllowed unless `by` may write on the ticket, and WrongValue for an empty or too large file.
    """
    if not permissions.may_record(by, ticket):
        raise NotAllowed("Only the ward, the desk and the services concerned can add a file.")
    largest = settings.ENVIRONMENT.largest_file
    if not file.size:
        raise WrongValue(f"{file.name} is empty.", field="files")
    if file.size > largest:
        raise WrongValue(f"{file.name} is larger than {largest // 1024 // 1024} MB.", field="files")
    digest = hashlib.sha256()
    for chunk in file.chunks():
        digest.update(chunk)
    return TicketFile.objects.create(
        trust_id=ticket.trust_id,
        ticket=ticket,
        interaction=interaction,
        file=file,
        name=(file.name or "file")[-200:],
        size=file.size,
        content_type=(getattr(file, "content_type", "") or "")[:CONTENT_TYPE_LENGTH],
        sha256=digest.hexdigest(),
        added_by=by,
        added_at=at,
    )


def _one_line(title: str) -> str:
    title = " ".join(must_say(title, "title", "Say in one line what you need.").split())
    if len(title) > TITLE_LENGTH:
        raise WrongValue(
            f"The line can have {TITLE_LENGTH} characters. Put the rest under details.", field="title"
        )
    return title


def _check_process(process: Process | None, ward: Ward) -> None:
    if process is not None and process.trust_id != ward.trust_id:
        raise WrongValue("This process belongs to another trust.", field="process")
