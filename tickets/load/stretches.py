"""A stretch of the region's tickets, made and copied in by itself, in a process of its own."""

from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass
from multiprocessing import get_context
from random import Random

import psycopg

from tickets.load.life import Life
from tickets.load.lines import TABLES, Lines
from tickets.load.region import Region
from tickets.load.rows import Writing

STRETCH = 2_000
"""Tickets that are made, copied and committed together: some 60,000 lines, 20 MB."""
PROCESSES = 2
OPTIONS = "-c TimeZone=Europe/London -c synchronous_commit=off"
"""Moments are written by the UK clock; a load that is cut short is begun again, so no commit waits for the disk."""


@dataclass(frozen=True)
class Work:
    """What a process needs to make any stretch."""

    region: Region
    writing: Writing
    address: str
    """The database, as libpq reads it."""


def stretches(tickets: int) -> list[range]:
    """The region's tickets, cut up; the cuts do not depend on who makes them."""
    return [range(start, min(start + STRETCH, tickets)) for start in range(0, tickets, STRETCH)]


def told(region: Region, writing: Writing, stretch: range) -> Lines:
    """The lives of a stretch of tickets; always the same for the same region."""
    lines = Lines(writing.defaults)
    rng = Random(f"{region.seed}:{stretch.start}")  # noqa: S311 (a region has to come out the same each time)
    for number in stretch:
        Life(region, lines, number, rng).tell()
    return lines


def copy_in(connection: "psycopg.Connection[tuple[object, ...]]", writing: Writing, lines: Lines) -> None:
    """Write lines to their tables, all or none."""
    with connection.transaction(), connection.cursor() as cursor:
        for name in TABLES:
            with cursor.copy(writing.statements[name].encode()) as copy:
                copy.write("".join(lines.of[name]))


def make_all(work: Work, say: Callable[[int], None]) -> None:
    """Make every stretch, two at a time where there is more than one; `say` is told how many tickets are in."""
    pending = stretches(work.region.tickets)
    done = 0
    for count in _each_made(work, pending):
        done += count
        say(done)


def _each_made(work: Work, pending: list[range]) -> Iterator[int]:
    if len(pending) == 1:
        _begin(work)
        yield _make(pending[0])
        _mine.pop().connection.close()
        return
    with ProcessPoolExecutor(PROCESSES, get_context("spawn"), _begin, (work,)) as pool:
        for made in as_completed([pool.submit(_make, stretch) for stretch in pending]):
            yield made.result()


@dataclass(frozen=True)
class _Mine:
    work: Work
    connection: "psycopg.Connection[tuple[object, ...]]"


_mine: list[_Mine] = []
"""This process's own connection, and what it works on."""


def _begin(work: Work) -> None:
    _mine.append(_Mine(work, psycopg.connect(work.address, options=OPTIONS, autocommit=True)))


def _make(stretch: range) -> int:
    mine = _mine[-1]
    copy_in(mine.connection, mine.work.writing, told(mine.work.region, mine.work.writing, stretch))
    return len(stretch)
