"""What a report covers: a trust and a period, and perhaps a site, a service or a process."""

from dataclasses import dataclass, replace
from datetime import date
from urllib.parse import urlencode

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse

from analytics.period import DEFAULT, Period, Preset
from concierge.places.models import Trust
from tickets.choices import CauseFate, RootCause
from tickets.models import Interaction, Leg, Ticket
from tickets.models.ticket import TicketQuerySet

NONE = 0
"""In place of a service's or process's key: tickets that have none."""
TO_BE_CODED = "to-be-coded"
"""In place of a cause: tickets of an old log whose cause nobody has chosen yet."""


@dataclass(frozen=True)
class Scope:
    """Whose tickets a report counts, and resolved when; None leaves a question open."""

    trust: Trust
    period: Period
    site: int | None = None
    service: int | None = None
    process: int | None = None
    by: str = "process"
    """What the report compares: "process", "service" or "site"."""
    names_trust: bool = False
    """Whether addresses name the trust: the reader has several."""

    def tickets(self) -> TicketQuerySet:
        """The tickets counted: resolved in the period and not reopened since; each once."""
        found = Ticket.objects.filter(trust=self.trust)
        found = found.resolved_between(self.period.starts_at, self.period.ends_at)
        if self.site is not None:
            found = found.filter(ward__site_id=self.site)
        if self.process is not None:
            found = found.filter(process=self.process or None)
        if self.service is not None:
            found = found.filter(_had_a_part(self.service))
        return found

    def narrowed(self, **more: int | None) -> "Scope":
        """The same report over fewer tickets."""
        return replace(self, **more)  # type: ignore[arg-type]

    def address(self, page: str, behind: "Behind | None" = None, *, kind: str = "") -> str:
        """Where a page shows this very scope."""
        named = {"kind": kind} if kind else None
        query = urlencode(self._query() | (behind.query() if behind else {}))
        return reverse(page, kwargs=named) + (f"?{query}" if query else "")

    def _query(self) -> dict[str, str]:
        chosen = {"site": self.site, "service": self.service, "process": self.process}
        found = {name: str(key) if key else "none" for name, key in chosen.items() if key is not None}
        found |= {} if self.period.preset == DEFAULT else {"period": self.period.preset.value}
        if self.period.preset == Preset.DAYS:
            found |= _boxes("since", self.period.since) | _boxes("until", self.period.last)
        found |= {} if self.by == "process" else {"by": self.by}
        return ({"trust": self.trust.code} if self.names_trust else {}) | found


@dataclass(frozen=True)
class Behind:
    """Which of a report's tickets stand behind one figure."""

    cause: str = ""
    """One of the six, or `TO_BE_CODED`."""
    coded: bool = False
    """Only those with a cause."""
    fate: str = ""
    month: date | None = None
    unrecorded: str = ""
    """The purse (desk, ward, service) of which some contact's minutes are not recorded."""

    def among(self, tickets: TicketQuerySet, period: Period) -> TicketQuerySet:
        """Those of the tickets that stand behind the figure."""
        if self.cause:
            tickets = tickets.filter(root_cause=None if self.cause == TO_BE_CODED else self.cause)
        if self.coded:
            tickets = tickets.filter(root_cause__isnull=False)
        if self.fate:
            tickets = tickets.filter(cause_fate=self.fate)
        if self.month:
            month = period.narrowed_to(self.month)
            tickets = tickets.resolved_between(month.starts_at, month.ends_at)
        return tickets.filter(_has_unrecorded(self.unrecorded)) if self.unrecorded else tickets

    def query(self) -> dict[str, str]:
        """The figure in an address."""
        said = {"cause": self.cause, "coded": "yes" if self.coded else "", "fate": self.fate}
        said |= {"month": f"{self.month:%Y-%m}" if self.month else "", "unrecorded": self.unrecorded}
        return {name: text for name, text in said.items() if text}

    @property
    def words(self) -> str:
        """What the figure counts, as in “Culture, cause removed”; empty for all tickets."""
        cause = (
            "To be coded" if self.cause == TO_BE_CODED else RootCause(self.cause).label if self.cause else ""
        )
        fate = {CauseFate.REMOVED: "cause removed", CauseFate.WORKED_ROUND: "cause worked round"}
        said = [
            cause,
            "with a cause" if self.coded else "",
            fate[CauseFate(self.fate)] if self.fate else "",
            f"resolved in {self.month:%B %Y}" if self.month else "",
            f"with contacts whose {self.unrecorded} minutes are not recorded" if self.unrecorded else "",
        ]
        words = ", ".join(filter(None, said))
        return words[:1].upper() + words[1:]


def _had_a_part(service: int) -> Q:
    legs = Leg.objects.filter(ticket=OuterRef("pk"))
    return Q(Exists(legs.filter(service=service))) if service else ~Q(Exists(legs))


def _has_unrecorded(purse: str) -> Q:
    contacts = Interaction.objects.filter(ticket=OuterRef("pk"), **{f"{purse}_minutes__isnull": True})
    return Q(Exists(contacts))


def _boxes(name: str, day: date) -> dict[str, str]:
    return {f"{name}-day": str(day.day), f"{name}-month": str(day.month), f"{name}-year": str(day.year)}
