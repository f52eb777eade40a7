"""What people are told by e-mail, in which words, and when: at once, in a digest, or not at all.

Commands call `tell` by name, in their own transaction. A notice says only what its reader may
see on her own page; a note the desk and the services made among themselves is in none.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import Enum

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from concierge.people.models import User
from concierge.web.words import clock, long_day
from tickets.identifiers import mask
from tickets.mail import links
from tickets.mail.links import Answer
from tickets.mail.recipients import people_of_desk, people_of_ward
from tickets.mail.writing import title_for_mail, write
from tickets.models import DigestLine, Leg, Preference, Promise, TellingWhen, Ticket

EVERYTHING = "*"
"""What a preference names that is for all notices not named."""
USUAL_HOUR = 7


class Audience(Enum):
    """Whom a kind of notice is for."""

    WARD = "ward"
    DESK = "desk"
    SERVICE = "service"


@dataclass(frozen=True)
class News:
    """What a notice is about; `text` is what somebody wrote for its reader."""

    ticket: Ticket
    at: datetime
    leg: Leg | None = None
    promise: Promise | None = None
    text: str = ""

    @property
    def service(self) -> str:
        return str(self.leg.service) if self.leg is not None else "The desk"


@dataclass(frozen=True)
class Kind:
    """One kind of notice: what a person choosing reads, the subject, and the sentences of its text."""

    label: str
    audience: Audience
    subject: str
    """Words before the ticket's title."""
    says: Callable[[News], str]


def _moment(at: datetime) -> str:
    """A moment as a letter gives it: read days later, "today" would be wrong."""
    return f"{long_day(at)} at {clock(at)}"


def _raised(news: News) -> str:
    who = news.ticket.concierge
    name = f"{who.name} of the desk looks after it." if who is not None and who.is_active else ""
    return (
        f"We have what {news.ticket.ward} asked for. Its reference is {news.ticket.reference}. {name}".strip()
    )


def _promised(news: News) -> str:
    assert news.promise is not None
    return f"{news.service} promised: {news.promise.what}\nBy {_moment(news.promise.due_at)}."


def _late(news: News) -> str:
    assert news.promise is not None
    return (
        f"{news.service} promised this by {_moment(news.promise.due_at)}, and it is late: {news.promise.what}\n"
        "The desk will ask them."
    )


def _broken(news: News) -> str:
    assert news.promise is not None
    return f"{news.service} will not keep its promise: {news.promise.what}\nThe desk will find another way."


def _planned(news: News) -> str:
    assert news.leg is not None
    return f"{news.service} plans it for {long_day(news.leg.planned_for)}: {news.leg.planned_because}"


def _answered(news: News) -> str:
    ended = "" if news.ticket.is_open else f" It is {news.ticket.get_status_display().lower()}."
    said = f"\n\n{news.text}" if news.text else ""
    return f"There is an answer by e-mail; read it on the ticket.{ended}{said}"


def _resolved(news: News) -> str:
    ends = timezone.localdate(news.at + settings.ENVIRONMENT.confirm_after)
    return (
        f"This is done: {news.ticket.outcome}\n\n"
        f"Say whether it is. If you say nothing, it counts as fixed on {long_day(ends)}."
    )


KINDS: Mapping[str, Kind] = {
    "raised": Kind("A receipt for what you ask", Audience.WARD, "We have it", _raised),
    "question": Kind(
        "A question to your ward",
        Audience.WARD,
        "A question for you",
        lambda news: f"{news.service} asks: {news.text}\n\nNothing more happens until you answer.",
    ),
    "promised": Kind("A service promises a day", Audience.WARD, "Promised", _promised),
    "promise_late": Kind("A promise is late", Audience.WARD, "A promise is late", _late),
    "promise_broken": Kind("A promise will not be kept", Audience.WARD, "A promise was broken", _broken),
    "planned": Kind("Work has a day, or a new day", Audience.WARD, "Planned", _planned),
    "resolved": Kind("It is done: confirm or reopen", Audience.WARD, "Is it fixed?", _resolved),
    "reopened": Kind(
        "A ward opens a ticket again",
        Audience.DESK,
        "Opened again",
        lambda news: f"{news.ticket.ward} opened it again: {news.text}",
    ),
    "answered": Kind("Somebody writes about a ticket of yours", Audience.DESK, "An answer", _answered),
    "routed": Kind(
        "A part for a service that takes things directly",
        Audience.SERVICE,
        "For you",
        lambda news: (
            f"{news.ticket.ward} asks you for something." + (f"\n\n{news.text}" if news.text else "")
        ),
    ),
}
"""Every kind of notice, by the name commands tell it under."""

_silent: ContextVar[bool] = ContextVar("nobody is told", default=False)


@contextmanager
def silent(*, unless: bool = False) -> Iterator[None]:
    """Inside, nobody is told anything, unless so: for what happened long ago, or is told in another way."""
    token = _silent.set(_silent.get() or not unless)
    try:
        yield
    finally:
        _silent.reset(token)


