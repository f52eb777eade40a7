"""Impatient fingers, the back button and long pauses: nothing is done twice and no word is lost."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from concierge.people.models import User
from tests.factories import raised_ticket
from tests.journeys import steps
from tests.journeys.browsing import FLAGS, OpenPage, opener, sign_in
from tests.journeys.house import PASSWORD, House
from tickets import commands
from tickets.choices import CauseFate, RootCause, Status
from tickets.models import Change, Coding, Interaction, Leg, Promise, Ticket, TicketFile

pytestmark = pytest.mark.browser
FORM = "main form[method=post]"
WORDS = "The drug fridge alarm wakes the whole bay"
SEND_TWICE = """form => {
  const send = () => fetch(form.action, {method: "POST", body: new FormData(form)});
  return Promise.all([send(), send()]).then(answers => answers.map(answer => [answer.status, answer.url]));
}"""


@pytest.fixture
def ticket(house: House) -> Ticket:
    """A ticket that HR has a part of, and that waits for nothing but people."""
    ticket = raised_ticket(
        house.ward, by=house.sister, title=steps.TITLE, at=timezone.now() - timedelta(hours=2)
    )
    commands.route_ticket(
        ticket=ticket, services=[house.hr], by=house.concierge, at=timezone.now() - timedelta(hours=1)
    )
    return Ticket.objects.get()


def test_asking_twice_at_once_makes_one_ticket(open_page: OpenPage, house: House):
    page = open_page(house.sister)
    page.goto("/raise/")
    page.get_by_label("What do you need, in one line?").fill(WORDS)

    assert send_twice(page).endswith("/receipt/")

    assert Ticket.objects.get().title == WORDS


def test_a_real_double_click_makes_one_ticket(open_page: OpenPage, house: House):
    page = open_page(house.sister, javascript=False)
    page.goto("/raise/")
    page.get_by_label("What do you need, in one line?").fill(WORDS)

    page.get_by_role("button", name="Ask", exact=True).dblclick()
    page.wait_for_url("**/receipt/")

    assert Ticket.objects.count() == 1


def test_raising_for_a_ward_twice_at_once_makes_one_ticket(open_page: OpenPage, house: House):
    page = open_page(house.concierge)
    page.goto(reverse("desk-raise"))
    fill_all_that_is_asked(page)

    assert send_twice(page).endswith("/receipt/")

    assert Ticket.objects.count() == 1


def log_a_call(page: Page) -> None:
    steps.choose_minutes(page, 10)
    page.locator("#log").get_by_label("What was said?").fill(WORDS)


def promise_tomorrow(page: Page) -> None:
    page.get_by_label("What did they promise?").or_(page.get_by_label("What will you do?")).fill(WORDS)
    steps.fill_day(page.get_by_role("group", name="By"), timezone.localdate() + timedelta(days=1))


def choose_hr(page: Page) -> None:
    page.get_by_label("Finance", exact=True).check()


def chase(page: Page) -> None:
    steps.choose_minutes(page, 2)


def write_result(page: Page) -> None:
    page.get_by_label("What was done?").fill(WORDS)


def hand_to_finance(page: Page) -> None:
    page.get_by_label("Who should have it instead?").select_option(label="Finance")
    page.get_by_label("Why is it not theirs?").fill(WORDS)


def resolve_all(page: Page) -> None:
    page.get_by_label("HR: what did they do?").fill(WORDS)
    page.get_by_label("What did the ward get?").fill(WORDS)
    page.get_by_label("Culture", exact=True).check()
    page.get_by_label("Worked round").check()


def write_back(page: Page) -> None:
    page.get_by_label("Your message").fill(WORDS)


@pytest.mark.parametrize(
    ("who", "path", "form", "fill", "made"),
    [
        ("concierge", "/tickets/{ref}/", "#log", log_a_call, lambda: Interaction.objects.count()),
        ("concierge", "/desk/tickets/{ref}/routing/", FORM, choose_hr, lambda: Leg.objects.count() - 1),
        (
            "concierge",
            "/desk/parts/{part}/chase/",
            FORM,
            chase,
            lambda: Interaction.objects.filter(is_chase=True).count(),
        ),
        ("concierge", "/desk/parts/{part}/promise/", FORM, promise_tomorrow, lambda: Promise.objects.count()),
        (
            "concierge",
            "/desk/parts/{part}/handing-on/",
            FORM,
            hand_to_finance,
            lambda: Leg.objects.count() - 1,
        ),
        ("concierge", "/desk/tickets/{ref}/resolution/", FORM, resolve_all, lambda: Coding.objects.count()),
        ("hr_lead", "/service/parts/{part}/result/", FORM, write_result, lambda: done("done")),
        (
            "hr_lead",
            "/service/parts/{part}/promises/",
            FORM,
            promise_tomorrow,
            lambda: Promise.objects.count(),
        ),
        (
            "sister",
            "/tickets/{ref}/",
            "form[action$='/reply/']",
            write_back,
            lambda: Interaction.objects.count(),
        ),
    ],
)
def test_what_is_sent_twice_at_once_is_done_once(
    open_page: OpenPage,
    house: House,
    ticket: Ticket,
    who: str,
    path: str,
    form: str,
    fill: Callable[[Page], None],
    made: Callable[[], int],
):
    page = open_page(getattr(house, who))
    page.goto(path.format(ref=ticket.reference, part=ticket.legs.get().pk))
    fill(page)
    changes = Change.objects.count()

    send_twice(page, form)

    assert made() == 1
    assert Change.objects.count() <= changes + 2, "a verb stands twice in the ticket's history"


def test_confirming_twice_confirms_once(open_page: OpenPage, house: House, ticket: Ticket):
    resolved(ticket, house.concierge)
    page = open_page(house.sister)
    page.goto(f"/tickets/{ticket.reference}/")

    send_twice(page, "form[action$='/confirmation/']")

    assert Ticket.objects.get().status == Status.CONFIRMED
    assert Change.objects.filter(verb="confirmed").count() == 1


def test_going_back_and_sending_again_makes_no_second_ticket(open_page: OpenPage, house: House):
    page = open_page(house.sister)
    first = steps.ask(page, WORDS)
    page.go_back()
    page.wait_for_url("**/raise/")
    page.get_by_label("What do you need, in one line?").fill(WORDS)

    steps.press(page, "Ask")
    page.wait_for_url("**/receipt/")

    assert page.locator(".app-reference").first.inner_text() == first
    assert Ticket.objects.count() == 1


def test_a_page_that_the_browser_kept_whole_is_not_sent_a_second_time(
    chromium: str, browser: Browser, house: House, live_server: LiveServer
):
    keeping = browser.browser_type.launch(
        executable_path=chromium, args=FLAGS, ignore_default_args=["--disable-back-forward-cache"]
    )
    open_page, close = opener(keeping, live_server.url)
    page = open_page(house.sister)
    first = steps.ask(page, WORDS)
    page.evaluate("history.back()")
    page.wait_for_url("**/raise/", wait_until="commit")
    expect(page.get_by_label("What do you need, in one line?")).to_have_value(WORDS)

    page.wait_for_timeout(1100)  # a second press within a second is ignored by the button itself
    steps.press(page, "Ask")
    page.wait_for_url("**/receipt/")

    assert page.locator(".app-reference").first.inner_text() == first
    assert Ticket.objects.count() == 1
    close()
    keeping.close()


def test_a_sign_in_that_ends_while_asking_loses_no_words(open_page: OpenPage, house: House):
    page = open_page()
    sign_in(page, house.sister)
    page.goto("/raise/")
    page.get_by_label("What do you need, in one line?").fill(WORDS)
    page.get_by_label("Anything else that helps").fill("Since Tuesday.\nBay two.")
    page.get_by_label("Affects comfort").check()

    Session.objects.all().delete()
    steps.press(page, "Ask")
    page.wait_for_url("**/login/**")
    sign_in_here(page, house.sister)
    expect(page.get_by_role("main")).to_contain_text(WORDS)
    steps.press(page, "Send it now")
    page.wait_for_url("**/receipt/")

    ticket = Ticket.objects.get()
    assert (ticket.title, ticket.details.splitlines(), ticket.patient_effect) == (
        WORDS,
        ["Since Tuesday.", "Bay two."],
        "comfort",
    )


def test_what_was_being_typed_is_shown_to_nobody_else(open_page: OpenPage, house: House):
    page = open_page()
    sign_in(page, house.sister)
    page.goto("/raise/")
    page.get_by_label("What do you need, in one line?").fill(WORDS)
    Session.objects.all().delete()
    steps.press(page, "Ask")
    page.wait_for_url("**/login/**")

    sign_in_here(page, house.manager)

    expect(page.get_by_role("heading", level=1)).to_be_visible()
    assert WORDS not in page.content()
    assert Ticket.objects.count() == 0


def test_files_sent_twice_at_once_are_kept_once(open_page: OpenPage, house: House, ticket: Ticket):
    page = open_page(house.sister)
    page.goto(f"/ward/tickets/{ticket.reference}/files/")
    chosen = {"name": "fridge.txt", "mimeType": "text/plain", "buffer": b"a photograph"}
    page.locator("main input[type=file]").set_input_files([chosen])

    send_twice(page)

    assert TicketFile.objects.get().name == "fridge.txt"


def send_twice(page: Page, form: str = FORM) -> str:
    """Send a form of the page twice at the same time; both answers must lead to the same page, which is given."""
    first, second = page.locator(form).last.evaluate(SEND_TWICE)
    assert first == second
    status, address = first
    assert status == 200
    assert address != page.url or form != FORM, "the form came back instead of being done"
    return str(address)


def sign_in_here(page: Page, person: User) -> None:
    page.get_by_label("E-mail address").fill(person.email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(lambda url: "/login/" not in url)


def done(status: str) -> int:
    return Leg.objects.filter(status=status).count()


def fill_all_that_is_asked(page: Page) -> None:
    page.get_by_label("Which ward?").select_option(index=1)
    page.get_by_label("Who is asking?").fill("Ada")
    page.get_by_label("What do they need, in one line?").fill(WORDS)
    steps.choose_minutes(page, 5)


def resolved(ticket: Ticket, by: User) -> None:
    commands.finish_leg(leg=ticket.legs.get(), result="Done", by=by, at=timezone.now() - timedelta(minutes=9))
    commands.resolve_ticket(
        ticket=ticket,
        outcome=steps.OUTCOME,
        root_cause=RootCause.CULTURE,
        cause_fate=CauseFate.REMOVED,
        by=by,
        at=timezone.now() - timedelta(minutes=8),
    )
