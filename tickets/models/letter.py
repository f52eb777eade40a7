"""Templates of letters, what people choose to be told, and signed links that were used."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from concierge.history import Remembered, remembered
from concierge.people.models import User
from concierge.places.models import Trust
from tickets.models.mailbox import OutgoingMessage
from tickets.models.process import Process
from tickets.models.service import Service
from tickets.models.ticket import Ticket


class LetterTemplate(Remembered):
    """Words for an e-mail, filled from a ticket; for a process, a service, both or any."""

    trust = models.ForeignKey(Trust, on_delete=models.PROTECT)
    name = models.CharField(max_length=200)
    process = models.ForeignKey(Process, null=True, blank=True, on_delete=models.PROTECT)
    service = models.ForeignKey(Service, null=True, blank=True, on_delete=models.PROTECT)
    subject = models.CharField(max_length=300)
    body = models.TextField()
    retired_on = models.DateField(null=True, blank=True)
    history = remembered()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "trust", Lower("name"), name="letter_template_name_is_unique_in_its_trust"
            ),
            models.CheckConstraint(
                name="letter_template_says_something", condition=~Q(subject="") & ~Q(body="")
            ),
        ]

    def __str__(self) -> str:
        return self.name


class TellingWhen(models.TextChoices):
    AT_ONCE = "at_once", "At once"
    DIGEST = "digest", "Once a day, in one e-mail"
    NEVER = "never", "Never"


class Preference(models.Model):
    """What a person wants to be told by e-mail, and when. Hers alone to change."""

    person = models.ForeignKey(User, on_delete=models.PROTECT, related_name="preferences")
    notice = models.CharField(max_length=30)
    """The name of a notice, or `*` for all that are not named."""
    when = models.CharField(max_length=8, choices=TellingWhen.choices, default=TellingWhen.AT_ONCE)
    digest_hour = models.PositiveSmallIntegerField(default=7)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "notice"], name="preference_is_said_once"),
            models.CheckConstraint(
                name="preference_digest_has_an_hour", condition=Q(digest_hour__range=(0, 23))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.notice} {self.when}"


class Score(models.IntegerChoices):
    VERY_POOR = 1, "Very poor"
    POOR = 2, "Poor"
    FAIR = 3, "Fair"
    GOOD = 4, "Good"
    VERY_GOOD = 5, "Very good"


class DigestLine(models.Model):
    """Something a person is told in her next digest."""

    trust = models.ForeignKey(Trust, on_delete=models.PROTECT)
    person = models.ForeignKey(User, on_delete=models.PROTECT, related_name="digest_lines")
    ticket = models.ForeignKey(Ticket, on_delete=models.PROTECT)
    kind = models.CharField(max_length=30)
    text = models.TextField()
    created_at = models.DateTimeField()
    due_at = models.DateTimeField()
    """The hour of the digest that should tell it."""
    message = models.ForeignKey(OutgoingMessage, null=True, blank=True, on_delete=models.PROTECT)
    """The digest that told it."""

    class Meta:
        constraints = [
            models.CheckConstraint(name="digest_line_says_something", condition=~Q(text="")),
        ]
        indexes = [
            models.Index(
                fields=["due_at", "id"], condition=Q(message__isnull=True), name="digest_line_to_tell"
            )
        ]

    def __str__(self) -> str:
        return self.text


class Rating(models.Model):
    """How well a ward says it was served, once for each resolution of a ticket."""

    trust = models.ForeignKey(Trust, on_delete=models.PROTECT)
    ticket = models.ForeignKey(Ticket, on_delete=models.PROTECT, related_name="ratings")
    resolution = models.PositiveSmallIntegerField(default=0)
    """Which resolution of the ticket: how often it had been reopened before."""
    score = models.PositiveSmallIntegerField(choices=Score.choices)
    rated_at = models.DateTimeField()
    rated_by = models.ForeignKey(User, on_delete=models.PROTECT)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["ticket", "resolution"], name="rating_is_given_once_for_a_resolution"
            ),
            models.CheckConstraint(name="rating_is_from_one_to_five", condition=Q(score__range=(1, 5))),
        ]

    def __str__(self) -> str:
        return self.get_score_display()


class UsedLink(models.Model):
    """A signed link that changed something: it works once."""

    trust = models.ForeignKey(Trust, on_delete=models.PROTECT)
    token_hash = models.CharField(max_length=64, unique=True)
    used_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.token_hash[:8]
