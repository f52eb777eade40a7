"""The embedded engines: private, shared, and none the worse for a crash."""

import contextlib
import os
import pwd
import signal
import subprocess
import sys
import time
from pathlib import Path

import psycopg
import pytest
import redis

from concierge.engines import sockets
from concierge.engines.account import EngineFailed, name_of, runtime_folder
from concierge.engines.postgres import Postgres
from concierge.engines.sharing import shared
from concierge.engines.valkey import Valkey
from concierge.folders import CHECKOUT

HOLD = """
import sys, time
from pathlib import Path
from concierge.engines.sharing import shared
with shared(Path(sys.argv[1])):
    print("in", flush=True)
    time.sleep(60)
"""
as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root can try another account")


def pids(home: Path) -> tuple[int | None, int | None]:
    return sockets.listener(Postgres(home).socket), sockets.listener(Valkey(home).socket)


def ask(sql: str) -> object:
    with psycopg.connect(os.environ["DATABASE_URL"]) as connection:
        row = connection.execute(sql.encode()).fetchone()
    return row[0] if row else None


def keep(name: str, value: str) -> None:
    with contextlib.closing(redis.from_url(os.environ["REDIS_URL"])) as store:
        store.set(name, value)


def kept(name: str) -> object:
    with contextlib.closing(redis.from_url(os.environ["REDIS_URL"])) as store:
        return store.get(name)


def holder(home: Path) -> "subprocess.Popen[str]":
    process = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(home)],
        cwd=CHECKOUT,
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    assert process.stdout
    assert process.stdout.readline() == "in\n"
    process.stdout.close()
    return process


def eventually(is_true, within: float = 15) -> bool:
    until = time.monotonic() + within
    while not is_true() and time.monotonic() < until:
        time.sleep(0.05)
    return bool(is_true())


def test_the_last_one_out_stops_the_engines_and_the_data_stays(home):
    with shared(home):
        running = pids(home)
        with psycopg.connect(os.environ["DATABASE_URL"]) as connection:
            connection.execute("CREATE TABLE kept AS SELECT 7 AS number")
        keep("queue", "full")

    assert None not in running
    assert pids(home) == (None, None)
    assert not any(sockets.is_running(pid) for pid in running if pid)

    with shared(home):
        assert ask("SELECT number FROM kept") == 7
        assert kept("queue") == b"full"


