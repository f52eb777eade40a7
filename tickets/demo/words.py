"""Sentences with gaps, filled from a story's own slots so that title, notes and outcome agree."""

from random import Random
from string import Formatter

from tickets.demo.processes import Plan


class Words:
    """Fills the braces in a plan's sentences; each slot is drawn once."""

    def __init__(self, plan: Plan, rng: Random) -> None:
        self._slots, self._rng = plan.slots, rng
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
