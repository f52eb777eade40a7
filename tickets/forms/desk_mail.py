"""What the desk is asked about a message it has to place."""

from typing import Any

from django import forms
from django.db.models import QuerySet

from concierge.people.models import User
from concierge.places.models import Ward
from concierge.web.forms import PageForm
from tickets.forms.desk_parts import offer
from tickets.forms.desk_people import ward_and_site
from tickets.models import Ticket
from tickets.models.ticket import TITLE_LENGTH
from tickets.references import as_reference


class RaiseFromMailForm(PageForm):
    ward = forms.ModelChoiceField(
        Ward.objects.none(), label="Which ward is it for?", empty_label="Choose a ward"
    )
    asked_by = forms.CharField(label="Who is asking?", max_length=200)
    title = forms.CharField(label="What do they need, in one line?", max_length=TITLE_LENGTH)
    asks = {
        "ward": "Choose the ward",
        "asked_by": "Enter who is asking",
        "title": "Say in one line what they need",
    }

    def __init__(self, *args: Any, wards: QuerySet[Ward], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "ward", wards, ward_and_site)


class PutOnTicketForm(PageForm):
    reference = forms.CharField(
        label="Reference of the ticket", max_length=40, help_text="For example, R-10482"
    )
    asks = {"reference": "Enter the ticket's reference"}

    def __init__(self, *args: Any, person: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._person = person

    def clean_reference(self) -> Ticket:
        """The ticket, among those this person may see."""
        typed = self.cleaned_data["reference"]
        reference = as_reference(typed)
        if reference is None:
            raise forms.ValidationError("That cannot be a reference: a digit is wrong or two are swapped")
        ticket = Ticket.objects.visible_to(self._person).filter(reference=reference).first()
        if ticket is None:
            raise forms.ValidationError(f"There is no ticket {reference}")
        return ticket
