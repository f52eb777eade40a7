"""Addresses of ours: where a ticket's mail comes back to, and the ids that our messages bear.

A reply address is the desk's with the ticket's reference and a signature behind a plus sign:
`desk+R-10482.k3v7q2m4t6xa@desk.example`. Letters are told apart by no mail server for certain, so
nothing in it depends on their case.
"""

import base64
import re
import uuid

from django.conf import settings
from django.utils.crypto import constant_time_compare, salted_hmac

from concierge.places.models import Trust
from tickets.merging import followed
from tickets.models import Mailbox, Ticket
from tickets.references import as_reference

SALT = "tickets.mail.reply-address"
SIGNATURE_LENGTH = 12
"""Letters of base32: 60 bits."""
LONGEST_LOCAL_PART = 64
"""What RFC 5321 lets stand before the @."""
_SIGNED = re.compile(r"\+([^+@]+)\.([a-z2-7]+)@[^@]+$")


def reply_address(ticket: Ticket, mailbox: Mailbox) -> str:
    """Where answers about a ticket are sent; the mailbox's own address where that has no room for more."""
    local, _, host = mailbox.address.rpartition("@")
    signed = f"{local}+{ticket.reference}.{_signature(ticket.reference, settings.SECRET_KEY)}"
    return f"{signed}@{host}" if len(signed) <= LONGEST_LOCAL_PART else mailbox.address


def ticket_of(address: str) -> Ticket | None:
    """The ticket that a reply address was made for, or the one it was merged into.

    None where the address bears no reference, or a signature that is not ours.
    """
    found = _SIGNED.search(address.strip().strip("<>").lower())
    reference = as_reference(found[1]) if found else None
    if found is None or reference is None or not _is_ours(reference, found[2]):
        return None
    ticket = Ticket.objects.filter(reference=reference).first()
    return followed(ticket) if ticket else None


def desk_mailbox(trust: Trust) -> Mailbox | None:
    """The mailbox that a trust's desk writes from: its oldest in use."""
    return Mailbox.objects.filter(trust=trust, is_active=True).order_by("pk").first()


def own_message_id(host: str) -> str:
    """A fresh Message-ID, as rows keep it: without its angle brackets."""
    return f"{uuid.uuid4().hex}@{host}"


def _signature(reference: str, key: str | bytes) -> str:
    digest = salted_hmac(SALT, reference, secret=key, algorithm="sha256").digest()
    return base64.b32encode(digest).decode().lower()[:SIGNATURE_LENGTH]


def _is_ours(reference: str, signature: str) -> bool:
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return any(constant_time_compare(signature, _signature(reference, key)) for key in keys)
