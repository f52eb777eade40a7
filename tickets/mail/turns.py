"""Taking turns: while one worker has something in hand, others leave it alone. PostgreSQL remembers, and
forgets when the worker ends, however it ends."""

from collections.abc import Iterator
from contextlib import contextmanager
from enum import IntEnum

from django.db import connection


class Turn(IntEnum):
    """What is taken in hand; with the id of its row it makes the key of an advisory lock."""

    MAILBOX = 0x6D01
    MESSAGE = 0x6D02
    SWEEP = 0x6D03


@contextmanager
def alone(turn: Turn, row_id: int = 0) -> Iterator[bool]:
    """Whether nobody else has this in hand; while inside, nobody else takes it."""
    key = key_of(turn, row_id)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [key])
        taken = bool(cursor.fetchone()[0])
    try:
        yield taken
    finally:
        if taken:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [key])


def key_of(turn: Turn, row_id: int) -> int:
    return (turn << 48) | row_id
