"""Commands at the same time share one home's engines; the last one out stops them.

Each command keeps a shared lock on `users` for as long as it runs, which the system takes away
even from a killed one. Whoever starts or stops engines first takes `turn`, so neither happens
twice at once. The watch (`watch.py`) stops them where the last user was killed.
"""

import fcntl
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from concierge.bootstrap import say
from concierge.engines import sockets
from concierge.engines.account import clear_outside, make_runtime_folder, ours
from concierge.engines.postgres import Postgres
from concierge.engines.valkey import Valkey
from concierge.folders import CHECKOUT, private

Engine = Postgres | Valkey


def wanted(home: Path) -> list[Engine]:
    """The engines that no address in the environment stands for."""
    return [engine for engine in (Postgres(home), Valkey(home)) if not os.environ.get(engine.variable)]


def name_addresses(home: Path) -> list[Engine]:
    """Put into the environment where our engines are, or would be; hand back those engines."""
    engines = wanted(home)
    for engine in engines:
        os.environ[engine.variable] = engine.url
    return engines


def at_work(home: Path) -> dict[str, int]:
    """The processes of those engines of ours that the environment names, by the names of their logs."""
    ours = [each for each in (Postgres(home), Valkey(home)) if os.environ.get(each.variable) == each.url]
    return {each.log.stem: pid for each in ours if (pid := sockets.listener(each.socket))}


@contextmanager
def shared(home: Path) -> Iterator[None]:
    """Have the wanted engines run, with their addresses in the environment meanwhile."""
    engines = name_addresses(home)
    try:
        with running(engines, home):
            yield
    finally:
        for engine in engines:
            os.environ.pop(engine.variable, None)


@contextmanager
def running(engines: list[Engine], home: Path) -> Iterator[None]:
    """Have these engines run, and be one of their users."""
    if not engines:
        yield
        return
    locks = prepare(home)
    with open(locks / "users", "a") as users:
        try:
            with turn(locks):
                fcntl.flock(users, fcntl.LOCK_SH)
                start(engines, home)
            yield
        finally:
            leave(users, home)


def prepare(home: Path) -> Path:
    """Make the folders that starting needs; hand back the one of the locks."""
    home.mkdir(mode=0o711, parents=True, exist_ok=True)
    locks = ours(home / "locks", mode=0o700)
    private(home / "logs")
    make_runtime_folder(home)
    return locks


@contextmanager
def turn(locks: Path) -> Iterator[None]:
    """Start or stop engines one command at a time."""
    with open(locks / "turn", "a") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def start(engines: list[Engine], home: Path) -> None:
    """Start those engines that do not run, and wait until all are ready."""
    started = {engine: launched(engine) for engine in engines}
    for engine, server in started.items():
        engine.await_ready(server)
        if server:
            server.returncode = 0  # it lives on without us: no warning when the object goes
    watch(home)


def launched(engine: Engine) -> "subprocess.Popen[bytes] | None":
    """The process of an engine that had to be started."""
    if sockets.listener(engine.socket) is not None:
        return None
    say(f"Starting {type(engine).__name__}")
    shorten(engine.log)
    return engine.start()


def shorten(log: Path, longest: int = 5_000_000) -> None:
    """Put a log aside that has grown long; one old one is kept."""
    if log.exists() and log.stat().st_size > longest:
        log.replace(log.with_suffix(".old.log"))


def watch(home: Path) -> None:
    """Have one process outlive us that stops the engines if we cannot."""
    with open(home / "locks" / "watch", "a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return
        watcher = subprocess.Popen(
            [sys.executable, "-m", "concierge.engines.watch", str(home), str(lock.fileno())],
            cwd=CHECKOUT,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            pass_fds=(lock.fileno(),),
            start_new_session=True,
        )
        watcher.returncode = 0


def leave(users: IO[str], home: Path) -> None:
    """Stop using the engines; the last one out stops them."""
    with turn(home / "locks"):
        fcntl.flock(users, fcntl.LOCK_UN)
        stop_if_unused(home)


def stop_if_unused(home: Path) -> bool:
    """Stop the engines unless somebody uses them; to be called in one's turn."""
    with open(home / "locks" / "users", "a") as users:
        try:
            fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        for engine in (Postgres(home), Valkey(home)):
            pid = sockets.listener(engine.socket)
            if pid:
                sockets.stop(pid, engine.stop_signal)
        clear_outside(home)
    return True
