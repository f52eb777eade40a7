"""What is written of one ticket: it numbers its rows and versions, and keeps them in order."""

from tickets.choices import HolderKind
from tickets.load.calendar import Calendar
from tickets.load.lines import MOST, NULL, Lines
from tickets.load.region import ServiceThere

Row = dict[str, str]
"""A row in the making, its columns in the order of `COLUMNS`, its values as COPY writes them."""


class Part:
    """A leg of a ticket in the making."""

    def __init__(self, row: Row, service: ServiceThere, opened: int) -> None:
        self.row, self.service, self.opened = row, service, opened
        self.id = int(row["id"])
        self.holder: str = HolderKind.SERVICE.value
        self.supplier, self.since, self.holdings = "", opened, 0
        self.promises: list[tuple[Row, int]] = []
        """Those not settled yet, each with the moment it falls due."""

    @property
    def is_open(self) -> bool:
        return self.row["ended_at"] == NULL


class Book:
    """The lines of one ticket. Ids are taken from those set aside for it, so tickets can be made apart."""

    def __init__(self, lines: Lines, calendar: Calendar, ticket: Row) -> None:
        self.lines, self.ticket = lines, ticket
        self.id, self.trust = int(ticket["id"]), ticket["trust_id"]
        self.moment = calendar.moment
        self._given: dict[str, int] = {}

    def next_id(self, table: str) -> int:
        """The next of the ids set aside for this ticket."""
        given = self._given.get(table, 0)
        self._given[table] = given + 1
        if given == MOST[table]:
            raise ValueError(f"Ticket {self.id} needs more than {given} rows of {table}.")
        return self.id * MOST[table] + given

    def keep(self, table: str, row: Row, at: int, reason: str, by: int, *, is_new: bool = False) -> None:
        """Keep a version of a row as it now stands."""
        line = "\t".join(row.values())
        self.keep_line(table, line, at, reason, by, is_new=is_new)

    def keep_line(self, table: str, line: str, at: int, reason: str, by: int, *, is_new: bool) -> None:
        key, kind = self.next_id(f"historical{table}"), "+" if is_new else "~"
        self.lines.keep(table, line, f"{key}\t{self.moment(at)}\t{reason}\t{kind}\t{by}")

    def add_both(self, table: str, line: str, at: int, reason: str, by: int) -> None:
        """Write a row that never changes, and its one version."""
        self.lines.add(table, line)
        self.keep_line(table, line, at, reason, by, is_new=True)

    def change(
        self, verb: str, at: int, by: int, *, part: Part | None = None, note: str = "", holder: str = ""
    ) -> None:
        """Write down that a verb was done."""
        leg, when = NULL if part is None else part.id, self.moment(at)
        key, status = self.next_id("change"), self.ticket["status"]
        self.lines.add(
            "change",
            f"{key}\t{self.trust}\t{self.id}\t{leg}\t{verb}\t{note}\t{status}\t{holder}\t{when}\t{when}\t{by}",
        )

    def hold(self, part: Part, holder: str, at: int, supplier: str = "") -> None:
        """Let another hold a part from a moment on; the same holder simply goes on."""
        if (part.holder, part.supplier) == (holder, supplier):
            return
        self.end_holding(part, self.moment(at))
        part.holder, part.supplier, part.since = holder, supplier, at

    def end_holding(self, part: Part, ended: str) -> None:
        """Write down who has held a part, until a moment or still (NULL)."""
        key = part.id * MOST["holding"] + part.holdings
        part.holdings += 1
        since = self.moment(part.since)
        self.lines.add(
            "holding",
            f"{key}\t{self.trust}\t{part.id}\t{part.holder}\t{part.supplier}\t{since}\t{ended}",
        )
