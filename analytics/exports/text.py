"""Text that a spreadsheet must not take for a formula.

Tickets hold what anybody wrote. A spreadsheet opening a CSV file runs a cell that begins with = + - @,
a tab or a line break, as does one that begins with their full-width twins. Such text gets an
apostrophe before it in CSV, the mark by which spreadsheets themselves keep text; numbers are never
text. XLSX needs none: there a cell says that it is text, whatever it begins with.
"""

import re

from tickets.identifiers import mask

RISKY = "=+-@\t\r\n\uff1d\uff0b\uff0d\uff20"
LONGEST = 32_767
"""Characters that a cell of a workbook can hold."""
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]|[\ud800-\udfff]")


def plain(text: str) -> str:
    """The text as files can carry it: no control characters, NHS numbers masked."""
    return mask(_UNPRINTABLE.sub("\ufffd", text))


def harmless(text: str) -> str:
    """The text as CSV: marked with an apostrophe where a spreadsheet could run it."""
    first = text.lstrip(" \u00a0\ufeff\u200b")[:1]
    return f"'{text}" if first and first in RISKY else text


def fitting(text: str) -> str:
    """The text as a cell of a workbook: cut, and saying so, where it is too long for one."""
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"
