"""What a reader asks of a report: the period, and which part of the trust."""

from datetime import date
from typing import Any

from django import forms
from django.http import QueryDict

from analytics.period import DEFAULT, FIRST_DAY, Period, Preset, preset_period
from analytics.scope import NONE, Scope
from concierge.places.models import Site, Trust
from concierge.web.forms import DayField, PageForm
from tickets.models import Process, Service

Choices = list[tuple[str, str]]


class ScopeForm(PageForm):
    """The filter of a report. Days that are typed wrong stay as they were typed."""

    period = forms.ChoiceField(label="Period", choices=Preset.choices)
    since = DayField(label="First day", required=False)
    until = DayField(label="Last day", required=False)
    site = forms.TypedChoiceField(label="Hospital", required=False, empty_value=None)
    service = forms.TypedChoiceField(label="Service", required=False, empty_value=None)
    process = forms.TypedChoiceField(label="Process", required=False, empty_value=None)
    by = forms.ChoiceField(
        label="Compare",
        choices=[("process", "Processes"), ("service", "Services"), ("site", "Hospitals")],
    )

    def __init__(self, query: QueryDict, *, trust: Trust, today: date, names_trust: bool = False) -> None:
        asked = query.copy()
        asked.setdefault("period", DEFAULT.value)
        asked.setdefault("by", "process")
        super().__init__(asked)
        self.trust, self.today, self.names_trust = trust, today, names_trust
        self._offer("site", "All hospitals", Site.objects.filter(trust=trust))
        self._offer("service", "All services", Service.objects.filter(trust=trust), "No service had a part")
        self._offer("process", "All processes", Process.objects.filter(trust=trust), "No process named")

    def clean(self) -> dict[str, Any]:
        """Settle the period; name the day that is missing or cannot be."""
        found = super().clean() or {}
        if found.get("period"):
            found["days"] = self._days(found)
        return found

    @property
    def usual_scope(self) -> Scope:
        """What a report just opened covers."""
        return Scope(self.trust, preset_period(DEFAULT, self.today), names_trust=self.names_trust)

    @property
    def scope(self) -> Scope:
        """What a valid form asks for."""
        given = self.cleaned_data
        chosen = {name: given[name] for name in ("site", "service", "process", "by")}
        return Scope(self.trust, given["days"], names_trust=self.names_trust, **chosen)

    @property
    def leaves_days_out(self) -> bool:
        """Whether days were typed although another period was picked."""
        given = self.cleaned_data
        typed = given.get("since") or given.get("until")
        return bool(typed) and given.get("period") != Preset.DAYS

    @property
    def applied(self) -> int:
        """How many parts of the filter differ from a report just opened."""
        given = self.cleaned_data
        narrowing = sum(given.get(name) is not None for name in ("site", "service", "process"))
        return narrowing + (given.get("period") != DEFAULT)

    def name_of(self, field: str, key: int | None) -> str:
        """What the site, service or process with this key is called."""
        names = dict(self.fields[field].choices)  # type: ignore[attr-defined]
        return str(names.get(str(key) if key else "none", ""))

    def _days(self, found: dict[str, Any]) -> Period | None:
        preset = Preset(found["period"])
        if preset != Preset.DAYS:
            return preset_period(preset, self.today)
        since, until = found.get("since"), found.get("until")
        self._blame("since", since is None, "Enter the first day of the period, like 1 3 2026")
        self._blame("until", until is None, "Enter the last day of the period, like 31 3 2026")
        if since and since < FIRST_DAY:
            self._blame("since", True, f"The first day must be in {FIRST_DAY.year} or later")
        if until and until > self.today:
            self._blame("until", True, "The last day must be today or earlier")
        if since and until and until < since:
            self._blame("until", True, "The last day must be the first day or a later one")
        return Period.of_days(since, until) if since and until and not self.errors else None

    def _blame(self, field: str, wrong: bool, words: str) -> None:
        if wrong and field not in self.errors:
            self.add_error(field, words)

    def _offer(self, name: str, every: str, rows: Any, none: str = "") -> None:
        field = self.fields[name]
        field.coerce = _key  # type: ignore[attr-defined]
        named: Choices = [
            (str(pk), text) for pk, text in rows.order_by("name", "pk").values_list("pk", "name")
        ]
        field.choices = [("", every), *named, *([("none", none)] if none else [])]  # type: ignore[attr-defined]


def _key(text: str) -> int:
    return NONE if text == "none" else int(text)
