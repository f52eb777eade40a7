"""Django's `migrate`, one at a time: several servers may start at once."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.core.management.commands import migrate
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper

LOCK = 5_802_006
"""PostgreSQL's advisory lock that stands for "I am migrating"; any number of our own."""


class Command(migrate.Command):
    """Apply what is missing, after whoever else is doing so."""

    def handle(self, *arguments: Any, **options: Any) -> None:
        """Migrate under a lock of the database's."""
        with alone(connections[options["database"]]):
            super().handle(*arguments, **options)


@contextmanager
def alone(connection: BaseDatabaseWrapper) -> Iterator[None]:
    """Hold the lock.

    It is asked for again and again rather than waited for: a waiting query counts as an open
    transaction, and an index that is built concurrently would wait for that.
    """
    while not ask(connection, "pg_try_advisory_lock"):
        time.sleep(0.2)
    try:
        yield
    finally:
        ask(connection, "pg_advisory_unlock")


def ask(connection: BaseDatabaseWrapper, function: str) -> bool:
    """Call one of PostgreSQL's lock functions."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {function}(%s)", [LOCK])
        return bool(cursor.fetchone()[0])
