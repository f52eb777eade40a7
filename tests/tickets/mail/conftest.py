import pytest

from concierge.places.models import Trust
from tests.tickets.mail.post import DESK
from tickets.models import Mailbox


@pytest.fixture
def mailbox(trust: Trust) -> Mailbox:
    return Mailbox.objects.create(trust=trust, address=DESK)
