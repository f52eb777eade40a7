"""Signed links: what each lets its reader do, once, until when; and that looking changes nothing."""

from datetime import timedelta
from typing import Any

import pytest
from django.core import signing
from django.test import Client
from django.utils import timezone

from concierge.people.models import User
from tests.tickets.pages.reading import text
from tickets import commands
from tickets.choices import CauseFate, RootCause
from tickets.errors import MoveRefused
from tickets.mail import links
from tickets.mail.links import Answer
from tickets.models import Change, Leg, Promise, Rating, Score, Service, Ticket, UsedLink

HR = "hr@trust.example"
DAY = timedelta(days=1)


@pytest.fixture
def browser() -> Client:
    """A browser in which nobody has signed in."""
    return Client()


@pytest.fixture
def now() -> Any:
    return timezone.now()


@pytest.fixture
def for_hr(leg: Leg, now: Any) -> dict[Answer, str]:
    return paths(links.links_for_service(leg, [HR], now))


@pytest.fixture
def resolved(ticket: Ticket, concierge: User, now: Any) -> Ticket:
    return commands.resolve_ticket(
        ticket=ticket,
        outcome="A kettle came.",
        root_cause=RootCause.CULTURE,
        cause_fate=CauseFate.REMOVED,
        by=concierge,
        at=now,
    )


@pytest.fixture
def for_sister(resolved: Ticket, sister: User, now: Any) -> dict[Answer, str]:
    return paths(links.links_for_sister(resolved, sister, now))


def paths(addresses: dict[Answer, str]) -> dict[Answer, str]:
    return {answer: address.removeprefix("http://localhost:8000") for answer, address in addresses.items()}


def test_a_service_says_that_its_part_is_done(browser: Client, leg: Leg, for_hr: dict[Answer, str]):
    asked = browser.get(for_hr[Answer.DONE])
    thanked = browser.post(for_hr[Answer.DONE], {"text": "Account made"}, follow=True)

    leg.refresh_from_db()
    assert "It is done" in text(asked)
    assert "Noted: it is done." in text(thanked)
    assert (leg.status, leg.result) == ("done", f"Account made (HR, by the link sent to {HR})")
    assert Change.objects.get(verb="part done").by == User.objects.system()


def test_a_service_promises_a_day(browser: Client, leg: Leg, for_hr: dict[Answer, str], now: Any):
    day = timezone.localdate(now) + 7 * DAY
    told = {"text": "An account", "due_on-day": day.day, "due_on-month": day.month, "due_on-year": day.year}

    thanked = browser.post(for_hr[Answer.PROMISE], told, follow=True)

    promise = Promise.objects.get()
    assert "Promised for" in text(thanked)
    assert (promise.leg, promise.what, timezone.localdate(promise.due_at)) == (leg, "An account", day)
    assert promise.promised_by == f"HR, by the link sent to {HR}"


def test_a_service_gives_its_part_back(browser: Client, leg: Leg, for_hr: dict[Answer, str]):
    browser.post(for_hr[Answer.NOT_OURS], {"to": "desk", "because": "We do not buy"})

    leg.refresh_from_db()
    assert (leg.status, leg.result) == ("not_ours", f"We do not buy (HR, by the link sent to {HR})")


def test_a_service_hands_its_part_on(browser: Client, leg: Leg, finance: Service, for_hr: dict[Answer, str]):
    browser.post(for_hr[Answer.NOT_OURS], {"to": str(finance.pk), "because": "They pay"})

    assert leg.ticket.legs.open().get().service == finance


def test_after_one_answer_the_other_links_of_an_open_part_still_work(
    browser: Client, leg: Leg, for_hr: dict[Answer, str], now: Any
):
    day = timezone.localdate(now) + DAY
    told = {"text": "It", "due_on-day": day.day, "due_on-month": day.month, "due_on-year": day.year}
    browser.post(for_hr[Answer.PROMISE], told)

    browser.post(for_hr[Answer.DONE], {"text": "Made"})

    leg.refresh_from_db()
    assert leg.status == "done"
    assert Promise.objects.get().outcome == "kept"


