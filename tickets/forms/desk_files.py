"""What is asked where a file is added to a ticket."""

from django import forms

from concierge.web.forms import PageForm


class FileForm(PageForm):
    file = forms.FileField(label="Add a file", help_text="No lists of patients, please.")
    asks = {"file": "Choose a file"}
