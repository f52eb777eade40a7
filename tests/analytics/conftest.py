"""A trust with a manager who is signed in."""

from collections.abc import Iterator

import pytest
from django.core.cache import cache
from django.test import Client

from concierge.people.models import User
from concierge.places.models import Trust
from tests.factories import TrustFactory, UserFactory


def signed_in(person: User) -> Client:
    client = Client()
    client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


@pytest.fixture
def trust() -> Trust:
    return TrustFactory(name="Harrow Vale")


@pytest.fixture
def manager(trust: Trust) -> Client:
    return signed_in(UserFactory(manages=trust))


@pytest.fixture(autouse=True)
def _nothing_kept() -> Iterator[None]:
    yield
    cache.clear()
