"""Mailboxes that are read, and the messages kept from them before anything is made of them."""

from datetime import datetime

from django.db import models
from django.db.models import Q

from concierge.history import Remembered, remembered
from concierge.people.models import User
from concierge.places.models import Trust, Ward
from tickets.models.interaction import Interaction
from tickets.models.leg import Leg
from tickets.models.ticket import Ticket


class MailboxKind(models.TextChoices):
    PIPE = "pipe", "Handed over by a mail server"
    IMAP = "imap", "IMAP with a password"
    IMAP_OAUTH = "imap_oauth", "IMAP with Microsoft 365 sign-in"
    GRAPH = "graph", "Microsoft Graph"


class Mailbox(Remembered):
    """Where a desk's mail arrives, and how it is fetched. Secrets stay in the environment."""

    trust = models.ForeignKey(Trust, on_delete=models.PROTECT, related_name="mailboxes")
    address = models.EmailField(unique=True)
    kind = models.CharField(max_length=12, choices=MailboxKind.choices, default=MailboxKind.PIPE)
    host = models.CharField(max_length=200, blank=True)
    port = models.PositiveIntegerField(null=True, blank=True)
    uses_tls = models.BooleanField(default=True)
    account = models.CharField(max_length=200, blank=True)
    """The name to sign in as, where it is not the address."""
    tenant = models.CharField(max_length=100, blank=True)
    client = models.CharField(max_length=100, blank=True)
    secret_name = models.CharField(max_length=60, blank=True)
    """Which of the environment's `CONCIERGE_MAIL_SECRETS` is its password or client secret."""
    folder = models.CharField(max_length=100, default="INBOX")
    done_folder = models.CharField(max_length=100, blank=True)
    """Where messages go that are kept; without one they stay where they are, marked as read."""
    is_active = models.BooleanField(default=True)
    polled_at = models.DateTimeField(null=True, blank=True)
    """When it was last read without a fault."""
    failed_at = models.DateTimeField(null=True, blank=True)
    fault = models.CharField(max_length=500, blank=True)
    cursor = models.TextField(blank=True)
    """How far it was read, in its server's own terms; empty before the first time."""
    history = remembered(but=["polled_at", "failed_at", "fault", "cursor"])

    class Meta:
        verbose_name_plural = "mailboxes"
        constraints = [
            models.UniqueConstraint(fields=["id", "trust"], name="mailbox_has_one_trust"),
            models.CheckConstraint(
                name="mailbox_is_fetched_from_somewhere",
                condition=Q(kind=MailboxKind.PIPE) | Q(kind=MailboxKind.GRAPH) | ~Q(host=""),
            ),
            models.CheckConstraint(
                name="mailbox_fault_has_its_time",
                condition=Q(fault="", failed_at__isnull=True) | (~Q(fault="") & Q(failed_at__isnull=False)),
            ),
        ]

    def __str__(self) -> str:
        return self.address


class MessageState(models.TextChoices):
    WAITING = "waiting", "Waiting to be read"
    FILED = "filed", "On its ticket"
    NOTED = "noted", "Automatic, noted"
    TRIAGE = "triage", "Waiting for the desk: the sender is not known"
    UNREADABLE = "unreadable", "Cannot be read"
    SET_ASIDE = "set_aside", "Set aside"


class IncomingMessage(models.Model):
    """One message as it came, kept whole before it is read."""

    trust = models.ForeignKey(Trust, on_delete=models.PROTECT)
    mailbox = models.ForeignKey(Mailbox, on_delete=models.PROTECT, related_name="messages")
    message_id = models.CharField(max_length=500)
    """Its Message-ID without angle brackets, or `sha256:…` of its content where it has none."""
    content_hash = models.CharField(max_length=64)
    raw = models.BinaryField()
    received_at = models.DateTimeField()
    state = models.CharField(max_length=12, choices=MessageState.choices, default=MessageState.WAITING)
    reason = models.CharField(max_length=500, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    subject = models.CharField(max_length=500, blank=True)
    from_email = models.CharField(max_length=320, blank=True)
    from_name = models.CharField(max_length=200, blank=True)
    forwarded_from = models.CharField(max_length=320, blank=True)
    """Who wrote what is forwarded: offered as the person concerned."""
    text = models.TextField(blank=True)
    is_automatic = models.BooleanField(default=False)
    identifiers = models.PositiveSmallIntegerField(default=0)
    """How many NHS numbers were found; they are masked wherever the text is shown."""
    ticket = models.ForeignKey(
        Ticket, null=True, blank=True, on_delete=models.PROTECT, related_name="messages_in"
    )
    interaction = models.OneToOneField(
        Interaction, null=True, blank=True, on_delete=models.PROTECT, related_name="message_in"
    )
    is_reply = models.BooleanField(default=False)
    """Whether it was found to be about a ticket that there was already."""
    meeting = models.CharField(max_length=255, blank=True)
    """The id of the meeting it invites to, by which that meeting is moved or cancelled later."""
    problems = models.TextField(blank=True)
    """What of it could not be read or kept, a line each."""
    read_at = models.DateTimeField(null=True, blank=True)
    """When it was read to its end."""
    settled_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT)
    settled_at = models.DateTimeField(null=True, blank=True)
    """When a person of the desk decided what becomes of it."""

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["trust", "message_id", "content_hash"], name="message_is_kept_once"
            ),
            models.CheckConstraint(
                name="message_filed_has_its_ticket",
                condition=~Q(state=MessageState.FILED) | Q(ticket__isnull=False),
            ),
            models.CheckConstraint(
                name="message_unreadable_says_why",
                condition=~Q(state=MessageState.UNREADABLE) | ~Q(reason=""),
            ),
            models.CheckConstraint(
                name="message_settled_has_somebody_and_a_time",
                condition=Q(settled_by__isnull=True, settled_at__isnull=True)
                | Q(settled_by__isnull=False, settled_at__isnull=False),
            ),
            models.CheckConstraint(
                name="message_set_aside_by_somebody",
                condition=~Q(state=MessageState.SET_ASIDE) | Q(settled_by__isnull=False),
            ),
        ]
        indexes = [
            models.Index(fields=["message_id"], name="message_in_by_id"),
            models.Index(fields=["id"], condition=Q(state="waiting"), name="message_in_to_read"),
            models.Index(
                fields=["trust", "state", "received_at", "id"],
                condition=Q(ticket__isnull=True),
                name="message_in_without_ticket",
            ),
            models.Index(fields=["from_email", "received_at"], name="message_in_by_sender"),
            models.Index(
                fields=["trust", "received_at"],
                condition=Q(identifiers__gt=0),
                name="message_in_with_identifiers",
            ),
        ]

    def __str__(self) -> str:
        return self.subject or self.message_id


