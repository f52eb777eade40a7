"""CSV: UTF-8 with a mark that spreadsheets know it by, sent while it is written."""

import csv
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from django.http import StreamingHttpResponse

from analytics.exports.text import harmless, plain

Value = str | int | float | date | None
UTF8_MARK = "\ufeff"


class _Line:
    """What `csv` writes to: it gives the line back."""

    def write(self, line: str) -> str:
        return line


def csv_response(rows: Iterable[Sequence[Value]], name: str) -> StreamingHttpResponse:
    """Send rows as a download called `name`.csv."""
    response = StreamingHttpResponse(_lines(rows), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return response


def _lines(rows: Iterable[Sequence[Value]]) -> Iterator[str]:
    writer = csv.writer(_Line())
    yield UTF8_MARK
    for row in rows:
        yield writer.writerow([_cell(value) for value in row])


def _cell(value: Value) -> str | int | float | None:
    if isinstance(value, str):
        return harmless(plain(value))
    if isinstance(value, date):
        return value.isoformat()
    return round(value, 4) if isinstance(value, float) else value
