"""Where a desk's mail arrives: what an administrator says of it."""

from dataclasses import dataclass, replace

from django.conf import settings
from django.db import transaction

from concierge.people.models import User
from concierge.places.commands import must_administer
from concierge.places.models import Trust
from tickets.errors import WrongValue
from tickets.models import Mailbox, MailboxKind

MICROSOFT_IMAP = "outlook.office365.com"


@dataclass(frozen=True)
class Fetching:
    """How a mailbox is read. `secret_name` names a value of the environment; no secret stands here."""

    kind: MailboxKind = MailboxKind.PIPE
    host: str = ""
    port: int | None = None
    uses_tls: bool = True
    account: str = ""
    tenant: str = ""
    client: str = ""
    secret_name: str = ""
    folder: str = "INBOX"
    done_folder: str = ""


@transaction.atomic
def save_mailbox(
    *, trust: Trust, address: str, fetching: Fetching, by: User, mailbox: Mailbox | None = None
) -> Mailbox:
    """Add a mailbox to a desk, or change how it is read; what was read of it stays.

    Raises NotAllowed unless `by` administers the trust, and WrongValue for what cannot work.
    """
    must_administer(by, trust.pk)
    address = address.strip().lower()
    if Mailbox.objects.filter(address__iexact=address).exclude(pk=mailbox.pk if mailbox else 0).exists():
        raise WrongValue("There is a mailbox of that address already.", field="address")
    if fetching.kind == MailboxKind.IMAP_OAUTH and not fetching.host.strip():
        fetching = replace(fetching, host=MICROSOFT_IMAP)
    _check(fetching)
    reason = "changed" if mailbox else "added"
    mailbox = mailbox or Mailbox(trust=trust)
    if (mailbox.kind, mailbox.host, mailbox.folder) != (fetching.kind, fetching.host, fetching.folder):
        mailbox.cursor = ""
    mailbox.address = address
    for column, value in vars(fetching).items():
        setattr(mailbox, column, value.strip() if isinstance(value, str) else value)
    mailbox.fault, mailbox.failed_at = "", None
    mailbox.save_as(by, reason=reason)
    return mailbox


@transaction.atomic
def stop_mailbox(*, mailbox: Mailbox, is_active: bool, by: User) -> Mailbox:
    """Stop reading a mailbox, or start again; its messages stay. Raises NotAllowed."""
    must_administer(by, mailbox.trust_id)
    mailbox.is_active, mailbox.fault, mailbox.failed_at = is_active, "", None
    mailbox.save_as(by, reason="read again" if is_active else "not read any more")
    return mailbox


def _check(fetching: Fetching) -> None:
    if fetching.kind == MailboxKind.PIPE:
        return
    if fetching.kind == MailboxKind.IMAP and not fetching.host.strip():
        raise WrongValue("Enter the mail server's name.", field="host")
    if fetching.kind == MailboxKind.IMAP and not fetching.uses_tls and settings.ENVIRONMENT.production:
        raise WrongValue("A password may not cross the network in the clear: use TLS.", field="uses_tls")
    if fetching.kind in {MailboxKind.IMAP_OAUTH, MailboxKind.GRAPH}:
        for column, what in (("tenant", "directory (tenant)"), ("client", "application (client)")):
            if not getattr(fetching, column).strip():
                raise WrongValue(f"Enter the {what} id that Microsoft 365 gave.", field=column)
    if fetching.secret_name not in settings.ENVIRONMENT.mail_secrets:
        raise WrongValue("Choose a secret that CONCIERGE_MAIL_SECRETS holds.", field="secret_name")
