"""A small trust with one person of each kind, who can all sign in."""

from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.db.models import F

from concierge.people.models import User
from concierge.people.roles import Role
from concierge.places.models import Trust, Ward
from tests.factories import (
    ProcessFactory,
    ServiceFactory,
    SiteFactory,
    TrustFactory,
    UserFactory,
    WardFactory,
)
from tickets.models import Change, Holding, Interaction, Leg, Process, Promise, Service, Ticket

PASSWORD = "a-long-word-for-tests"


@dataclass(frozen=True)
class House:
    """The places and people of one invented trust."""

    trust: Trust
    ward: Ward
    hr: Service
    finance: Service
    new_starter: Process
    sister: User
    concierge: User
    hr_lead: User
    manager: User
    administrator: User


def build_house() -> House:
    """Make the trust, its ward, two services and a person for each role."""
    trust = TrustFactory(name="Example Trust")
    ward = WardFactory(
        trust=trust,
        site=SiteFactory(trust=trust, name="Hilltop Hospital"),
        name="Willow Ward",
        telephone="020 7946 0811",
    )
    hr = ServiceFactory(
        trust=trust, name="HR", description="Posts, pay and starters", telephone="020 7946 0821"
    )
    finance = ServiceFactory(trust=trust, name="Finance", description="Budgets and orders")
    return House(
        trust=trust,
        ward=ward,
        hr=hr,
        finance=finance,
        new_starter=ProcessFactory(
            trust=trust, name="New starter set-up", service=hr, hint="Say the start date."
        ),
        sister=_person("sister", "Ada Example", ward=ward),
        concierge=_person("concierge", "Con Example", desk=trust),
        hr_lead=_person("hr", "Hari Example", service=hr, post_role=Role.SERVICE_LEAD),
        manager=_person("manager", "Mo Example", manages=trust),
        administrator=_person("administrator", "Ari Example", administers=trust),
    )


def _person(word: str, name: str, **post: object) -> User:
    person = UserFactory(email=f"{word}@journeys.example", name=name, **post)
    person.set_password(PASSWORD)
    person.save()
    return person


@transaction.atomic
def let_days_pass(ticket: Ticket, days: int) -> None:
    """Move all that has happened to a ticket, and all that is due, so many days into the past."""
    span = timedelta(days=days)
    of_parts = {"leg__ticket": ticket}
    Ticket.objects.filter(pk=ticket.pk).update(raised_at=F("raised_at") - span)
    Leg.objects.filter(ticket=ticket).update(opened_at=F("opened_at") - span, chase_on=F("chase_on") - span)
    Holding.objects.filter(**of_parts).update(
        started_at=F("started_at") - span, ended_at=F("ended_at") - span
    )
    Promise.objects.filter(**of_parts).update(promised_at=F("promised_at") - span, due_at=F("due_at") - span)
    Interaction.objects.filter(ticket=ticket).update(happened_at=F("happened_at") - span)
    Change.objects.filter(ticket=ticket).update(happened_at=F("happened_at") - span)
