"""What the desk is asked about a row of an old log."""

from django import forms

from concierge.web.forms import PageForm


class SettleForm(PageForm):
    note = forms.CharField(label="What was done about it?", max_length=300)
    asks = {"note": "Say what was done about it"}
