"""The shell in a real browser: every part passes axe, fits a phone, and keeps to the keyboard."""

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.db import connections
from django.test import Client
from playwright.sync_api import Page, expect, sync_playwright

from concierge.people.models import User
from tests.factories import UserFactory

pytestmark = [
    pytest.mark.browser,
    pytest.mark.urls("tests.concierge.web_pages"),
    pytest.mark.django_db(transaction=True),
]
PAGES = [
    "/account/login/",
    "/account/password/reset/",
    "/account/",
    "/account/two-step/",
    "/every-part/",
    "/no-such-page/",
    "/forbidden/",
    "/asking/",
]


FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture
def page(chromium: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Page]:
    """A new browser's first page.

    Playwright runs an event loop in this thread: Django must not take it for its own, and the
    connections opened under it are not those that pytest-django closes.
    """
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        yield browser.new_page()
        browser.close()
        connections.close_all()


@pytest.fixture
def ada() -> User:
    return UserFactory(name="Ada Example-With-A-Long-Name")


def sign_in(page: Page, address: str, user: User) -> None:
    client = Client()
    client.force_login(user)
    cookie = client.cookies["sessionid"]
    page.context.add_cookies([{"name": "sessionid", "value": cookie.value, "url": address}])


@pytest.mark.parametrize("width", [390, 1280])
def test_every_page_passes_axe_and_never_scrolls_sideways(page, live_server, ada, width):
    page.set_viewport_size({"width": width, "height": 900})
    faults: dict[str, object] = {}

    for path in PAGES:
        if path not in PAGES[:2]:
            sign_in(page, live_server.url, ada)
        page.goto(live_server.url + path)
        found = Axe().run(page).response["violations"]
        wide = page.evaluate("document.documentElement.scrollWidth")
        if found or wide > width:
            faults[path] = [(one["id"], one["nodes"][0]["html"]) for one in found], wide

    assert faults == {}


def test_a_form_sent_empty_takes_the_keyboard_to_its_errors(page, live_server, ada):
    sign_in(page, live_server.url, ada)
    page.goto(f"{live_server.url}/every-part/")

    page.get_by_role("button", name="Log it").click()

    expect(page.locator(".nhsuk-error-summary")).to_be_focused()
    page.get_by_role("link", name="Select cause").click()
    expect(page.locator("#id_cause")).to_be_focused()
    assert Axe().run(page).response["violations"] == []


def test_minutes_are_chosen_by_keyboard(page, live_server, ada):
    sign_in(page, live_server.url, ada)
    page.goto(f"{live_server.url}/every-part/")

    page.locator("input[name=minutes][value='5']").focus()
    page.keyboard.press("ArrowRight")

    expect(page.locator("input[name=minutes][value='10']")).to_be_checked()


def test_nothing_of_a_page_is_refused_by_its_own_policy(page, live_server, ada):
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    sign_in(page, live_server.url, ada)

    page.goto(f"{live_server.url}/every-part/")

    expect(page.locator("body")).to_have_class("js-enabled nhsuk-frontend-supported")
    assert said == []


def test_a_double_click_acts_once(page, live_server, ada):
    sign_in(page, live_server.url, ada)
    page.goto(f"{live_server.url}/asking/")
    page.get_by_label("Name").fill("Twice-clicked")

    page.evaluate("() => { const form = document.querySelector('main form'); form.submit(); form.submit(); }")
    page.wait_for_url("**/asking/?entered=*")

    assert User.objects.filter(name="Twice-clicked").count() == 1
