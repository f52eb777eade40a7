"""Mail servers for the tests: real ones, on this machine, that take, refuse, dawdle or cut the line."""

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import EmailMessage
from email.parser import BytesParser
from email.policy import default

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, Session

TAKEN = "250 Message accepted"


class Desk:
    """What a server answers, in order, and what it took. Answers are given to the end of the data.

    `refuses` answers RCPT TO by address; `cuts` ends the connection instead of answering the data.
    """

    def __init__(self, *answers: str, refuses: dict[str, str] | None = None, cuts: int = 0) -> None:
        self.answers = list(answers)
        self.refuses = refuses or {}
        self.cuts = cuts
        self.taken: list[EmailMessage] = []
        self.envelopes: list[Envelope] = []
        self.waits = 0.0

    async def handle_RCPT(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if address in self.refuses:
            return self.refuses[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        if self.cuts:
            self.cuts -= 1
            assert server.transport is not None
            server.transport.abort()
            return TAKEN
        if self.waits:
            time.sleep(self.waits)
        answer = self.answers.pop(0) if self.answers else TAKEN
        if answer.startswith("2"):
            assert isinstance(envelope.content, bytes)
            letter = BytesParser(policy=default).parsebytes(envelope.content)
            assert isinstance(letter, EmailMessage)
            self.taken.append(letter)
            self.envelopes.append(envelope)
        return answer


def refuse_everybody(*told: object) -> AuthResult:
    return AuthResult(success=False, handled=False)


class AnsweringLogin(Controller):
    """A server that asks for sign-in without TLS, as only a test may."""

    def factory(self) -> SMTP:
        return SMTP(
            self.handler,
            authenticator=refuse_everybody,
            auth_require_tls=False,
        )


@contextmanager
def running(desk: Desk, kind: type[Controller] = Controller) -> Iterator[int]:
    """Let a server answer on a free port; gives the port."""
    controller = kind(desk, hostname="127.0.0.1", port=free_port())
    controller.start()
    try:
        yield controller.port
    finally:
        controller.stop()


@contextmanager
def silent() -> Iterator[int]:
    """A port that takes connections and never says a word."""
    with socket.create_server(("127.0.0.1", 0)) as door:
        held: list[socket.socket] = []
        stopping = threading.Event()

        def hold() -> None:
            door.settimeout(0.1)
            while not stopping.is_set():
                try:
                    held.append(door.accept()[0])
                except TimeoutError:
                    continue

        thread = threading.Thread(target=hold)
        thread.start()
        try:
            yield door.getsockname()[1]
        finally:
            stopping.set()
            thread.join()
            for each in held:
                each.close()


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as door:
        port: int = door.getsockname()[1]
        return port
