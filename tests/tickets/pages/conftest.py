import pytest
from django.test import Client

from concierge.people.models import User
from tests.factories import TrustFactory, UserFactory


@pytest.fixture
def desk(client: Client, concierge: User) -> Client:
    """A browser in which a concierge has signed in."""
    client.force_login(concierge)
    return client


@pytest.fixture
def elsewhere(db: None) -> Client:
    """A browser in which a concierge of another trust has signed in."""
    browser = Client()
    browser.force_login(UserFactory(desk=TrustFactory()))
    return browser
