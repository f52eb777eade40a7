"""Fills a database of its own with a region, in a few minutes for a million tickets.

Rows are made in Python, in two processes, and copied in as text, a stretch of tickets at a time.
Measured on two cores: PostgreSQL takes 0.8 s for 48,000 interactions by COPY, and 0.85 s by `INSERT …
SELECT` over `generate_series`, since its own work on a row is nearly all of it either way; making a
ticket with its 43 rows in Python costs 0.13 ms more, and only so do its rows tell one story whose
holdings add up. The tables are filled without their indexes and foreign keys, which are put back and
checked at the end: ten times as fast as keeping them for each row.
"""

import time
from collections.abc import Callable
from datetime import datetime
from typing import Any

import psycopg
from django.apps import apps
from django.db import connection
from django.db.models import Model

from tickets.load import database
from tickets.load.keys import keys_of, put_back, take_off
from tickets.load.life import FIRST_REFERENCE
from tickets.load.lines import TABLES
from tickets.load.places import Places, founded
from tickets.load.region import Region
from tickets.load.rows import copy_rows, model_of, writing
from tickets.load.stretches import Work, make_all

VERSION = 2
"""Raised whenever the same seed would make another region."""
SEED = 1820
TICKETS_A_WARD = 200
FEWEST_WARDS = 52
SEQUENCES = """
SELECT format('SELECT setval(%%L, greatest((SELECT max(%%I) FROM %%s), 1))', pg_get_serial_sequence(%(table)s, a.attname), a.attname, %(table)s)
FROM pg_attribute a WHERE a.attrelid = %(table)s::regclass AND a.attidentity <> ''
"""
Say = Callable[[str], None]


def wards_for(tickets: int) -> int:
    """How many wards ask so much within the years."""
    return max(FEWEST_WARDS, tickets // TICKETS_A_WARD)


def load_region(
    *,
    tickets: int,
    wards: int | None = None,
    seed: int = SEED,
    at: datetime,
    password: str | None = None,
    say: Say,
) -> str:
    """Fill the database of so many tickets, unless it is filled so already; its name.

    The same numbers, on the same day, make the same rows. Whatever was left half made is made anew.
    """
    wards = wards or wards_for(tickets)
    name = database.name_of(tickets)
    words = f"version {VERSION}, {tickets} tickets, {wards} wards, seed {seed}"
    if database.is_marked(name, words):
        database.bring_up_to_date(name)
        say(f"{name} is filled already: {words}")
        return name
    began = time.monotonic()
    say(f"Making {name}: {words}")
    database.make(name)
    with database.worked_in(name):
        places = Places(tickets=tickets, wards=wards, seed=seed, at=at, password=password)
        _fill(places, name, Progress(say, tickets, began))
    database.mark(name, words)
    say(f"Filled in {time.monotonic() - began:.0f} s")
    return name


class Progress:
    """Tells how far a load has come, with the seconds it has taken."""

    def __init__(self, say: Say, tickets: int, began: float) -> None:
        self._say, self.tickets, self.began, self._told = say, tickets, began, 0.0

    def say(self, words: str) -> None:
        self._say(f"{time.monotonic() - self.began:6.0f} s  {words}")

    def made(self, tickets: int) -> None:
        """Tell of so many tickets, at each twentieth of the whole."""
        share = tickets / self.tickets
        if share - self._told >= 0.05 or tickets == self.tickets:
            self._told = share
            self.say(f"  {tickets:,} of {self.tickets:,} tickets ({share:.0%})")


def _fill(places: Places, name: str, progress: Progress) -> None:
    address = database.address_of(name)
    with psycopg.connect(address, autocommit=True) as own:
        _copy_places(own, places)
        progress.say(f"{len(places.wards):,} wards, {places.people:,} people")
        keys = keys_of(own, [model_of(table)._meta.db_table for table in TABLES])
        take_off(own, keys)
        region = places.region()
        make_all(Work(region, writing(), address), progress.made)
        put_back(address, keys, progress.say)
        progress.say("Counting for the planner")
        _settle(own, region)


def _copy_places(own: "psycopg.Connection[Any]", places: Places) -> None:
    """Copy the trusts and all that hangs on them, each model after those it points to."""
    at = founded(places.calendar)
    models: list[type[Model]] = [model for model in apps.get_models() if model in places.rows]
    with own.transaction(), own.cursor() as cursor:
        for model in models:
            copy_rows(cursor, model, places.rows[model], at, places.system)


def _settle(own: "psycopg.Connection[Any]", region: Region) -> None:
    """Let numbering go on after the last rows, and count what the planner wants to know."""
    for table in connection.introspection.table_names():
        for (setting,) in own.execute(SEQUENCES, {"table": table}).fetchall():
            own.execute(setting)
    own.execute("SELECT setval('ticket_reference', %s)", (FIRST_REFERENCE + region.tickets,))
    own.execute("VACUUM (ANALYZE)")
