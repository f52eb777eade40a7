"""How rows of the models are written by COPY: their columns, and what is said where nothing is known."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.apps import apps
from django.db.models import Field, JSONField, Model
from psycopg import Cursor, sql
from psycopg.types.json import Jsonb

from tickets.load.lines import COLUMNS, NULL, REMEMBERED, TABLES, VERSION
from tickets.load.wording import in_copy

SET_UP = "region set up"


@dataclass(frozen=True)
class Writing:
    """How a life's lines reach the database: plain words, for whichever process copies them."""

    statements: dict[str, str]
    """The COPY of each table."""
    defaults: dict[str, str]
    """How each line ends: the values of the columns that a life says nothing of."""


def writing() -> Writing:
    """How lines are written to the tables as their models are today."""
    unsaid = {
        name: [field for field in written(model_of(name)) if field.column not in COLUMNS[name]]
        for name in COLUMNS
    }
    statements = {
        name: statement(
            model_of(name)._meta.db_table, [*COLUMNS[name], *(field.column for field in unsaid[name])]
        )
        for name in COLUMNS
    }
    for name in REMEMBERED:
        columns = [*COLUMNS[name], *(field.column for field in unsaid[name]), *VERSION]
        statements[f"historical{name}"] = statement(model_of(f"historical{name}")._meta.db_table, columns)
    assert set(statements) == set(TABLES)
    return Writing(
        statements,
        {name: "".join(f"\t{as_text(field)}" for field in fields) for name, fields in unsaid.items()},
    )


def model_of(name: str) -> type[Model]:
    """The model of a life's table."""
    return apps.get_model("tickets", name)


def written(model: type[Model]) -> "list[Field[Any, Any]]":
    """The fields that a row is written with: all but those the database reckons itself."""
    return [field for field in model._meta.concrete_fields if not getattr(field, "generated", False)]


def statement(table: str, columns: Iterable[str]) -> str:
    """The COPY of some columns of a table."""
    named = sql.SQL(", ").join(map(sql.Identifier, columns))
    return sql.SQL("COPY {} ({}) FROM STDIN").format(sql.Identifier(table), named).as_string(None)


def as_text(field: "Field[Any, Any]") -> str:
    """A field's default as COPY writes it."""
    value = field.get_default()
    if value is None:
        return NULL
    if isinstance(value, bool):
        return "t" if value else "f"
    if isinstance(field, JSONField):
        return in_copy(json.dumps(value))
    return in_copy(str(value))


def copy_rows(
    cursor: "Cursor[Any]", model: type[Model], rows: list[dict[str, Any]], at: datetime, by: int
) -> None:
    """Copy rows in by their columns' names, with the version that says who set them up."""
    fields = written(model)
    whole = [[valued(field, row, at) for field in fields] for row in rows]
    put(cursor, model._meta.db_table, [field.column for field in fields], whole)
    history = getattr(model, "history", None)
    if history is None:
        return
    kept = {field.column for field in history.model._meta.concrete_fields}
    places = [place for place, field in enumerate(fields) if field.column in kept]
    columns = [fields[place].column for place in places]
    versions = [
        [*(row[place] for place in places), number, at, SET_UP, "+", by]
        for number, row in enumerate(whole, start=1)
    ]
    put(cursor, history.model._meta.db_table, [*columns, *VERSION], versions)


def valued(field: "Field[Any, Any]", row: dict[str, Any], at: datetime) -> Any:
    """What a row says in a field, or the field's default."""
    if field.column in row:
        return row[field.column]
    if getattr(field, "auto_now_add", False):
        return at
    value = field.get_default()
    return Jsonb(value) if isinstance(field, JSONField) else value


def put(cursor: "Cursor[Any]", table: str, columns: list[str], rows: list[list[Any]]) -> None:
    with cursor.copy(statement(table, columns)) as copy:
        for row in rows:
            copy.write_row(row)
