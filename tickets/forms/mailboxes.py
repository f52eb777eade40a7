"""What an administrator says of a mailbox. Secrets are named here and stand in the environment."""

from typing import Any

from django import forms
from django.conf import settings

from concierge.web.forms import PageForm
from tickets.commands import Fetching
from tickets.models import Mailbox, MailboxKind

COLUMNS = tuple(Fetching.__dataclass_fields__)


class MailboxForm(PageForm):
    address = forms.EmailField(label="Its address", help_text="For example, desk@trust.example")
    kind = forms.ChoiceField(
        label="How do its messages reach us?", choices=MailboxKind.choices, widget=forms.RadioSelect
    )
    host = forms.CharField(
        label="Mail server",
        max_length=200,
        required=False,
        help_text="Only for IMAP. Microsoft 365 is known without it",
    )
    port = forms.IntegerField(
        label="Port",
        min_value=1,
        max_value=65_535,
        required=False,
        help_text="Leave empty for the usual one, 993",
    )
    uses_tls = forms.BooleanField(label="The connection is encrypted (TLS)", required=False, initial=True)
    account = forms.CharField(
        label="Name to sign in with",
        max_length=200,
        required=False,
        help_text="Leave empty if it is the address",
    )
    tenant = forms.CharField(label="Directory (tenant) id of Microsoft 365", max_length=100, required=False)
    client = forms.CharField(label="Application (client) id of Microsoft 365", max_length=100, required=False)
    secret_name = forms.ChoiceField(
        label="Which password or client secret?",
        required=False,
        help_text="By its name in CONCIERGE_MAIL_SECRETS; whoever runs the site adds more there",
    )
    folder = forms.CharField(label="Folder to read", max_length=100, initial="INBOX")
    done_folder = forms.CharField(
        label="Folder for messages that were taken in",
        max_length=100,
        required=False,
        help_text="Leave empty to let them stay where they are, marked as read. Nothing is ever deleted",
    )
    choice_hints = {
        "kind": {
            MailboxKind.PIPE: "The server runs manage.py receive_email for each",
            MailboxKind.IMAP: "Fetched every minute",
            MailboxKind.IMAP_OAUTH: "Fetched every minute; needs both ids below",
            MailboxKind.GRAPH: "Fetched every minute; needs both ids below",
        }
    }
    asks = {
        "address": "Enter the mailbox's address",
        "kind": "Choose how its messages reach us",
        "folder": "Enter the folder's name, usually INBOX",
    }

    def __init__(self, *args: Any, mailbox: Mailbox | None = None, **kwargs: Any) -> None:
        now = {name: getattr(mailbox, name) for name in ("address", *COLUMNS)} if mailbox else {}
        super().__init__(*args, initial=now, **kwargs)
        named = sorted(
            {*settings.ENVIRONMENT.mail_secrets, *([mailbox.secret_name] if mailbox else [])} - {""}
        )
        field = self.fields["secret_name"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", "None"), *((name, name) for name in named)]

    @property
    def fetching(self) -> Fetching:
        told = self.cleaned_data
        columns = {name: told[name] for name in COLUMNS if name != "kind"}
        return Fetching(kind=MailboxKind(told["kind"]), **columns)
