"""Clocks: how long something took, and how much of that was spent waiting for the database."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from statistics import median
from typing import Any

from django.db import connection


class CannotMeasure(Exception):
    """What was to be measured did not do what it does for people."""


@dataclass
class Spent:
    """What a stretch of work took."""

    seconds: float = 0.0
    in_database: float = 0.0
    queries: int = 0

    @property
    def outside_share(self) -> float:
        """Share of the time that was not spent waiting for the database."""
        return 1 - self.in_database / self.seconds if self.seconds else 0.0


@dataclass
class Spell:
    """Several goes at the same thing."""

    goes: list[Spent] = field(default_factory=list)

    @property
    def seconds(self) -> float:
        """How long one go takes, in the middle."""
        return median(go.seconds for go in self.goes)

    def times(self, other: "Spell") -> float:
        """How many times as long as the other, go by go, in the middle: what slows both slows neither."""
        pairs = zip(self.goes, other.goes, strict=True)
        return median(mine.seconds / its.seconds for mine, its in pairs)

    @property
    def queries(self) -> int:
        """How many statements one go sends, in the middle."""
        return round(median(go.queries for go in self.goes))

    @property
    def outside_share(self) -> float:
        """Share of all goes' time that was not spent waiting for the database."""
        total = sum(go.seconds for go in self.goes)
        return 1 - sum(go.in_database for go in self.goes) / total if total else 0.0


@contextmanager
def clocked() -> Iterator[Spent]:
    """Measure what is done inside."""
    spent = Spent()

    def asked(execute: Callable[..., Any], *statement: Any) -> Any:
        began = time.perf_counter()
        try:
            return execute(*statement)
        finally:
            spent.in_database += time.perf_counter() - began
            spent.queries += 1

    began = time.perf_counter()
    with connection.execute_wrapper(asked):
        yield spent
    spent.seconds = time.perf_counter() - began
