"""What a person is asked whose words look as if they hold an NHS number."""

from django import forms

from concierge.web.forms import PageForm

REASON = "identifier_reason"


class KeepIdentifierForm(PageForm):
    """Why the number has to stay."""

    identifier_reason = forms.CharField(label="Why does it have to be there?", max_length=300)
    asks = {REASON: "Say why it has to be there, or go back and take it out"}
