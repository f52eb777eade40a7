"""A server on loopback that speaks as Microsoft Graph and its sign-in do, for one mailbox."""

import json
import re
import threading
from collections.abc import Callable
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

TOKEN, SECRET, CLIENT = "a-token", "a-client-secret", "3c1e0000-0000-4000-8000-000000000001"
FOLDERS = {"Taken in": "folder-taken-in"}

Refusal = tuple[int, dict[str, Any], dict[str, str]]


@dataclass
class Item:
    key: str
    raw: bytes
    is_read: bool = False
    folder: str = "inbox"


class GraphServer:
    """Answers delta queries in pages of two, gives messages as MIME, marks and moves them."""

    def __init__(self) -> None:
        self.items: list[Item] = []
        self.asked: list[str] = []
        self.refuse: Callable[[str, str], Refusal | None] = lambda method, path: None
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), type("Here", (Asked,), {"graph": self}))
        self.port = self._server.server_address[1]
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join(5)

    def add(self, raw: bytes, *, is_read: bool = False) -> Item:
        item = Item(f"AAMk{len(self.items)}=", raw, is_read)
        self.items.append(item)
        return item

    def answer(self, method: str, target: str, body: dict[str, Any], host: str) -> Refusal | bytes:
        path, asked = unquote(urlsplit(target).path), parse_qs(urlsplit(target).query)
        if refusal := self.refuse(method, target):
            return refusal
        if path.endswith("/messages/delta"):
            return self._delta(asked, f"http://{host}{urlsplit(target).path}")
        if path.endswith("/mailFolders"):
            name = re.findall(r"'(.*)'", asked["$filter"][0])[0].replace("''", "'")
            found = [{"id": FOLDERS[name]}] if name in FOLDERS else []
            return 200, {"value": found}, {}
        return self._message(method, path, body)

    def _delta(self, asked: dict[str, list[str]], url: str) -> Refusal:
        start = int(asked.get("$skiptoken", asked.get("$deltatoken", ["0"]))[0])
        page = [item for item in self.items[start : start + 2] if item.folder == "inbox"]
        done = min(start + 2, len(self.items))
        link = "nextLink" if done < len(self.items) else "deltaLink"
        token = "$skiptoken" if done < len(self.items) else "$deltatoken"
        told: list[dict[str, Any]] = [{"id": item.key, "isRead": item.is_read} for item in page]
        told.append({"id": "gone", "@removed": {"reason": "deleted"}})
        return 200, {"value": told, f"@odata.{link}": f"{url}?{token}={done}"}, {}

    def _message(self, method: str, path: str, body: dict[str, Any]) -> Refusal | bytes:
        key = path.split("/messages/")[1].split("/")[0]
        item = next((each for each in self.items if each.key == key), None)
        if item is None:
            return 404, {"error": {"code": "ErrorItemNotFound", "message": "The object was not found."}}, {}
        if path.endswith("/$value"):
            return item.raw
        if path.endswith("/move"):
            item.folder = body["destinationId"]
        if method == "PATCH":
            item.is_read = body["isRead"]
        return 200, {"id": key}, {}


class Asked(BaseHTTPRequestHandler):
    """One question put to the server that `graph` is."""

    graph: GraphServer

    def do_GET(self) -> None:
        self._do("GET")

    def do_POST(self) -> None:
        self._do("POST")

    def do_PATCH(self) -> None:
        self._do("PATCH")

    def log_message(self, *args: Any) -> None:
        """Say nothing."""

    def _do(self, method: str) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
        self.graph.asked.append(f"{method} {unquote(self.path)}")
        host = self.headers["Host"]
        if "login" in self.path or "openid" in self.path:
            self._say(*_sign_in(self.path, body))
        elif self.headers.get("Authorization") != f"Bearer {TOKEN}":
            self._say(401, {"error": {"message": "Access token is empty."}}, {})
        else:
            told = self.graph.answer(method, self.path, json.loads(body or "{}"), host)
            self._give(told) if isinstance(told, bytes) else self._say(*told)

    def _say(self, status: int, told: dict[str, Any], headers: dict[str, str]) -> None:
        self._give(json.dumps(told).encode(), status, {"Content-Type": "application/json", **headers})

    def _give(self, body: bytes, status: int = 200, headers: dict[str, str] | None = None) -> None:
        self.send_response(status)
        for name, value in {"Content-Length": str(len(body)), **(headers or {})}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)


def _sign_in(path: str, body: str) -> Refusal:
    """The two answers a program needs: where to ask for a token, and the token."""
    if "discovery/instance" in path:
        return 200, {"metadata": []}, {}
    if "openid-configuration" in path:
        root = "https://login.microsoftonline.com/login"
        return (
            200,
            {
                "issuer": f"{root}/v2.0",
                "authorization_endpoint": f"{root}/oauth2/v2.0/authorize",
                "token_endpoint": f"{root}/oauth2/v2.0/token",
            },
            {},
        )
    told = parse_qs(body)
    if told.get("client_secret") != [SECRET] or told.get("grant_type") != ["client_credentials"]:
        return (
            401,
            {
                "error": "invalid_client",
                "error_description": "AADSTS7000215: Invalid client secret provided.\r\nTrace ID: 1",
            },
            {},
        )
    return 200, {"token_type": "Bearer", "expires_in": 3599, "access_token": TOKEN}, {}
