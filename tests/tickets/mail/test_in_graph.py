"""A mailbox read by Microsoft Graph, against a server that answers in its shapes."""

from collections.abc import Iterator
from typing import Any

import pytest
import requests
from pydantic import SecretStr

from concierge.places.models import Trust
from tests.tickets.mail.graph_server import CLIENT, SECRET, GraphServer
from tests.tickets.mail.post import DESK, letter
from tickets.mail import polling
from tickets.mail.sources import microsoft
from tickets.models import IncomingMessage, Mailbox

pytestmark = pytest.mark.django_db


class Loopback:
    """What the sign-in library speaks HTTP with, led to loopback."""

    def __init__(self, port: int) -> None:
        self._root, self._session = f"http://127.0.0.1:{port}", requests.Session()

    def get(self, url: str, **told: Any) -> requests.Response:
        return self._session.get(self._led(url), timeout=5, params=told.get("params"))

    def post(self, url: str, **told: Any) -> requests.Response:
        return self._session.post(self._led(url), timeout=5, data=told.get("data"))

    def close(self) -> None:
        self._session.close()

    def _led(self, url: str) -> str:
        return url.replace("https://login.microsoftonline.com", f"{self._root}/login")


@pytest.fixture
def graph(monkeypatch: pytest.MonkeyPatch, settings: Any) -> Iterator[GraphServer]:
    server = GraphServer()
    server.start()
    http = Loopback(server.port)
    monkeypatch.setattr(microsoft, "http_client", lambda: http)
    microsoft.forget()
    secrets = {"desk": SecretStr(SECRET), "wrong": SecretStr("wrong")}
    settings.ENVIRONMENT = settings.ENVIRONMENT.model_copy(update={"mail_secrets": secrets})
    yield server
    http.close()
    server.stop()
    microsoft.forget()


@pytest.fixture
def box(trust: Trust, graph: GraphServer) -> Mailbox:
    return graph_box(trust, graph)


def graph_box(trust: Trust, graph: GraphServer, **columns: Any) -> Mailbox:
    told = {
        "trust": trust,
        "address": DESK,
        "kind": "graph",
        "host": "127.0.0.1",
        "port": graph.port,
        "uses_tls": False,
        "tenant": "trust.example",
        "client": CLIENT,
        "secret_name": "desk",
        **columns,
    }
    return Mailbox.objects.create(**told)


def poll(box: Mailbox) -> list[int]:
    new: list[int] = []
    polling.poll(box.pk, then=new.append)
    box.refresh_from_db()
    return new


def subjects() -> list[str]:
    found = IncomingMessage.objects.order_by("pk").values_list("raw", flat=True)
    return [bytes(raw).split(b"Subject: ")[1].splitlines()[0].decode() for raw in found]


def add(graph: GraphServer, *subjects: str, is_read: bool = False) -> None:
    for subject in subjects:
        graph.add(letter("sister@trust.example", subject=subject), is_read=is_read)


def test_every_page_of_what_is_new_is_kept_and_marked_as_read(box: Mailbox, graph: GraphServer):
    add(graph, "One", "Two", "Three", "Four", "Five")

    poll(box)

    assert (box.fault, subjects()) == ("", ["One", "Two", "Three", "Four", "Five"])
    assert all(item.is_read for item in graph.items)
    assert box.polled_at is not None


def test_nothing_is_deleted(box: Mailbox, graph: GraphServer):
    add(graph, "One")

    poll(box)

    assert not [asked for asked in graph.asked if asked.startswith("DELETE")]


def test_the_next_poll_asks_only_for_what_came_since(box: Mailbox, graph: GraphServer):
    add(graph, "One", "Two")
    poll(box)
    graph.asked.clear()
    add(graph, "Three")

    poll(box)

    assert subjects() == ["One", "Two", "Three"]
    assert not [asked for asked in graph.asked if "AAMk0" in asked]


def test_the_first_time_only_unread_messages_are_taken_and_then_all(box: Mailbox, graph: GraphServer):
    add(graph, "Years ago", is_read=True)
    add(graph, "Today")
    poll(box)
    add(graph, "Opened on a phone", is_read=True)

    poll(box)

    assert subjects() == ["Today", "Opened on a phone"]


def test_kept_messages_go_to_the_folder_the_mailbox_names(trust: Trust, graph: GraphServer):
    box = graph_box(trust, graph, done_folder="Taken in")
    add(graph, "One")

    poll(box)

    assert (box.fault, graph.items[0].folder) == ("", "folder-taken-in")


