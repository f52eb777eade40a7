"""The bootstrap: one environment, made once, whoever asks and however often."""

import hashlib
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from concierge import bootstrap, folders


@pytest.fixture
def lock(tmp_path: Path) -> Path:
    path = tmp_path / "requirements.txt"
    path.write_text("thing==1\n")
    return path


def test_an_environment_with_the_stamp_of_the_lock_is_taken_as_it_is(tmp_path, lock):
    (tmp_path / bootstrap.STAMP).write_text(bootstrap.line_of(lock) + "\n")

    assert bootstrap.bears(tmp_path, lock)


def test_the_stamp_of_another_lock_is_no_stamp(tmp_path, lock):
    (tmp_path / bootstrap.STAMP).write_text(bootstrap.line_of(lock) + "\n")
    lock.write_text("thing==2\n")

    assert not bootstrap.bears(tmp_path, lock)


def test_the_stamp_is_what_sha256sum_writes(lock):
    digest = hashlib.sha256(b"thing==1\n").hexdigest()

    assert bootstrap.line_of(lock) == f"{digest}  requirements.txt"


def test_a_half_made_environment_is_made_again(tmp_path, monkeypatch):
    lock = tmp_path / "nothing.txt"
    lock.write_text("")
    monkeypatch.setattr(bootstrap, "LOCK", lock)
    folder = tmp_path / ".venv"
    (folder / "bin").mkdir(parents=True)
    (folder / "bin" / "python").write_text("cut off in the middle")

    bootstrap.make(folder, lock)

    assert bootstrap.bears(folder, lock)
    assert subprocess.run([folder / "bin" / "python", "-c", "import pip"], check=True).returncode == 0


def test_what_is_installed_bears_the_hash_in_the_lock(tmp_path):
    lock = lock_of(tmp_path, hashlib.sha256(wheel(tmp_path).read_bytes()).hexdigest())

    bootstrap.make(tmp_path / ".venv", lock)

    assert bootstrap.bears(tmp_path / ".venv", lock)
    script = "import thing; print(thing.NUMBER)"
    python = tmp_path / ".venv" / "bin" / "python"
    assert subprocess.run([python, "-c", script], check=True, capture_output=True).stdout == b"7\n"


def test_a_wrong_hash_stops_the_installing_in_pips_own_words(tmp_path):
    wheel(tmp_path)
    lock = lock_of(tmp_path, "0" * 64)

    with pytest.raises(SystemExit) as stop:
        bootstrap.make(tmp_path / ".venv", lock)

    assert "DO NOT MATCH THE HASHES" in str(stop.value)
    assert str(stop.value).splitlines()[-1] == "pip could not install wrong.txt: its own words stand above."
    assert not bootstrap.bears(tmp_path / ".venv", lock)


def test_without_ensurepip_one_line_says_what_to_install(tmp_path):
    script = (
        "import sys; sys.modules['ensurepip'] = None; from pathlib import Path; "
        f"from concierge import bootstrap; bootstrap.make_empty(Path({str(tmp_path / 'x')!r}))"
    )

    result = run(script)

    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    assert result.returncode == 1
    assert result.stderr.splitlines()[-1] == (
        f"This Python lacks ensurepip: install python{version}-venv (or python3-venv), then run this again."
    )
    assert len(result.stderr.splitlines()) == 2, result.stderr


def test_an_old_python_is_told_so_in_one_line():
    script = (
        "import sys, runpy; sys.version_info = (3, 10, 9); sys.version = '3.10.9 (old)'; "
        "runpy.run_path('manage.py', run_name='__main__')"
    )

    result = run(script)

    assert result.returncode == 1
    assert result.stderr == (
        f"Concierge needs Python 3.11 or later on Linux or macOS; this is Python 3.10.9 on {sys.platform}.\n"
    )


def test_two_commands_that_set_up_at_once_take_turns(tmp_path):
    script = (
        "import time; from pathlib import Path; from concierge.bootstrap import alone\n"
        f"with alone(Path({str(tmp_path)!r})):\n"
        "    print('in', flush=True); time.sleep(0.5); print('out', flush=True)"
    )
    log = (tmp_path / "log").open("w")

    both = [subprocess.Popen(python(script), cwd=folders.CHECKOUT, stdout=log, stderr=log) for _ in "ab"]
    for each in both:
        assert each.wait() == 0
    log.close()

    told = (tmp_path / "log").read_text().splitlines()
    waiting = "Waiting for another command that is setting up…"
    assert [line for line in told if line != waiting] == ["in", "out", "in", "out"]
    assert waiting in told


def test_the_bootstrap_needs_nothing_but_the_standard_library():
    script = (
        "import sys; sys.argv = ['manage.py']; import concierge.bootstrap, concierge.folders, concierge.doors, "
        "concierge.healthy; "
        "print([n for n, m in sys.modules.items() if 'site-packages' in str(getattr(m, '__file__', ''))])"
    )

    result = subprocess.run(
        [sys.executable, "-I", "-S", "-c", f"import sys; sys.path.insert(0, '.'); {script}"],
        cwd=folders.CHECKOUT,
        text=True,
        capture_output=True,
        check=True,
    )

    assert result.stdout == "[]\n"


def test_a_folder_whose_write_bits_were_taken_away_is_read_only_even_for_root(tmp_path):
    tmp_path.chmod(0o555)

    assert not folders.is_writable(tmp_path)


def test_the_key_a_laptop_makes_for_itself_stays_and_is_its_owners(tmp_path):
    first = folders.kept_secret(tmp_path)

    assert folders.kept_secret(tmp_path) == first
    assert len(first) >= 50
    assert (tmp_path / "secret-key").stat().st_mode & 0o777 == 0o600
    assert [path.name for path in tmp_path.iterdir()] == ["secret-key"]


def test_the_locks_pin_with_hashes_and_name_no_address():
    for name in ("requirements.txt", "requirements-test.txt"):
        text = (folders.CHECKOUT / name).read_text()

        pins = re.findall(r"^[a-z0-9][^ ]*==.*(?:\n    --hash=.*)*", text, re.MULTILINE)
        assert len(pins) > 50
        assert all("--hash=sha256:" in pin for pin in pins)
        assert "http" not in text
        assert "--index" not in text


def test_what_the_tests_need_holds_all_that_the_product_needs():
    product = set((folders.CHECKOUT / "requirements.txt").read_text().splitlines())
    tests = set((folders.CHECKOUT / "requirements-test.txt").read_text().splitlines())

    assert {line for line in product - tests if "==" in line} == set()


def wheel(folder: Path) -> Path:
    """A package of one line, so that nothing is fetched."""
    path = folder / "thing-1-py3-none-any.whl"
    with zipfile.ZipFile(path, "w") as file:
        file.writestr("thing.py", "NUMBER = 7\n")
        file.writestr("thing-1.dist-info/METADATA", "Metadata-Version: 2.1\nName: thing\nVersion: 1\n")
        file.writestr(
            "thing-1.dist-info/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
        )
        file.writestr("thing-1.dist-info/RECORD", "")
    return path


def lock_of(folder: Path, digest: str) -> Path:
    lock = folder / "wrong.txt"
    lock.write_text(f"thing @ {(folder / 'thing-1-py3-none-any.whl').as_uri()} --hash=sha256:{digest}\n")
    return lock


def python(script: str) -> list[str]:
    return [sys.executable, "-c", script]


def run(script: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(python(script), cwd=folders.CHECKOUT, text=True, capture_output=True)
