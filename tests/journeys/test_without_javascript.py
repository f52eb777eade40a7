"""The same work on a telephone whose browser runs no scripts."""

import pytest
from playwright.sync_api import expect

from tests.journeys import steps
from tests.journeys.browsing import PHONE, OpenPage, sign_in
from tests.journeys.house import House
from tickets.choices import RootCause, Status

pytestmark = pytest.mark.browser


def test_asking_and_resolving_need_no_javascript_and_fit_a_phone(open_page: OpenPage, house: House):
    ward = open_page(on=PHONE, javascript=False)
    desk = open_page(on=PHONE, javascript=False)
    sign_in(ward, house.sister)
    reference = steps.ask(ward, process="New starter set-up")

    sign_in(desk, house.concierge)
    desk.get_by_role("link", name=steps.TITLE).click()
    steps.route(desk, house.hr)
    steps.log_call(desk, note="Done while I waited", minutes=15)
    desk.get_by_role("link", name="Part done").click()
    desk.get_by_label("What was done?").fill("Made the login.")
    desk.get_by_role("main").locator("form button").click()
    steps.resolve(desk, "Communication")
    ward.get_by_role("link", name="See the ticket").or_(
        ward.get_by_role("button", name="See the ticket")
    ).click()
    steps.press(ward, "Yes, it is fixed")

    expect(ward.get_by_text(reference).first).to_be_visible()
    ticket = steps.only_ticket()
    assert (ticket.status, ticket.root_cause) == (Status.CONFIRMED, RootCause.COMMUNICATION)


def test_whom_to_choose_from_is_all_in_sight_without_javascript(open_page: OpenPage, house: House):
    ward = open_page(house.sister, on=PHONE, javascript=False)

    ward.goto("/raise/")

    expect(ward.get_by_label("Choose from the whole list")).to_be_visible()
    expect(ward.get_by_label("What do you need, in one line?")).to_be_visible()


def test_a_form_sent_empty_says_what_is_missing_without_javascript(open_page: OpenPage, house: House):
    ward = open_page(house.sister, on=PHONE, javascript=False)
    ward.goto("/raise/")
    ward.get_by_label("Anything else that helps").fill("Room 4")

    steps.press(ward, "Ask")

    expect(ward.locator(".nhsuk-error-summary")).to_contain_text("Enter what you need, in one line")
    expect(ward.get_by_label("Anything else that helps")).to_have_value("Room 4")
