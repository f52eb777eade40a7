"""`manage.py test`: the whole suite, on the embedded engines."""

import fcntl
import os
import signal
import subprocess
import sys
from typing import NoReturn

from django.conf import settings
from django.core.management.base import BaseCommand

from concierge.bootstrap import say
from concierge.children import die_with_parent
from concierge.folders import CHECKOUT, builds, private


class Command(BaseCommand):
    """Run pytest; its exit code is ours. The parts before a command ran have set all up."""

    help = "Run the tests; what follows is given to pytest."
    requires_system_checks = ()

    def run_from_argv(self, argv: list[str]) -> NoReturn:
        """Take every argument as one for pytest."""
        with open(private(settings.ENVIRONMENT.home / "locks") / "test", "a") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                say("Waiting for another test run on this home…")
                fcntl.flock(lock, fcntl.LOCK_EX)
            sys.exit(run([*scratch(), *argv[2:]]))


def run(arguments: list[str]) -> int:
    """Run pytest to its end, also where Ctrl-C or SIGTERM asks it to end early."""
    command = [sys.executable, "-m", "pytest", *arguments]
    with subprocess.Popen(command, cwd=CHECKOUT, preexec_fn=die_with_parent) as tests:
        signal.signal(signal.SIGINT, lambda *_: None)  # the keyboard reaches pytest by itself
        signal.signal(signal.SIGTERM, lambda *_: tests.send_signal(signal.SIGINT))
        return tests.wait()


def scratch() -> list[str]:
    """Keep the test tools' own files out of a checkout that we may not write to."""
    if builds() == CHECKOUT:
        return []
    folder = settings.ENVIRONMENT.home / "tests"
    os.environ["HYPOTHESIS_STORAGE_DIRECTORY"] = str(folder / "hypothesis")
    return ["-o", f"cache_dir={folder / 'pytest'}"]
