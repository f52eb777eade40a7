"""Whether the database's schema is that of the code."""

import pkgutil
from importlib import import_module

from django.apps import apps
from django.db import ProgrammingError, connection
from django.db.migrations.loader import MigrationLoader


def is_behind() -> bool:
    """Whether a migration on disk has not been applied; one query, and no migration is loaded."""
    return not on_disk() <= applied()


def on_disk() -> set[tuple[str, str]]:
    """Every migration the code brings, as (app, name)."""
    found = set()
    for config in apps.get_app_configs():
        name, _ = MigrationLoader.migrations_module(config.label)
        if name and (package := package_of(name)):
            found |= {(config.label, each.name) for each in pkgutil.iter_modules(package)}
    return found


def package_of(name: str) -> list[str]:
    """The folders of a migrations package; none where an app has no migrations."""
    try:
        return list(import_module(name).__path__)
    except ModuleNotFoundError:
        return []


def applied() -> set[tuple[str, str]]:
    """Every migration the database says it has had."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT app, name FROM django_migrations")
            return set(cursor.fetchall())
    except ProgrammingError:
        return set()