class OutgoingState(models.TextChoices):
    WAITING = "waiting", "Waiting to be sent"
    SENT = "sent", "Sent"
    DELIVERED = "delivered", "Delivered"
    BOUNCED = "bounced", "Came back"
    GIVEN_UP = "given_up", "Given up"


class OutgoingQuerySet(models.QuerySet["OutgoingMessage"]):
    def due(self, at: datetime) -> "OutgoingQuerySet":
        """Those that wait and whose time has come."""
        return self.filter(state=OutgoingState.WAITING, due_at__lte=at)

    def failed(self) -> "OutgoingQuerySet":
        """Those that came back or were given up, and that the desk has not dealt with."""
        return self.filter(failed_at__isnull=False, settled_at__isnull=True)


class OutgoingMessage(models.Model):
    """One e-mail of ours: a row first, sent by a task, swept by the clock."""

    trust = models.ForeignKey(Trust, on_delete=models.PROTECT)
    ticket = models.ForeignKey(
        Ticket, null=True, blank=True, on_delete=models.PROTECT, related_name="messages_out"
    )
    interaction = models.OneToOneField(
        Interaction, null=True, blank=True, on_delete=models.PROTECT, related_name="message_out"
    )
    person = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT)
    """Whom it tells, where she has an account."""
    ward = models.ForeignKey(Ward, null=True, blank=True, on_delete=models.PROTECT)
    leg = models.ForeignKey(Leg, null=True, blank=True, on_delete=models.PROTECT, related_name="messages_out")
    """The part it is about, so that an answer finds its way."""
    kind = models.CharField(max_length=30)
    """What it is for: `letter` from the desk, or the notice's name."""
    to = models.JSONField(default=list)
    cc = models.JSONField(default=list)
    reply_to = models.CharField(max_length=320, blank=True)
    subject = models.CharField(max_length=500)
    text = models.TextField()
    is_automatic = models.BooleanField(default=True)
    """Whether a program wrote it; it then says so, and asks for no automatic reply."""
    message_id = models.CharField(max_length=255, unique=True)
    in_reply_to = models.CharField(max_length=500, blank=True)
    references = models.JSONField(default=list)
    created_at = models.DateTimeField()
    due_at = models.DateTimeField()
    """Not before this: now, the hour of a digest, or after a fault."""
    state = models.CharField(max_length=10, choices=OutgoingState.choices, default=OutgoingState.WAITING)
    tries = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(max_length=500, blank=True)
    """Why it came back, was given up, or could not be sent the last time."""
    failed_at = models.DateTimeField(null=True, blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)
    """When the desk had dealt with a message that failed."""
    settled_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="messages_settled"
    )
    objects = OutgoingQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="message_sent_has_its_time",
                condition=Q(state__in=["waiting", "given_up"], sent_at__isnull=True)
                | Q(state__in=["sent", "delivered", "bounced"], sent_at__isnull=False),
            ),
            models.CheckConstraint(
                name="message_that_failed_says_why",
                condition=~Q(state__in=["bounced", "given_up"]) | ~Q(reason=""),
            ),
            models.CheckConstraint(
                name="message_that_failed_has_its_time",
                condition=Q(state__in=["bounced", "given_up"], failed_at__isnull=False)
                | (~Q(state__in=["bounced", "given_up"]) & Q(failed_at__isnull=True)),
            ),
            models.CheckConstraint(
                name="message_that_failed_is_settled_by_somebody",
                condition=Q(settled_at__isnull=True, settled_by__isnull=True)
                | Q(settled_at__isnull=False, settled_by__isnull=False, failed_at__isnull=False),
            ),
        ]
        indexes = [
            models.Index(fields=["due_at", "id"], condition=Q(state="waiting"), name="message_out_to_send"),
            models.Index(fields=["ticket", "created_at", "id"], name="message_out_by_ticket"),
            models.Index(
                fields=["ticket", "failed_at"],
                condition=Q(failed_at__isnull=False, settled_at__isnull=True),
                name="message_out_failed",
            ),
        ]

    def __str__(self) -> str:
        return self.subject
