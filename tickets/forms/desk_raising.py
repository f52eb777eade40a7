"""What the desk is asked when a ward rings."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone

from concierge.places.models import Ward
from concierge.web.fields import MinutesField
from concierge.web.forms import PageForm
from tickets.choices import Channel, Counterpart, Direction, PatientEffect
from tickets.commands import Contact
from tickets.forms.desk_contacts import CHANNELS
from tickets.forms.desk_parts import offer, words
from tickets.forms.desk_people import ward_and_site
from tickets.models import Process
from tickets.models.ticket import TITLE_LENGTH


class RaiseForm(PageForm):
    """What a ward needs, as somebody of the desk writes it down."""

    ward = forms.ModelChoiceField(Ward.objects.none(), label="Which ward?", empty_label="Choose a ward")
    asked_by = forms.CharField(
        label="Who is asking?",
        max_length=200,
        widget=forms.TextInput(attrs={"list": "names", "autocomplete": "off"}),
    )
    process = forms.ModelChoiceField(
        Process.objects.none(),
        label="What is it about?",
        empty_label="Not sure, or something else",
        required=False,
    )
    title = forms.CharField(label="What do they need, in one line?", max_length=TITLE_LENGTH)
    details = words("Anything else?", required=False)
    patient_effect = forms.ChoiceField(
        label="Does it affect patients?",
        choices=PatientEffect.choices,
        initial=PatientEffect.NONE,
        widget=forms.RadioSelect,
    )
    channel = forms.ChoiceField(label="How did they ask?", choices=CHANNELS, initial=Channel.TELEPHONE)
    desk_minutes = MinutesField(label="Minutes")
    asks = {
        "ward": "Choose the ward",
        "asked_by": "Enter who is asking",
        "title": "Say in one line what they need",
        "desk_minutes": "Choose how many minutes it took",
    }

    def __init__(self, *args: Any, wards: QuerySet[Ward], trust_ids: frozenset[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "ward", wards, ward_and_site)
        processes = Process.objects.in_use(timezone.localdate()).filter(trust_id__in=trust_ids)
        offer(self, "process", processes.order_by("name", "pk"))

    def clean(self) -> dict[str, Any]:
        told: dict[str, Any] = super().clean() or self.cleaned_data
        ward, process = told.get("ward"), told.get("process")
        if ward and process and ward.trust_id != process.trust_id:
            self.add_error("process", f"Choose something that {ward.trust} does")
        return told

    @property
    def call(self) -> Contact:
        """The contact in which the ward asked."""
        told = self.cleaned_data
        return Contact(
            Channel(told["channel"]),
            Direction.IN,
            Counterpart.WARD,
            with_whom=told["asked_by"],
            desk_minutes=told["desk_minutes"],
            note=told["title"],
        )
