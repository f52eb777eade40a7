"""References of the old log: how one is written does not matter, which one it is does."""

import re
from dataclasses import dataclass

from tickets.old_log.faults import CellRefused, Reason
from tickets.old_log.words import tidy

DIGIT = "#"
LONGEST_REFERENCE = 60
"""Letters of the longest reference that is kept with a ticket."""
_MEANINGLESS = re.compile(r"[\s\u00ad\u200b\u2010-\u2015\u2212_-]+")


@dataclass(frozen=True)
class ReferencePattern:
    """How a log's references look, `#` for each digit (`CD-####`); empty for any text at all."""

    shape: str

    def read(self, text: str) -> str:
        """The reference as its owner writes it.

        Capitals, spaces and hyphens do not matter. Raises CellRefused for a blank and for anything else.
        """
        written = tidy(text)
        if not written:
            raise CellRefused(Reason.MISSING)
        if not self.shape:
            return _short(written)
        given, wanted = _squeezed(written), _squeezed(self.shape)
        if len(given) != len(wanted) or not all(map(_fits, given, wanted)):
            raise CellRefused(Reason.NOT_A_REFERENCE)
        letters = iter(given)
        return "".join("-" if _MEANINGLESS.fullmatch(sign) else next(letters) for sign in self.shape)


def _short(reference: str) -> str:
    if len(reference) > LONGEST_REFERENCE:
        raise CellRefused(Reason.NOT_A_REFERENCE)
    return reference


def _squeezed(text: str) -> str:
    return _MEANINGLESS.sub("", text).upper()


def _fits(letter: str, wanted: str) -> bool:
    return letter in "0123456789" if wanted == DIGIT else letter == wanted
