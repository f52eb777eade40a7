"""Wards by the names people give them; never by a guess from nearly the same spelling."""

import csv
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from tickets.old_log.faults import CellRefused, LogUnreadable, Reason
from tickets.old_log.text_files import decoded
from tickets.old_log.words import bare, tidy

_WORDS_FOR_WARD = {"ward", "wd", "w"}
_JOINED_TO_A_NUMBER = re.compile(r"(?:ward|wd|w)(?=\d)")
_JOINED_AT_THE_END = re.compile(r"(?<=\w)(?:ward|wd)$")


@dataclass(frozen=True)
class ListedWard:
    """A ward of the ward list, and the hospital it belongs to."""

    name: str
    site: str = ""
    specialty: str = ""
    other_names: tuple[str, ...] = ()


class WardList:
    """Finds a ward by any of its names: capitals, spaces and the words Ward, Wd and W do not matter."""

    def __init__(self, wards: Iterable[ListedWard]) -> None:
        self.wards = tuple(wards)
        self._by_name: dict[str, list[ListedWard]] = {}
        for ward in self.wards:
            for key in {_key(name) for name in (ward.name, *ward.other_names)} - {""}:
                self._by_name.setdefault(key, []).append(ward)

    def find(self, text: str, site: str = "") -> ListedWard:
        """The one ward of that name; the site is asked only where several bear it.

        Raises CellRefused for a blank, an unknown ward, and a name that more than one site has.
        """
        if not tidy(text):
            raise CellRefused(Reason.MISSING)
        found = self._by_name.get(_key(text)) or self._by_name.get(_JOINED_AT_THE_END.sub("", _key(text)), [])
        if len(found) > 1:
            found = [ward for ward in found if bare(ward.site) == bare(site)]
            if len(found) != 1:
                raise CellRefused(Reason.WARD_AT_TWO_SITES)
        if not found:
            raise CellRefused(Reason.UNKNOWN_WARD)
        return found[0]


def read_ward_list(path: Path) -> WardList:
    """Read a ward list: Ward, Also written (split on `;`), Site, Specialty. Raises LogUnreadable."""
    with decoded(path) as lines:
        records = list(csv.DictReader(lines))
    if not records or "ward" not in {bare(heading or "") for heading in records[0]}:
        raise LogUnreadable(f"{path.name} has no column “Ward”, so it is not a list of wards.")
    return WardList(_listed(record) for record in records if _value(record, "ward"))


def _listed(record: dict[str | None, str | list[str] | None]) -> ListedWard:
    others = (tidy(name) for name in _value(record, "also written").split(";"))
    return ListedWard(
        _value(record, "ward"),
        _value(record, "site"),
        _value(record, "specialty"),
        tuple(filter(None, others)),
    )


def _value(record: dict[str | None, str | list[str] | None], column: str) -> str:
    for heading, value in record.items():
        if isinstance(value, str) and bare(heading or "") == column:
            return tidy(value)
    return ""


def _key(name: str) -> str:
    words = [word for word in bare(name).split() if word not in _WORDS_FOR_WARD]
    return _JOINED_TO_A_NUMBER.sub("", "".join(words), count=1)