def test_a_folder_there_is_not_is_told(trust: Trust, graph: GraphServer):
    box = graph_box(trust, graph, done_folder="Nowhere")
    add(graph, "One")

    poll(box)

    assert "no folder “Nowhere”" in box.fault
    assert subjects() == ["One"]


def test_a_secret_microsoft_refuses_is_told_in_its_words(trust: Trust, graph: GraphServer):
    box = graph_box(trust, graph, secret_name="wrong")

    poll(box)

    assert box.fault == ("Microsoft 365 refused our sign-in: AADSTS7000215: Invalid client secret provided.")
    assert "wrong" not in box.fault


REFUSALS = {
    401: "refused our token",
    403: "does not let us read this mailbox",
    404: "knows no such mailbox",
    429: "asks us to wait 17 seconds",
    503: "asks us to wait 17 seconds",
    500: "answered 500",
}


@pytest.mark.parametrize("status", list(REFUSALS))
def test_what_the_server_refuses_is_told_and_nothing_is_lost(box: Mailbox, graph: GraphServer, status: int):
    add(graph, "One")
    told = {"error": {"code": "ErrorAccessDenied", "message": "Access is denied."}}
    graph.refuse = lambda method, path: (status, told, {"Retry-After": "17"}) if "delta" in path else None

    poll(box)

    assert REFUSALS[status] in box.fault
    assert box.failed_at is not None

    graph.refuse = lambda method, path: None
    poll(box)

    assert (box.fault, subjects()) == ("", ["One"])


@pytest.mark.parametrize("where", ["$value", "PATCH"])
def test_a_fault_in_the_middle_loses_nothing_and_doubles_nothing(
    box: Mailbox, graph: GraphServer, where: str
):
    add(graph, "One", "Two", "Three")
    faults = iter([False, True])

    def refuse(method: str, path: str) -> Any:
        if where in path or where == method:
            return (500, {}, {}) if next(faults, False) else None
        return None

    graph.refuse = refuse
    poll(box)
    assert "answered 500" in box.fault

    poll(box)

    assert (box.fault, subjects()) == ("", ["One", "Two", "Three"])


def test_a_cursor_the_server_forgot_is_begun_anew_without_doubles(box: Mailbox, graph: GraphServer):
    add(graph, "One")
    poll(box)
    add(graph, "Opened meanwhile", is_read=True)
    gone = {"error": {"code": "syncStateNotFound", "message": "Sync state is gone."}}
    graph.refuse = lambda method, path: (410, gone, {}) if "deltatoken" in path else None

    poll(box)

    assert (box.fault, subjects()) == ("", ["One", "Opened meanwhile"])


def test_a_message_gone_before_it_was_fetched_holds_nothing_up(box: Mailbox, graph: GraphServer):
    add(graph, "One", "Two")
    absent = {"error": {"code": "ErrorItemNotFound", "message": "Not found."}}
    graph.refuse = lambda method, path: (404, absent, {}) if "AAMk0" in path and "value" in path else None

    poll(box)

    assert (box.fault, subjects()) == ("", ["Two"])


def test_a_link_to_another_server_is_not_followed(box: Mailbox, graph: GraphServer):
    elsewhere = {"value": [], "@odata.nextLink": "http://127.0.0.1:9/v1.0/steal"}
    graph.refuse = lambda method, path: (200, elsewhere, {}) if "delta" in path else None

    poll(box)

    assert box.fault == "Microsoft Graph led us to another server."


def test_no_server_at_all_is_told(trust: Trust, graph: GraphServer):
    box = graph_box(trust, graph)
    Mailbox.objects.filter(pk=box.pk).update(port=1)

    poll(box)

    assert box.fault.startswith("Microsoft Graph could not be reached")


def test_of_a_message_beyond_all_limits_the_beginning_is_kept(
    box: Mailbox, graph: GraphServer, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("tickets.mail.sources.graph.LARGEST_KEPT", 1_000)
    monkeypatch.setattr("tickets.mail.sources.graph.BEGINNING", 400)
    graph.add(letter("sister@trust.example", text="long " * 1_000))

    poll(box)

    [message] = IncomingMessage.objects.all()
    assert (message.state, len(message.raw)) == ("unreadable", 400)
    assert "Only its beginning is kept" in message.reason
