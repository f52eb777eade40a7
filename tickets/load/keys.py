"""Takes indexes and keys off the tables that are filled, and puts every one of them back, checked.

What is taken off is read from the database's own catalogue, so it is what the migrations made, whatever
they come to be. A foreign key is put back unchecked, which is instant, and then validated.
"""

from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import psycopg

AT_ONCE = 2
"""Tables whose keys are put back at the same time."""
MEMORY = "256MB"
"""For sorting one index."""
CONSTRAINTS = """
SELECT conrelid::regclass::text, conname, contype::text, pg_get_constraintdef(oid)
FROM pg_constraint
WHERE contype IN ('u', 'x') AND conrelid = ANY(%(tables)s::regclass[])
OR contype = 'f' AND (conrelid = ANY(%(tables)s::regclass[]) OR confrelid = ANY(%(tables)s::regclass[]))
ORDER BY 1, 2
"""
INDEXES = """
SELECT indrelid::regclass::text, indexrelid::regclass::text, 'i', pg_get_indexdef(indexrelid)
FROM pg_index WHERE indrelid = ANY(%(tables)s::regclass[]) AND NOT indisprimary
AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = indexrelid AND contype IN ('u', 'x'))
ORDER BY 1, 2
"""
Connection = psycopg.Connection[tuple[Any, ...]]


@dataclass(frozen=True)
class Key:
    """A foreign key (f), a unique (u) or excluding (x) constraint, or an index (i), as it was made."""

    table: str
    name: str
    kind: str
    definition: str

    @property
    def off(self) -> str:
        """The statement that takes it off."""
        if self.kind == "i":
            return f"DROP INDEX {self.name}"
        return f'ALTER TABLE {self.table} DROP CONSTRAINT "{self.name}"'

    @property
    def on(self) -> str:
        """The statement that puts it back; a foreign key is then not yet checked."""
        if self.kind == "i":
            return self.definition
        later = " NOT VALID" if self.kind == "f" else ""
        return f'ALTER TABLE {self.table} ADD CONSTRAINT "{self.name}" {self.definition}{later}'

    @property
    def check(self) -> str:
        """The statement that checks a foreign key against every row."""
        return f'ALTER TABLE {self.table} VALIDATE CONSTRAINT "{self.name}"'


def keys_of(connection: Connection, tables: Iterable[str]) -> list[Key]:
    """Every key of some tables but the primary ones, and every foreign key that points to them."""
    names = {"tables": list(tables)}
    return [
        Key(*map(str, row))
        for query in (CONSTRAINTS, INDEXES)
        for row in connection.execute(query, names).fetchall()
    ]


def take_off(connection: Connection, keys: Iterable[Key]) -> None:
    """Take keys off, foreign ones first, since they lean on the others."""
    with connection.transaction():
        for key in sorted(keys, key=lambda key: key.kind != "f"):
            connection.execute(key.off)


def put_back(address: str, keys: list[Key], say: Callable[[str], None]) -> None:
    """Put every key back and check it against every row; raises psycopg's error where one does not hold."""
    own, foreign = [key for key in keys if key.kind != "f"], [key for key in keys if key.kind == "f"]
    say(f"Putting {len(own)} indexes back")
    _run(address, _by_table(own, lambda key: key.on), say)
    with psycopg.connect(address, autocommit=True) as connection:
        for key in foreign:
            connection.execute(key.on)
    say(f"Checking {len(foreign)} foreign keys")
    _run(address, _by_table(foreign, lambda key: key.check), say)


def _by_table(keys: list[Key], statement: Callable[[Key], str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for key in keys:
        found.setdefault(key.table, []).append(statement(key))
    return found


def _run(address: str, statements: dict[str, list[str]], say: Callable[[str], None]) -> None:
    """Run each table's statements one after another, and the tables beside each other, the longest lists first."""
    ordered = sorted(statements.items(), key=lambda pair: -len(pair[1]))
    with ThreadPoolExecutor(AT_ONCE) as pool:
        for table in pool.map(lambda pair: _run_one(address, *pair), ordered):
            say(f"  {table}")


def _run_one(address: str, table: str, statements: list[str]) -> str:
    options = f"-c maintenance_work_mem={MEMORY} -c synchronous_commit=off"
    with psycopg.connect(address, options=options, autocommit=True) as connection:
        for statement in statements:
            connection.execute(statement)
    return table
