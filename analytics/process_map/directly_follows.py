"""The directly-follows map of an event log: what came next after what, how often, and after how long.

An edge from A to B is counted each time B is the next event after A in the same case; wait = moment of B
- moment of A, in seconds. A case starts with the activity of its first event and ends with that of its
last. Source: van der Aalst, "Process Mining: Data Science in Action", 2nd edition, 2016, section 6.1.
"""

import datetime as dt
from array import array
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from statistics import median
from typing import Protocol, TypeVar

Edge = tuple[str, str]


class Step(Protocol):
    """What the map asks of an event."""

    @property
    def case(self) -> str: ...

    @property
    def activity(self) -> str: ...

    @property
    def at(self) -> dt.datetime: ...


Kind = TypeVar("Kind", bound=Step)


@dataclass(frozen=True)
class Path:
    """One arrow of the map."""

    source: str
    target: str
    count: int
    """How often the one directly followed the other."""
    median_wait: dt.timedelta
    """Half of the times it took this long or less."""
    total_wait: dt.timedelta

    @property
    def is_loop(self) -> bool:
        """Whether it leads back to where it came from."""
        return self.source == self.target


@dataclass(frozen=True)
class ProcessMap:
    """The map: paths by how often they were taken, then by name, as are starts and ends."""

    cases: int
    events: int
    paths: tuple[Path, ...]
    start: Mapping[str, int]
    """In how many cases an activity came first."""
    end: Mapping[str, int]
    """In how many cases an activity came last."""

    @property
    def bounces(self) -> frozenset[Edge]:
        """Paths that are also taken the other way, loops apart."""
        taken = {(path.source, path.target) for path in self.paths if not path.is_loop}
        return frozenset((source, target) for source, target in taken if (target, source) in taken)


def directly_follows(events: Iterable[Step]) -> ProcessMap:
    """Map events that come in the order of time, their cases mixed; equal instants keep their order.

    Events that come out of that order are put in it.
    """
    waits: dict[Edge, array[float]] = {}
    latest: dict[str, Step] = {}
    starts: Counter[str] = Counter()
    count = 0
    for event in in_order(events):
        count += 1
        before = latest.get(event.case)
        if before is None:
            starts[event.activity] += 1
        else:
            edge = (before.activity, event.activity)
            waits.setdefault(edge, array("d")).append((event.at - before.at).total_seconds())
        latest[event.case] = event
    ends = Counter(last.activity for last in latest.values())
    paths = (_path(edge, taken) for edge, taken in waits.items())
    ordered = sorted(paths, key=lambda path: (-path.count, path.source, path.target))
    return ProcessMap(len(latest), count, tuple(ordered), _by_count(starts), _by_count(ends))


def in_order(events: Iterable[Kind]) -> list[Kind]:
    """The events by time; those of one instant stay as they came."""
    return sorted(events, key=lambda event: event.at)


def _path(edge: Edge, waits: "array[float]") -> Path:
    typical, total = dt.timedelta(seconds=median(waits)), dt.timedelta(seconds=sum(waits))
    return Path(*edge, count=len(waits), median_wait=typical, total_wait=total)


def _by_count(counted: Mapping[str, int]) -> dict[str, int]:
    return dict(sorted(counted.items(), key=lambda item: (-item[1], item[0])))
