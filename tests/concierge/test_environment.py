"""What the outside may set: typed, told all at once, and written down for the person who runs it."""

import re

import pytest

from concierge import environment
from concierge.environment import Environment, WrongSettings, mail_settings, read
from concierge.folders import CHECKOUT

KEY = "k" * 60


@pytest.fixture
def servers(outside, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgresql://localhost/concierge")
    monkeypatch.setenv("REDIS_URL", "redis://localhost/0")


def test_both_servers_must_be_named(outside):
    with pytest.raises(WrongSettings) as refused:
        read()

    assert str(refused.value) == "DATABASE_URL must be set\nREDIS_URL must be set"


def test_a_value_that_is_refused_is_never_shown(servers, monkeypatch):
    monkeypatch.setenv("CONCIERGE_PRODUCTION", "true")
    monkeypatch.setenv("CONCIERGE_SECRET_KEY", "short-and-secret")

    with pytest.raises(WrongSettings) as refused:
        read()

    assert str(refused.value) == "CONCIERGE_SECRET_KEY must have at least 50 characters in production"


def test_production_names_its_hosts(servers, monkeypatch):
    monkeypatch.setenv("CONCIERGE_PRODUCTION", "true")
    monkeypatch.setenv("CONCIERGE_SECRET_KEY", KEY)
    monkeypatch.setenv("CONCIERGE_HOSTS", '["*"]')

    with pytest.raises(WrongSettings, match="CONCIERGE_HOSTS must name the hosts in production"):
        read()


def test_an_empty_variable_is_one_that_is_not_set(servers, monkeypatch):
    monkeypatch.setenv("CONCIERGE_MAIL_FROM", "")

    assert read().mail_from == "concierge@localhost"


def test_secrets_are_masked_wherever_settings_are_shown(servers, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgresql://desk:hunter2@localhost/concierge")
    monkeypatch.setenv("CONCIERGE_SECRET_KEY", KEY)

    shown = repr(read())

    assert "hunter2" not in shown
    assert KEY not in shown


@pytest.mark.parametrize(
    ("url", "port", "tls", "ssl"),
    [
        ("smtp://desk:pw@mail.example", 587, True, False),
        ("smtps://desk:pw@mail.example", 465, False, True),
        ("smtp+plain://desk:pw@mail.example:25", 25, False, False),
    ],
)
def test_a_mail_servers_address_says_how_it_is_spoken_to(url, port, tls, ssl):
    told = mail_settings(url)

    assert (told["EMAIL_PORT"], told["EMAIL_USE_TLS"], told["EMAIL_USE_SSL"]) == (port, tls, ssl)
    assert (told["EMAIL_HOST"], told["EMAIL_HOST_USER"], told["EMAIL_HOST_PASSWORD"]) == (
        "mail.example",
        "desk",
        "pw",
    )


def test_docs_running_names_every_setting_with_its_default_and_no_other():
    text = (CHECKOUT / "docs" / "running.md").read_text()
    rows = dict(re.findall(r"^\| `([A-Z_]+)` \| (.*?) \|", text, re.MULTILINE))

    wanted = {}
    for name, field in Environment.model_fields.items():
        variable = field.alias or environment.PREFIX + name.upper()
        wanted[variable] = default_of(name)
    assert rows == wanted


def default_of(name: str) -> str:
    """A setting's default as the page writes it."""
    special = {"database_url": "own", "redis_url": "own", "home": "`var`", "static_root": "`build/static`"}
    if name in special:
        return special[name]
    default = Environment.model_fields[name].default
    shown = {
        "SecretStr": lambda: "",
        "timedelta": lambda: f"P{default.days}D",
        "bool": lambda: str(default).lower(),
    }
    words = shown.get(type(default).__name__, lambda: str(default))().replace("'", '"')
    return f"`{words}`" if words else "–"
