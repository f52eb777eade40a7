"""What the desk is asked about a contact, and about a promise."""

from collections.abc import Iterator
from datetime import date, datetime, time
from typing import Any

from django import forms
from django.utils import timezone

from concierge.web.fields import DayField, MinutesField, read_time
from concierge.web.forms import PageForm
from tickets.choices import Channel, Counterpart, Direction
from tickets.commands import Contact
from tickets.forms.desk_parts import SHORT_TEXT, WhenForm, services_of, words
from tickets.models import Interaction, Leg, Service, Ticket
from tickets.working_days import end_of

CHANNELS = [choice for choice in Channel.choices if choice[0] != Channel.WEBSITE]
"""What a person can log; contacts by this website log themselves."""
NAMES = "names"
"""The id of the list of names that a page suggests."""


class ContactForm(WhenForm):
    """One contact with somebody already known."""

    channel = forms.ChoiceField(label="How?", choices=CHANNELS, initial=Channel.TELEPHONE)
    direction = forms.ChoiceField(label="Who began it?", choices=Direction.choices, initial=Direction.OUT)
    with_whom = forms.CharField(
        label="Name",
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"list": NAMES, "autocomplete": "off"}),
    )
    desk_minutes = MinutesField(label="Minutes")
    note = words("What was said?", rows=3, required=False)
    ward_minutes = MinutesField(
        label="Minutes of the ward",
        help_text="Leave empty: as many as yours if it was the ward, else none.",
        required=False,
    )
    service_minutes = MinutesField(label="Minutes of the service", help_text="If you know.", required=False)
    asks = {"desk_minutes": "Choose how many minutes it took"}

    def said(self, counterpart: Counterpart, service: Service | None = None) -> Contact:
        """The contact as the valid form tells it."""
        told = self.cleaned_data
        return Contact(
            Channel(told["channel"]),
            Direction(told["direction"]),
            counterpart,
            service,
            **{
                name: told[name]
                for name in ("with_whom", "desk_minutes", "ward_minutes", "service_minutes", "note")
            },
        )


class PromisingForm(ContactForm):
    """A contact in which something may have been promised."""

    promised = forms.CharField(label="What did they promise?", max_length=SHORT_TEXT, required=False)
    promised_for = DayField(label="By when?", help_text="For example, 3 3 2026", required=False)

    def clean(self) -> dict[str, Any]:
        told: dict[str, Any] = super().clean() or self.cleaned_data
        if told.get("promised_for") and not told.get("promised"):
            self.add_error("promised", "Say what they promised")
        if told.get("promised") and "promised_for" in told and not told["promised_for"]:
            self.add_error("promised_for", "Enter the day they promised")
        return told


class ChaseForm(PromisingForm):
    """Asking a service again how its part goes."""


