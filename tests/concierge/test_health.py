"""The page that a monitor asks: well, or what is missing."""

import json

import pytest
from django.test import Client, override_settings

from concierge import healthy


@pytest.mark.django_db
def test_a_site_whose_servers_answer_is_well(client: Client):
    response = client.get("/health/")

    assert response.status_code == 200
    assert json.loads(response.content) == {"database": "answers", "redis": "answers"}
    assert "no-store" in response["Cache-Control"]


@pytest.mark.django_db
def test_a_site_without_redis_says_so(client: Client):
    nowhere = {
        "default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": "unix:///nowhere"}
    }

    with override_settings(CACHES=nowhere):
        response = client.get("/health/")

    assert response.status_code == 503
    assert json.loads(response.content) == {"database": "answers", "redis": "does not answer"}


def test_the_tests_keep_out_of_the_database_of_redis_that_a_running_site_uses(settings):
    assert settings.CACHES["default"]["LOCATION"] != settings.ENVIRONMENT.redis_url.get_secret_value()


def test_nobody_answering_is_not_well(port):
    assert not healthy.is_healthy(f"127.0.0.1:{port}", "localhost")
