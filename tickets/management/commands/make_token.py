"""Make, or revoke, the token with which a person's program signs in to the API."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from rest_framework.authtoken.models import Token

from concierge.people.models import User


class Command(BaseCommand):
    help = "Make the token of a person's program; the one it had stops working. --revoke only ends it."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email", help="e-mail address the person signs in with")
        parser.add_argument("--revoke", action="store_true", help="end the token and make none")

    def handle(self, *args: Any, email: str, revoke: bool, **options: Any) -> None:
        person = User.objects.filter(email=email.strip().lower(), is_active=True).first()
        if person is None:
            raise CommandError(f"Nobody signs in as {email}.")
        ended, _ = Token.objects.filter(user=person).delete()
        if revoke:
            self.stdout.write("The token is revoked." if ended else "There was no token.")
            return
        self.stdout.write(Token.objects.create(user=person).key)
