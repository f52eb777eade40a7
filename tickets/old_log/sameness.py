"""When two rows say the same, cell by cell, though a file was saved another way.

Saving as CSV turns dates into text of another form and letters that Windows-1252 lacks into `?`;
neither makes another row of it.
"""

import hashlib
import re
from collections.abc import Callable, Iterable

from tickets.old_log.faults import CellRefused
from tickets.old_log.rows import Cell, Row
from tickets.old_log.words import tidy

Meaning = Callable[[Cell], object]
_QUESTION_MARKS = re.compile(r"\?+")
_BETWEEN = "\x1f"


def fingerprint(row: Row, meanings: dict[str, Meaning], also: Iterable[object] = ()) -> str:
    """A digest that equal rows share: of the meaning of columns in `meanings`, of the text of the rest."""
    meant = {at: meanings[ours] for ours, at in row.columns.items() if ours in meanings}
    cells = [_meant(cell, meant.get(at)) for at, cell in enumerate(row.cells)]
    while cells and not cells[-1]:
        cells.pop()
    said = _BETWEEN.join([*(str(thing) for thing in also), *cells])
    return hashlib.sha256(said.encode()).hexdigest()


def _meant(cell: Cell, meaning: Meaning | None) -> str:
    if meaning is not None:
        try:
            meant = meaning(cell)
            return "" if meant is None else str(meant)
        except CellRefused:
            pass
    saved = tidy(cell.text).encode("cp1252", "replace").decode("cp1252")
    return _QUESTION_MARKS.sub("?", saved)
