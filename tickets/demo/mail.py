"""What waits in the demo's mail: senders nobody knows, and a program that writes to everyone."""

from datetime import datetime, timedelta
from email.message import EmailMessage
from email.utils import format_datetime

from concierge.places.models import Trust
from tickets import commands
from tickets.mail.mailboxes import DEMO_ADDRESS, demo_mailbox
from tickets.mail.reading import read

MESSAGES = (
    (
        "Marta Finch <marta.finch@agency.example>",
        "Unpaid shifts in October",
        "Hello,\n\nI worked two nights on Kingfisher in October and have not been paid for either. "
        "The ward says you can find out what happened.\n\nMarta Finch",
        190,
    ),
    (
        "Ward post <ward.post@hospital.example>",
        "Fwd: Bed rails for bay 3",
        "Is this for you?\n\n---------- Forwarded message ---------\n"
        "From: Rowan Pell <rowan.pell@hospital.example>\nDate: Mon, 2 Nov 2026 at 08:40\n"
        "Subject: Bed rails for bay 3\nTo: <ward.post@hospital.example>\n\n"
        "Two sets are broken since Friday and nobody has come.",
        75,
    ),
    (
        "Larch Linen <deliveries@linen.example>",
        "Our delivery times in December",
        "Dear customer,\n\nfrom 1 December we deliver on Mondays and Thursdays.\n\nLarch Linen",
        40,
    ),
)
"""Sender, subject, text, and how many minutes ago it came."""
BY_A_PROGRAM = frozenset({"Our delivery times in December"})


def deliver_mail(trust: Trust, at: datetime) -> None:
    """Give the trust its mailbox, and let what waits in it come in."""
    mailbox = demo_mailbox(trust)
    for sender, subject, text, minutes in MESSAGES:
        came = at - timedelta(minutes=minutes)
        raw = _message(sender, subject, text, came)
        kept = commands.keep_message(raw=raw, mailbox=mailbox, at=came)
        commands.file_message(message=kept.message, read=read(raw, desk_host="desk.example"), at=came)


def _message(sender: str, subject: str, text: str, at: datetime) -> bytes:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = sender, DEMO_ADDRESS, subject
    message["Date"] = format_datetime(at)
    message["Message-ID"] = f"<{subject.lower().replace(' ', '-').replace(':', '')}@demo.example>"
    if subject in BY_A_PROGRAM:
        message["Auto-Submitted"] = "auto-generated"
    message.set_content(text)
    return message.as_bytes()
