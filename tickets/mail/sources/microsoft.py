"""Signing in to Microsoft 365 as a program: client credentials, by Microsoft's own library."""

from functools import lru_cache
from typing import Any

import msal
from msal.exceptions import MsalError

from tickets.mail.sources.base import TIMEOUT, SourceFault
from tickets.models import Mailbox

AUTHORITY = "https://login.microsoftonline.com"
IMAP_SCOPE = "https://outlook.office365.com/.default"
GRAPH_SCOPE = "https://graph.microsoft.com/.default"


def token_for(mailbox: Mailbox, secret: str, scope: str) -> str:
    """A token that opens the mailbox; the library keeps it until it ends. Raises SourceFault."""
    try:
        told = _application(mailbox.tenant, mailbox.client, secret).acquire_token_for_client([scope])
    except (OSError, ValueError, RuntimeError, MsalError) as fault:
        raise SourceFault(f"Microsoft 365's sign-in could not be reached: {type(fault).__name__}") from fault
    token = (told or {}).get("access_token")
    if not token:
        raise SourceFault(f"Microsoft 365 refused our sign-in: {_why(told or {})}")
    return str(token)


@lru_cache(maxsize=32)
def _application(tenant: str, client: str, secret: str) -> msal.ConfidentialClientApplication:
    return msal.ConfidentialClientApplication(
        client,
        authority=f"{AUTHORITY}/{tenant}",
        client_credential=secret,
        timeout=TIMEOUT,
        http_client=http_client(),
    )


def http_client() -> Any:
    """What speaks HTTP for the library: its own."""
    return None


def forget() -> None:
    """Forget every token, as after a secret was changed."""
    _application.cache_clear()


def _why(told: dict[str, Any]) -> str:
    words = str(told.get("error_description") or told.get("error") or "no reason given")
    return words.splitlines()[0][:300]
