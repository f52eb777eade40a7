"""`manage.py test`: pytest's own words and exit code, and browser tests that never vanish unseen."""

import sys
from pathlib import Path

from tests.concierge.conftest import manage

SAMPLE = "tests/concierge/test_web_browser.py"
WITHOUT_BROWSER = f"{Path(sys.executable).parent}:/nowhere"


def test_arguments_go_to_pytest_and_its_exit_code_comes_back(lasting_home):
    collected = manage("test", "--collect-only", "-q", "tests/concierge/test_environment.py")
    nothing = manage("test", "-q", "-k", "no_such_test_anywhere", "tests/concierge/test_environment.py")

    assert collected.returncode == 0, collected.stderr
    assert "test_both_servers_must_be_named" in collected.stdout
    assert nothing.returncode == 5


def test_without_a_browser_its_tests_are_skipped_and_one_line_says_so(lasting_home, monkeypatch):
    monkeypatch.setenv("PATH", WITHOUT_BROWSER)

    result = manage("test", "--collect-only", SAMPLE)

    assert "browser tests cannot run: no Chromium on this machine" in result.stdout.splitlines()


def test_where_a_browser_is_required_its_absence_is_a_failure(lasting_home, monkeypatch):
    monkeypatch.setenv("PATH", WITHOUT_BROWSER)
    monkeypatch.setenv("CONCIERGE_REQUIRE_BROWSER", "1")

    result = manage("test", "--collect-only", SAMPLE)

    assert result.returncode not in (0, 5)
    assert "tests need a browser: no Chromium on this machine, and one is required." in (
        result.stdout + result.stderr
    )
