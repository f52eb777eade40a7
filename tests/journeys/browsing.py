"""Opening pages as a person, and what every page must be."""

from collections.abc import Callable
from typing import Protocol

from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page

from concierge.people.models import User
from tests.journeys.house import PASSWORD

DESKTOP = {"width": 1280, "height": 900}
PHONE = {"width": 390, "height": 844}
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PATIENCE = 10_000
"""Milliseconds that a page may take to show what a test waits for."""


class OpenPage(Protocol):
    """Opens a browser's page, signed in as somebody or as nobody yet."""

    def __call__(
        self, person: User | None = None, *, on: dict[str, int] = ..., javascript: bool = ...
    ) -> Page: ...


def opener(browser: Browser, address: str) -> tuple[OpenPage, Callable[[], None]]:
    """Give what opens pages at an address, each in a browser of its own, and what closes them all."""
    contexts: list[BrowserContext] = []

    def open_page(
        person: User | None = None, *, on: dict[str, int] = DESKTOP, javascript: bool = True
    ) -> Page:
        context = browser.new_context(base_url=address, viewport=on, java_script_enabled=javascript)  # type: ignore[arg-type]
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        if person is not None:
            become(context, address, person)
        return context.new_page()

    def close() -> None:
        for context in contexts:
            context.close()

    return open_page, close


def become(context: BrowserContext, address: str, person: User) -> None:
    """Sign a browser in without its form."""
    client = Client()
    client.force_login(person)
    context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": address}])


def sign_in(page: Page, person: User) -> None:
    """Sign in by the form, as a person does."""
    page.goto("/")
    page.get_by_label("E-mail address").fill(person.email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(lambda url: "/login/" not in url)
