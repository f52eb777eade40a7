"""Where an issue went: the departments of the "Passed to" column, in order."""

import re
from dataclasses import dataclass

from tickets.old_log.names import BY_THE_DESK
from tickets.old_log.words import Vocabulary, tidy

_THEN = re.compile(r"\s*(?:[/>+;\n\u2192|]|->|,(?:\s*then\b)?|\bthen\b)\s*", re.IGNORECASE)
_TOGETHER = re.compile(r"\s*(?:&|\band\b)\s*", re.IGNORECASE)
_DESK = Vocabulary(BY_THE_DESK)
_DASHES = "-\N{EN DASH}\N{EM DASH} "


@dataclass(frozen=True)
class Route:
    """The departments that had an issue, in order; none where the desk did it itself."""

    departments: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()
    """Words of the cell that name no department we know; the row is good all the same."""
    ended_with_the_desk: bool = False


def read_route(text: str, departments: Vocabulary) -> Route:
    """Understand a "Passed to" cell. Two names of one department in a row are one stay with it."""
    found: list[str] = []
    unknown: list[str] = []
    last = None
    for piece in _pieces(text, departments):
        last = _DESK.find(piece) if departments.find(piece) is None else departments.find(piece)
        if last is None:
            unknown.append(piece)
        elif last not in BY_THE_DESK and found[-1:] != [last]:
            found.append(last)
    return Route(tuple(found), tuple(unknown), bool(found) and last in BY_THE_DESK)


def _pieces(text: str, departments: Vocabulary) -> list[str]:
    """The names in a cell. One that is known whole is not taken apart ("Estates and Facilities")."""
    if not text.strip(_DASHES + "\n\xa0") or _DESK.find(text):
        return []
    pieces: list[str] = []
    for piece in filter(None, map(tidy, _THEN.split(text))):
        parts = list(filter(None, _TOGETHER.split(piece)))
        all_known = departments.find(piece) is None and all(map(departments.find, parts))
        pieces += parts if all_known else [piece]
    return pieces
