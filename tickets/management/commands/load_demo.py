"""`manage.py load_demo`: an invented trust with twenty months of tickets, on an empty database."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from concierge.errors import DomainError
from tickets.demo.loading import SEED, TICKETS, load_demo


class Command(BaseCommand):
    help = "Load the demonstration trust into a database that has none."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--password", help="password of the five demonstration accounts; without it nobody can sign in"
        )
        parser.add_argument(
            "--seed", type=int, default=SEED, help=f"another number makes another trust ({SEED})"
        )
        parser.add_argument("--tickets", type=int, default=TICKETS, help=f"how many tickets ({TICKETS})")

    def handle(self, *args: Any, **options: Any) -> None:
        say = self.say
        say("Loading the demonstration trust")
        try:
            load_demo(
                at=timezone.now(),
                password=options["password"],
                seed=options["seed"],
                tickets=options["tickets"],
                say=say,
            )
        except DomainError as refusal:
            raise CommandError(str(refusal)) from refusal

    def say(self, words: str) -> None:
        self.stderr.write(words, style_func=str)
