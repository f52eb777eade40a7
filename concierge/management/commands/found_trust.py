"""`manage.py found_trust`: a trust, its desk, and the first who may sign in and enter all others."""

import secrets
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.validators import validate_email
from django.db import transaction
from django.forms import ValidationError
from django.utils import timezone

from concierge.errors import DomainError
from concierge.people.commands import welcome_person
from concierge.people.models import User
from concierge.people.roles import Role
from concierge.places.commands import found_trust


class Command(BaseCommand):
    help = "Found a trust with its desk and its first administrator, who enters everybody else."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("code", help="the trust's ODS code, such as RXX")
        parser.add_argument("name", help="the trust's name")
        parser.add_argument("email", help="e-mail address the administrator signs in with")
        parser.add_argument("person", help="the administrator's name")
        parser.add_argument(
            "--password",
            action="store_true",
            help="make up a password and show it, where there is no mail yet",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            validate_email(options["email"])
            person = self._found(options)
        except ValidationError as error:
            raise CommandError(f"{options['email']} is not an e-mail address.") from error
        except DomainError as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(f"{person} administers {options['name']} and signs in as {person.email}.")
        if options["password"]:
            self.stdout.write(f"The password is {self._password(person)} and should be changed at once.")

    @transaction.atomic
    def _found(self, options: dict[str, Any]) -> User:
        program = User.objects.system()
        return welcome_person(
            trust=found_trust(code=options["code"], name=options["name"], by=program),
            email=options["email"],
            name=options["person"],
            role=Role.ADMINISTRATOR,
            since=timezone.localdate(),
            by=program,
        )

    def _password(self, person: User) -> str:
        made_up = secrets.token_urlsafe(12)
        person.set_password(made_up)
        person.save(update_fields=["password"])
        return made_up
