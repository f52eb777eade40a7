"""`manage.py load`: a region of any size in a database of its own, for measuring."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from psycopg.errors import InsufficientPrivilege

from tickets.load.loading import SEED, load_region, wards_for


class Command(BaseCommand):
    help = "Fill a separate database with an invented region; print the database's name."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--tickets", type=int, required=True, help="how many tickets")
        parser.add_argument(
            "--wards", type=int, help="how many wards (one for each 200 tickets, at least 52)"
        )
        parser.add_argument(
            "--seed", type=int, default=SEED, help=f"another number makes another region ({SEED})"
        )
        parser.add_argument(
            "--password", help="password of the region's named accounts; without it nobody can sign in"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        tickets = options["tickets"]
        wards = options["wards"] or wards_for(max(tickets, 1))
        if tickets < 1 or wards < 5:
            raise CommandError("A region has at least 1 ticket and 5 wards.")
        chosen = {
            "tickets": tickets,
            "wards": wards,
            "seed": options["seed"],
            "password": options["password"],
        }
        try:
            name = load_region(**chosen, at=timezone.now(), say=self.say)
        except InsufficientPrivilege as refusal:
            raise CommandError("The database's account may not make databases (CREATEDB).") from refusal
        self.stdout.write(name)

    def say(self, words: str) -> None:
        self.stderr.write(words, style_func=str)
