"""The processes that `up` starts, watches and stops."""

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Self

from concierge.engines.sockets import is_running
from concierge.folders import CHECKOUT, private

PR_SET_PDEATHSIG = 1
"""Linux's prctl option: the signal a child gets when its parent dies (linux/prctl.h)."""

PATIENCE = 10.0
"""Seconds a child may take to finish what it is doing."""


class ChildDied(Exception):
    """A child, or an engine, ended by itself; the text names it and shows its last words."""


class Children:
    """Named processes that live no longer than this one, each with its log in `logs`."""

    def __init__(self, logs: Path) -> None:
        """Start none yet."""
        self.logs = private(logs)
        self.running: dict[str, subprocess.Popen[bytes]] = {}
        self.needed: dict[str, int] = {}

    def __enter__(self) -> Self:
        """Hand oneself over."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        fault: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Stop every child, the youngest first."""
        for child in reversed(self.running.values()):
            if child.poll() is None:
                child.terminate()
        until = time.monotonic() + PATIENCE
        for child in self.running.values():
            end(child, until)

    def start(self, name: str, *arguments: str) -> None:
        """Start one of Python's programs as a child, apart from the keyboard's Ctrl-C."""
        with (self.logs / f"{name}.log").open("a") as log:
            self.running[name] = subprocess.Popen(
                [sys.executable, "-m", *arguments],
                cwd=CHECKOUT,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                preexec_fn=die_with_parent,
            )

    def need(self, others: dict[str, int]) -> None:
        """Regard these processes, which we neither start nor stop, as we do children: by name and id."""
        self.needed |= others

    def check(self) -> None:
        """Raise ChildDied if a child, or what it needs, has ended."""
        for name, pid in self.needed.items():
            if not is_running(pid):
                raise ChildDied(
                    f"{self.last_words(name)}\nThe {name} engine ended by itself; see {self.logs / name}.log."
                )
        for name, child in self.running.items():
            if child.poll() is not None:
                raise ChildDied(
                    f"{self.last_words(name)}\nThe {name} process ended by itself with "
                    f"{child.returncode}; see {self.logs / name}.log."
                )

    def wait_until(self, is_true: Callable[[], bool], within: float) -> None:
        """Return when something has become true while every child lived; raise ChildDied if not."""
        until = time.monotonic() + within
        while not is_true():
            self.check()
            if time.monotonic() > until:
                raise ChildDied(f"{self.last_words('web')}\nThe site does not answer; see {self.logs}.")
            time.sleep(0.1)

    def last_words(self, name: str) -> str:
        """The end of a child's log."""
        lines = (self.logs / f"{name}.log").read_text(errors="replace").splitlines()
        return "\n".join(lines[-15:])


def end(child: "subprocess.Popen[bytes]", until: float) -> None:
    """Wait for a child that was told to stop; kill it with all it started if it does not."""
    try:
        child.wait(max(0.0, until - time.monotonic()))
    except subprocess.TimeoutExpired:
        os.killpg(child.pid, signal.SIGKILL)
        child.wait()


def die_with_parent() -> None:
    """Have the system stop this child even if its parent is killed outright (Linux only)."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
