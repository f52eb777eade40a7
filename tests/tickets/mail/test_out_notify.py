"""GOV.UK Notify as the way out, played by a small server on this machine."""

import json
import threading
from collections.abc import Iterator
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from pydantic import SecretStr

from concierge.people.models import User
from concierge.places.models import Ward
from tests.factories import NINE, raised_ticket
from tests.tickets.mail.servers import free_port
from tests.tickets.mail.test_out_constraints import message
from tickets.mail import notices, sending
from tickets.models import OutgoingMessage, Ticket

KEY = "desk-26785a09-ab16-4eb0-8407-a37497a57506-3d844edf-8d35-48ac-975b-e847b4f122b0"
"""Made up: shaped as a key is, a name and two ids."""


class Notify(ThreadingHTTPServer):
    """Answers each request with the next of `answers`, else takes it."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Answering)
        self.asked: list[dict[str, Any]] = []
        self.answers: list[int] = []


class Answering(BaseHTTPRequestHandler):
    server: Notify

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.asked.append(body)
        status = self.server.answers.pop(0) if self.server.answers else 201
        told = {"id": "1"} if status == 201 else {"errors": [{"error": "Fault", "message": "as asked"}]}
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(json.dumps(told).encode())

    def log_message(self, *told: Any) -> None:
        """Say nothing."""


@pytest.fixture
def notify(settings: Any) -> Iterator[Notify]:
    with Notify() as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        use(settings, server.server_port)
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()


def use(settings: Any, port: int) -> None:
    environment = settings.ENVIRONMENT
    told = {name: getattr(environment, name) for name in type(environment).model_fields}
    told |= {
        "notify_key": SecretStr(KEY),
        "notify_template": "a-template",
        "notify_url": f"http://127.0.0.1:{port}",
        "mail_timeout": 2,
    }
    settings.ENVIRONMENT = type(environment).model_construct(**told)
    settings.EMAIL_BACKEND = "tickets.mail.notify.EmailBackend"


@pytest.fixture
def ticket(ward: Ward, sister: User, concierge: User) -> Ticket:
    with notices.silent():
        return raised_ticket(ward, by=sister)


def state_of(sent: OutgoingMessage) -> tuple[str, str]:
    sent.refresh_from_db()
    return sent.state, sent.reason


def test_each_recipient_gets_the_words_and_where_to_answer(notify: Notify, ticket: Ticket):
    sent = message(ticket, cc=["pay@trust.example"], reply_to="desk+x@desk.example")

    sending.send(sent.pk, NINE)

    assert state_of(sent) == ("sent", "")
    assert [asked["email_address"] for asked in notify.asked] == ["hr@trust.example", "pay@trust.example"]
    assert notify.asked[0] == {
        "email_address": "hr@trust.example",
        "template_id": "a-template",
        "personalisation": {
            "subject": "A kettle",
            "body": "Please\n\nTo answer, write to desk+x@desk.example",
        },
        "reference": f"<{sent.message_id}>",
    }


@pytest.mark.parametrize(
    ("answer", "state"), [(400, "given_up"), (403, "waiting"), (429, "waiting"), (500, "waiting")]
)
def test_a_refusal_counts_by_its_kind(notify: Notify, ticket: Ticket, answer: int, state: str):
    notify.answers = [answer]
    sent = message(ticket)

    sending.send(sent.pk, NINE)

    assert state_of(sent)[0] == state
    assert state_of(sent)[1].startswith(f"GOV.UK Notify refused it for hr@trust.example ({answer})")
    assert KEY not in state_of(sent)[1]


def test_a_passing_refusal_is_tried_again(notify: Notify, ticket: Ticket):
    notify.answers = [429]
    sent = message(ticket)

    for hours in range(2):
        sending.send(sent.pk, NINE + timedelta(hours=hours))

    assert (state_of(sent), len(notify.asked)) == (("sent", ""), 2)


def test_where_one_of_two_is_refused_the_other_gets_it_once(notify: Notify, ticket: Ticket):
    notify.answers = [201, 429]
    sent = message(ticket, cc=["pay@trust.example"])

    for hours in range(2):
        sending.send(sent.pk, NINE + timedelta(hours=hours))

    assert state_of(sent)[0] == "bounced"
    assert state_of(sent)[1].startswith(
        "Not everybody has it. GOV.UK Notify refused it for pay@trust.example"
    )
    assert len(notify.asked) == 2


def test_nothing_answering_keeps_the_message(settings: Any, ticket: Ticket):
    use(settings, free_port())
    sent = message(ticket)

    sending.send(sent.pk, NINE)

    assert state_of(sent)[0] == "waiting"
