import pytest

from concierge.people.models import User
from concierge.places.models import Trust, Ward
from tests.factories import NINE, ServiceFactory, TrustFactory, UserFactory, WardFactory, raised_ticket
from tickets import commands
from tickets.models import Leg, Service, Ticket


@pytest.fixture
def trust(db: None) -> Trust:
    return TrustFactory()


@pytest.fixture
def ward(trust: Trust) -> Ward:
    return WardFactory(trust=trust)


@pytest.fixture
def sister(ward: Ward) -> User:
    return UserFactory(ward=ward)


@pytest.fixture
def concierge(trust: Trust) -> User:
    return UserFactory(desk=trust)


@pytest.fixture
def hr(trust: Trust) -> Service:
    return ServiceFactory(trust=trust, name="HR")


@pytest.fixture
def finance(trust: Trust) -> Service:
    return ServiceFactory(trust=trust, name="Finance")


@pytest.fixture
def ticket(ward: Ward, sister: User, concierge: User) -> Ticket:
    return raised_ticket(ward, by=sister)


@pytest.fixture
def leg(ticket: Ticket, hr: Service, concierge: User) -> Leg:
    return commands.route_ticket(ticket=ticket, services=[hr], by=concierge, at=NINE)[0]
