"""`manage.py up`: it says when it is ready, and leaves nothing behind."""

import contextlib
import http.client
import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from concierge import doors
from concierge.engines import sockets
from concierge.engines.postgres import Postgres
from concierge.folders import CHECKOUT
from tests.concierge.conftest import manage


@pytest.fixture
def home(lasting_home: Path) -> Path:
    """The home these tests share, since founding and migrating one takes a while."""
    return lasting_home


READY = r"ready: http://127\.0\.0\.1:{port}/\n"


@contextmanager
def up(home: Path, port: int, *arguments: str) -> Iterator["subprocess.Popen[str]"]:
    """The site, as someone at a keyboard would start it; its first line has been read."""
    command = [sys.executable, "manage.py", "up", "--port", str(port), "--empty", *arguments]
    log = (home.parent / f"up-{port}.log").open("w")
    with (
        log,
        subprocess.Popen(command, cwd=CHECKOUT, text=True, stdout=subprocess.PIPE, stderr=log) as process,
    ):
        assert process.stdout
        try:
            line = process.stdout.readline()
            assert re.fullmatch(READY.format(port=port), line), (home.parent / f"up-{port}.log").read_text()
            yield process
        finally:
            process.terminate()
            process.wait(30)


def answer(port: int, path: str) -> tuple[int, str]:
    with contextlib.closing(http.client.HTTPConnection("127.0.0.1", port, timeout=30)) as connection:
        connection.request("GET", path)
        response = connection.getresponse()
        return response.status, response.headers.get("Location") or response.read().decode()


def children(pid: int) -> list[int]:
    """The processes that a process has started."""
    return [int(each) for each in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def test_up_is_ready_answers_and_stops_with_everything_it_started(home, port):
    with up(home, port) as process:
        status, words = answer(port, "/health/")
        leads_to = answer(port, "/")
        started = [*children(process.pid), sockets.listener(Postgres(home).socket)]
    left = still_running(started)

    assert (status, json.loads(words)) == (200, {"database": "answers", "redis": "answers"})
    assert leads_to == (302, "/account/login/?next=/")
    assert len(started) >= 4
    assert process.returncode == 0
    assert left == []
    assert (home / "postgres" / "data" / "PG_VERSION").exists()


def test_up_says_which_child_died_and_stops_the_rest(home, port):
    with up(home, port) as process:
        started = children(process.pid)
        worker = next(pid for pid in started if b"worker" in words_of(pid))
        os.kill(worker, signal.SIGKILL)
        returned = process.wait(30)

    assert returned == 1
    told = (home.parent / f"up-{port}.log").read_text()
    assert "The worker process ended by itself with -9" in told
    assert still_running(started) == []


def test_up_stops_in_words_when_an_engine_dies_under_it(home, port):
    with up(home, port) as process:
        engine = sockets.listener(Postgres(home).socket)
        assert engine
        os.kill(engine, signal.SIGKILL)
        returned = process.wait(30)

    assert returned == 1
    assert "The postgres engine ended by itself" in (home.parent / f"up-{port}.log").read_text()


def test_without_a_folder_for_the_data_one_line_says_what_to_set(outside, monkeypatch):
    monkeypatch.setenv("CONCIERGE_HOME", "/dev/null/home")

    result = manage("check")

    assert result.returncode == 1
    assert result.stderr == (
        "Cannot write to /dev/null/home (Not a directory): set CONCIERGE_HOME to a folder of yours.\n"
    )


def test_two_sites_on_one_home_share_it_and_wind_one_clock(home, port):
    with up(home, port) as first:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            other = probe.getsockname()[1]
        with up(home, other) as second:
            clocks = [pid for one in (first, second) for pid in children(one.pid) if is_winding(pid)]
            assert answer(port, "/health/")[0] == answer(other, "/health/")[0] == 200
            assert len(clocks) == 1
        assert answer(port, "/health/")[0] == 200


def still_running(pids: list[int | None], within: float = 30) -> list[int]:
    """Those that have not ended in a while; the watch over the engines looks every two seconds."""
    until = time.monotonic() + within
    while (left := [pid for pid in pids if pid and sockets.is_running(pid)]) and time.monotonic() < until:
        time.sleep(0.1)
    return left


def words_of(pid: int) -> list[bytes]:
    """The command line of a process."""
    return Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")


def is_winding(pid: int) -> bool:
    """Whether this is Celery beat itself, and not one that waits for its turn."""
    words = words_of(pid)
    return b"beat" in words and b"concierge.only_one" not in words


def test_a_killed_up_leaves_nothing_running(home, port):
    with up(home, port) as process:
        started = [*children(process.pid), sockets.listener(Postgres(home).socket)]
        process.kill()
        left = still_running(started)

    assert left == []


def test_a_port_that_is_taken_is_refused_at_once_in_one_line(home):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]

        result = manage("up", "--port", str(port))

    assert result.returncode == 1
    assert result.stderr == (
        f"Cannot answer at 127.0.0.1 port {port}: Address already in use. "
        "Choose another with --port or --bind.\n"
    )
    assert result.stdout == ""


@pytest.mark.parametrize(("port", "words"), [("0", "is not between"), ("70000", "is not between")])
def test_a_port_that_cannot_be_is_refused(home, port, words):
    result = manage("up", "--port", port)

    assert result.returncode == 1
    assert words in result.stderr


def test_only_this_machines_own_addresses_are_loopback():
    assert [doors.is_loopback(each) for each in ("127.0.0.1", "127.1.2.3", "::1", "localhost")] == [True] * 4
    assert [doors.is_loopback(each) for each in ("0.0.0.0", "::", "192.0.2.7")] == [False] * 3


def test_a_site_open_to_others_answers_to_the_machines_own_names():
    assert doors.names("127.0.0.1") == ["localhost", "127.0.0.1", "[::1]"]
    assert {socket.gethostname(), "0.0.0.0"} <= set(doors.names("0.0.0.0"))
    assert "*" not in doors.names("0.0.0.0")


def test_every_command_finds_its_database_migrated(home):
    script = "from concierge.people.models import User; print(User.objects.filter(name='Nobody').count())"

    result = manage("shell", "--no-imports", "-c", script)

    assert (result.returncode, result.stdout) == (0, "0\n"), result.stderr
    assert sockets.listener(Postgres(home).socket) is None


def test_every_fault_in_the_settings_is_told_at_once(home, monkeypatch):
    monkeypatch.setenv("CONCIERGE_TELEPHON", "020 7946 0802")
    monkeypatch.setenv("CONCIERGE_HOSTS", '"not a list"')
    monkeypatch.setenv("CONCIERGE_LARGEST_FILE", "-1")

    result = manage("check")

    assert result.returncode == 1
    assert "Traceback" not in result.stderr
    told = result.stderr[result.stderr.index("These settings") :].splitlines()
    assert told[0] == "These settings need mending:"
    assert [line.split(":")[0].split(" is")[0] for line in told[1:]] == [
        "CONCIERGE_TELEPHON",
        "CONCIERGE_HOSTS",
        "CONCIERGE_LARGEST_FILE",
    ]
