"""A number of a patient is stopped, may stay for a reason, and is masked wherever it is shown."""

import pytest
from playwright.sync_api import Page, expect

from tests.journeys import steps
from tests.journeys.browsing import PHONE, OpenPage
from tests.journeys.house import House
from tests.journeys.lived_in import NUMBER
from tickets.models import Change, Ticket

pytestmark = pytest.mark.browser
WORDS = f"Bed rail for {NUMBER} is loose"
MASKED = "Bed rail for 999 ••• ••18 is loose"
WARNING = "This looks like an NHS number"


def write_a_number(page: Page) -> None:
    page.goto("/")
    page.get_by_role("main").get_by_role("link", name="Ask for something").or_(
        page.get_by_role("main").get_by_role("button", name="Ask for something")
    ).first.click()
    page.get_by_label("What do you need, in one line?").fill(WORDS)
    page.get_by_label("Anything else that helps").fill("Bay four\nnear the door")
    page.get_by_label("Could affect safety").check()
    steps.press(page, "Ask")
    expect(page.get_by_role("heading", level=1)).to_have_text(WARNING)


@pytest.mark.parametrize("javascript", [True, False])
def test_a_number_is_warned_of_and_going_back_keeps_every_word(
    open_page: OpenPage, house: House, javascript: bool
):
    page = open_page(house.sister, on=PHONE, javascript=javascript)
    write_a_number(page)
    expect(page.get_by_role("main")).to_contain_text(MASKED)
    assert Ticket.objects.count() == 0

    steps.press(page, "Go back and take it out")

    expect(page.get_by_label("What do you need, in one line?")).to_have_value(WORDS)
    expect(page.get_by_label("Anything else that helps")).to_have_value("Bay four\nnear the door")
    expect(page.get_by_label("Could affect safety")).to_be_checked()
    page.get_by_label("What do you need, in one line?").fill("Bed rail is loose")
    steps.press(page, "Ask")
    page.wait_for_url("**/receipt/")
    assert Ticket.objects.get().title == "Bed rail is loose"


def test_a_number_stays_only_with_a_reason_and_is_masked_for_all(open_page: OpenPage, house: House):
    page = open_page(house.sister)
    write_a_number(page)
    steps.press(page, "Send it as it is")
    expect(page.locator(".nhsuk-error-summary")).to_be_focused()
    assert Ticket.objects.count() == 0

    page.get_by_label("Why").fill("It is the number of the bed, not of a patient")
    steps.press(page, "Send it as it is")
    page.wait_for_url("**/receipt/")

    ticket = Ticket.objects.get()
    assert ticket.title == WORDS
    assert Change.objects.get(verb="NHS number kept").note == "It is the number of the bed, not of a patient"
    expect(page.get_by_role("main")).to_contain_text(MASKED)
    for person, path in (
        (house.sister, "/ward/"),
        (house.sister, f"/tickets/{ticket.reference}/"),
        (house.concierge, "/desk/"),
        (house.concierge, f"/tickets/{ticket.reference}/"),
        (house.concierge, f"/desk/tickets/{ticket.reference}/history/"),
        (house.manager, f"/tickets/{ticket.reference}/"),
    ):
        reader = open_page(person)
        reader.goto(path)
        expect(reader.get_by_text(MASKED).first).to_be_attached()
        assert NUMBER not in reader.content(), f"{path} shows the number to {person}"
        assert NUMBER not in reader.title()


def test_the_quick_log_is_warned_too_and_keeps_its_words(open_page: OpenPage, house: House):
    asking, desk = open_page(house.sister), open_page(house.concierge)
    reference = steps.ask(asking, "Bed rail is loose")
    steps.open_ticket(desk, reference)
    steps.choose_minutes(desk, 10)
    desk.locator("#log").get_by_label("What was said?").fill(f"It is {NUMBER}")
    desk.locator("#log").get_by_role("button", name="Log it").click()
    expect(desk.get_by_role("heading", level=1)).to_have_text(WARNING)

    steps.press(desk, "Go back and take it out")

    expect(desk.locator("#log").get_by_label("What was said?")).to_have_value(f"It is {NUMBER}")
    minutes = desk.get_by_role("group", name="Minutes", exact=True)
    expect(minutes.get_by_label("10 minutes", exact=True)).to_be_checked()
