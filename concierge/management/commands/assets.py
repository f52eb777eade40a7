"""`manage.py assets`: what an image needs to have built."""

from typing import Any

from django.core.management.base import BaseCommand


class Command(BaseCommand):
    """Build styles and scripts; every command that shows pages does this by itself."""

    help = "Build the static files, unless they are up to date."
    requires_system_checks = ()

    def handle(self, *arguments: Any, **options: Any) -> None:
        """Say that it is done: the setting up before each command did it."""
        self.stderr.write("The static files are up to date.")
