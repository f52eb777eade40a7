"""Sentences with gaps, filled from a story's own slots so that title, notes and outcome agree."""

from datetime import datetime
from random import Random
from string import Formatter

from tickets.demo.processes import Plan


class Words:
    """Fills the braces in a plan's sentences; each slot is drawn once.

    `{month}` is one of the three before the ticket was raised, `{coming}` the one after.
    """

    def __init__(self, plan: Plan, raised_at: datetime, rng: Random) -> None:
        months = {
            "month": tuple(_month(raised_at, ago) for ago in (1, 1, 2, 3)),
            "coming": (_month(raised_at, -1),),
        }
        self._slots, self._rng = plan.slots | months, rng
        self._drawn: dict[str, str] = {}

    def one_of(self, sentences: tuple[str, ...]) -> str:
        """Draw a sentence and fill it."""
        return self.fill(self._rng.choice(sentences))

    def fill(self, sentence: str) -> str:
        """Fill the braces and begin with a capital."""
        fields = [name for _, name, _, _ in Formatter().parse(sentence) if name]
        for name in fields:
            if name not in self._drawn:
                self._drawn[name] = self._rng.choice(self._slots[name])
        filled = sentence.format(**self._drawn)
        return filled[:1].upper() + filled[1:]


def _month(moment: datetime, ago: int) -> str:
    return moment.replace(day=1, month=(moment.month - 1 - ago) % 12 + 1).strftime("%B")
