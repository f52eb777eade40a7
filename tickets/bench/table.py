"""How a measurement is shown: a table on standard output, and the same as JSON for whoever compares runs."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Measured:
    """What one run found: a title, headings, and rows of names and numbers."""

    title: str
    headings: tuple[str, ...]
    rows: list[tuple[Any, ...]]

    def as_text(self) -> str:
        """Columns that stand under each other, numbers to the right."""
        cells = [self.headings, *(tuple(map(shown, row)) for row in self.rows)]
        widths = [max(len(row[place]) for row in cells) for place in range(len(self.headings))]
        lines = ["  ".join(_placed(row, widths)).rstrip() for row in cells]
        return "\n".join([self.title, "", lines[0], "-" * len(lines[0]), *lines[1:]])

    def write(self, path: Path) -> None:
        """Keep the same as JSON: one object a row."""
        rows = [dict(zip(self.headings, row, strict=True)) for row in self.rows]
        path.write_text(json.dumps({"title": self.title, "rows": rows}, indent=2) + "\n")


def shown(value: object) -> str:
    """A number as it is read: counts whole, the rest with two places; nothing is a dash."""
    if value is None:
        return "–"
    if isinstance(value, float):
        return f"{value:,.2f}"
    return f"{value:,}" if isinstance(value, int) else str(value)


def _placed(row: Sequence[str], widths: Sequence[int]) -> list[str]:
    first, *rest = zip(row, widths, strict=True)
    return [first[0].ljust(first[1]), *(cell.rjust(width) for cell, width in rest)]
