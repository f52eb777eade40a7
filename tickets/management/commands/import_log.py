"""`manage.py import_log`: an old log comes in, row by row, and what cannot is listed for people."""

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils import timezone

from concierge.people.models import User
from concierge.places.models import Trust, Ward
from tickets.importing.event_logs import import_events, look_at_events, read_event_logs
from tickets.importing.ground import find_trust, make_trust, wards_there
from tickets.importing.run import import_log, look_at_log
from tickets.old_log.faults import LogUnreadable
from tickets.old_log.profile import LogProfile
from tickets.old_log.reading import OldLog
from tickets.old_log.report import Report
from tickets.old_log.wards import read_ward_list

_ROWS_BETWEEN_NEWS = 1000
"""Rows after which progress is shown again."""


class Command(BaseCommand):
    """Reads the files, writes what is good, and reports."""

    help = "Import a desk's old log: a workbook or CSV files, or event logs as CSV or XES."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the files and what is to be done with them."""
        parser.add_argument("files", nargs="*", type=Path, metavar="FILE", help="a workbook, or CSV files")
        parser.add_argument(
            "--events",
            nargs="*",
            type=Path,
            metavar="FILE",
            help="the files are event logs (CSV or XES) with case, activity, time and resource",
        )
        parser.add_argument(
            "--wards", type=Path, metavar="CSV", help="the ward list: Ward, Also written, Site, Specialty"
        )
        parser.add_argument(
            "--trust", default="", metavar="CODE", help="whose log it is; made where there is no such trust"
        )
        parser.add_argument(
            "--ward", default="", metavar="NAME", help="with --events: the ward that the cases are for"
        )
        parser.add_argument(
            "--mapping", type=Path, metavar="TOML", help="how another desk's columns and words map to ours"
        )
        parser.add_argument("--dry-run", action="store_true", help="report only; change nothing")
        parser.add_argument("--report", type=Path, metavar="JSON", help="write the report into this file")

    def handle(self, *arguments: Any, files: list[Path], events: list[Path] | None, **options: Any) -> None:
        """Import, report, and say where to look next."""
        if not files and not events:
            raise CommandError("Name at least one file to import.")
        try:
            trust = find_trust(options["trust"])
            if events is None:
                report = self._import_log(files, trust, options)
            else:
                report = self._import_events([*files, *events], trust, options)
        except LogUnreadable as error:
            raise CommandError(str(error)) from error
        if options["report"]:
            self._write_report(options["report"], report)
        self._tell(report, options["dry_run"])

    def _import_log(self, files: list[Path], trust: Trust | None, options: dict[str, Any]) -> Report:
        profile = LogProfile.from_file(options["mapping"]) if options["mapping"] else LogProfile()
        wards = read_ward_list(options["wards"]) if options["wards"] else wards_there(trust)
        if not wards.wards:
            raise CommandError("The trust has no wards yet: give their list with --wards wards.csv.")
        log = OldLog(files, profile, wards)
        if options["dry_run"]:
            return look_at_log(log, trust, self._progress)
        by = User.objects.system()
        with transaction.atomic():
            return import_log(
                log=log,
                profile=profile,
                wards=wards,
                trust=trust or make_trust(options["trust"], by),
                files=[file.name for file in files],
                by=by,
                at=timezone.now(),
                progress=self._progress,
            )

    def _import_events(self, files: list[Path], trust: Trust | None, options: dict[str, Any]) -> Report:
        log = read_event_logs(files, self._progress)
        ward = self._ward(trust, options["ward"]) if options["ward"] else None
        if options["dry_run"]:
            return look_at_events(log, trust)
        by = User.objects.system()
        with transaction.atomic():
            return import_events(
                log=log,
                trust=trust or make_trust(options["trust"], by),
                ward=ward,
                files=[file.name for file in files],
                by=by,
                at=timezone.now(),
                progress=self._progress,
            )

    def _ward(self, trust: Trust | None, name: str) -> Ward:
        found = list(Ward.objects.filter(trust=trust, name__iexact=name)[:2])
        if len(found) != 1:
            raise CommandError(f"There is no one ward called “{name}” in the trust.")
        return found[0]

    def _progress(self, doing: str, done: int, total: int) -> None:
        if done % _ROWS_BETWEEN_NEWS == 0 or done == total:
            self.stdout.write(f"{doing}: {done:,}" + (f" of {total:,}" if total > done else ""))

    def _write_report(self, path: Path, report: Report) -> None:
        try:
            path.write_text(json.dumps(report, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
        except OSError as error:
            raise CommandError(f"The report could not be written: {error}") from error

    def _tell(self, report: Report, dry_run: bool) -> None:
        issues, contacts = report["issues"], report["interactions"]
        copies = sum(row["reason"] == "copy" for row in report["refused"])
        lines = [
            f"Issues: {issues['imported']:,} imported, {issues['already_there']:,} already there"
            f" ({issues['open']:,} open, {issues['resolved']:,} resolved, {issues['to_be_coded']:,} to be coded).",
            f"Interactions: {contacts['imported']:,} imported, {contacts['already_there']:,} already there"
            f" ({contacts['desk_minutes']:,} minutes of the desk, {contacts['sister_minutes']:,} of the ward).",
            f"Refused: {len(report['refused']) - copies:,} rows to settle or mend, and {copies:,} copies.",
            f"Cells that hold an NHS number, masked where they are shown: {len(report['identifiers']):,}.",
        ]
        if dry_run:
            lines.append("This was a dry run: nothing was changed.")
        self.stdout.write("\n".join(lines))
