"""What a service writes: its answers, a message to the desk, and how its list is narrowed."""

from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Any

from django import forms
from django.utils import timezone

from concierge.web.fields import DayField
from concierge.web.forms import PageForm
from tickets.forms.desk_parts import SHORT_TEXT, words
from tickets.forms.files import FilesField
from tickets.models import Service
from tickets.working_days import end_of

DO_NOT_KNOW = "desk"
"""The choice that gives a part back to the desk."""


class DoneForm(PageForm):
    """What was done; the ward reads it."""

    result = words("What was done?", help_text="The ward reads this.")
    files = FilesField(label="Files (optional)")  # type: ignore[assignment]  # `files` of a form is what was sent
    asks = {"result": "Enter what was done"}


class PromiseForm(PageForm):
    """What will be done, by which day, and by whom."""

    what = forms.CharField(label="What will you do?", help_text="The ward reads this.", max_length=SHORT_TEXT)
    due_on = DayField(label="By which day?", help_text="For example, 3 3 2026")
    promised_by = forms.CharField(label="Who will do it? (optional)", max_length=200, required=False)
    asks = {"what": "Enter what you will do", "due_on": "Enter the day by which you will do it"}

    def clean_due_on(self) -> date:
        return not_past(self.cleaned_data["due_on"])


class NotOursForm(PageForm):
    """Why a part is not theirs, and whose it is, where they know."""

    to = forms.ChoiceField(label="Whose is it?", widget=forms.RadioSelect)
    because = words("Why is it not yours?", help_text="The desk and the next service read this.")
    asks = {"to": "Select whose it is, or that you do not know", "because": "Enter why it is not yours"}

    def __init__(self, *args: Any, others: Sequence[Service], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.others = {str(service.pk): service for service in others}
        listed = [(key, service.name) for key, service in self.others.items()]
        self.fields["to"].choices = [*listed, (DO_NOT_KNOW, "I do not know: give it back to the desk")]  # type: ignore[attr-defined]
        hints = {key: service.description for key, service in self.others.items() if service.description}
        self.choice_hints = {"to": hints}

    def clean_to(self) -> Service | None:
        return self.others.get(self.cleaned_data["to"])


def not_past(day: date) -> date:
    """Give the day; raise ValidationError where it is past."""
    if day < timezone.localdate():
        raise forms.ValidationError("Enter today or a day to come")
    return day


def due_moment(day: date, at: datetime) -> datetime:
    """When a promise made at a moment for a day falls due: as the working day ends, or at midnight if that is past."""
    due = end_of(day)
    return due if due >= at else timezone.make_aware(datetime.combine(day, time.max))


class QuestionForm(PageForm):
    """What the ward is asked."""

    question = words("What do you need to know from the ward?", help_text="The ward reads this.")
    asks = {"question": "Enter what you need to know"}


class PlanForm(PageForm):
    """The day of the work, and why then."""

    planned_for = DayField(label="Which day is the work planned for?", help_text="For example, 3 3 2026")
    because = forms.CharField(label="Why that day?", help_text="The ward reads this.", max_length=SHORT_TEXT)
    asks = {"planned_for": "Enter the day of the work", "because": "Enter why it is planned for that day"}


class MessageForm(PageForm):
    """A message to the desk; the ward does not read it."""

    text = words("Your message", help_text="The desk reads this. The ward does not.", rows=4)
    files = FilesField(label="Files (optional)")  # type: ignore[assignment]  # `files` of a form is what was sent
    asks = {"text": "Enter your message"}


class BrokenForm(PageForm):
    """Why a promise cannot be kept, and the new day where there is one."""

    because = forms.CharField(label="What happened?", max_length=SHORT_TEXT)
    due_on = DayField(label="A new day (optional)", help_text="For example, 3 3 2026", required=False)
    asks = {"because": "Enter what happened"}

    def clean_due_on(self) -> date | None:
        due_on = self.cleaned_data["due_on"]
        return not_past(due_on) if due_on else None


class ServiceFilterForm(PageForm):
    """What a service's list is narrowed by; all of it is in the address."""

    q = forms.CharField(
        label="Search", required=False, help_text="Words, or a reference such as R-10482", max_length=200
    )
    waits = forms.ChoiceField(
        label="Show",
        required=False,
        choices=[
            ("", "All that is open"),
            ("us", "Waiting for us"),
            ("late", "Promise is late"),
            ("ward", "Waiting for the ward"),
            ("planned", "Planned"),
        ],
    )
    mine = forms.BooleanField(label="Only what I have", required=False)
    service = forms.ChoiceField(label="Service", required=False)

    def __init__(self, *args: Any, services: Sequence[Service], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.services = services
        if len(services) == 1:
            del self.fields["service"]
        else:
            listed = [(str(service.pk), service.name) for service in services]
            self.fields["service"].choices = [("", "All my services"), *listed]  # type: ignore[attr-defined]
