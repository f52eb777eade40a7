"""The databases beside the ordinary one: named, made, migrated, marked when filled, worked in, dropped."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
from django.core.management import call_command
from django.db import connection
from psycopg import sql
from psycopg.conninfo import make_conninfo

from concierge.schema import applied, on_disk


def name_of(tickets: int) -> str:
    """The name of the database of so many tickets."""
    return f"{ordinary()}_load_{tickets}"


def ordinary() -> str:
    """The name of the site's own database."""
    return str(connection.settings_dict["NAME"]).partition("_load_")[0]


def address_of(name: str) -> str:
    """A database of the same server, as libpq reads it."""
    given = {**connection.get_connection_params(), "dbname": name}
    words = {
        key: value
        for key, value in given.items()
        if isinstance(value, str | int) and key != "client_encoding"
    }
    return make_conninfo("", **words)


@contextmanager
def worked_in(name: str) -> Iterator[None]:
    """Inside, the program works in another database."""
    usual = connection.settings_dict["NAME"]
    connection.close()
    connection.settings_dict["NAME"] = name
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict["NAME"] = usual


def exists(name: str) -> bool:
    with _server() as server:
        found = server.execute("SELECT FROM pg_database WHERE datname = %s", (name,))
        return found.fetchone() is not None


def make(name: str) -> None:
    """Make a database of the site's schema, with nothing in it; what was there before goes.

    Raises psycopg's InsufficientPrivilege where the site's account may not make databases.
    """
    drop(name)
    with _server() as server:
        server.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    with worked_in(name):
        call_command("migrate", interactive=False, verbosity=0)


def drop(name: str) -> None:
    with _server() as server:
        server.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


def mark(name: str, words: str) -> None:
    """Say that a database is whole, and what it holds, in a table of one row."""
    with psycopg.connect(address_of(name), autocommit=True) as filled:
        filled.execute("CREATE TABLE load_mark (words text NOT NULL)")
        filled.execute("INSERT INTO load_mark VALUES (%s)", (words,))


def is_marked(name: str, words: str) -> bool:
    """Whether a database is whole, holds just this, and has the schema of today's code."""
    if not exists(name):
        return False
    with worked_in(name), connection.cursor() as cursor:
        cursor.execute("SELECT to_regclass('load_mark') IS NOT NULL")
        if cursor.fetchone() != (True,):
            return False
        cursor.execute("SELECT words FROM load_mark")
        return bool(cursor.fetchone() == (words,))


def bring_up_to_date(name: str) -> None:
    """Migrate a filled database where the code has gone on."""
    with worked_in(name):
        if not on_disk() <= applied():
            call_command("migrate", interactive=False, verbosity=0)


def _server() -> "psycopg.Connection[Any]":
    """A connection that may make and drop databases: to the server's own one."""
    return psycopg.connect(address_of("postgres"), autocommit=True)
