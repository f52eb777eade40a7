"""`manage.py up`: the whole desk on one machine."""

import argparse
import json
import os
import signal
from functools import partial
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from concierge import demo, doors
from concierge.bootstrap import say
from concierge.children import ChildDied, Children
from concierge.engines.sharing import at_work
from concierge.healthy import is_healthy

SHARED_MEMORY = "/dev/shm"  # noqa: S108  (gunicorn's heartbeat must not wait for a disk)
READY_WITHIN = 120.0
"""Seconds for the web server to answer once it was started."""


class Command(BaseCommand):
    """Start web, worker and clock, and stay until Ctrl-C or SIGTERM."""

    help = "Start the site with its worker and its clock, until Ctrl-C."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the address, and whether to leave an empty database empty."""
        doors.add_arguments(parser)
        parser.add_argument(
            "--empty",
            action=argparse.BooleanOptionalAction,
            default=False,
            help="do not load the demo trust into an empty database",
        )

    def handle(self, *arguments: Any, bind: str, port: int, empty: bool, **options: Any) -> None:
        """Run until told to stop; every child is stopped on the way out."""
        for each in (signal.SIGINT, signal.SIGTERM):  # a shell's `&` has SIGINT ignored
            signal.signal(each, signal.default_int_handler)
        if fault := doors.fault_of(bind, port):
            raise CommandError(fault)
        try:
            self.run(bind, port, empty)
        except KeyboardInterrupt:
            say("Stopping; the data stays where it is.")
        except (ChildDied, demo.DemoInProduction) as fault:
            raise CommandError(str(fault)) from None

    def run(self, bind: str, port: int, empty: bool) -> None:
        """Start everything, say that it is ready, and watch over it."""
        lines = demo.sign_ins(reachable=not doors.is_loopback(bind), empty=empty)
        os.environ.setdefault("CONCIERGE_HOSTS", json.dumps(doors.names(bind)))
        os.environ.setdefault("CONCIERGE_SITE", doors.site(bind, port))
        say("Starting web, worker and clock")
        home: Path = settings.ENVIRONMENT.home
        with Children(home / "logs") as children:
            children.need(at_work(home))
            start(children, home, bind, port)
            children.wait_until(partial(is_up, bind, port), READY_WITHIN)
            self.stdout.write("\n".join([f"ready: http://{doors.written(bind, port)}/", *lines]))
            self.stdout.flush()
            children.wait_until(never, within=float("inf"))


def start(children: Children, home: Path, bind: str, port: int) -> None:
    """Start web, worker and clock."""
    memory = ("--worker-tmp-dir", SHARED_MEMORY) if os.access(SHARED_MEMORY, os.W_OK) else ()
    children.start(
        *("web", "gunicorn", "concierge.wsgi", "--bind", doors.written(bind, port)),
        *("--worker-class", "gthread", "--workers", "2", "--threads", "8"),
        *("--graceful-timeout", "5", "--no-control-socket", *memory),
    )
    celery = ("celery", "--app", "concierge")
    children.start(
        *("worker", *celery, "worker", "--pool", "threads", "--concurrency", "4"),
        *("--hostname", f"up-{port}@%h", "--loglevel", "INFO", "--without-gossip", "--without-mingle"),
    )
    children.start(
        *("clock", "concierge.only_one", str(home / "locks" / "clock"), *celery, "beat"),
        *("--schedule", str(home / "clock"), "--pidfile=", "--loglevel", "INFO"),
    )


def is_up(bind: str, port: int) -> bool:
    """Whether the site answers from this machine."""
    nearby = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(bind, bind)  # noqa: S104  (not bound here)
    host = json.loads(os.environ["CONCIERGE_HOSTS"])[0]
    return is_healthy(doors.written(nearby, port), host)


def never() -> bool:
    """Nothing to wait for: stay until told to stop."""
    return False
