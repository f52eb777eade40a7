"""`manage.py spc`: numbers in, one object out, or one line that says what is wrong."""

import io
import json
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from concierge.readiness import STANDS_ALONE, asked_for


def test_the_command_needs_no_database():
    assert asked_for(["manage.py", "spc"]) in STANDS_ALONE


def ask(monkeypatch: pytest.MonkeyPatch, text: str) -> Any:
    monkeypatch.setattr("sys.stdin", io.StringIO(text))
    output = io.StringIO()
    call_command("spc", stdout=output)
    return json.loads(output.getvalue())


def test_the_command_prints_one_object(monkeypatch):
    asked = {"values": [0, 1, 2, 3, 4, 5, 6, 7], "screen_outliers": False, "baseline": None}

    assert ask(monkeypatch, json.dumps(asked)) == {
        "mean": 3.5,
        "lower": 0.84,
        "upper": 6.16,
        "points": [{"rules": ["outside"]}, *[{"rules": ["trend"]}] * 6, {"rules": ["outside"]}],
    }


def test_the_command_answers_for_no_values_at_all(monkeypatch):
    assert ask(monkeypatch, '{"values": []}') == {"mean": None, "lower": None, "upper": None, "points": []}


@pytest.mark.parametrize(
    "text",
    [
        *("", "[1, 2]", "{}", '{"values": 3}', '{"values": [1, NaN]}', '{"values": [1, "2"]}'),
        *('{"values": [1, null]}', '{"values": [1], "base": 3}', '{"values": [1], "screen_outliers": 1}'),
        *(
            '{"values": [1], "baseline": "all"}',
            '{"values": [1], "rebase": 4}',
            '{"values": [1], "rebase": ["a"]}',
        ),
        *(
            '{"values": [1], "run": null}',
            '{"values": [1], "improvement": []}',
            '{"values": [1], "target": "x"}',
        ),
        "[" * 100_000,
    ],
)
def test_bad_input_is_told_in_one_line_with_status_2(monkeypatch, text):
    with pytest.raises(CommandError) as refused:
        ask(monkeypatch, text)

    assert refused.value.returncode == 2
    assert len(str(refused.value).splitlines()) == 1
