"""Event logs: what happened in each case, by whom and when, from CSV or XES (IEEE 1849).

Events come in the order of the file, which is kept even where two share an instant.
"""

import datetime as dt
import gzip
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import BinaryIO
from xml.etree.ElementTree import Element, ParseError
from zoneinfo import ZoneInfo

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import iterparse

from tickets.old_log.dates import Period, read_when
from tickets.old_log.faults import CellRefused, LogUnreadable, Reason
from tickets.old_log.references import LONGEST_REFERENCE
from tickets.old_log.rows import Cell
from tickets.old_log.tables import Table, tables_of
from tickets.old_log.words import bare, tidy

UK_CLOCK = ZoneInfo("Europe/London")
"""Times without a zone are by the clock on a UK wall."""
_SPELT = {
    "case": (
        "case",
        "case id",
        "caseid",
        "case concept name",
        "case name",
        "trace",
        "trace id",
        "ticket",
        "ref",
    ),
    "activity": ("activity", "activity name", "concept name", "event", "event name", "task", "what"),
    "time": (
        "time",
        "timestamp",
        "time timestamp",
        "complete timestamp",
        "completetime",
        "date",
        "when",
        "start time",
    ),
    "resource": ("resource", "org resource", "user", "who", "person", "org group", "performer"),
}
_NEEDED = frozenset({"case", "activity", "time"})
_XES_TEXT = frozenset({"string", "date", "id"})
_NUMBER_OF_A_TRACE = "concept:name"


@dataclass(frozen=True)
class Event:
    """One thing that happened in a case."""

    row: int
    """The record of the CSV file counting the headings as 1, or the event's place in the XES file, from 1."""
    case: str
    activity: str
    at: dt.datetime
    resource: str


@dataclass(frozen=True)
class RefusedEvent:
    """An event that cannot be taken."""

    row: int
    column: str
    reason: Reason
    text: str


def read_events(path: Path) -> Iterator[Event | RefusedEvent]:
    """Every event of a file, in its order, one at a time. Raises LogUnreadable."""
    if not path.is_file():
        raise LogUnreadable(f"There is no file {path}.")
    names = path.name.casefold()
    if names.endswith((".xes", ".xes.gz", ".xml")):
        return _from_xes(path)
    return _from_csv(path)


def _from_csv(path: Path) -> Iterator[Event | RefusedEvent]:
    tables = [(table, _first_record(table)) for table in tables_of(path)]
    table, headings = max(tables, key=lambda found: len(_columns(found[1])))
    columns = _columns(headings)
    if missing := sorted(_NEEDED - columns.keys()):
        raise LogUnreadable(f"{path.name} has no column for: {', '.join(missing)}.")
    named = {ours: tidy(headings[at]) for ours, at in columns.items()}
    for number, cells in table.rows():
        if number > 1 and any(cell.text.strip() for cell in cells):
            given = {ours: cells[at].text for ours, at in columns.items() if at < len(cells)}
            yield _event(number, given, named, " | ".join(cell.text for cell in cells))


def _first_record(table: Table) -> list[str]:
    _, cells = next(table.rows(), (1, ()))
    return [cell.text for cell in cells]


def _columns(headings: list[str]) -> dict[str, int]:
    """Where each of our columns stands; the likelier of two headings for one column wins."""
    found = {bare(heading.replace("_", " ")): at for at, heading in reversed(list(enumerate(headings)))}
    return {
        ours: next(found[spelling] for spelling in spellings if spelling in found)
        for ours, spellings in _SPELT.items()
        if any(spelling in found for spelling in spellings)
    }


def _from_xes(path: Path) -> Iterator[Event | RefusedEvent]:
    opened: Callable[[Path, str], BinaryIO] = gzip.open if path.suffix.casefold() == ".gz" else open  # type: ignore[assignment]
    number = 0
    try:
        with opened(path, "rb") as file:
            for trace in _traces(file):
                case = _texts(trace).get(_NUMBER_OF_A_TRACE, "")
                for element in (child for child in trace if _tag(child) == "event"):
                    number += 1
                    yield _xes_event(number, case, _texts(element))
    except (ParseError, DefusedXmlException, OSError, EOFError, UnicodeError) as error:
        raise LogUnreadable(f"{path.name} cannot be read as XES: {error}") from error


def _traces(file: BinaryIO) -> Iterator[Element]:
    """The traces of a log, each forgotten once it was looked at."""
    root = None
    for moment, element in iterparse(file, events=("start", "end"), forbid_dtd=False):
        if root is None:
            root = element
        if moment == "end" and _tag(element) == "trace":
            yield element
            root.clear()


def _tag(element: Element) -> str:
    return str(element.tag).rpartition("}")[2]


def _texts(element: Element) -> dict[str, str]:
    return {child.get("key", ""): child.get("value", "") for child in element if _tag(child) in _XES_TEXT}


def _xes_event(number: int, case: str, texts: Mapping[str, str]) -> Event | RefusedEvent:
    given = {
        "case": case,
        "activity": texts.get("concept:name", ""),
        "time": texts.get("time:timestamp", ""),
        "resource": texts.get("org:resource") or texts.get("org:group", ""),
    }
    named = {"case": "trace concept:name", "activity": "concept:name", "time": "time:timestamp"}
    return _event(number, given, named, " | ".join(f"{key}={value}" for key, value in texts.items()))


def _event(
    number: int, given: Mapping[str, str], named: Mapping[str, str], text: str
) -> Event | RefusedEvent:
    refused = RefusedEvent(number, "", Reason.MISSING, text)
    case, activity = tidy(given.get("case", "")), given.get("activity", "").strip()
    for ours, value in (("case", case), ("activity", activity)):
        if not value:
            return replace(refused, column=named[ours])
    if len(case) > LONGEST_REFERENCE:
        return replace(refused, column=named["case"], reason=Reason.NOT_A_REFERENCE)
    try:
        at = read_moment(given.get("time", ""))
    except CellRefused as error:
        return replace(refused, column=named["time"], reason=error.reason)
    return Event(number, case, activity, at, given.get("resource", "").strip())


def read_moment(text: str) -> dt.datetime:
    """A moment in UTC, from ISO 8601 or a date as people write it; without a zone, by the UK clock.

    Raises CellRefused.
    """
    written = tidy(text)
    if not written:
        raise CellRefused(Reason.MISSING)
    try:
        moment = dt.datetime.fromisoformat(written)
    except ValueError:
        moment = _as_people_write(written)
    try:
        placed = moment if moment.tzinfo else moment.replace(tzinfo=UK_CLOCK)
        return placed.astimezone(dt.UTC)
    except OverflowError:
        raise CellRefused(Reason.NO_SUCH_DAY) from None


def _as_people_write(written: str) -> dt.datetime:
    when = read_when(Cell(written, written), Period())
    if when is None:
        raise CellRefused(Reason.MISSING)
    return dt.datetime.combine(when.day, when.clock)
