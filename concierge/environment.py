"""Every value the outside may set, in one place, typed; a wrong or unknown one stops the start.

All faults are told at once. Names in the environment are these in capitals, with
`CONCIERGE_` before them, save for `DATABASE_URL` and `REDIS_URL`.
"""

import os
from datetime import timedelta
from pathlib import Path
from typing import Self
from urllib.parse import unquote, urlsplit

from pydantic import Field, SecretStr, ValidationError, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from concierge import folders

CHECKOUT = folders.CHECKOUT
PREFIX = "CONCIERGE_"
KEY_LENGTH = 50
"""Characters: as long as Django asks a signing key to be."""


class Environment(BaseSettings):
    """What a server, a test or a newcomer's laptop may choose."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, frozen=True, extra="ignore", env_ignore_empty=True)

    database_url: SecretStr = Field(alias="DATABASE_URL")
    """PostgreSQL 18 or later: postgresql://user:password@host:port/name, or a socket's folder as ?host=."""

    redis_url: SecretStr = Field(alias="REDIS_URL")
    """Redis or Valkey: redis://host:port/0, or unix:///path?db=0."""

    home: Path = Field(default_factory=folders.home)
    """Folder for uploads, logs, and the embedded engines' data."""

    static_root: Path = Field(default_factory=lambda: folders.builds() / "build" / "static")
    """Folder of the collected styles and scripts."""

    secret_key: SecretStr = SecretStr("")
    """Signs sessions and links. Must be set in production; a laptop makes its own in `home`."""

    production: bool = False
    """Serve over HTTPS only, with every safety on and no demo accounts."""

    behind_proxy: bool = False
    """A proxy in front sets X-Forwarded-Proto on every request, and nobody can go round it."""

    hosts: list[str] = ["localhost", "127.0.0.1", "[::1]"]
    """Host names the site answers to, as JSON: ["desk.example"]."""

    mail_server: SecretStr = SecretStr("")
    """smtp://user:password@host:587 (STARTTLS), smtps:// (TLS) or smtp+plain:// (neither); without one, mail is kept as files in `home`."""

    mail_from: str = "concierge@localhost"
    """Address that our mail comes from."""

    mail_timeout: int = Field(default=20, gt=0)
    """Seconds to wait for each answer of a mail server before trying again later."""

    site: str = Field(default="", pattern=r"^(https?://[^/\s]+)?$")
    """Where people open the site, for links in our mail: https://desk.example; without one, the first of the hosts."""

    notify_key: SecretStr = SecretStr("")
    """A key of GOV.UK Notify: mail then goes by it and not by the mail server."""

    notify_template: str = ""
    """The id of a template there whose subject is ((subject)) and whose text is ((body))."""

    notify_url: str = "https://api.notifications.service.gov.uk"
    """Where GOV.UK Notify answers."""

    mail_secrets: dict[str, SecretStr] = {}
    """Passwords and client secrets of the mailboxes that are read, by the names their pages use, as JSON: {"desk": "…"}."""

    openid_url: str = ""
    """The trust's own sign-in (OpenID Connect), e.g. https://login.example/tenant/v2.0."""

    openid_name: str = "your trust account"
    """What the button for it says after "Sign in with"."""

    openid_client: str = ""
    """The client id it gave us."""

    openid_secret: SecretStr = SecretStr("")
    """The client secret it gave us."""

    log_level: str = Field(default="INFO", pattern=r"^(DEBUG|INFO|WARNING|ERROR)$")
    """How much is logged, on standard error: DEBUG, INFO, WARNING or ERROR."""

    telephone: str = "020 7946 0802"
    """The desk's number, on every page (the default is from the range kept for drama)."""

    emergency_telephone: str = "2222"
    """The number to ring for an emergency, on every page."""

    sister_title: str = "ward sister or charge nurse"
    """What the person in charge of a ward is called."""

    reference_letter: str = Field(default="R", pattern=r"^[A-Z]$")
    """The letter before every reference."""

    reopen_window: timedelta = timedelta(days=14)
    """How long after resolution a ward may reopen the same ticket (ISO 8601, e.g. P14D)."""

    confirm_after: timedelta = timedelta(days=14)
    """How long after resolution the clock confirms for a ward that has said nothing."""

    largest_file: int = Field(default=10 * 1024 * 1024, gt=0)
    """Largest file a person may attach, in bytes."""

    require_browser: bool = False
    """For the tests: a machine without Chromium is a failure, not a reason to skip."""

    @property
    def address(self) -> str:
        """The site's own address, without a slash at its end."""
        if self.site:
            return self.site
        return f"https://{self.hosts[0]}" if self.production else f"http://{self.hosts[0]}:8000"

    @property
    def keeps_mail(self) -> bool:
        """Whether mail stays on this machine, to be read on a page: where none of the ways out is set."""
        sends = self.mail_server.get_secret_value() or self.notify_key.get_secret_value()
        return not (self.production or sends)

    @model_validator(mode="after")
    def safe_in_production(self) -> Self:
        """Refuse to serve a hospital with a laptop's settings."""
        faults = []
        if self.production and len(self.secret_key.get_secret_value()) < KEY_LENGTH:
            faults.append(f"CONCIERGE_SECRET_KEY must have at least {KEY_LENGTH} characters in production")
        if self.production and "*" in self.hosts:
            faults.append("CONCIERGE_HOSTS must name the hosts in production")
        if bool(self.openid_url) != bool(self.openid_client):
            faults.append("CONCIERGE_OPENID_URL and CONCIERGE_OPENID_CLIENT must be set together")
        if bool(self.notify_key.get_secret_value()) != bool(self.notify_template):
            faults.append("CONCIERGE_NOTIFY_KEY and CONCIERGE_NOTIFY_TEMPLATE must be set together")
        if faults:
            raise ValueError("; ".join(faults))
        return self


class WrongSettings(Exception):
    """What the outside has set cannot be used; the text names every fault, one a line."""


def read() -> Environment:
    """The values as the outside has set them; raises WrongSettings with every fault at once."""
    faults = [f"{name} is not a setting" for name in unknown()]
    try:
        environment = Environment()
    except ValidationError as refused:
        raise WrongSettings("\n".join(faults + [told(each) for each in refused.errors()])) from None
    if faults:
        raise WrongSettings("\n".join(faults))
    return environment


def unknown() -> list[str]:
    """Names with our prefix that stand for nothing: a misspelt one must not pass unseen."""
    known = {PREFIX + name.upper() for name in Environment.model_fields}
    return sorted(name for name in os.environ if name.startswith(PREFIX) and name not in known)


def told(fault: object) -> str:
    """One of pydantic's faults as a line with the variable's name, and never with its value."""
    assert isinstance(fault, dict)
    place = [str(part) for part in fault["loc"]]
    message = str(fault["msg"]).removeprefix("Value error, ")
    if not place:
        return message
    name = place[0] if place[0].isupper() else PREFIX + place[0].upper()
    return f"{name}: {message}" if fault["type"] != "missing" else f"{name} must be set"


def mail_settings(url: str, timeout: int = 20) -> dict[str, object]:
    """Django's settings for a mail server's address; `timeout` is in seconds."""
    parts = urlsplit(url)
    return {
        "EMAIL_BACKEND": "tickets.mail.smtp.EmailBackend",
        "EMAIL_HOST": parts.hostname or "localhost",
        "EMAIL_PORT": parts.port or (465 if parts.scheme == "smtps" else 587),
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_TLS": parts.scheme == "smtp",
        "EMAIL_USE_SSL": parts.scheme == "smtps",
        "EMAIL_TIMEOUT": timeout,
    }