class LogForm(PromisingForm):
    """The quick log beside a ticket: any contact with anybody about it."""

    whom = forms.ChoiceField(label="With whom?")
    is_chase = forms.BooleanField(label="This was a chase", required=False)
    field_order = ["channel", "direction", "whom", "with_whom", "desk_minutes", "note", "is_chase"]

    def __init__(self, *args: Any, ticket: Ticket, open_legs: list[Leg], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.services = {f"service-{service.pk}": service for service in services_of(ticket)}
        self.legs = {leg.service_id: leg for leg in open_legs}
        _let_choose(self, "whom", list(_whom(ticket, self.services, self.legs)))
        self.initial.setdefault(
            "whom", f"service-{open_legs[0].service_id}" if open_legs else Counterpart.WARD
        )

    @property
    def service(self) -> Service | None:
        """Which service a valid form names."""
        return self.services.get(self.cleaned_data["whom"])

    @property
    def leg(self) -> Leg | None:
        """The open part of the service that a valid form names."""
        return self.legs.get(self.service.pk) if self.service is not None else None

    @property
    def contact(self) -> Contact:
        service = self.service
        return self.said(Counterpart.SERVICE if service else Counterpart(self.cleaned_data["whom"]), service)

    def clean(self) -> dict[str, Any]:
        told = super().clean()
        needs_part = [name for name in ("is_chase", "promised") if told.get(name)]
        if needs_part and told.get("whom") and self.leg is None:
            self.add_error(
                "whom",
                "Choose a service that has a part of this: only such a service can promise or be chased",
            )
        return told


class CorrectForm(ContactForm):
    """Mending what was logged."""

    whom = forms.ChoiceField(label="With whom?")
    because = forms.CharField(label="Why does it need correcting?", max_length=SHORT_TEXT)
    field_order = [
        "channel",
        "direction",
        "whom",
        "with_whom",
        "desk_minutes",
        "note",
        "ward_minutes",
        "service_minutes",
    ]
    asks = {"because": "Say why it needs correcting"}

    def __init__(self, *args: Any, interaction: Interaction, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        ticket = interaction.ticket
        ever = Service.objects.filter(trust_id=ticket.trust_id).order_by("name", "pk")
        self.services = {f"service-{service.pk}": service for service in ever}
        _let_choose(self, "whom", list(_whom(ticket, self.services, {})))
        _let_choose(self, "channel", list(Channel.choices))
        self.fields["desk_minutes"].required = False
        self.fields["happened_at"].required = True
        self.fields["happened_at"].help_text = "For example, 3 3 2026 and 9:15"

    @property
    def contact(self) -> Contact:
        """The contact as the valid form tells it now."""
        service = self.services.get(self.cleaned_data["whom"])
        return self.said(Counterpart.SERVICE if service else Counterpart(self.cleaned_data["whom"]), service)


def as_logged(interaction: Interaction) -> dict[str, Any]:
    """What a correction starts from."""
    columns = (
        "channel",
        "direction",
        "with_whom",
        "desk_minutes",
        "ward_minutes",
        "service_minutes",
        "note",
        "happened_at",
    )
    service = interaction.service_id
    whom = f"service-{service}" if service else interaction.counterpart
    return {name: getattr(interaction, name) for name in columns} | {"whom": whom}


class PromiseForm(WhenForm):
    what = forms.CharField(label="What did they promise?", max_length=SHORT_TEXT)
    promised_by = forms.CharField(
        label="Who promised?",
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"list": NAMES, "autocomplete": "off"}),
    )
    due_on = DayField(label="By when?", help_text="For example, 3 3 2026")
    due_time = forms.CharField(
        label="Time, if they named one", help_text="For example, 14:00", required=False, max_length=10
    )
    asks = {"what": "Enter what they promised", "due_on": "Enter the day they promised"}
    field_order = ["what", "promised_by", "due_on", "due_time", "happened_at"]

    def clean_due_time(self) -> time | None:
        text = self.cleaned_data["due_time"]
        read = read_time(text) if text else None
        if text and read is None:
            raise forms.ValidationError("Enter a time like 14:00")
        return read

    @property
    def due_at(self) -> datetime:
        return due_moment(self.cleaned_data["due_on"], self.cleaned_data["due_time"])


def due_moment(day: date, at: time | None = None) -> datetime:
    """When a promise for a day falls due: at the time named, else when the working day ends."""
    return end_of(day) if at is None else timezone.make_aware(datetime.combine(day, at))


class KeepForm(WhenForm):
    """When a promise was kept."""


class BreakForm(PageForm):
    because = forms.CharField(label="What happened?", max_length=SHORT_TEXT)
    asks = {"because": "Say what happened"}


def _let_choose(form: forms.BaseForm, name: str, choices: list[tuple[str, str]]) -> None:
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)
    field.choices = choices


def _whom(ticket: Ticket, services: dict[str, Service], legs: dict[int, Leg]) -> Iterator[tuple[str, str]]:
    """Services that have a part first, then the ward, the other services, and the rest."""
    yield from ((key, f"{service} (has a part)") for key, service in services.items() if service.pk in legs)
    yield Counterpart.WARD, str(ticket.ward)
    yield from ((key, str(service)) for key, service in services.items() if service.pk not in legs)
    yield Counterpart.SUPPLIER, "A supplier"
    yield Counterpart.OTHER, "Somebody else"
