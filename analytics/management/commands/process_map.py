"""`manage.py process_map`: who had it after whom, from the tickets or from another event log."""

import io
import json
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TextIO

from django.core.management.base import BaseCommand, CommandError, CommandParser

from analytics.process_map import ProcessMap, directly_follows, events_of, write_csv, write_xes
from analytics.process_map.log_files import Told
from tickets.models import Ticket
from tickets.old_log.events import Event, RefusedEvent, read_events
from tickets.old_log.faults import LogUnreadable

STANDARD = Path("-")
"""Standard input, or standard output."""
WRONG_INPUT = 2
"""Exit status where a log cannot be read."""
_TOLD = 5
"""How many unreadable events are told one by one."""


class Command(BaseCommand):
    help = (
        "Who had a ticket directly after whom, with counts; or what follows what in another event log. "
        "--csv and --xes write the log itself, for process mining programs."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        """Take what is mapped and how it is told."""
        parser.add_argument(
            "--events",
            type=Path,
            metavar="FILE",
            help="map this log (CSV with case_id, activity, timestamp and resource, or XES), not the "
            "tickets; - is CSV on standard input",
        )
        parser.add_argument("--json", action="store_true", help="print the map as one JSON object")
        for kind in ("csv", "xes"):
            parser.add_argument(
                f"--{kind}", type=Path, metavar="FILE", help=f"write the log as {kind.upper()}; - prints it"
            )

    def handle(self, *args: Any, events: Path | None, **options: Any) -> None:
        """Map, write, and say how many events could not be read."""
        wanted = [key for key in ("json", "csv", "xes") if options[key]]
        to_output = [key for key in wanted if options[key] in (True, STANDARD)]
        if len(to_output) > 1:
            raise CommandError("Only one of --json, --csv - and --xes - can go to standard output.")
        log: list[Told] = list(events_of(Ticket.objects.all()) if events is None else self._read(events))
        for key, write in (("csv", write_csv), ("xes", write_xes)):
            if options[key]:
                self._write(options[key], write, log)
        if options["json"]:
            self.stdout.write(json.dumps(as_json(directly_follows(log)), ensure_ascii=False))
        elif not wanted:
            self.stdout.write("\n".join(_lines(directly_follows(log))))

    def _read(self, source: Path) -> Iterator[Event]:
        refused = 0
        try:
            with _file(source) as path:
                for event in read_events(path):
                    if isinstance(event, Event):
                        yield event
                        continue
                    refused += 1
                    if refused <= _TOLD:
                        self.stderr.write(_told(event))
        except LogUnreadable as error:
            raise CommandError(str(error), returncode=WRONG_INPUT) from error
        if refused:
            self.stderr.write(f"{refused} events could not be read and are left out.")

    def _write(self, to: Path, write: Callable[[Iterable[Told], TextIO], None], log: list[Told]) -> None:
        if to == STANDARD:
            text = io.StringIO()
            write(log, text)
            self.stdout.write(text.getvalue())
            return
        try:
            with to.open("w", encoding="utf-8", newline="") as file:
                write(log, file)
        except OSError as fault:
            raise CommandError(f"Cannot write {to}: {fault.strerror}.") from fault


@contextmanager
def _file(source: Path) -> Iterator[Path]:
    """The log as a file that can be read twice, which standard input cannot."""
    if source != STANDARD:
        yield source
        return
    with tempfile.NamedTemporaryFile(prefix="standard input ", suffix=".csv") as kept:
        shutil.copyfileobj(sys.stdin.buffer, kept)
        kept.flush()
        yield Path(kept.name)


def as_json(found: ProcessMap) -> dict[str, Any]:
    """The map as `--json` prints it."""
    edges = [[path.source, path.target, path.count] for path in found.paths]
    counts = {"start": dict(found.start), "end": dict(found.end)}
    return {"cases": found.cases, "events": found.events, "edges": edges, **counts}


def _lines(found: ProcessMap) -> Iterator[str]:
    yield f"{found.cases} cases, {found.events} events"
    for path in found.paths:
        yield f"{path.count:>8}  {path.source} → {path.target}  (median wait {path.median_wait})"


def _told(event: RefusedEvent) -> str:
    return f"Row {event.row}, {event.column}: {event.reason}."
