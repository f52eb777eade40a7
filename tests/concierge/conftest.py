"""Homes, commands and ports for the tests of the front door."""

import os
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from concierge.engines.sharing import stop_if_unused, turn
from concierge.folders import CHECKOUT

OURS = ("CONCIERGE_", "DATABASE_URL", "REDIS_URL", "DJANGO_SETTINGS_MODULE")


@pytest.fixture
def outside(monkeypatch: pytest.MonkeyPatch) -> None:
    """An environment in which nothing of ours is set."""
    for name in list(os.environ):
        if name.startswith(OURS):
            monkeypatch.delenv(name)


@contextmanager
def a_home() -> Iterator[Path]:
    """An empty home that every account may reach, whose engines are stopped at the end."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        Path(folder).chmod(0o711)
        yield Path(folder) / "home"
        clear(Path(folder) / "home")


@pytest.fixture
def home(outside: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """An empty home, named as the one to use, with nothing else set."""
    with a_home() as path:
        monkeypatch.setenv("CONCIERGE_HOME", str(path))
        yield path


@pytest.fixture(scope="session")
def settled() -> Iterator[Path]:
    """One home for the whole run."""
    with a_home() as path:
        yield path


@pytest.fixture
def lasting_home(outside: None, settled: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """That home, named as the one to use, with nothing else set."""
    monkeypatch.setenv("CONCIERGE_HOME", str(settled))
    return settled


@pytest.fixture
def guarded_home(outside: None, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Path]:
    """An empty home below a folder that only its owner may pass."""
    tmp_path.chmod(0o700)
    path = tmp_path / "home"
    monkeypatch.setenv("CONCIERGE_HOME", str(path))
    yield path
    clear(path)
    shutil.rmtree(path, ignore_errors=True)


def clear(home: Path) -> None:
    """Stop what still runs; a user of the engines that the test left behind is a fault of it."""
    if (home / "locks").is_dir():
        with turn(home / "locks"):
            assert stop_if_unused(home), "a test left a user of its engines behind"


@pytest.fixture
def port() -> int:
    """A port that nothing answers at."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        number: int = probe.getsockname()[1]
    return number


def manage(*arguments: str) -> subprocess.CompletedProcess[str]:
    """Run one of the commands to its end, in the environment the test has made."""
    command = [sys.executable, "manage.py", *arguments]
    return subprocess.run(command, cwd=CHECKOUT, text=True, capture_output=True, timeout=120)