def test_a_sister_confirms_and_rates_with_one_button(
    browser: Client, resolved: Ticket, sister: User, for_sister: dict[Answer, str]
):
    asked = browser.get(for_sister[Answer.FIXED])
    browser.post(for_sister[Answer.FIXED], {"score": "5"})

    resolved.refresh_from_db()
    assert "Very good Good Fair Poor Very poor" in text(asked)
    assert (resolved.status, Rating.objects.get().score) == ("confirmed", Score.VERY_GOOD)
    assert Change.objects.get(verb="confirmed").by == sister


def test_a_sister_confirms_without_a_rating(browser: Client, resolved: Ticket, for_sister: dict[Answer, str]):
    browser.post(for_sister[Answer.FIXED], {"score": ""})

    resolved.refresh_from_db()
    assert (resolved.status, Rating.objects.count()) == ("confirmed", 0)


def test_what_the_clock_confirmed_can_still_be_rated(
    browser: Client, resolved: Ticket, for_sister: dict[Answer, str], now: Any
):
    commands.confirm_ticket(ticket=resolved, by=User.objects.system(), at=now)

    browser.post(for_sister[Answer.FIXED], {"score": "2"})

    assert Rating.objects.get().score == Score.POOR
    assert browser.get(for_sister[Answer.FIXED]).status_code == 410


def test_a_sister_opens_it_again(
    browser: Client, resolved: Ticket, sister: User, for_sister: dict[Answer, str]
):
    browser.post(for_sister[Answer.NOT_FIXED], {"because": "It leaks"})

    resolved.refresh_from_db()
    assert resolved.status == "in_hand"
    again = Change.objects.get(verb="reopened")
    assert (again.by, again.note) == (sister, "It leaks")


@pytest.mark.parametrize(
    ("answer", "told", "says"),
    [
        (Answer.DONE, {"text": " "}, "Enter what was done"),
        (Answer.PROMISE, {"text": "It"}, "Enter the day by which you will do it"),
        (
            Answer.PROMISE,
            {"text": "It", "due_on-day": "1", "due_on-month": "1", "due_on-year": "2020"},
            "Enter today or a day to come",
        ),
        (Answer.NOT_OURS, {"because": "No"}, "Select whose it is, or that you do not know"),
    ],
)
def test_what_is_missing_is_asked_for_and_the_link_stays_good(
    browser: Client, leg: Leg, for_hr: dict[Answer, str], answer: Answer, told: dict[str, str], says: str
):
    page = browser.post(for_hr[answer], told)

    assert says in text(page)
    assert UsedLink.objects.count() == 0


def test_looking_changes_nothing_however_often(browser: Client, leg: Leg, for_hr: dict[Answer, str]):
    before = Change.objects.count()

    for _ in range(3):
        for address in for_hr.values():
            assert browser.get(address).status_code == 200
            assert browser.head(address).status_code == 200

    leg.refresh_from_db()
    assert (leg.status, Change.objects.count(), UsedLink.objects.count()) == ("with_service", before, 0)


def test_a_link_works_once(browser: Client, for_sister: dict[Answer, str]):
    browser.post(for_sister[Answer.FIXED], {"score": ""})

    again = browser.post(for_sister[Answer.FIXED], {"score": "5"})

    assert again.status_code == 410
    assert "This link has been used." in text(again)
    assert Rating.objects.count() == 0


def test_two_who_press_at_once_are_one(leg: Leg, now: Any):
    link = links.read(token_of(links.links_for_service(leg, [HR], now)[Answer.PROMISE]))
    due = now + DAY

    commands.answer_for_service(link=link, text="It", due_at=due, at=now)
    with pytest.raises(MoveRefused):
        commands.answer_for_service(link=link, text="It", due_at=due, at=now)

    assert Promise.objects.count() == 1


def test_what_is_refused_leaves_the_link_good(leg: Leg, now: Any):
    link = links.read(token_of(links.links_for_service(leg, [HR], now)[Answer.PROMISE]))

    with pytest.raises(Exception, match="A promise is for a time to come"):
        commands.answer_for_service(link=link, text="It", due_at=now - DAY, at=now)
    commands.answer_for_service(link=link, text="It", due_at=now + DAY, at=now)

    assert Promise.objects.count() == 1


def token_of(address: str) -> str:
    return address.rstrip("/").rpartition("/")[2]


def test_a_link_expires(browser: Client, leg: Leg, now: Any):
    old = paths(links.links_for_service(leg, [HR], now - links.LASTS))

    page = browser.post(old[Answer.DONE], {"text": "Made"})

    leg.refresh_from_db()
    assert (page.status_code, leg.status) == (410, "with_service")
    assert "This link has expired." in text(page)


