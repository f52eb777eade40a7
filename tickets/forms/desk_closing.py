"""What the desk is asked when a ticket ends, is coded, or is taken up again."""

from typing import Any

from django import forms

from concierge.web.forms import PageForm
from tickets.choices import CauseFate, RootCause
from tickets.forms.desk_parts import SHORT_TEXT, words
from tickets.models import Leg

Definitions = dict[str, str]


class CauseForm(PageForm):
    """One of the six, and perhaps another that contributed; `definitions` stand beside the choice."""

    root_cause = forms.ChoiceField(
        label="Why did the ward have to ask?", choices=RootCause.choices, widget=forms.RadioSelect
    )
    contributing_cause = forms.ChoiceField(
        label="Did another cause contribute?",
        choices=[("", "No other cause"), *RootCause.choices],
        required=False,
    )
    asks = {"root_cause": "Choose one of the six causes"}

    def __init__(self, *args: Any, definitions: Definitions, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.choice_hints = {"root_cause": definitions}

    def clean(self) -> dict[str, Any]:
        told: dict[str, Any] = super().clean() or self.cleaned_data
        contributing = told.get("contributing_cause")
        if contributing and contributing == told.get("root_cause"):
            self.add_error("contributing_cause", "Choose another cause than the main one, or none")
        return told

    @property
    def cause(self) -> RootCause:
        """The main cause of a valid form."""
        return RootCause(self.cleaned_data["root_cause"])

    @property
    def contributing(self) -> RootCause | None:
        """The other cause of a valid form, if there is one."""
        chosen = self.cleaned_data["contributing_cause"]
        return RootCause(chosen) if chosen else None


def _fate(*, required: bool) -> forms.ChoiceField:
    return forms.ChoiceField(
        label="Is the cause gone?", choices=CauseFate.choices, widget=forms.RadioSelect, required=required
    )


class ResolveForm(CauseForm):
    """How a ticket ends; each part still open may be finished in the same step."""

    outcome = words("What did the ward get?", help_text="The ward reads this.")
    cause_fate = _fate(required=True)
    fixed_on_first_contact = forms.BooleanField(label="It was fixed on the first contact", required=False)
    field_order = ["outcome", "root_cause", "contributing_cause", "cause_fate", "fixed_on_first_contact"]
    asks = {**CauseForm.asks, "outcome": "Say what the ward got", "cause_fate": "Choose if the cause is gone"}

    def __init__(self, *args: Any, open_legs: list[Leg], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.open_legs = {f"part_{leg.pk}": leg for leg in open_legs}
        for name, leg in self.open_legs.items():
            hint = "Leave empty if it is not done; then finish, hand on or give back this part first."
            self.fields[name] = words(
                f"{leg.service}: what did they do?", help_text=hint, rows=2, required=False
            )

    @property
    def part_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in self.open_legs]

    @property
    def finished(self) -> list[tuple[Leg, str]]:
        """The parts that a valid form says are done, and what was done."""
        told = self.cleaned_data
        return [(leg, told[name]) for name, leg in self.open_legs.items() if told[name]]


class CodeForm(CauseForm):
    """A cause chosen, or chosen again, after the ticket was resolved."""

    cause_fate = _fate(required=False)
    because = forms.CharField(label="Why this cause?", max_length=SHORT_TEXT, required=False)


class SecondCodeForm(CauseForm):
    """A second coder's choice."""


class ReopenForm(PageForm):
    because = words("What is still wrong?")
    asks = {"because": "Say what is still wrong"}


class WithdrawForm(PageForm):
    because = forms.CharField(
        label="Why is it not needed any more?",
        help_text="If it is the same as another ticket, write “merged into” and its reference.",
        max_length=SHORT_TEXT,
    )
    asks = {"because": "Say why it is not needed any more"}
