"""What every test stands on."""

import shutil

import pytest
from django.conf import settings

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")


def browser_path() -> str | None:
    """The Chromium on this machine, if there is one."""
    return next((path for name in BROWSERS if (path := shutil.which(name))), None)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Skip browser tests where there is no browser, unless one is required."""
    if browser_path() or settings.ENVIRONMENT.require_browser:
        return
    absent = pytest.mark.skip(reason="no Chromium on this machine")
    for item in items:
        if item.get_closest_marker("browser"):
            item.add_marker(absent)


def pytest_report_header(config: pytest.Config) -> str:
    """Say in one line what the browser tests will do."""
    if path := browser_path():
        return f"browser tests use {path}"
    if settings.ENVIRONMENT.require_browser:
        return "browser tests will fail: no Chromium on this machine, and one is required"
    return "browser tests are skipped: no Chromium on this machine"


@pytest.fixture(scope="session")
def chromium() -> str:
    """The path of the browser; a test that asks for it fails where one is required and missing."""
    path = browser_path()
    if path is None:
        pytest.fail("No Chromium on this machine: install one, for example the package chromium.")
    return path
