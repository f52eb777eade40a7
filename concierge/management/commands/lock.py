"""`manage.py lock`: pin what pyproject.toml and package.json ask for, with hashes, from anywhere.

No address of a registry is written: pip and npm ask the one they are set up for.
"""

import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from concierge.assets import node
from concierge.bootstrap import LOCK, TEST_LOCK, run
from concierge.folders import CHECKOUT

PYTHON = "3.11"
"""The oldest Python the pins must serve; newer ones and other machines are served too."""


class Command(BaseCommand):
    """Write requirements.txt, requirements-test.txt and package-lock.json."""

    help = "Pin every dependency with its hashes; pins that still serve are kept."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        """Take whether to look for newer versions."""
        parser.add_argument("--upgrade", action="store_true", help="take the newest versions allowed")

    def handle(self, *arguments: Any, upgrade: bool, **options: Any) -> None:
        """Pin Python's packages, then npm's."""
        with tempfile.TemporaryDirectory() as scratch:
            uv = shutil.which("uv") or fetched(Path(scratch))
            chosen = ["--upgrade"] if upgrade else []
            pin(uv, LOCK, *chosen)
            pin(uv, TEST_LOCK, "--group", "test", *chosen)
            pin_scripts(Path(scratch))


def fetched(scratch: Path) -> str:
    """The path of uv, installed for this once."""
    do([sys.executable, "-m", "venv", str(scratch / "uv")])
    do([str(scratch / "uv" / "bin" / "python"), "-m", "pip", "install", "--quiet", "uv"])
    return str(scratch / "uv" / "bin" / "uv")


def pin(uv: str, target: Path, *options: str) -> None:
    """Write one of pip's lock files."""
    do(
        [
            *(uv, "pip", "compile", "pyproject.toml", "--universal", "--python-version", PYTHON),
            *("--generate-hashes", "--no-annotate", "--no-header", "--quiet"),
            *("--output-file", target.name, *options),
        ]
    )


def pin_scripts(scratch: Path) -> None:
    """Write npm's lock file, without the addresses npm would note."""
    for name in ("package.json", "package-lock.json"):
        shutil.copyfile(CHECKOUT / name, scratch / name)
    node("npm", "install", "--package-lock-only", "--ignore-scripts", where=scratch)
    lock = json.loads((scratch / "package-lock.json").read_text())
    for package in lock["packages"].values():
        package.pop("resolved", None)
    (CHECKOUT / "package-lock.json").write_text(json.dumps(lock, indent=2) + "\n")


def do(command: list[str]) -> None:
    """Run a tool; raise CommandError with its words if it fails."""
    result: subprocess.CompletedProcess[str] = run(command, cwd=CHECKOUT)
    if result.returncode:
        raise CommandError(result.stdout)
