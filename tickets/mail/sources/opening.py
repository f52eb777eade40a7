"""Opening a mailbox in the way it says of itself."""

from datetime import datetime

from django.conf import settings

from tickets.mail.sources.base import Source, SourceFault
from tickets.mail.sources.graph import GraphSource
from tickets.mail.sources.imap import ImapSource, with_password, with_token
from tickets.mail.sources.microsoft import GRAPH_SCOPE, IMAP_SCOPE, token_for
from tickets.models import Mailbox, MailboxKind


def source_of(mailbox: Mailbox, at: datetime) -> Source:
    """The mailbox, open for reading. Raises SourceFault where it cannot be opened."""
    secret, account = _secret(mailbox), mailbox.account or mailbox.address
    if mailbox.kind == MailboxKind.GRAPH:
        return GraphSource(mailbox, token_for(mailbox, secret, GRAPH_SCOPE), at)
    if mailbox.kind == MailboxKind.IMAP_OAUTH:
        return ImapSource(mailbox, with_token(account, token_for(mailbox, secret, IMAP_SCOPE)))
    if mailbox.kind == MailboxKind.IMAP:
        return ImapSource(mailbox, with_password(account, secret))
    raise SourceFault("A mail server hands this mailbox's messages over: there is nothing to fetch.")


def _secret(mailbox: Mailbox) -> str:
    secret = settings.ENVIRONMENT.mail_secrets.get(mailbox.secret_name)
    if secret is None:
        raise SourceFault(f"CONCIERGE_MAIL_SECRETS holds nothing by the name “{mailbox.secret_name}”.")
    return str(secret.get_secret_value())
