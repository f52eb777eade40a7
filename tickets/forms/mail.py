"""What is asked about mail that leaves: letters, templates, what a person is told, answers by link."""

import re
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from concierge.places.models import Trust
from concierge.web.fields import DayField, MinutesField
from concierge.web.forms import PageForm
from tickets.forms.desk_parts import LONG_TEXT, SHORT_TEXT, words
from tickets.forms.service import not_past
from tickets.mail.letters import unknown_fields
from tickets.mail.notices import KINDS, Audience
from tickets.mail.recipients import Recipient
from tickets.mail.writing import LONGEST_SUBJECT
from tickets.models import Process, Score, Service, TellingWhen

SUGGESTED = "addresses"
"""The id of the list of addresses that a page suggests."""
LONGEST_LETTER = 2 * LONG_TEXT


class AddressesField(forms.CharField):
    """Several e-mail addresses in one box, with commas or spaces between; gives a list."""

    def clean(self, value: Any) -> list[str]:
        found = [part for part in re.split(r"[,;\s]+", super().clean(value)) if part]
        for address in found:
            try:
                validate_email(address)
            except ValidationError:
                raise ValidationError(
                    f"{address} is not an e-mail address, like name@trust.example"
                ) from None
        return found


class LetterForm(PageForm):
    """A letter of the desk."""

    to = forms.MultipleChoiceField(
        label="Who does it go to?", widget=forms.CheckboxSelectMultiple, required=False
    )
    others = AddressesField(
        label="Other addresses",
        help_text="Only if the person is not above. Commas between several.",
        max_length=1000,
        required=False,
        widget=forms.TextInput(attrs={"list": SUGGESTED, "autocomplete": "off"}),
    )
    subject = forms.CharField(label="Subject", max_length=LONGEST_SUBJECT)
    text = forms.CharField(
        label="Text", widget=forms.Textarea(attrs={"rows": 16}), max_length=LONGEST_LETTER, strip=False
    )
    is_chase = forms.BooleanField(label="This is a chase", required=False)
    minutes = MinutesField(label="Minutes it took you", help_text="If you like.", required=False)
    asks = {"subject": "Enter a subject", "text": "Write what you want to say"}

    def __init__(self, *args: Any, known: Sequence[Recipient], can_chase: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.known = {each.email.lower(): each for each in known}
        self.fields["to"].choices = [(each.email, str(each)) for each in known]  # type: ignore[attr-defined]
        if not can_chase:
            del self.fields["is_chase"]

    def clean(self) -> dict[str, Any]:
        told: dict[str, Any] = super().clean() or self.cleaned_data
        if not told.get("to") and not told.get("others") and "others" in told and "to" in told:
            self.add_error("to", "Select who it goes to, or type an address")
        return told

    @property
    def addresses(self) -> list[str]:
        """Every address that a valid form names, each once."""
        return list(dict.fromkeys([*self.cleaned_data["to"], *self.cleaned_data["others"]]))

    @property
    def recipients(self) -> list[Recipient | str]:
        """Whom a valid form names, as people know them."""
        return [self.known.get(address.lower(), address) for address in self.addresses]


class TemplateForm(PageForm):
    """A template of letters."""

    name = forms.CharField(label="Name", max_length=200)
    process = forms.ModelChoiceField(
        Process.objects.none(), label="Only about", empty_label="Anything", required=False
    )
    service = forms.ModelChoiceField(
        Service.objects.none(), label="Only for", empty_label="Any service, or the ward", required=False
    )
    subject = forms.CharField(label="Subject", max_length=LONGEST_SUBJECT)
    body = forms.CharField(
        label="Text", widget=forms.Textarea(attrs={"rows": 18}), max_length=LONGEST_LETTER, strip=False
    )
    asks = {"name": "Enter the template's name", "subject": "Enter a subject", "body": "Enter the text"}

    def __init__(self, *args: Any, trust: Trust, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["process"].queryset = trust.processes.order_by("name", "pk")  # type: ignore[attr-defined]
        self.fields["service"].queryset = trust.services.order_by("name", "pk")  # type: ignore[attr-defined]

    def clean_subject(self) -> str:
        return self._with_known_fields("subject")

    def clean_body(self) -> str:
        return self._with_known_fields("body")

    def _with_known_fields(self, name: str) -> str:
        text: str = self.cleaned_data[name]
        if unknown := unknown_fields(text):
            raise ValidationError(
                f"There is no field {{{unknown[0]}}}. The fields are listed beside the form"
            )
        return text


class ToldForm(PageForm):
    """What a person wants to be told by e-mail, and at which hour her digest comes."""

    digest_hour = forms.TypedChoiceField(
        label="At which hour does the digest come?",
        coerce=int,
        choices=[(hour, f"{hour:02}:00") for hour in range(24)],
        help_text="If you choose it for anything above.",
    )

    def __init__(self, *args: Any, audiences: Iterable[Audience], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kinds = [name for name, kind in KINDS.items() if kind.audience in set(audiences)]
        for name in self.kinds:
            self.fields[name] = forms.ChoiceField(
                label=KINDS[name].label, choices=TellingWhen.choices, widget=forms.RadioSelect
            )
        self.order_fields([*self.kinds, "digest_hour"])

    @property
    def choices(self) -> dict[str, TellingWhen]:
        """What a valid form says, by the notice."""
        return {name: TellingWhen(self.cleaned_data[name]) for name in self.kinds}


class DoneByLinkForm(PageForm):
    """What a service did."""

    text = words("What was done?", help_text="The ward reads this.")
    asks = {"text": "Enter what was done"}


class PromiseByLinkForm(PageForm):
    """What a service will do, and by which day."""

    text = forms.CharField(label="What will you do?", help_text="The ward reads this.", max_length=SHORT_TEXT)
    due_on = DayField(label="By which day?", help_text="For example, 3 3 2026")
    asks = {"text": "Enter what you will do", "due_on": "Enter the day by which you will do it"}

    def clean_due_on(self) -> date:
        return not_past(self.cleaned_data["due_on"])


class NotFixedByLinkForm(PageForm):
    """What is still wrong."""

    because = words("What is still wrong?", help_text="The desk reads this.")
    asks = {"because": "Enter what is still wrong"}


class FixedByLinkForm(PageForm):
    """A thing is fixed; each button says how well the ward was served."""

    score = forms.TypedChoiceField(
        choices=[("", "No rating"), *Score.choices], coerce=int, required=False, empty_value=None
    )
