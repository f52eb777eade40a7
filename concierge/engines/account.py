"""As whom an engine runs, and where it finds its socket and its program.

An ordinary user's engines run as that user. PostgreSQL refuses to run as root, so root's run
under a user id of their own that no account has: nobody can sign in as it, and no other program
has it. Such a process may be unable to pass through the folders above home or the environment
(say /root); their modes are never touched. Sockets then lie in a folder under /run, programs
are copied there, and the data folder is handed over already open (see `postgres.py`).
"""

import hashlib
import os
import pwd
import re
import shutil
import stat
import tempfile
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

FIRST_UID, UIDS = 50_000, 9_000
"""User ids that distributions leave alone; the home's name picks one."""

LONGEST_FOLDER = 75
"""Bytes: a socket's whole path must stay under 108 (104 on macOS), and engines add their own names."""


PROGRAMS = (Path("/var/cache"), Path("/opt"), Path(tempfile.gettempdir()))
"""Where programs may be copied to; /run is of no use, since many systems run none from there."""


class EngineFailed(Exception):
    """An engine cannot run here; the words say why and what to do."""


@dataclass(frozen=True)
class Account:
    """The user id that engines of one home run under; None is whoever we are."""

    uid: int | None

    @classmethod
    def of(cls, home: Path) -> "Account":
        """The account for a home: the one its data belongs to already, else a new one."""
        if os.geteuid() != 0:
            return cls(None)
        owned = home / "postgres"
        uid = owned.stat().st_uid if owned.is_dir() else 0
        return cls(uid if FIRST_UID <= uid < FIRST_UID + UIDS else unused_uid(home))

    def may_reach(self, path: Path) -> bool:
        """Whether every folder on the way to `path` lets this account through."""
        real = path.resolve()
        return self.uid is None or all(each.stat().st_mode & stat.S_IXOTH for each in real.parents)

    def own(self, path: Path) -> Path:
        """Make a folder that only this account may enter, with all that is in it, and hand it back."""
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
        if self.uid is not None and path.stat().st_uid != self.uid:
            give(path, self.uid)
        return path

    def process(self) -> dict[str, Any]:
        """What `subprocess` is to be told so that a process runs under this account."""
        if self.uid is None:
            return {}
        return {"user": self.uid, "group": self.uid, "extra_groups": []}


def founder(account: Account) -> Account:
    """Who founds a cluster: PostgreSQL's `initdb`, unlike its server, asks for an account's name."""
    if account.uid is None:
        return account
    ordinary = {entry.pw_name: entry.pw_uid for entry in pwd.getpwall() if entry.pw_uid}
    if not ordinary:
        raise EngineFailed("The database cannot be founded as root: this machine has no other account.")
    return Account(ordinary.get("nobody", max(ordinary.values())))


def give(path: Path, uid: int) -> None:
    """Hand a folder and all that is in it to a user id; the folder itself last."""
    try:
        for each in path.rglob("*"):
            os.chown(each, uid, uid, follow_symlinks=False)
        os.chown(path, uid, uid)
    except OSError as fault:
        raise EngineFailed(
            f"The database cannot run as root, and no other user id is to be had here ({fault.strerror}): "
            "run as an ordinary user, or set DATABASE_URL and REDIS_URL."
        ) from fault


def unused_uid(home: Path) -> int:
    """A user id that no account has, the same for the same home."""
    start = int(name_of(home), 16)
    taken = {entry.pw_uid for entry in pwd.getpwall()}
    return next(uid for step in range(UIDS) if (uid := FIRST_UID + (start + step) % UIDS) not in taken)


def name_of(home: Path) -> str:
    """A short name for a home, for folders outside it."""
    return hashlib.sha256(str(home.resolve()).encode()).hexdigest()[:12]


def runtime_folder(home: Path) -> Path:
    """Where sockets lie, by a short and plain path: within home where that will do."""
    if os.geteuid() == 0:
        base = Path("/run") if os.access("/run", os.W_OK) else Path(tempfile.gettempdir())
        return base / f"concierge-{name_of(home)}"
    if len(os.fsencode(home)) <= LONGEST_FOLDER and re.fullmatch(r"[\w./-]+", str(home), re.ASCII):
        return home / "run"
    base = Path(os.environ.get("XDG_RUNTIME_DIR") or tempfile.gettempdir())
    return base / f"concierge-{os.geteuid()}-{name_of(home)}"


def make_runtime_folder(home: Path) -> None:
    """Make that folder; root's engines, which run under another id, must be able to pass it."""
    ours(runtime_folder(home), mode=0o711 if os.geteuid() == 0 else 0o700)


def ours(folder: Path, *, mode: int) -> Path:
    """Make a folder, or check that the one there is ours and nobody else may write to it."""
    folder.mkdir(mode=mode, parents=True, exist_ok=True)
    found = folder.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.geteuid() or found.st_mode & 0o022:
        raise EngineFailed(f"{folder} belongs to someone else, or others may write to it: remove it first.")
    return folder


def installed(package: str, *beside: str, account: Account, home: Path) -> Path:
    """The folder of an installed package, or a copy of it where the account cannot reach it.

    What lies `beside` the package and is part of it (its shared libraries) is copied with it.
    """
    spec = find_spec(package)
    if spec is None or spec.origin is None:
        raise EngineFailed(f"{package} is not installed: set DATABASE_URL and REDIS_URL.")
    folder = Path(spec.origin).parent
    if account.may_reach(folder / "x"):
        return folder
    version = hashlib.sha256(f"{folder} {folder.stat().st_mtime_ns}".encode()).hexdigest()[:8]
    copies = ours(programs_folder() / f"concierge-{name_of(home)}", mode=0o711)
    copy = copies / f"{package}-{version}"
    if not copy.is_dir():
        draft = copy.with_suffix(".draft")
        shutil.rmtree(draft, ignore_errors=True)
        for name in (package, *beside):
            shutil.copytree(folder.parent / name, draft / name, ignore=shutil.ignore_patterns("include"))
        draft.rename(copy)
    return copy / package


def clear_outside(home: Path) -> None:
    """Leave nothing outside home once no engine of it runs."""
    name = f"concierge-{name_of(home)}"
    for folder in (runtime_folder(home), *(base / name for base in PROGRAMS)):
        if folder.is_dir() and not folder.is_relative_to(home) and folder.stat().st_uid == os.geteuid():
            shutil.rmtree(folder, ignore_errors=True)


def programs_folder() -> Path:
    """A folder outside home that programs may be run from."""
    for base in PROGRAMS:
        if os.access(base, os.W_OK) and not os.statvfs(base).f_flag & getattr(os, "ST_NOEXEC", 0):
            return base
    raise EngineFailed("No folder was found that programs may be run from, such as /var/cache.")