def tell(
    kind: str,
    ticket: Ticket,
    at: datetime,
    *,
    by: User | None = None,
    leg: Leg | None = None,
    promise: Promise | None = None,
    text: str = "",
) -> None:
    """Let those whom a kind of notice is for know, each as she chose; whoever did it knows already.

    A receipt goes to its asker all the same. Raises KeyError for a kind there is not.
    """
    told = KINDS[kind]
    if _silent.get():
        return
    news = News(ticket, at, leg, promise, mask(text))
    if told.audience is Audience.SERVICE:
        _tell_service(kind, news)
        return
    people = people_of_ward(ticket, at) if told.audience is Audience.WARD else people_of_desk(ticket, at)
    hearing = [person for person in people if kind == "raised" or person != by]
    choices = _choices_of(hearing)
    for person in hearing:
        _tell_person(
            kind, news, person, choices.get((person.pk, kind)) or choices.get((person.pk, EVERYTHING))
        )


def next_hour(hour: int, after: datetime) -> datetime:
    """The next moment at which a UK clock shows a full hour."""
    today = timezone.localdate(after)
    moments = (timezone.make_aware(datetime.combine(today + timedelta(days=n), time(hour))) for n in (0, 1))
    return next(each for each in moments if each > after)


def _tell_person(kind: str, news: News, person: User, chosen: Preference | None) -> None:
    when = TellingWhen(chosen.when) if chosen is not None else TellingWhen.AT_ONCE
    if when == TellingWhen.NEVER:
        return
    ticket = news.ticket
    words = mask(KINDS[kind].says(news)) + _ways_to_answer(kind, news, person)
    if when == TellingWhen.DIGEST and chosen is not None:
        DigestLine.objects.create(
            trust_id=ticket.trust_id,
            person=person,
            ticket=ticket,
            kind=kind,
            text=words,
            created_at=news.at,
            due_at=next_hour(chosen.digest_hour, news.at),
        )
        return
    write(
        trust=ticket.trust,
        ticket=ticket,
        leg=news.leg,
        person=person,
        kind=kind,
        to=[person.email],
        subject=subject_of(KINDS[kind].subject, ticket),
        text=framed(f"Hello {person.name},", words, ticket, person),
        at=news.at,
    )


def _tell_service(kind: str, news: News) -> None:
    leg, ticket = news.leg, news.ticket
    if leg is None or not leg.service.email:
        return
    to = [leg.service.email]
    asked = [title_for_mail(ticket), mask(ticket.details), KINDS[kind].says(news)]
    words = "\n\n".join(text for text in reversed(asked) if text)
    write(
        trust=ticket.trust,
        ticket=ticket,
        leg=leg,
        kind=kind,
        to=to,
        subject=subject_of(KINDS[kind].subject, ticket),
        text=framed(f"Dear {leg.service},", words + answer_links(leg, to, news.at), ticket, None),
        at=news.at,
    )


def subject_of(words: str, ticket: Ticket) -> str:
    """Give "We have it: R-10482 A new kettle"."""
    return f"{words}: {ticket.reference} {title_for_mail(ticket)}"


def answer_links(leg: Leg, sent_to: list[str], at: datetime) -> str:
    """How a service answers without signing in, as a paragraph."""
    found = links.links_for_service(leg, sent_to, at)
    lines = [f"{answer.label}:\n{address}" for answer, address in found.items()]
    return "\n\nAnswer this e-mail, or use a link. Each works once, until " + (
        f"{long_day(at + links.LASTS)}.\n\n" + "\n".join(lines)
    )


def framed(greeting: str, words: str, ticket: Ticket | None, person: User | None) -> str:
    """A text with its greeting, which ticket it is about, and who sends it."""
    foot = ["-- ", f"Concierge desk, {settings.ENVIRONMENT.telephone}. Do not write about patients."]
    foot += [f"Not for emergencies: ring {settings.ENVIRONMENT.emergency_telephone}."]
    if person is not None:
        foot += [f"Choose what you are told: {settings.ENVIRONMENT.address}{reverse('what-i-am-told')}"]
    about = f"{ticket.reference} {title_for_mail(ticket)}\n{ticket.ward}\n" if ticket is not None else ""
    where = f"{address_of(ticket)}\n" if ticket is not None and person is not None else ""
    return "\n".join([greeting, "", words, "", f"{about}{where}", *foot, ""])


def address_of(ticket: Ticket) -> str:
    """Where a ticket's page is."""
    return f"{settings.ENVIRONMENT.address}{reverse('ticket', args=[ticket.reference])}"


def _ways_to_answer(kind: str, news: News, person: User) -> str:
    if kind == "question":
        page = reverse("ward_reply", args=[news.ticket.reference])
        return f"\n\nAnswer this e-mail, or write here:\n{settings.ENVIRONMENT.address}{page}"
    if kind != "resolved":
        return ""
    found = links.links_for_sister(news.ticket, person, news.at)
    return (
        f"\n\nIt is fixed, and how well we did:\n{found[Answer.FIXED]}\n"
        f"It is not fixed yet:\n{found[Answer.NOT_FIXED]}"
    )


def _choices_of(people: list[User]) -> dict[tuple[int, str], Preference]:
    rows = Preference.objects.filter(person__in=people)
    return {(row.person_id, row.notice): row for row in rows}
