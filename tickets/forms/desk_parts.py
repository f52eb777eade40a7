"""What the desk is asked about the parts of a ticket."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone

from concierge.people.models import Post, User
from concierge.people.roles import SERVICE_ROLES
from concierge.web.fields import DayField, SplitDayTimeField
from concierge.web.forms import PageForm
from tickets.choices import HolderKind
from tickets.models import Leg, Service, Ticket

LONG_TEXT = 4000
"""Longest text a page takes, in letters; a page of close print."""
SHORT_TEXT = 300


def words(label: str, *, help_text: str = "", rows: int = 3, required: bool = True) -> forms.CharField:
    """A text of several lines."""
    box = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(
        label=label, help_text=help_text, widget=box, max_length=LONG_TEXT, required=required
    )


def offer(form: forms.BaseForm, name: str, rows: QuerySet[Any], label: Callable[[Any], str] = str) -> None:
    """Let a field be chosen from these rows."""
    field = form.fields[name]
    assert isinstance(field, forms.ModelChoiceField)
    field.label_from_instance = label  # type: ignore[assignment, method-assign]
    field.queryset = rows


class WhenForm(PageForm):
    """A form that can tell of what happened earlier; empty means now."""

    happened_at = SplitDayTimeField(
        label="When did it happen?",
        help_text="Leave empty if it is just now. For example, 3 3 2026 and 9:15",
        required=False,
    )

    def clean_happened_at(self) -> Any:
        at = self.cleaned_data["happened_at"]
        if at is not None and at > timezone.now():
            raise forms.ValidationError("It cannot have happened in the future")
        return at


class RouteForm(PageForm):
    services = forms.ModelMultipleChoiceField(
        Service.objects.none(), label="Who should do it?", widget=forms.CheckboxSelectMultiple
    )
    request = words(
        "What should they do?", help_text="Leave empty if what the ward wrote says it all.", required=False
    )
    asks = {"services": "Choose at least one service"}

    def __init__(self, *args: Any, ticket: Ticket, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        has_part = ticket.legs.open().values("service")
        free = services_of(ticket).exclude(pk__in=has_part)
        offer(self, "services", free)
        self.choice_hints = {
            "services": {str(service.pk): service.description for service in free if service.description}
        }
        if ticket.process is not None and ticket.process.service_id is not None:
            self.initial.setdefault("services", [ticket.process.service_id])


class HandOnForm(PageForm):
    to = forms.ModelChoiceField(
        Service.objects.none(), label="Who should have it instead?", empty_label="Choose a service"
    )
    because = words("Why is it not theirs?")
    asks = {"to": "Choose who should have it", "because": "Say why it is not theirs"}

    def __init__(self, *args: Any, leg: Leg, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "to", services_of(leg.ticket).exclude(pk=leg.service_id))


class GiveBackForm(PageForm):
    because = words("Why is it not theirs?")
    asks = {"because": "Say why it is not theirs"}


class FinishForm(WhenForm):
    result = words("What was done?")
    asks = {"result": "Say what was done"}
    field_order = ["result", "happened_at"]


class AskWardForm(PageForm):
    question = words("What should the ward tell or do?", help_text="The ward reads this on its own page.")
    asks = {"question": "Write what the ward is asked"}


class PlanForm(PageForm):
    planned_for = DayField(label="Which day is it planned for?", help_text="For example, 3 3 2026")
    because = forms.CharField(label="Why that day?", max_length=SHORT_TEXT)
    asks = {"planned_for": "Enter the day it is planned for", "because": "Say why it is planned for that day"}


class TakeBackForm(PageForm):
    note = words("Anything to add?", required=False)


class HolderForm(PageForm):
    holder = forms.ChoiceField(
        label="Who has it now?",
        widget=forms.RadioSelect,
        choices=[(HolderKind.DESK, "The desk"), (HolderKind.SUPPLIER, "A supplier")],
    )
    supplier = forms.CharField(
        label="Name of the supplier", help_text="Only for a supplier.", max_length=200, required=False
    )
    asks = {"holder": "Choose who has it now"}


class OwnForm(PageForm):
    owner = forms.ModelChoiceField(
        User.objects.none(), label="Who in the service has it?", empty_label="Choose a person"
    )

    def __init__(self, *args: Any, leg: Leg, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        posts = (
            Post.objects.current(timezone.localdate())
            .with_role(SERVICE_ROLES)
            .filter(team=leg.service.team_id)
        )
        offer(
            self,
            "owner",
            User.objects.filter(pk__in=posts.values("person"), is_active=True).order_by("name", "pk"),
        )


def services_of(ticket: Ticket) -> QuerySet[Service]:
    """The services that may have a part of a ticket."""
    in_use = Service.objects.in_use(timezone.localdate()).filter(trust_id=ticket.trust_id)
    return in_use.order_by("name", "pk")
