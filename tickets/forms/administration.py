"""What an administrator writes about wards, people, services, processes and causes."""

import re
from typing import Any

from django import forms
from django.utils import timezone

from concierge.people.roles import DESK_ROLES, TEAM_ROLES, WARD_ROLES, Role
from concierge.places.models import Site, Team, Trust, Ward
from concierge.web.forms import DayField, PageForm
from tickets.choices import DEFINITIONS, RootCause
from tickets.commands.reference_lists import Period
from tickets.models import Service

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
PERIOD = re.compile(r"^(\d{1,2})(?:[:.]?([0-5]\d))?\s*(?:-|–|to)\s*(\d{1,2})(?:[:.]?([0-5]\d))?$")
"""One period as people write it: 9-5 is refused by its hours, 9:00-17:00, 0900 to 1230, 9–12.30 are read."""


class NamesField(forms.CharField):
    """Several names in one box, with commas or on lines of their own; gives a list."""

    widget = forms.Textarea(attrs={"rows": 2})

    def clean(self, value: Any) -> list[str]:
        return [name.strip() for name in re.split(r"[,;\n]", super().clean(value)) if name.strip()]

    def prepare_value(self, value: Any) -> Any:
        return ", ".join(value) if isinstance(value, list) else value


class WardForm(PageForm):
    name = forms.CharField(label="Name", max_length=200)
    site = forms.ModelChoiceField(Site.objects.none(), label="Hospital")
    specialty = forms.CharField(label="Specialty", max_length=200, required=False)
    telephone = forms.CharField(label="Telephone", max_length=40, required=False)
    other_names = NamesField(
        label="Other names",
        required=False,
        help_text="Short names people write, with commas between: AAU, Assessment",
    )
    asks = {"name": "Enter the ward's name", "site": "Select the hospital"}

    def __init__(self, *args: Any, trust: Trust, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["site"].queryset = trust.sites.order_by("name", "pk")  # type: ignore[attr-defined]


class SiteForm(PageForm):
    name = forms.CharField(label="Name of the hospital", max_length=200)
    asks = {"name": "Enter the hospital's name"}


class PostForm(PageForm):
    role = forms.ChoiceField(label="Role", choices=[("", "Choose a role"), *Role.choices])
    ward = forms.ModelChoiceField(
        Ward.objects.none(), label="Ward", required=False, help_text="For a sister, deputy or ward clerk"
    )
    team = forms.ModelChoiceField(
        Team.objects.none(),
        label="Desk or service",
        required=False,
        help_text="For the desk's and services' people",
    )
    since = DayField(label="From")
    until = DayField(
        label="Until", required=False, help_text="The first day without it. Leave empty if it goes on"
    )
    asks = {"role": "Select a role", "since": "Enter the first day"}

    def __init__(self, *args: Any, trust: Trust, **kwargs: Any) -> None:
        kwargs["initial"] = {"since": timezone.localdate(), **kwargs.get("initial", {})}
        super().__init__(*args, **kwargs)
        today = timezone.localdate()
        wards = trust.wards.in_use(today).select_related("site").order_by("name", "pk")
        self.fields["ward"].queryset = wards  # type: ignore[attr-defined]
        self.fields["ward"].label_from_instance = lambda ward: f"{ward.name}, {ward.site}"  # type: ignore[attr-defined]
        self.fields["team"].queryset = trust.teams.in_use(today).order_by("kind", "name", "pk")  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        told: dict[str, Any] = super().clean() or {}
        role, team = told.get("role"), told.get("team")
        if role in WARD_ROLES and not told.get("ward"):
            self.add_error("ward", "Select the ward")
        kind = "desk" if role in DESK_ROLES else "service"
        if role in TEAM_ROLES and (team is None or team.kind != kind):
            self.add_error("team", f"Select the {kind}")
        return told


class PersonForm(PageForm):
    name = forms.CharField(label="Name", max_length=200)
    telephone = forms.CharField(label="Telephone", max_length=40, required=False)
    asks = {"name": "Enter her or his name"}


class NewPersonForm(PostForm):
    name = forms.CharField(label="Name", max_length=200)
    email = forms.EmailField(
        label="E-mail address", help_text="Somebody known here already keeps her account and gets the post"
    )
    telephone = forms.CharField(label="Telephone", max_length=40, required=False)
    field_order = ("name", "email", "telephone", "role", "ward", "team", "since", "until")
    asks = {**PostForm.asks, "name": "Enter her or his name", "email": "Enter the e-mail address"}


class EndForm(PageForm):
    until = DayField(label="First day without this post")
    asks = {"until": "Enter the day"}


class ServiceForm(PageForm):
    name = forms.CharField(label="Name", max_length=200)
    description = forms.CharField(label="What it looks after", max_length=300, required=False)
    email = forms.EmailField(label="E-mail address", required=False)
    telephone = forms.CharField(label="Telephone", max_length=40, required=False)
    chase_after_days = forms.IntegerField(
        label="Chase after",
        min_value=1,
        max_value=60,
        initial=2,
        help_text="Working days without a word before the desk chases, 1 to 60",
    )
    asks = {"name": "Enter the service's name", "chase_after_days": "Enter a number of days from 1 to 60"}


class ContactForm(PageForm):
    name = forms.CharField(
        label="Name", max_length=200, help_text="A person, or an inbox such as Payroll enquiries"
    )
    job = forms.CharField(label="What they do", max_length=200, required=False)
    telephone = forms.CharField(label="Telephone", max_length=40, required=False)
    email = forms.EmailField(label="E-mail address", required=False)
    asks = {"name": "Enter a name"}


class HoursForm(PageForm):
    """A line for each weekday; empty means closed."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for number, name in enumerate(WEEKDAYS):
            self.fields[f"day_{number}"] = forms.CharField(label=name, required=False, max_length=100)

    def clean(self) -> dict[str, Any]:
        told: dict[str, Any] = super().clean() or {}
        periods: list[Period] = []
        for number, name in enumerate(WEEKDAYS):
            for text in filter(None, (part.strip() for part in told.get(f"day_{number}", "").split(","))):
                period = read_period(number, text)
                if period is None:
                    self.add_error(f"day_{number}", f"Enter {name}'s hours like 9:00-12:30, 13:00-17:00")
                else:
                    periods.append(period)
        told["periods"] = periods
        return told


def read_period(weekday: int, text: str) -> Period | None:
    """Read “9:00-12:30”; None where it cannot be read or ends before it starts."""
    found = PERIOD.match(text)
    if found is None:
        return None
    start = int(found[1]) * 60 + int(found[2] or 0)
    end = int(found[3]) * 60 + int(found[4] or 0)
    return Period(weekday, start, end) if start < end <= 24 * 60 else None


def write_period(starts_minute: int, ends_minute: int) -> str:
    """Write a period as `read_period` takes it."""
    start, end = divmod(starts_minute, 60), divmod(ends_minute, 60)
    return f"{start[0]}:{start[1]:02}-{end[0]}:{end[1]:02}"


class ProcessForm(PageForm):
    name = forms.CharField(label="Name", max_length=200)
    service = forms.ModelChoiceField(
        Service.objects.none(),
        label="Which service usually does it?",
        required=False,
        empty_label="Nobody's job yet",
    )
    hint = forms.CharField(
        label="What to say",
        max_length=300,
        required=False,
        help_text="Shown to the ward beside the line it writes: “Say which room and since when”",
    )
    target_days = forms.IntegerField(
        label="Done within",
        min_value=1,
        max_value=365,
        required=False,
        help_text="Working days. Leave empty for none",
    )
    is_adopted = forms.BooleanField(
        label="The service takes these directly",
        required=False,
        help_text="A ticket goes to the service at once, and the service may resolve it",
    )
    other_names = NamesField(label="Other names", required=False, help_text="With commas between")
    asks = {"name": "Enter the process's name"}

    def __init__(self, *args: Any, trust: Trust, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        services = trust.services.in_use(timezone.localdate()).order_by("name", "pk")
        self.fields["service"].queryset = services  # type: ignore[attr-defined]


class CausesForm(PageForm):
    """The six, each with a definition the trust may word for itself."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for cause in RootCause:
            self.fields[cause.value] = forms.CharField(
                label=cause.label,
                max_length=300,
                widget=forms.Textarea(attrs={"rows": 2}),
                initial=DEFINITIONS[cause],
            )
