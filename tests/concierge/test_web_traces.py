"""What a shared computer keeps of the last person: nothing."""

import pytest
from django.test import Client

from tests.factories import TrustFactory, UserFactory

pytestmark = pytest.mark.django_db


def test_a_page_is_its_readers_alone_and_goes_when_she_signs_out(client: Client):
    client.force_login(UserFactory(administers=TrustFactory()))

    page = client.get("/administration/", follow=True)
    out = client.post("/account/logout/")

    assert page["Cache-Control"] == "private, no-cache"
    assert out["Clear-Site-Data"] == '"cache"'


def test_signing_in_clears_nothing(client: Client):
    page = client.get("/account/login/")

    assert "Clear-Site-Data" not in page
