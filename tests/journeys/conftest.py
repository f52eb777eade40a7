from collections.abc import Iterator

import pytest
from django.db import connections
from playwright.sync_api import Browser, sync_playwright
from pytest_django.live_server_helper import LiveServer

from tests.journeys.browsing import FLAGS, OpenPage, opener
from tests.journeys.house import House, build_house


@pytest.fixture(scope="package")
def browser(chromium: str, django_db_setup: None) -> Iterator[Browser]:
    """One browser for all journeys.

    Playwright runs an event loop in this thread: Django must not take it for its own, and the
    connections opened under it are not those that pytest-django closes.
    """
    with pytest.MonkeyPatch.context() as environment, sync_playwright() as playwright:
        environment.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        started = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        yield started
        started.close()
        connections.close_all()


@pytest.fixture
def open_page(browser: Browser, transactional_db: None, live_server: LiveServer) -> Iterator[OpenPage]:
    """Opens a page in a browser of its own, signed in as somebody or as nobody."""
    opens, close = opener(browser, live_server.url)
    yield opens
    close()


@pytest.fixture
def house(transactional_db: None) -> House:
    """A trust with one person of each kind."""
    return build_house()
