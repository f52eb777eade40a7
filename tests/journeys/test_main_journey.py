"""From asking to report: the whole way of one ticket, by five people."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from tests.journeys import steps
from tests.journeys.browsing import OpenPage, sign_in
from tests.journeys.house import House, let_days_pass
from tickets.choices import DEFINITIONS, PromiseOutcome, RootCause, Status
from tickets.models import Interaction, Promise

pytestmark = pytest.mark.browser


def test_a_ticket_goes_from_asking_to_the_report(open_page: OpenPage, house: House):
    ward, desk, hr, manager = open_page(), open_page(), open_page(), open_page()
    sign_in(ward, house.sister)
    reference = steps.ask(ward, process="New starter set-up")

    sign_in(desk, house.concierge)
    desk.get_by_role("link", name=steps.TITLE).click()
    steps.route(desk, house.hr)
    tomorrow = timezone.localdate() + timedelta(days=1)
    steps.log_call(desk, note="They will set it up", minutes=5, promised="Set up the login", for_day=tomorrow)
    let_days_pass(steps.only_ticket(), days=5)
    chase_what_is_late(desk, reference)
    sign_in(hr, house.hr_lead)
    say_it_is_done(hr)
    steps.open_ticket(desk, reference)
    resolve_with_the_six_in_sight(desk)
    confirm(ward)
    sign_in(manager, house.manager)
    read_the_report(manager, reference)

    ticket = steps.only_ticket()
    assert (ticket.status, ticket.root_cause) == (Status.CONFIRMED, RootCause.COMPLEX_PROCESSES)
    assert Promise.objects.get().outcome == PromiseOutcome.LATE
    contacts = Interaction.objects.order_by("pk").values_list("desk_minutes", "service__name", "is_chase")
    assert list(contacts) == [(5, "HR", False), (2, "HR", True)]


def chase_what_is_late(desk: Page, reference: str) -> None:
    desk.goto("/desk/?queue=promises")
    row = desk.get_by_role("row").filter(has_text=reference)
    expect(row).to_contain_text("late")
    row.get_by_role("link").click()
    expect(desk.locator(".app-promises")).to_contain_text("late")
    desk.get_by_role("link", name="Chase", exact=True).click()
    steps.choose_minutes(desk, 2)
    desk.get_by_label("What was said?").fill("They forgot it, and do it now")
    steps.press(desk, "Log the chase")
    desk.get_by_text("Chased HR").wait_for()


def say_it_is_done(hr: Page) -> None:
    hr.get_by_role("link", name=steps.TITLE).click()
    hr.get_by_role("button", name="It is done").or_(hr.get_by_role("link", name="It is done")).first.click()
    hr.get_by_label("What was done?").fill("The login is set up.")
    hr.get_by_role("main").locator("form button").last.click()
    hr.wait_for_url(lambda url: "/result/" not in url)


def resolve_with_the_six_in_sight(desk: Page) -> None:
    desk.get_by_role("link", name="Resolve").or_(desk.get_by_role("button", name="Resolve")).first.click()
    choice = steps.group(desk, "Why did the ward have to ask?")
    expect(choice.get_by_role("radio")).to_have_count(6)
    for definition in DEFINITIONS.values():
        expect(choice.get_by_text(definition)).to_be_visible()
    desk.go_back()
    steps.resolve(desk, "Complex processes")


def confirm(ward: Page) -> None:
    ward.goto("/")
    ward.get_by_role("link", name=steps.TITLE).click()
    expect(ward.get_by_text(steps.OUTCOME).first).to_be_visible()
    steps.press(ward, "Yes, it is fixed")
    ward.wait_for_load_state()


def read_the_report(manager: Page, reference: str) -> None:
    manager.goto("/reports/root-causes/")
    row = manager.get_by_role("table", name="The six causes by tickets and minutes").get_by_role(
        "row", name="Complex"
    )
    counted = row.get_by_role("link", name="tickets: Complex processes")
    expect(counted).to_contain_text("1")
    expect(row.get_by_role("link", name="desk minutes: Complex processes")).to_contain_text("7")
    counted.click()
    behind = manager.get_by_role("main").get_by_role("row").filter(has_text=reference)
    expect(behind).to_contain_text("desk 7, ward 0, service 0")