def test_a_link_that_was_changed_leads_nowhere(browser: Client, leg: Leg, for_hr: dict[Answer, str]):
    token = token_of(for_hr[Answer.DONE])
    told = signing.loads(token, salt=links.SALT)

    forged = [token[:-1] + ("A" if token[-1] != "A" else "B"), "nonsense", signing.dumps(told, salt="other")]

    assert [browser.post(f"/answer/{each}/", {"text": "x"}).status_code for each in forged] == [404] * 3


def test_a_part_that_has_ended_takes_no_answer(
    browser: Client, leg: Leg, for_hr: dict[Answer, str], concierge: User, now: Any
):
    commands.finish_leg(leg=leg, result="Made", by=concierge, at=now)

    page = browser.post(for_hr[Answer.NOT_OURS], {"to": "desk", "because": "No"})

    assert page.status_code == 410
    assert "HR's part has ended: done." in text(page)


def test_a_link_is_for_one_end_of_a_ticket_only(
    browser: Client, resolved: Ticket, concierge: User, for_sister: dict[Answer, str], now: Any
):
    commands.reopen_ticket(ticket=resolved, because="It leaks", by=concierge, at=now)
    commands.resolve_ticket(
        ticket=resolved,
        outcome="Mended",
        root_cause=RootCause.CULTURE,
        cause_fate=CauseFate.REMOVED,
        by=concierge,
        at=now,
    )

    page = browser.post(for_sister[Answer.FIXED], {"score": "5"})

    resolved.refresh_from_db()
    assert (page.status_code, resolved.status) == (410, "resolved")


def test_somebody_who_has_left_the_ward_confirms_nothing(
    browser: Client, resolved: Ticket, sister: User, for_sister: dict[Answer, str]
):
    sister.posts.update(until=timezone.localdate())

    page = browser.post(for_sister[Answer.FIXED], {"score": "5"})

    resolved.refresh_from_db()
    assert "no longer of" in text(page)
    assert (resolved.status, UsedLink.objects.count()) == ("resolved", 0)


def test_after_the_reopen_window_the_link_says_what_to_do(
    browser: Client, resolved: Ticket, for_sister: dict[Answer, str]
):
    Ticket.objects.filter(pk=resolved.pk).update(
        resolved_at=timezone.now() - 20 * DAY, raised_at=timezone.now() - 21 * DAY
    )

    page = browser.post(for_sister[Answer.NOT_FIXED], {"because": "It leaks"})

    assert "Raise a new ticket, or ring the desk." in text(page)


def test_a_number_that_looks_like_a_patients_is_stopped_signed_out_too(
    browser: Client, leg: Leg, for_hr: dict[Answer, str]
):
    told = {"text": "Made for 999 000 0018"}
    stopped = browser.post(for_hr[Answer.DONE], told)
    browser.post(
        for_hr[Answer.DONE], told | {"identifiers": "keep", "identifier_reason": "It is a stock number"}
    )

    leg.refresh_from_db()
    assert "This looks like an NHS number" in text(stopped)
    assert leg.status == "done"
    assert Change.objects.get(verb="NHS number kept").note == "It is a stock number"


def test_pages_behind_links_are_narrow(browser: Client, leg: Leg, for_hr: dict[Answer, str], concierge: User):
    page = browser.get(for_hr[Answer.DONE])

    assert page["X-Robots-Tag"] == "noindex, nofollow"
    assert "no-store" in page["Cache-Control"]
    assert concierge.name not in text(page)


@pytest.mark.parametrize("why", ["not answered", "rated", "not of the ward"])
def test_a_rating_is_refused(why: str, ticket: Ticket, sister: User, concierge: User, now: Any):
    if why != "not answered":
        commands.resolve_ticket(
            ticket=ticket, outcome="It", root_cause="culture", cause_fate="removed", by=concierge, at=now
        )
    if why == "rated":
        commands.rate_ticket(ticket=ticket, score=Score.FAIR, by=sister, at=now)
    by = concierge if why == "not of the ward" else sister

    with pytest.raises(Exception, match=r"Only|can be rated once|rated this already"):
        commands.rate_ticket(ticket=ticket, score=Score.GOOD, by=by, at=now)

    assert list(Rating.objects.values_list("score", flat=True)) == ([Score.FAIR] if why == "rated" else [])
