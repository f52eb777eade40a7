"""What is sent: letters of the desk, how they fared, and who wants to be told what."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from concierge.people.models import User
from concierge.places.commands import must_administer, must_be_new_name
from concierge.places.models import Trust
from tickets import permissions
from tickets.choices import Channel, Counterpart, Direction, Source
from tickets.commands.contacts import CHASED, Contact, record_interaction
from tickets.commands.parts import keep_change, must_say
from tickets.errors import MoveRefused, NotAllowed, WrongValue
from tickets.mail import letters, notices, recipients, sending
from tickets.mail.faults import LONGEST
from tickets.mail.writing import checked, write
from tickets.models import (
    Interaction,
    Leg,
    LetterTemplate,
    OutgoingMessage,
    OutgoingState,
    Preference,
    Process,
    Service,
    TellingWhen,
    Ticket,
)

LETTER = "letter"
SETTLED = "e-mail dealt with"


@transaction.atomic
def send_letter(
    *,
    ticket: Ticket,
    to: Sequence[str],
    subject: str,
    text: str,
    by: User,
    at: datetime,
    leg: Leg | None = None,
    cc: Sequence[str] = (),
    typed: Collection[str] = (),
    minutes: int | None = None,
    is_chase: bool = False,
) -> OutgoingMessage:
    """Write to a service, the ward or somebody else about a ticket, and log it as a contact.

    Goes only to people and services the ticket or its trust knows, and to addresses that the desk
    `typed` in so many letters. It is a contact with the service that reads it, where its part is
    named or the only one that fits, else with the ward. A service that alone is written to about
    its open part gets links to answer with. Raises NotAllowed unless `by` is of the desk, WrongValue for words or addresses
    that cannot be sent, and MoveRefused for a chase of a part that has ended.
    """
    ticket = Ticket.objects.lock(ticket)
    if not permissions.is_desk(by, ticket.trust_id):
        raise NotAllowed("Only the desk writes about this ticket.")
    subject = must_say(subject, "subject", "Enter a subject.")
    text = must_say(text, "text", "Write what you want to say.")
    to, cc = checked(to), checked(cc)
    _check_known(ticket, [*to, *cc], typed, at)
    leg = part_written_about(ticket, leg, [*to, *cc], at)
    interaction = _log_letter(ticket, leg, to, cc, text, by, at, minutes, is_chase)
    return write(
        trust=ticket.trust,
        ticket=ticket,
        leg=interaction.leg,
        interaction=interaction,
        kind=LETTER,
        to=to,
        cc=cc,
        subject=subject,
        text=text + links_beneath(interaction.leg, [*to, *cc], at),
        at=at,
        is_automatic=False,
    )


def links_beneath(leg: Leg | None, addresses: list[str], at: datetime) -> str:
    """The links that go beneath a letter: none where others than the part's own service read it."""
    if leg is None or not leg.is_open or not addresses:
        return ""
    own = recipients.addresses_of(leg.service, timezone.localdate(at))
    if {address.lower() for address in addresses} - own:
        return ""
    return notices.answer_links(leg, addresses, at)


def part_written_about(ticket: Ticket, leg: Leg | None, addresses: list[str], at: datetime) -> Leg | None:
    """The part a letter to these addresses is about: none where only the ward reads it.

    The one named, else the open one whose service owns every address.
    """
    day, read_by = timezone.localdate(at), {address.lower() for address in addresses}
    if read_by <= recipients.addresses_of_ward(ticket, day):
        return None
    if leg is not None:
        return leg
    open_here = ticket.legs.open().select_related("service", "ticket").order_by("opened_at", "pk")
    return next((each for each in open_here if read_by <= recipients.addresses_of(each.service, day)), None)


@transaction.atomic
def note_delivery(
    *, message: OutgoingMessage, state: OutgoingState, reason: str, at: datetime
) -> OutgoingMessage:
    """Note what a mail server reported of a message: delivered, delayed (`SENT`) or come back.

    One that came back is put before the desk. Said again it changes nothing; a message that came
    back stays so. Raises WrongValue for a state no report can bring.
    """
    if state not in (OutgoingState.SENT, OutgoingState.DELIVERED, OutgoingState.BOUNCED):
        raise WrongValue("A report says delivered, delayed or come back.", field="state")
    rows = OutgoingMessage.objects.select_for_update(of=("self",)).select_related("ticket", "leg")
    message = rows.get(pk=message.pk)
    if message.state == OutgoingState.BOUNCED:
        return message
    message.sent_at = message.sent_at or at
    if state == OutgoingState.BOUNCED:
        sending.mark_failed(message, state, reason or "No reason was given.", at)
        return message
    if message.state != OutgoingState.DELIVERED:
        message.state = state
    message.reason = "" if message.state == OutgoingState.DELIVERED else reason[:LONGEST]
    message.failed_at = message.settled_at = message.settled_by = None
    message.save()
    return message


