"""The dullest valid row of each kind. No patient is named anywhere."""

from datetime import UTC, date, datetime
from typing import Any

import factory
from factory.django import DjangoModelFactory

from concierge.people.models import Post, User
from concierge.people.roles import Role
from concierge.places.models import Site, Team, TeamKind, Trust, Ward
from tickets import commands
from tickets.models import Process, Service, Ticket

NINE = datetime(2026, 3, 3, 9, 0, tzinfo=UTC)
"""A Tuesday in early March, so UK clocks show the same hour as UTC."""
LONG_AGO = date(2020, 1, 1)


class TrustFactory(DjangoModelFactory[Trust]):
    class Meta:
        model = Trust

    code = factory.Sequence(lambda n: f"ZZ{n}")
    name = factory.Sequence(lambda n: f"Trust {n}")


class SiteFactory(DjangoModelFactory[Site]):
    class Meta:
        model = Site

    trust = factory.SubFactory(TrustFactory)
    name = factory.Sequence(lambda n: f"Hospital {n}")


class WardFactory(DjangoModelFactory[Ward]):
    class Meta:
        model = Ward

    trust = factory.SubFactory(TrustFactory)
    site = factory.SubFactory(SiteFactory, trust=factory.SelfAttribute("..trust"))
    name = factory.Sequence(lambda n: f"Ward {n}")


class TeamFactory(DjangoModelFactory[Team]):
    class Meta:
        model = Team

    trust = factory.SubFactory(TrustFactory)
    kind = TeamKind.DESK
    name = factory.Sequence(lambda n: f"Team {n}")


class ServiceFactory(DjangoModelFactory[Service]):
    class Meta:
        model = Service

    trust = factory.SubFactory(TrustFactory)
    name = factory.Sequence(lambda n: f"Service {n}")
    team = factory.SubFactory(
        TeamFactory,
        trust=factory.SelfAttribute("..trust"),
        kind=TeamKind.SERVICE,
        name=factory.SelfAttribute("..name"),
    )


class ProcessFactory(DjangoModelFactory[Process]):
    class Meta:
        model = Process

    trust = factory.SubFactory(TrustFactory)
    name = factory.Sequence(lambda n: f"Process {n}")
    service = factory.SubFactory(ServiceFactory, trust=factory.SelfAttribute("..trust"))


class UserFactory(DjangoModelFactory[User]):
    """A person; `ward`, `desk`, `service`, `manages` or `administers` give her a post."""

    class Meta:
        model = User
        skip_postgeneration_save = True

    email = factory.Sequence(lambda n: f"person{n}@demo.example")
    name = factory.Sequence(lambda n: f"Person {n}")

    @classmethod
    def _create(cls, model_class: type[User], *args: Any, **kwargs: Any) -> User:
        posts = {key: kwargs.pop(key, None) for key in PLACES}
        role = kwargs.pop("post_role", None)
        user: User = super()._create(model_class, *args, **kwargs)
        for key, place in posts.items():
            if place is not None:
                PostFactory(person=user, role=role or PLACES[key], **_where(key, place))
        return user


PLACES = {
    "ward": Role.SISTER,
    "desk": Role.CONCIERGE,
    "service": Role.SERVICE,
    "manages": Role.MANAGER,
    "observes": Role.OBSERVER,
    "administers": Role.ADMINISTRATOR,
}
"""The words a factory takes for a person's post, with the role each means."""


def _where(key: str, place: Any) -> dict[str, Any]:
    if key == "ward":
        return {"trust": place.trust, "ward": place}
    if key == "desk":
        team = Team.objects.filter(trust=place, kind=TeamKind.DESK).first()
        return {"trust": place, "team": team or TeamFactory(trust=place)}
    if key == "service":
        return {"trust": place.trust, "team": place.team}
    return {"trust": place}


class PostFactory(DjangoModelFactory[Post]):
    class Meta:
        model = Post

    trust = factory.SubFactory(TrustFactory)
    person = factory.SubFactory(UserFactory)
    role = Role.MANAGER
    since = LONG_AGO


def raised_ticket(ward: Ward | None = None, **kwargs: Any) -> Ticket:
    """A ticket as `raise_ticket` makes it, asked for by a sister of its ward at nine."""
    ward = ward or WardFactory()
    by = kwargs.pop("by", None) or UserFactory(ward=ward)
    return commands.raise_ticket(ward=ward, by=by, **{"title": "A new kettle", "at": NINE, **kwargs})
