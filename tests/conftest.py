"""What every test stands on."""

import shutil

import pytest
from django.conf import settings

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")


def browser_path() -> str | None:
    """The Chromium on this machine, if there is one."""
    return next((path for name in BROWSERS if (path := shutil.which(name))), None)


ABSENT = "no Chromium on this machine"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--long", action="store_true", help="run the tests that take minutes, too")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Skip browser tests where there is no browser, or end at once; long ones unless they are asked for."""
    if not config.getoption("--long"):
        for item in filter(lambda item: item.get_closest_marker("long"), items):
            item.add_marker(pytest.mark.skip(reason="takes minutes: ask for it with --long"))
    waiting = [item for item in items if item.get_closest_marker("browser")]
    if not waiting or browser_path():
        return
    if settings.ENVIRONMENT.require_browser:
        raise pytest.UsageError(f"{len(waiting)} tests need a browser: {ABSENT}, and one is required.")
    for item in waiting:
        item.add_marker(pytest.mark.skip(reason=ABSENT))


def pytest_report_header(config: pytest.Config) -> str:
    """Say in one line what the browser tests will do."""
    if path := browser_path():
        return f"browser tests use {path}"
    return f"browser tests cannot run: {ABSENT}"


@pytest.fixture(scope="session")
def chromium() -> str:
    """The path of the browser; a test that asks for it fails where one is required and missing."""
    path = browser_path()
    if path is None:
        pytest.fail("No Chromium on this machine: install one, for example the package chromium.")
    return path
