"""A real IMAP server on loopback, and a line between it and us that can be cut."""

import asyncio
import re
import threading
from argparse import Namespace
from collections.abc import Callable, Iterator
from contextlib import AsyncExitStack, contextmanager
from datetime import UTC, datetime
from typing import Any

from pymap.backend.dict import Config, DictBackend, Login
from pymap.exceptions import InvalidAuth
from pymap.imap import IMAPService
from pymap.parsing.message import AppendMessage
from pymap.parsing.specials.flag import Flag, Seen
from pysasl import SASLAuth

USER, PASSWORD, TOKEN = "desk@desk.example", "a-password", "a-token"


class OAuthConfig(Config):
    """The server as it is, also letting in who shows a token."""

    @property
    def tls_auth(self) -> SASLAuth:
        return SASLAuth.named([b"PLAIN", b"LOGIN", b"XOAUTH2"])


class OAuthLogin(Login):
    async def authenticate(self, credentials: Any) -> Any:
        if type(credentials).__name__ != "ExternalCredentials":
            return await super().authenticate(credentials)
        if credentials.authzid != USER or credentials._token != TOKEN:
            raise InvalidAuth()
        return self.demo_user_identity


class ImapServer:
    """One account with an inbox, in a thread of its own."""

    def __init__(self) -> None:
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._stack = AsyncExitStack()
        self.port = 0

    def start(self) -> None:
        self._thread.start()
        self._do(self._start())

    def stop(self) -> None:
        self._do(self._stop())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(5)
        self._loop.close()

    def add(self, raw: bytes, *, seen: bool = False, folder: str = "INBOX") -> None:
        flags = frozenset({Seen} if seen else set[Flag]())
        message = AppendMessage(raw, datetime.now(UTC), flags)
        self._do(self._append(message, folder))

    def add_folder(self, name: str) -> None:
        self._do(self._folders().add_mailbox(name))

    def unread(self, folder: str = "INBOX") -> int:
        return sum(Seen not in flags for flags in self._do(self._flags(folder)))

    def total(self, folder: str = "INBOX") -> int:
        return len(self._do(self._flags(folder)))

    async def _start(self) -> None:
        args = Namespace(
            host="127.0.0.1",
            port=0,
            debug=False,
            cert=None,
            key=None,
            tls=False,
            passlib_cfg=None,
            proxy_protocol=None,
            inherited_sockets=None,
            demo_data=False,
            demo_user=USER,
            demo_password=PASSWORD,
        )
        self._config = OAuthConfig.from_args(args, invalid_user_sleep=0)
        login = OAuthLogin(self._config)
        await DictBackend._add_demo_user(self._config, login)
        backend = DictBackend(login, self._config)
        self._config.apply_context()
        await backend.start(self._stack)
        # The sessions share one set of folders; opening one makes it.
        async with login.demo_user_identity.new_session():
            pass
        service = IMAPService(backend, self._config)
        before = set(asyncio.all_tasks())
        await service.start(self._stack)
        await asyncio.sleep(0)
        self._tasks = set(asyncio.all_tasks()) - before
        self.port = _port_of(self._stack)

    async def _stop(self) -> None:
        others = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)
        await self._stack.aclose()

    def _folders(self) -> Any:
        return self._config.set_cache[USER][0]

    async def _append(self, message: AppendMessage, folder: str) -> None:
        box = await self._folders().get_mailbox(folder)
        await box.append(message)

    async def _flags(self, folder: str) -> list[frozenset[Flag]]:
        box = await self._folders().get_mailbox(folder)
        return [message.permanent_flags async for message in box.messages()]

    def _do(self, coroutine: Any) -> Any:
        return asyncio.run_coroutine_threadsafe(coroutine, self._loop).result(20)


def _port_of(stack: AsyncExitStack) -> int:
    for _, callback in stack._exit_callbacks:  # type: ignore[attr-defined]
        server = getattr(callback, "__self__", None)
        if isinstance(server, asyncio.base_events.Server):
            return int(server.sockets[0].getsockname()[1])
    raise AssertionError("the server listens nowhere")


class Line:
    """Passes bytes on both ways; `on_command` may answer a client's line itself, or cut the line."""

    def __init__(self, port: int, on_command: Callable[[bytes], bytes | None]) -> None:
        self._to, self._on_command = port, on_command
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)

    def start(self) -> int:
        self._thread.start()
        self._server = asyncio.run_coroutine_threadsafe(self._listen(), self._loop).result(5)
        return int(self._server.sockets[0].getsockname()[1])

    def stop(self) -> None:
        asyncio.run_coroutine_threadsafe(self._end(), self._loop).result(5)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(5)
        self._loop.close()

    async def _listen(self) -> asyncio.base_events.Server:
        return await asyncio.start_server(self._pass_on, "127.0.0.1", 0)

    async def _end(self) -> None:
        self._server.close()
        others = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)

    async def _pass_on(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        there, back = await asyncio.open_connection("127.0.0.1", self._to)
        answers = asyncio.create_task(_copy(there, writer))
        try:
            while line := await reader.readline():
                answer = self._on_command(line)
                if answer is None:
                    back.write(line)
                elif answer == CUT:
                    break
                else:
                    writer.write(answer)
        finally:
            answers.cancel()
            for each in (writer, back):
                each.close()


CUT = b"cut"


async def _copy(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    while block := await reader.read(65536):
        writer.write(block)
        await writer.drain()
    writer.close()


def refusing(pattern: str, answer: bytes, *, times: int = 1) -> Callable[[bytes], bytes | None]:
    """Answer the first commands that match, or cut the line there; pass on all others."""
    left = [times]

    def on_command(line: bytes) -> bytes | None:
        if not left[0] or not re.search(pattern.encode(), line, re.IGNORECASE):
            return None
        left[0] -= 1
        return answer if answer == CUT else line.split(b" ", 1)[0] + b" " + answer + b"\r\n"

    return on_command


@contextmanager
def line_to(server: ImapServer, on_command: Callable[[bytes], bytes | None]) -> Iterator[int]:
    line = Line(server.port, on_command)
    try:
        yield line.start()
    finally:
        line.stop()
