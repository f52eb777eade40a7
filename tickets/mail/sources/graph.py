"""A mailbox read by Microsoft Graph: what is new since the last time, by delta queries.

https://learn.microsoft.com/graph/delta-query-messages
"""

import json
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.client import HTTPException
from typing import Any
from urllib.parse import quote, urlencode

from tickets.mail.keeping import BEGINNING, LARGEST_KEPT
from tickets.mail.sources.base import AT_A_TIME, TIMEOUT, Fetched, SourceFault
from tickets.models import Mailbox

HOST = "graph.microsoft.com"
A_PAGE = 50
FIRST_LOOKS_BACK = timedelta(days=30)
"""How old a message may be that is taken the first time."""
FIRST_TIME = "first "
"""Stands before a cursor until all pages of the first time were read."""
_NOT_FOUND, _GONE = 404, 410
_BUSY = frozenset({429, 503, 504})
_SAYS = {
    401: "refused our token",
    403: "does not let us read this mailbox",
    404: "knows no such mailbox or folder",
}


class Gone(SourceFault):
    """The server has forgotten how far we were."""


class Absent(SourceFault):
    """The server has no such message or folder."""


class GraphSource:
    """Takes unread messages the first time, and from then on all that arrive, read or not."""

    def __init__(self, mailbox: Mailbox, token: str, at: datetime) -> None:
        self._mailbox, self._token, self._now, self._at = mailbox, token, at, ""
        scheme = "https" if mailbox.uses_tls else "http"
        port = f":{mailbox.port}" if mailbox.port else ""
        self._root = f"{scheme}://{mailbox.host or HOST}{port}/v1.0"
        self._user = f"{self._root}/users/{quote(mailbox.account or mailbox.address)}"
        self._folders: dict[str, str] = {}

    def fetch(self, cursor: str) -> Iterator[Fetched]:
        unread_only = not cursor or cursor.startswith(FIRST_TIME)
        try:
            yield from self._pages(cursor.removeprefix(FIRST_TIME) or self._beginning(), unread_only)
        except Gone:
            # Everything of late is asked for again; what is kept already is known by its content.
            yield from self._pages(self._beginning(), unread_only=False)

    def settle(self, fetched: Fetched) -> None:
        message = f"{self._user}/messages/{quote(fetched.key)}"
        self._ask(message, method="PATCH", told={"isRead": True})
        if self._mailbox.done_folder:
            to = self._folder(self._mailbox.done_folder)
            self._ask(f"{message}/move", method="POST", told={"destinationId": to})

    def cursor(self) -> str:
        return self._at

    def close(self) -> None:
        """Nothing stays open between two questions."""

    def _pages(self, url: str, unread_only: bool) -> Iterator[Fetched]:
        taken = 0
        while url:
            page = self._ask(url)
            for item in page.get("value", []):
                if "@removed" in item or (unread_only and item.get("isRead")):
                    continue
                if (fetched := self._fetched(str(item["id"]))) is not None:
                    yield fetched
                    taken += 1
            url, done = page.get("@odata.nextLink", ""), page.get("@odata.deltaLink", "")
            self._at = done or (FIRST_TIME if unread_only else "") + url
            if taken >= AT_A_TIME:
                return

    def _beginning(self) -> str:
        since = (self._now.astimezone(UTC) - FIRST_LOOKS_BACK).strftime("%Y-%m-%dT%H:%M:%SZ")
        asked = {
            "$select": "id,isRead",
            "$filter": f"receivedDateTime ge {since}",
            "$orderby": "receivedDateTime desc",
            "changeType": "created",
        }
        folder = self._folder(self._mailbox.folder)
        return f"{self._user}/mailFolders/{quote(folder)}/messages/delta?{urlencode(asked, quote_via=quote)}"

    def _fetched(self, key: str) -> Fetched | None:
        """One message as MIME; None where it is gone meanwhile."""
        try:
            answer = self._open(f"{self._user}/messages/{quote(key)}/$value")
        except Absent:
            return None
        with answer, asking():
            raw = answer.read(LARGEST_KEPT + 1)
            whole = int(answer.headers.get("Content-Length") or len(raw))
        if len(raw) <= LARGEST_KEPT:
            return Fetched(key, raw, len(raw))
        return Fetched(key, raw[:BEGINNING], max(whole, len(raw)))

    def _folder(self, name: str) -> str:
        """A folder's id: well-known names stand for themselves, others are looked up."""
        if name.lower() in {"inbox", "archive", "junkemail", "drafts", "sentitems", "deleteditems"}:
            return name.lower()
        if name not in self._folders:
            wanted = name.replace("'", "''")
            query = urlencode({"$filter": f"displayName eq '{wanted}'"}, quote_via=quote)
            found = self._ask(f"{self._user}/mailFolders?{query}").get("value", [])
            if not found:
                raise SourceFault(f"There is no folder “{name}” in the mailbox.")
            self._folders[name] = str(found[0]["id"])
        return self._folders[name]

    def _ask(self, url: str, method: str = "GET", told: dict[str, Any] | None = None) -> dict[str, Any]:
        """What the server answers, as JSON."""
        with self._open(url, method, told) as answer, asking():
            body = answer.read()
            found = json.loads(body) if body.strip() else {}
        return found if isinstance(found, dict) else {}

    def _open(self, url: str, method: str = "GET", told: dict[str, Any] | None = None) -> Any:
        """Put a question to the server; raises SourceFault with what it says."""
        if not url.startswith(f"{self._root}/"):
            raise SourceFault("Microsoft Graph led us to another server.")
        headers = {
            "Authorization": f"Bearer {self._token}",
            "Prefer": f'IdType="ImmutableId", odata.maxpagesize={A_PAGE}',
            "Content-Type": "application/json",
        }
        body = json.dumps(told).encode() if told is not None else None
        # The address begins with our own root, which is http only where the mailbox says so.
        request = urllib.request.Request(url, body, headers, method=method)  # noqa: S310
        with asking():
            return urllib.request.urlopen(request, timeout=TIMEOUT)  # noqa: S310


@contextmanager
def asking() -> Iterator[None]:
    """Turn whatever the server does into words."""
    try:
        yield
    except urllib.error.HTTPError as refusal:
        raise _refused(refusal) from refusal
    except (OSError, HTTPException, ValueError) as fault:
        raise SourceFault(f"Microsoft Graph could not be reached: {_cause(fault)}") from fault


def _refused(refusal: urllib.error.HTTPError) -> SourceFault:
    with refusal:
        said = _message(refusal.read(10_000))
    if refusal.code == _GONE:
        return Gone("Microsoft Graph has forgotten how far we were.")
    if refusal.code in _BUSY:
        wait = refusal.headers.get("Retry-After") or "a few"
        return SourceFault(f"Microsoft Graph asks us to wait {wait} seconds.")
    words = f"Microsoft Graph {_SAYS.get(refusal.code, f'answered {refusal.code}')}: {said}"[:450]
    return Absent(words) if refusal.code == _NOT_FOUND else SourceFault(words)


def _message(body: bytes) -> str:
    try:
        return str(json.loads(body)["error"]["message"])
    except (ValueError, KeyError, TypeError):
        return "it gave no reason"


def _cause(fault: Exception) -> str:
    reason = getattr(fault, "reason", None) or fault
    return (str(reason) or type(reason).__name__)[:300]
