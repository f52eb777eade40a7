"""`manage.py spc`: an XmR chart of the numbers on standard input, as JSON. Needs no database."""

import json
import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from analytics.spc import Chart, SeriesRefused, xmr

TAKES = frozenset({"values", "screen_outliers", "baseline", "rebase", "run", "improvement", "target"})
"""What may be asked for: the arguments of `xmr`."""
WRONG_INPUT = 2
"""Exit status where what came in cannot be charted."""


class Command(BaseCommand):
    help = (
        'Read {"values": [1, 2, …], "screen_outliers": false, "baseline": null} on standard input and print '
        "mean, lower and upper limit, and the rules that each point fulfils."
    )
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        """Print one JSON object; what cannot be charted is told in one line, with exit status 2."""
        try:
            chart = xmr(**_asked(sys.stdin.read()))
        except SeriesRefused as refusal:
            raise CommandError(str(refusal), returncode=WRONG_INPUT) from refusal
        self.stdout.write(json.dumps(_shown(chart)))


def _asked(text: str) -> dict[str, Any]:
    try:
        asked = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise SeriesRefused(f"Standard input is not JSON: {error}") from error
    if not isinstance(asked, dict) or not isinstance(asked.get("values"), list):
        raise SeriesRefused('Give an object with a list of numbers: {"values": [1, 2, 3]}.')
    if unknown := sorted(asked.keys() - TAKES):
        raise SeriesRefused(f"Not known here: {', '.join(map(repr, unknown))}.")
    if not isinstance(asked.get("screen_outliers", False), bool):
        raise SeriesRefused("“screen_outliers” is true or false.")
    if not isinstance(asked.get("rebase", []), list):
        raise SeriesRefused("“rebase” is a list of places, counted from 0.")
    return asked


def _shown(chart: Chart) -> dict[str, Any]:
    points = [{"rules": list(point.rules)} for point in chart.points]
    return {"mean": chart.mean, "lower": chart.lower, "upper": chart.upper, "points": points}
