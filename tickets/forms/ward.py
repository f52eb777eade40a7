"""What a ward writes: asking, answering, saying that it is fixed or is not, passing the ward on."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import forms
from django.conf import settings

from concierge.people.models import User
from concierge.places.models import Ward
from concierge.web.forms import PageForm
from tickets.choices import PatientEffect
from tickets.forms.files import FilesField
from tickets.models import Process
from tickets.models.ticket import TITLE_LENGTH

SOMETHING_ELSE = "other"
"""The choice that leads to the whole list of processes, or to none of them."""
WITHDRAWN_LENGTH = 300
"""Longest reason for withdrawing, in characters: the column's own."""


class RaiseForm(PageForm):
    """One thing a ward needs. `cleaned_data` holds what `raise_ticket` takes, `ward` included."""

    ward = forms.ChoiceField(label="Which ward is it for?", widget=forms.RadioSelect)
    process = forms.ChoiceField(label="What is it about?", widget=forms.RadioSelect, required=False)
    other_process = forms.ChoiceField(
        label="If it is something else, choose from the whole list", required=False
    )
    title = forms.CharField(
        label="What do you need, in one line?",
        help_text="For example, “The macerator in the sluice does not start”. Do not write about patients.",
        max_length=TITLE_LENGTH,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    details = forms.CharField(
        label="Anything else that helps (optional)",
        help_text="Such as order numbers, room, whom you have asked already.",
        max_length=10_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    patient_effect = forms.ChoiceField(
        label="Does it affect patients?",
        choices=PatientEffect.choices,
        widget=forms.RadioSelect,
        required=False,
        initial=PatientEffect.NONE,
    )
    files = FilesField(label="Files (optional)")  # type: ignore[assignment]  # `files` of a form is what was sent
    asks = {"title": "Enter what you need, in one line", "ward": "Select which ward it is for"}

    def __init__(
        self,
        *args: Any,
        wards: Sequence[Ward],
        processes: Sequence[Process],
        first: Sequence[Process] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.wards = {str(ward.pk): ward for ward in wards}
        self.processes = {str(process.pk): process for process in processes}
        self.choice_hints = {"process": _hints(first)}
        self._offer_wards()
        self._offer_processes(first)

    def _offer_wards(self) -> None:
        if len(self.wards) == 1:
            del self.fields["ward"]
            return
        _choices(self, "ward", [(key, f"{ward}, {ward.site}") for key, ward in self.wards.items()])

    def _offer_processes(self, first: Iterable[Process]) -> None:
        shown = [(str(process.pk), str(process)) for process in first]
        _choices(self, "process", [*shown, (SOMETHING_ELSE, "Something else, or I am not sure")])
        grouped = by_service(self.processes.values())
        groups = [(name, [(str(row.pk), str(row)) for row in rows]) for name, rows in grouped.items()]
        _choices(self, "other_process", [("", "I am not sure: the desk will work it out"), *groups])

    def clean_patient_effect(self) -> PatientEffect:
        return PatientEffect(self.cleaned_data["patient_effect"] or PatientEffect.NONE)

    def clean(self) -> dict[str, Any]:
        """Turn the choices into the ward and the process they stand for."""
        chosen = self.cleaned_data.get("process", "")
        other = self.cleaned_data.pop("other_process", "")
        listed = chosen in ("", SOMETHING_ELSE)
        if not listed and other not in ("", chosen):
            two = " and ".join(f"“{self.processes[key]}”" for key in (chosen, other))
            self.add_error("process", f"You chose {two}. Choose one of them, or “Something else”")
        self.cleaned_data["process"] = self.processes.get(other if listed else chosen)
        only = next(iter(self.wards), "") if "ward" not in self.fields else ""
        ward = self.wards.get(self.cleaned_data.get("ward", only))
        if ward is not None:
            self.cleaned_data["ward"] = ward
        return self.cleaned_data


class ReplyForm(PageForm):
    """What the ward says: an answer where it was asked something, else a message to the desk."""

    text = forms.CharField(label="Your message", max_length=10_000, widget=forms.Textarea(attrs={"rows": 5}))
    files = FilesField(label="Files (optional)")  # type: ignore[assignment]  # `files` of a form is what was sent
    asks = {"text": "Enter what you want to say"}


class AddFilesForm(PageForm):
    """More files for a ticket."""

    files = FilesField(required=True)  # type: ignore[assignment]  # `files` of a form is what was sent
    asks = {"files": "Choose at least one file"}


class NotFixedForm(PageForm):
    """Why a ticket is opened again."""

    because = forms.CharField(
        label="What is still wrong?", max_length=2_000, widget=forms.Textarea(attrs={"rows": 4})
    )
    asks = {"because": "Enter what is still wrong"}


class WithdrawForm(PageForm):
    """Why a ticket is not needed any more."""

    because = forms.CharField(
        label="Why is it not needed any more?",
        help_text="For example, “We found one in the store room”.",
        max_length=WITHDRAWN_LENGTH,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    asks = {"because": "Enter why it is not needed any more"}


class PassOnForm(PageForm):
    """Who looks after a ward's tickets from now on."""

    to = forms.ChoiceField(label="Who takes the ward on?", widget=forms.RadioSelect)
    asks = {"to": "Select who takes the ward on"}

    def __init__(self, *args: Any, people: Iterable[User], posts: Mapping[int, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = {str(person.pk): person for person in people}
        self.choice_hints = {"to": {str(pk): post for pk, post in posts.items()}}
        _choices(self, "to", [(key, person.name) for key, person in self.people.items()])

    def clean_to(self) -> User:
        return self.people[self.cleaned_data["to"]]


class WardSearchForm(PageForm):
    """Words, state and ward by which a ward's list is narrowed; all of it is in the address."""

    q = forms.CharField(
        label="Search", required=False, help_text="Words, or a reference such as R-10482", max_length=200
    )
    state = forms.ChoiceField(
        label="Show",
        required=False,
        choices=[
            ("", "All"),
            ("open", "Open"),
            ("asked", "Waiting for your ward"),
            ("fixed", "Fixed, not confirmed yet"),
            ("closed", "Finished"),
        ],
    )
    ward = forms.ChoiceField(label="Ward", required=False)

    def __init__(self, *args: Any, wards: Sequence[Ward], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if len(wards) == 1:
            del self.fields["ward"]
        else:
            _choices(self, "ward", [("", "All my wards"), *((str(ward.pk), str(ward)) for ward in wards)])


def by_service(processes: Iterable[Process]) -> dict[str, list[Process]]:
    """Group processes under the name of the service that usually does them, in the order given."""
    found: dict[str, list[Process]] = {}
    for process in processes:
        found.setdefault(str(process.service or "Nobody's job yet"), []).append(process)
    return found


def reopen_words() -> str:
    """Say how long a ward may open a ticket again."""
    return (
        f"You can tell us up to {settings.ENVIRONMENT.reopen_window.days} days after it was marked as fixed."
    )


def _hints(processes: Iterable[Process]) -> dict[str, str]:
    return {str(process.pk): process.hint for process in processes if process.hint}


def _choices(form: forms.BaseForm, name: str, choices: Sequence[Any]) -> None:
    form.fields[name].choices = choices  # type: ignore[attr-defined]