@transaction.atomic
def settle_message(*, message: OutgoingMessage, by: User, at: datetime) -> OutgoingMessage:
    """Note that the desk has dealt with a message that did not arrive.

    Raises NotAllowed unless `by` is of the desk, and MoveRefused where there is nothing to deal with.
    """
    if not permissions.is_desk(by, message.trust_id):
        raise NotAllowed("Only the desk can say that it has dealt with this.")
    rows = OutgoingMessage.objects.select_for_update(of=("self",)).select_related("ticket", "leg")
    message = rows.get(pk=message.pk)
    if message.failed_at is None or message.settled_at is not None:
        raise MoveRefused("There is nothing to deal with: it did not fail, or it was dealt with already.")
    message.settled_at, message.settled_by = at, by
    message.save(update_fields=["settled_at", "settled_by"])
    if message.ticket is not None:
        keep_change(message.ticket, SETTLED, by, at, leg=message.leg, note=f"To {', '.join(message.to)}")
    return message


@transaction.atomic
def choose_notices(*, choices: Mapping[str, TellingWhen], digest_hour: int, by: User) -> None:
    """Keep what a person wants to be told by e-mail, by the name of the notice, and when.

    Raises WrongValue for an hour there is not, or a notice there is not.
    """
    if not 0 <= digest_hour < 24:
        raise WrongValue("Choose an hour of the day.", field="digest_hour")
    if unknown := set(choices) - set(notices.KINDS):
        raise WrongValue(f"There is no such notice: {', '.join(sorted(unknown))}.")
    for kind, when in choices.items():
        Preference.objects.update_or_create(
            person=by, notice=kind, defaults={"when": when, "digest_hour": digest_hour}
        )


@transaction.atomic
def save_template(
    *,
    trust: Trust,
    name: str,
    subject: str,
    body: str,
    by: User,
    template: LetterTemplate | None = None,
    process: Process | None = None,
    service: Service | None = None,
) -> LetterTemplate:
    """Add a template of letters, or change one.

    Raises NotAllowed, or WrongValue where the trust has another of that name, or it names a field
    there is not.
    """
    must_administer(by, trust.pk)
    name = must_say(name, "name", "Enter the template's name.")
    others = LetterTemplate.objects.filter(trust=trust, name__iexact=name)
    must_be_new_name(others.exclude(pk=template.pk if template else 0).exists(), "a template")
    for field, text in (("subject", subject), ("body", body)):
        if unknown := letters.unknown_fields(text):
            raise WrongValue(f"There is no field {{{unknown[0]}}}.", field=field)
    for place in (process, service):
        if place is not None and place.trust_id != trust.pk:
            raise WrongValue(f"{place} belongs to another trust.")
    reason = "changed" if template else "added"
    template = template or LetterTemplate(trust=trust)
    template.name, template.process, template.service = name, process, service
    template.subject = " ".join(must_say(subject, "subject", "Enter a subject.").split())
    template.body = must_say(body, "body", "Enter the text.")
    template.save_as(by, reason=reason)
    return template


@transaction.atomic
def retire_template(*, template: LetterTemplate, on: date | None, by: User) -> LetterTemplate:
    """Stop offering a template from a day on, or with None offer it again."""
    must_administer(by, template.trust_id)
    template.retired_on = on
    template.save_as(by, reason="retired" if on else "in use again")
    return template


def _check_known(ticket: Ticket, addresses: Sequence[str], typed: Collection[str], at: datetime) -> None:
    known = {each.email.lower() for each in recipients.known_for(ticket, timezone.localdate(at))}
    known |= {address.strip().lower() for address in typed}
    for address in addresses:
        if address.lower() not in known:
            raise WrongValue(
                f"{address} belongs to nobody this ticket concerns. Type it in if you mean it.", field="to"
            )


def _log_letter(
    ticket: Ticket,
    leg: Leg | None,
    to: Sequence[str],
    cc: Sequence[str],
    text: str,
    by: User,
    at: datetime,
    minutes: int | None,
    is_chase: bool,
) -> Interaction:
    """The contact that a letter is, logged by itself."""
    counterpart = _counterpart(ticket, leg, [*to, *cc], at)
    if is_chase and (leg is None or not leg.is_open or counterpart != Counterpart.SERVICE):
        raise MoveRefused("Only a service can be chased, about a part that is open.")
    names = {each.email.lower(): each.name for each in recipients.known_for(ticket, timezone.localdate(at))}
    read_by = ", ".join(names.get(address.lower(), address) for address in [*to, *cc])
    contact = Contact(
        Channel.EMAIL,
        Direction.OUT,
        counterpart,
        leg.service if leg is not None and counterpart == Counterpart.SERVICE else None,
        with_whom=read_by[:200],
        desk_minutes=minutes,
        note=text,
    )
    logged = record_interaction(
        ticket=ticket, contact=contact, by=by, at=at, leg=leg, is_chase=is_chase, source=Source.MAIL
    )
    if is_chase:
        keep_change(ticket, CHASED, by, at, leg=leg)
    return logged


def _counterpart(ticket: Ticket, leg: Leg | None, addresses: Sequence[str], at: datetime) -> Counterpart:
    """Whose contact a letter is: who may read it later follows from that."""
    day, read_by = timezone.localdate(at), {address.lower() for address in addresses}
    if leg is not None and read_by & recipients.addresses_of(leg.service, day):
        return Counterpart.SERVICE
    return Counterpart.WARD if read_by <= recipients.addresses_of_ward(ticket, day) else Counterpart.OTHER
