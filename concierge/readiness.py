"""What a `manage.py` command needs before it runs: engines, styles, a migrated database."""

import os
import signal
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from types import FrameType

import django
from django.conf import settings
from django.core.management import call_command, execute_from_command_line

from concierge import assets, doors, folders
from concierge.bootstrap import say
from concierge.engines.account import EngineFailed
from concierge.engines.sharing import name_addresses, running
from concierge.schema import is_behind

STANDS_ALONE = frozenset(
    {"help", "version", "--version", "lock", "assets", "collectstatic", "spc", "process_map --events"}
)
"""Commands that only tell something, or make files."""

LEAVES_THE_SCHEMA = STANDS_ALONE | {
    *("makemigrations", "migrate", "showmigrations", "sqlmigrate", "squashmigrations"),
    *("optimizemigration", "check", "test", "startapp", "diffsettings"),
}
"""Commands for which the database need not be migrated: they do it, or do not look."""

IS_HANDED_MAIL = frozenset({"receive_email"})
TRY_LATER = 75
"""What tells a mail server to keep a message and hand it over again (EX_TEMPFAIL in sysexits.h)."""

NEEDS_STYLES = frozenset({"up", "test", "runserver", "assets", "collectstatic"})


def run(argv: list[str]) -> None:
    """Set up what the command needs, and run it."""
    signal.signal(signal.SIGTERM, leave_in_order)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "concierge.settings")
    command = asked_for(argv)
    if command == "up":
        doors.refuse_taken(argv[2:])
    try:
        with ExitStack() as stack:
            if command in IS_HANDED_MAIL:
                stack.enter_context(asking_to_try_again())
            if command in NEEDS_STYLES:
                assets.compiled().mkdir(parents=True, exist_ok=True)  # the settings name it if it is there
            have_home()
            engines = name_addresses(folders.home())
            bool(settings.ENVIRONMENT)  # a wrong setting is told before anything starts
            if command not in STANDS_ALONE:
                stack.enter_context(running(engines, folders.home()))
            set_up(command)
            execute_from_command_line(argv)
    except EngineFailed as fault:
        sys.exit(str(fault))


@contextmanager
def asking_to_try_again() -> Iterator[None]:
    """End, whatever goes wrong, so that a mail server returns no message to its sender for our sake."""
    try:
        yield
    except SystemExit as ended:
        if isinstance(ended.code, str):
            say(ended.code)
            sys.exit(TRY_LATER)
        raise
    except Exception as fault:
        say(f"{type(fault).__name__}: {fault}")
        sys.exit(TRY_LATER)


def asked_for(argv: list[str]) -> str:
    """The command of a line of words, told apart by what decides whether it needs the database."""
    if len(argv) < 2 or {"--help", "-h"} & set(argv):
        return "help"
    if argv[1] == "process_map" and any(word.split("=")[0] == "--events" for word in argv):
        return "process_map --events"
    return argv[1]


def have_home() -> None:
    """Have the folder of the data, or leave with one line that says what to do."""
    home = folders.home()
    try:
        home.mkdir(mode=0o711, parents=True, exist_ok=True)
    except OSError as fault:
        sys.exit(f"Cannot write to {home} ({fault.strerror}): set CONCIERGE_HOME to a folder of yours.")


def leave_in_order(number: int, frame: FrameType | None) -> None:
    """Turn a SIGTERM into an ordinary exit, so that what was started is stopped."""
    sys.exit(128 + number)


def set_up(command: str) -> None:
    """Bring styles and schema up to date where the command needs them."""
    if command in STANDS_ALONE - NEEDS_STYLES:
        return
    django.setup()
    if command in NEEDS_STYLES:
        assets.build(static_root=settings.ENVIRONMENT.static_root)
    if command not in LEAVES_THE_SCHEMA:
        migrate_if_behind()


def migrate_if_behind() -> None:
    """Migrate unless every migration on disk stands in the database's own list."""
    if is_behind():
        say("Migrating the database")
        call_command("migrate", interactive=False, verbosity=0)