def test_a_server_named_from_outside_is_used_instead_of_ours(home, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgresql://elsewhere/concierge")
    monkeypatch.setenv("REDIS_URL", "redis://elsewhere/0")

    with shared(home):
        assert os.environ["DATABASE_URL"] == "postgresql://elsewhere/concierge"

    assert not home.exists()


def test_only_the_engine_that_nobody_named_is_started(home, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgresql://elsewhere/concierge")

    with shared(home):
        postgres, valkey = pids(home)

    assert postgres is None
    assert valkey


def test_commands_at_the_same_time_share_the_engines(home):
    other = holder(home)
    before = pids(home)

    with shared(home):
        during = pids(home)
    after = pids(home)
    other.terminate()
    other.wait()

    assert before == during == after
    assert eventually(lambda: pids(home) == (None, None))


def test_engines_whose_last_user_was_killed_are_stopped_by_the_watch(home):
    other = holder(home)

    other.kill()
    other.wait()

    assert None not in pids(home)
    assert eventually(lambda: pids(home) == (None, None))


def test_a_killed_database_comes_back_with_what_was_committed(home):
    other = holder(home)
    with shared(home):
        with psycopg.connect(os.environ["DATABASE_URL"]) as connection:
            connection.execute("CREATE TABLE kept AS SELECT 7 AS number")
        keep("queue", "full")
        time.sleep(1.1)  # the queue's file is written through once a second
        killed = [pid for pid in pids(home) if pid]
    for pid in killed:
        os.kill(pid, signal.SIGKILL)
    assert eventually(lambda: not any(sockets.is_running(pid) for pid in killed))

    with shared(home):
        assert ask("SELECT number FROM kept") == 7
        assert kept("queue") == b"full"
    other.kill()
    other.wait()


def test_a_number_left_by_a_dead_server_that_another_program_has_now_stops_nothing(home):
    with shared(home):
        pass
    left = Postgres(home).folder / "data" / "postmaster.pid"
    left.write_text(f"{os.getpid()}\n{left.parent}\n")

    with shared(home):
        assert ask("SELECT 1") == 1


def test_a_founding_that_was_cut_off_is_begun_again(home):
    draft = home / "postgres" / "data.new"
    draft.mkdir(parents=True)
    (draft / "PG_VERSION").write_text("18\n")

    with shared(home):
        assert ask("SELECT current_user::text") == "concierge"
    assert not draft.exists()


def test_data_of_another_major_version_is_refused_in_words(home):
    data = home / "postgres" / "data"
    data.mkdir(parents=True)
    (data / "PG_VERSION").write_text("17\n")

    with pytest.raises(EngineFailed, match="is of PostgreSQL 17; this program brings 18"), shared(home):
        pass


def test_nothing_listens_on_the_network_and_the_product_is_no_superuser(home):
    with shared(home):
        assert ask("SHOW listen_addresses") == ""
        assert ask("SELECT rolsuper FROM pg_roles WHERE rolname = current_user") is False
        assert (
            ask("SELECT datlocprovider::text || datlocale FROM pg_database WHERE datname = 'concierge'")
            == "bC.UTF-8"
        )
        with contextlib.closing(redis.from_url(os.environ["REDIS_URL"])) as store:
            assert store.config_get("port")["port"] == "0"


def test_the_extensions_the_product_uses_can_be_made_without_a_superuser(home):
    with shared(home), psycopg.connect(os.environ["DATABASE_URL"]) as connection:
        for name in ("btree_gist", "pg_trgm", "unaccent"):
            connection.execute(f"CREATE EXTENSION {name}".encode())


def test_a_home_with_a_long_or_odd_path_has_its_sockets_elsewhere(home):
    odd = home / ("a long name, with spaces and é " * 5)

    with shared(odd):
        assert len(os.fsencode(Postgres(odd).socket)) < 104
        assert ask("SELECT 1") == 1
        keep("odd", "yes")

    assert not runtime_folder(odd).is_relative_to(odd)
    assert not runtime_folder(odd).exists()


@as_root
def test_as_root_the_engines_run_under_an_id_that_no_account_has(home):
    with shared(home):
        for pid in pids(home):
            uid = Path(f"/proc/{pid}").stat().st_uid
            assert uid != 0
            with pytest.raises(KeyError):
                pwd.getpwuid(uid)


@as_root
def test_as_root_a_home_nobody_else_can_reach_works_and_no_mode_is_changed(guarded_home):
    above = guarded_home.parent

    with shared(guarded_home):
        assert ask("SELECT 1") == 1
        keep("guarded", "yes")

    assert above.stat().st_mode & 0o777 == 0o700
    assert not Path(f"/run/concierge-{name_of(guarded_home)}").exists()
    assert not Path(f"/var/cache/concierge-{name_of(guarded_home)}").exists()


@as_root
def test_another_account_on_the_machine_cannot_connect(home):
    nobody = pwd.getpwnam("nobody")
    script = "import socket, sys; socket.socket(socket.AF_UNIX).connect(sys.argv[1])"

    with shared(home):
        for engine in (Postgres(home), Valkey(home)):
            engine.socket.stat()
            result = subprocess.run(
                ["/usr/bin/env", "python3", "-c", script, str(engine.socket)]
                if os.access("/usr/bin/python3", os.X_OK)
                else [sys.executable, "-c", script, str(engine.socket)],
                user=nobody.pw_uid,
                group=nobody.pw_gid,
                extra_groups=[],
                env={"PATH": "/usr/bin:/bin"},
                cwd="/",
                capture_output=True,
                text=True,
            )
            assert "PermissionError" in result.stderr


@as_root
def test_the_server_itself_refuses_a_caller_of_another_account(home):
    nobody = pwd.getpwnam("nobody")

    with shared(home):
        url = os.environ["DATABASE_URL"]
        Postgres(home).sockets.chmod(0o711)
        child = os.fork()
        if child == 0:
            os.setgroups([])
            os.setgid(nobody.pw_gid)
            os.setuid(nobody.pw_uid)
            try:
                psycopg.connect(url).close()
            except psycopg.OperationalError as refused:
                os._exit(0 if "Peer authentication failed" in str(refused) else 2)
            os._exit(1)
        assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0


def test_a_home_of_somebody_else_is_refused_in_words(home):
    home.mkdir()
    if os.geteuid() == 0:
        (home / "locks").mkdir()
        os.chown(home / "locks", 12345, 12345)
    else:
        (home / "locks").symlink_to("/")

    with pytest.raises(EngineFailed, match="belongs to someone else"), shared(home):
        pass
    (home / "locks").unlink() if (home / "locks").is_symlink() else (home / "locks").rmdir()
