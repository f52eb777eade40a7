"""The main work with a keyboard alone: Tab, Enter, Space and arrows."""

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.factories import raised_ticket
from tests.journeys import steps
from tests.journeys.browsing import OpenPage
from tests.journeys.house import PASSWORD, House
from tests.journeys.keys import Keyboard
from tickets.choices import RootCause, Status
from tickets.models import Interaction, Ticket

pytestmark = pytest.mark.browser


def test_a_sister_signs_in_and_asks_by_keyboard(open_page: OpenPage, house: House):
    page = open_page()
    hands = Keyboard(page)
    page.goto("/")

    hands.write(page.get_by_label("E-mail address"), house.sister.email)
    hands.write(page.get_by_label("Password", exact=True), PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/ward/")
    hands.press(link_or_button(page, "Ask for something"))
    page.wait_for_url("**/raise/")
    hands.choose(page.get_by_label("New starter set-up", exact=True))
    hands.write(page.get_by_label("What do you need, in one line?"), steps.TITLE)
    hands.press(page.get_by_role("button", name="Ask", exact=True))
    page.wait_for_url("**/receipt/")

    ticket = Ticket.objects.get()
    assert (ticket.title, ticket.process, ticket.ward) == (steps.TITLE, house.new_starter, house.ward)


def test_a_concierge_routes_logs_and_resolves_by_keyboard(open_page: OpenPage, house: House):
    ticket = raised_ticket(house.ward, by=house.sister)
    page = open_page(house.concierge)
    hands = Keyboard(page)
    page.goto("/desk/")

    hands.press(page.get_by_role("link", name=ticket.title))
    page.wait_for_url("**/tickets/*/")
    hands.press(link_or_button(page, "Route"))
    page.wait_for_url("**/routing/")
    hands.tick(page.get_by_label("HR", exact=True))
    hands.press(page.get_by_role("main").get_by_role("button", name="Route", exact=True))
    page.wait_for_url("**/tickets/*/")
    hands.choose(page.get_by_role("group", name="Minutes", exact=True).get_by_label("5 minutes", exact=True))
    hands.write(page.locator("#log").get_by_label("What was said?"), "They do it now")
    hands.press(page.locator("#log").get_by_role("button", name="Log it"))
    page.get_by_text("Logged:").wait_for()
    hands.press(link_or_button(page, "Resolve"))
    page.wait_for_url("**/resolution/")
    hands.write(page.get_by_label("HR: what did they do?"), "Made the login")
    hands.write(page.get_by_label("What did the ward get?"), steps.OUTCOME)
    hands.choose(page.get_by_label("Culture", exact=True))
    hands.choose(page.get_by_label("Worked round"))
    hands.press(page.get_by_role("main").get_by_role("button", name="Resolve", exact=True))
    page.wait_for_url("**/tickets/*/")

    ticket.refresh_from_db()
    assert (ticket.status, ticket.root_cause) == (Status.RESOLVED, RootCause.CULTURE)
    assert Interaction.objects.get().desk_minutes == 5


def test_the_first_tab_offers_to_skip_to_the_content(open_page: OpenPage, house: House):
    page = open_page(house.concierge)
    page.goto("/desk/")

    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to main content")).to_be_focused()
    page.keyboard.press("Enter")

    expect(page.get_by_role("main")).to_be_focused()


def link_or_button(page: Page, name: str) -> Locator:
    main = page.get_by_role("main")
    return (
        main.get_by_role("link", name=name, exact=True)
        .or_(main.get_by_role("button", name=name, exact=True))
        .first
    )
