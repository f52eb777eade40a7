"""Makes the Python environment the rest runs in. Standard library only.

An environment bears the hash of each lock file it was made from, in `concierge-locks` at its
root. Where the running one bears the right hash (a container's image, or `.venv` itself)
nothing is done.
"""

import fcntl
import hashlib
import importlib.util
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from concierge.folders import CHECKOUT, builds, home, venv

LOCK = CHECKOUT / "requirements.txt"
TEST_LOCK = CHECKOUT / "requirements-test.txt"
STAMP = "concierge-locks"


def enter(argv: list[str]) -> None:
    """Return in an environment that has what the command needs, or start it again in one."""
    lock = TEST_LOCK if argv[1:2] == ["test"] else LOCK
    os.environ["CONCIERGE_HOME"] = str(home())
    place_bytecode()
    if not bears(Path(sys.prefix), lock):
        python = str(made(lock))
        os.execv(python, [python, *argv])


def place_bytecode() -> None:
    """Let Python keep its compiled files, but not in a checkout that we may not write to."""
    if builds() != CHECKOUT:
        sys.pycache_prefix = os.environ["PYTHONPYCACHEPREFIX"] = str(home() / "pycache")
    sys.dont_write_bytecode = bool(sys.flags.dont_write_bytecode)


def bears(prefix: Path, lock: Path) -> bool:
    """Whether the environment at `prefix` was made from this very lock file."""
    stamp = prefix / STAMP
    return stamp.is_file() and line_of(lock) in stamp.read_text().splitlines()


def line_of(lock: Path) -> str:
    """What the stamp says of a lock file, as `sha256sum` would."""
    return f"{hashlib.sha256(lock.read_bytes()).hexdigest()}  {lock.name}"


def made(lock: Path) -> Path:
    """The Python of our own environment, made or brought up to date if it has to be."""
    folder = venv()
    python = folder / "bin" / "python"
    if not (bears(folder, lock) and python.exists()):
        with alone(builds()):
            if not (bears(folder, lock) and python.exists()):
                make(folder, lock)
    return python


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Let one command at a time set up; the others wait and say so."""
    try:
        folder.mkdir(mode=0o711, parents=True, exist_ok=True)
        (folder / ".setting-up").touch()
    except OSError as fault:
        sys.exit(f"Cannot write to {folder} ({fault.strerror}): set CONCIERGE_HOME to a folder of yours.")
    with open(folder / ".setting-up", "a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say("Waiting for another command that is setting up…")
            fcntl.flock(file, fcntl.LOCK_EX)
        yield


def make(folder: Path, lock: Path) -> None:
    """Make or mend the environment; the stamp is written last, so a half-made one is redone."""
    whole = (folder / STAMP).is_file() and (folder / "bin" / "python").exists()
    (folder / STAMP).unlink(missing_ok=True)
    if not whole:
        make_empty(folder)
    install(folder / "bin" / "python", lock)
    locks = {LOCK, lock}
    (folder / STAMP).write_text("".join(line_of(each) + "\n" for each in sorted(locks)))


def make_empty(folder: Path) -> None:
    """Make an environment that holds nothing but pip."""
    say(f"Making a Python environment in {folder}")
    if not (importlib.util.find_spec("ensurepip") and importlib.util.find_spec("venv")):
        sys.exit(without_pip())
    shutil.rmtree(folder, ignore_errors=True)
    result = run([sys.executable, "-m", "venv", str(folder)])
    if result.returncode:
        sys.exit(without_pip() if "ensurepip" in result.stdout else result.stdout)


def without_pip() -> str:
    """One line that says what to install on a Debian, Ubuntu or other system."""
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    return (
        f"This Python lacks ensurepip: install python{version}-venv (or python3-venv), then run this again."
    )


def install(python: Path, lock: Path) -> None:
    """Install what the lock names, with its hashes; pip's own words are shown only if it fails."""
    total = len(re.findall(r"^[a-z0-9][^ ]*==", lock.read_text(), re.MULTILINE))
    say(f"Installing about {total} packages from {lock.name} (a minute or two)")
    command = [
        *(str(python), "-m", "pip", "install", "--require-hashes", "--no-deps", "--no-input"),
        *("--disable-pip-version-check", "--progress-bar=off", "--no-warn-script-location"),
        *("-r", str(lock)),
    ]
    with subprocess.Popen(
        command,
        text=True,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        env=for_pip(),
    ) as pip:
        lines = list(told(pip.stdout or (), total))
    if pip.returncode:
        sys.exit("".join(lines) + f"\npip could not install {lock.name}: its own words stand above.")


def told(lines: Iterable[str], total: int) -> Iterator[str]:
    """Hand pip's lines on, saying now and then how far it is."""
    seen = 0
    for line in lines:
        if line.startswith(("Collecting ", "Requirement already")):
            seen += 1
            if seen % 25 == 0:
                say(f"  {seen} of about {total}")
        elif line.startswith("Installing collected"):
            say("  all fetched; unpacking")
        yield line


def for_pip() -> dict[str, str]:
    """The environment for pip: a choice that would install elsewhere is left out."""
    elsewhere = {"PIP_USER", "PIP_TARGET", "PIP_PREFIX", "PIP_REQUIRE_VIRTUALENV", "PYTHONHOME"}
    return {name: value for name, value in os.environ.items() if name not in elsewhere}


def run(
    command: list[str], cwd: Path | None = None, env: dict[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """Run a command quietly, with all its words in `stdout`."""
    return subprocess.run(
        command,
        cwd=cwd,
        env=env,
        text=True,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )


def say(words: str) -> None:
    """Tell the person at the keyboard how far we are; results alone go to standard output."""
    print(words, file=sys.stderr, flush=True)


if __name__ == "__main__":
    print(made(TEST_LOCK))
