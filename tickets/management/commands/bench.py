"""`manage.py bench mail|pages|reports`: how the site does at sizes that `load` fills, as ratios of one run."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from psycopg.errors import InsufficientPrivilege

from tickets.bench import mail, pages
from tickets.bench.table import Measured
from tickets.bench.timing import CannotMeasure
from tickets.load.loading import SEED, load_region

GOES = {"mail": 10, "pages": pages.GOES, "reports": pages.GOES}
"""How often each is measured where nobody says: turns of messages, requests for pages."""


class Command(BaseCommand):
    help = (
        "Measure messages read, pages or reports at given numbers of tickets; a table, and JSON with --json."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("what", choices=sorted(GOES), help="what to measure")
        parser.add_argument(
            "--tickets",
            type=sizes,
            default=[10_000],
            help="sizes, as 10000,1000000; loaded where they are not there",
        )
        parser.add_argument(
            "--goes", type=int, help="how often to measure (10 turns of messages, 30 requests)"
        )
        parser.add_argument("--seed", type=int, default=SEED, help=f"the seed of the regions ({SEED})")
        parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures here as well")

    def handle(self, *args: Any, **options: Any) -> None:
        what, goes = options["what"], options["goes"] or GOES[options["what"]]
        try:
            databases = {
                tickets: load_region(tickets=tickets, seed=options["seed"], at=timezone.now(), say=self.say)
                for tickets in options["tickets"]
            }
            measured = self.measure(what, databases, goes)
        except InsufficientPrivilege as refusal:
            raise CommandError("The database's account may not make databases (CREATEDB).") from refusal
        except CannotMeasure as fault:
            raise CommandError(str(fault)) from fault
        self.stdout.write(measured.as_text())
        if options["json"]:
            measured.write(options["json"])

    def measure(self, what: str, databases: dict[int, str], goes: int) -> Measured:
        if what == "mail":
            return mail.measure(databases, goes, self.say)
        chosen = pages.PAGES if what == "pages" else pages.REPORTS
        return pages.measure(f"{what.capitalize()}, medians of {goes}", chosen, databases, goes, self.say)

    def say(self, words: str) -> None:
        self.stderr.write(words, style_func=str)


def sizes(text: str) -> list[int]:
    """Numbers of tickets, the fewest first."""
    return sorted({int(number.replace("_", "")) for number in text.split(",")})
