"""When the demo trust is loaded, and under which passwords its people sign in.

The known password is only for a site that nobody else can reach. Elsewhere the demo's people
get one that is made up and shown once, also where they were loaded under the known one before.
"""

import secrets

from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import transaction

from concierge.people.models import User

DOMAIN = "demo.example"
KNOWN_PASSWORD = "demo-concierge"  # noqa: S105  (known on purpose, see above)
PEOPLE = tuple(f"{name}@{DOMAIN}" for name in ("sister", "concierge", "manager", "hr", "admin"))


class DemoInProduction(Exception):
    """A site in production must not have people whose password may be known."""


def sign_ins(*, reachable: bool, empty: bool) -> list[str]:
    """Load the demo trust into an empty database unless told not to; lines that say how to sign in.

    `reachable` says that others than this machine can reach the site.
    """
    if settings.ENVIRONMENT.production:
        refuse_demo_people()
        return []
    password = made_up() if reachable else KNOWN_PASSWORD
    if not empty and not apps.get_model("places", "Trust").objects.exists():
        with transaction.atomic():
            call_command("load_demo", password=password)
        return lines(password)
    return lines(password_now(reachable=reachable, password=password))


def password_now(*, reachable: bool, password: str) -> str:
    """The password of the demo's people, changed first if it is known and must not be.

    Empty where it is not ours to tell.
    """
    people = User.objects.filter(email__in=PEOPLE, is_active=True)
    one = people.order_by("pk").first()
    if one is None or not one.check_password(KNOWN_PASSWORD):
        return ""
    if reachable:
        give(password)
    return password


@transaction.atomic
def give(password: str) -> None:
    """Give every account of the demo's domain this password."""
    for person in User.objects.filter(email__endswith=f"@{DOMAIN}").order_by("pk"):
        person.set_password(password)
        person.save(update_fields=["password"])


def refuse_demo_people() -> None:
    """Raise DemoInProduction if the demo's people could sign in."""
    if User.objects.filter(email__endswith=f"@{DOMAIN}", is_active=True).exists():
        raise DemoInProduction(
            f"This database holds the demo trust, whose people ({DOMAIN}) could sign in: "
            "in production start with an empty one."
        )


def made_up() -> str:
    """A password nobody knows."""
    return secrets.token_urlsafe(12)


def lines(password: str) -> list[str]:
    """What to tell the person who started the site."""
    there = User.objects.filter(email__in=PEOPLE, is_active=True).values_list("email", flat=True)
    emails = [email for email in PEOPLE if email in set(there)]
    if not emails:
        return []
    shown = f"password {password}" if password else "password as shown when they were loaded"
    return [f"Sign in to the demo trust with {shown}, as one of", *(f"  {each}" for each in emails)]
