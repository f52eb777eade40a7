"""Event logs as files that process mining programs read: CSV, and XES (IEEE 1849-2016)."""

import csv
import datetime as dt
from collections.abc import Iterable
from typing import Protocol, TextIO
from xml.sax.saxutils import quoteattr

from analytics.exports.text import harmless, plain
from analytics.process_map.directly_follows import Step, in_order

HEADINGS = ("case_id", "activity", "timestamp", "resource")
_EXTENSIONS = (
    ("Concept", "concept", "http://www.xes-standard.org/concept.xesext"),
    ("Time", "time", "http://www.xes-standard.org/time.xesext"),
    ("Organizational", "org", "http://www.xes-standard.org/org.xesext"),
)


class Told(Step, Protocol):
    """What a file asks of an event."""

    @property
    def resource(self) -> str: ...


def write_csv(events: Iterable[Told], file: TextIO) -> None:
    """Write one row an event, in the order of time; times in UTC, ISO 8601."""
    writer = csv.writer(file, lineterminator="\r\n")
    writer.writerow(HEADINGS)
    for event in in_order(events):
        texts = (event.case, event.activity, _moment(event.at), event.resource)
        writer.writerow([harmless(plain(text)) for text in texts])


def write_xes(events: Iterable[Told], file: TextIO) -> None:
    """Write one trace a case, in the order in which cases began; times in UTC."""
    cases: dict[str, list[Told]] = {}
    for event in in_order(events):
        cases.setdefault(event.case, []).append(event)
    file.write('<?xml version="1.0" encoding="UTF-8"?>\n<log xes.version="1849.2016" xes.features="">\n')
    for name, prefix, address in _EXTENSIONS:
        file.write(
            f"  <extension name={quoteattr(name)} prefix={quoteattr(prefix)} uri={quoteattr(address)}/>\n"
        )
    file.write('  <classifier name="Activity" keys="concept:name"/>\n')
    for case, trace in cases.items():
        file.write(f"  <trace>\n    {_attribute('string', 'concept:name', case)}\n")
        file.writelines(map(_xes_event, trace))
        file.write("  </trace>\n")
    file.write("</log>\n")


def _xes_event(event: Told) -> str:
    lines = [
        _attribute("string", "concept:name", event.activity),
        _attribute("date", "time:timestamp", _moment(event.at)),
    ]
    if event.resource:
        lines.append(_attribute("string", "org:resource", event.resource))
    inside = "".join(f"      {line}\n" for line in lines)
    return f"    <event>\n{inside}    </event>\n"


def _attribute(kind: str, key: str, value: str) -> str:
    return f"<{kind} key={quoteattr(key)} value={quoteattr(plain(value))}/>"


def _moment(at: dt.datetime) -> str:
    return at.astimezone(dt.UTC).isoformat()
