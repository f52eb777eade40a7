"""How one desk kept its log. This desk's way is built in; a small TOML file maps another's."""

import datetime as dt
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self

from tickets.old_log import names
from tickets.old_log.dates import DateOrder, Period
from tickets.old_log.faults import LogUnreadable
from tickets.old_log.references import ReferencePattern
from tickets.old_log.words import Vocabulary, bare

Spellings = Mapping[str, Iterable[str]]
_PERIOD = Period(dt.date(2013, 3, 1), dt.date(2014, 10, 31))
"""The months in which the desk whose log this was kept it (its README)."""
_LISTS: dict[str, Spellings] = {
    "departments": names.DEPARTMENTS,
    "counterparts": names.COUNTERPARTS,
    "causes": names.CAUSES,
    "types": names.TYPES,
    "channels": names.CHANNELS,
    "directions": names.DIRECTIONS,
    "statuses": names.STATUSES,
    "chases": names.CHASES,
}
_FIXED = ("causes", "channels", "directions", "statuses", "chases")
"""Lists whose names the program knows: a mapping file may add spellings to them, not names."""


@dataclass(frozen=True)
class SheetProfile:
    """What a sheet is called, and what its columns are."""

    name: str
    columns: Spellings
    needed: frozenset[str]
    """Columns without which a table is not this sheet."""
    spelt: Mapping[str, str] = field(init=False, repr=False)
    """Our name for a column by each of its headings, bare."""

    def __post_init__(self) -> None:
        spelt = {bare(heading): ours for ours, headings in self.columns.items() for heading in headings}
        object.__setattr__(self, "spelt", spelt)


def _sheet(name: str, columns: Mapping[str, str], *needed: str) -> SheetProfile:
    return SheetProfile(name, {ours: (heading,) for ours, heading in columns.items()}, frozenset(needed))


_ISSUES = _sheet("Issues", names.ISSUE_COLUMNS, "ref", "raised", "ward", "issue")
_INTERACTIONS = _sheet("Interactions", names.INTERACTION_COLUMNS, "ref", "when", "minutes")
_REFERENCE = ReferencePattern("CD-####")


@dataclass(frozen=True)
class LogProfile:
    """Everything that differs from one desk's log to another's."""

    issues: SheetProfile = _ISSUES
    interactions: SheetProfile = _INTERACTIONS
    period: Period = _PERIOD
    date_order: DateOrder = DateOrder.DAY_FIRST
    reference: ReferencePattern = _REFERENCE
    lists: Mapping[str, Spellings] = field(default_factory=lambda: dict(_LISTS))

    def vocabulary(self, name: str) -> Vocabulary:
        """The names of one list; those of departments also without words such as "dept"."""
        without = names.NOT_PART_OF_A_DEPARTMENT if name in {"departments", "counterparts"} else ()
        return Vocabulary(self.lists[name], without)

    @classmethod
    def from_file(cls, path: Path) -> Self:
        """Read a mapping file. Raises LogUnreadable, saying what it does not understand."""
        try:
            given = tomllib.loads(path.read_text(encoding="utf-8-sig"))
        except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
            raise LogUnreadable(f"The mapping file {path.name} cannot be read: {error}") from error
        try:
            return cls(**_Mapping(given).profile())
        except (TypeError, ValueError, AttributeError) as error:
            raise LogUnreadable(f"The mapping file {path.name}: {error}") from error


class _Mapping:
    """A mapping file's tables, each taken once, so that what is left over can be told."""

    def __init__(self, given: dict[str, Any]) -> None:
        self._left = given

    def profile(self) -> dict[str, Any]:
        log = self._left.pop("log", {})
        profile = {
            "period": Period(_day(log, "first_day"), _day(log, "last_day")),
            "date_order": DateOrder(log.pop("date_order", DateOrder.DAY_FIRST)),
            "reference": ReferencePattern(str(log.pop("reference", ""))),
            "issues": self._mapped_sheet("issues", _ISSUES),
            "interactions": self._mapped_sheet("interactions", _INTERACTIONS),
            "lists": {name: self._mapped_list(name) for name in _LISTS},
        }
        self._left.pop("departments", None)
        if left := [*log, *self._left]:
            raise ValueError(f"it does not know “{left[0]}”")
        return profile

    def _mapped_sheet(self, name: str, ours: SheetProfile) -> SheetProfile:
        table = self._left.pop(name, {})
        columns = {known: list(headings) for known, headings in ours.columns.items()}
        for ours_bare, theirs in table.pop("columns", {}).items():
            known = ours.spelt.get(bare(ours_bare))
            if known is None:
                raise ValueError(f"{name} has no column “{ours_bare}”")
            columns[known] += _texts(theirs)
        sheet = str(table.pop("sheet", ours.name))
        if table:
            raise ValueError(f"{name} has no setting “{next(iter(table))}”")
        return SheetProfile(sheet, columns, ours.needed)

    def _mapped_list(self, name: str) -> Spellings:
        spellings = {known: list(others) for known, others in _LISTS[name].items()}
        added = self._left.get("departments", {}) if name == "counterparts" else {}
        for theirs, others in {**added, **self._left.get(name, {})}.items():
            known = next((ours for ours in spellings if bare(ours) == bare(theirs)), theirs)
            if name in _FIXED and known not in spellings:
                raise ValueError(f"{name} has no “{theirs}”; it may be {', '.join(spellings)}")
            spellings.setdefault(known, []).extend(_texts(others))
        if name != "departments":
            self._left.pop(name, None)
        return spellings


def _texts(value: object) -> list[str]:
    texts = [value] if isinstance(value, str) else value
    if not isinstance(texts, list) or not all(isinstance(text, str) for text in texts):
        raise ValueError(f"“{value}” should be a text or a list of texts")
    return texts


def _day(log: dict[str, Any], name: str) -> dt.date | None:
    day = log.pop(name, None)
    if day is not None and (not isinstance(day, dt.date) or isinstance(day, dt.datetime)):
        raise ValueError(f"{name} should be a day such as 2013-03-01")
    return day
