"""What the shell remembers for a short while, so that no form acts twice and no words are lost."""

import uuid
from datetime import datetime
from typing import Self

from django.conf import settings
from django.db import models


class SentFormQuerySet(models.QuerySet["SentForm"]):
    """Questions about forms sent."""

    def older_than(self, at: datetime) -> Self:
        """Those sent before a moment."""
        return self.filter(sent_at__lt=at)


class SentForm(models.Model):
    """A form that has been acted on once; sending it again leads to the same answer."""

    token = models.CharField(primary_key=True, max_length=64)
    answer = models.TextField(blank=True)
    """The page the first sending led to."""
    sent_at = models.DateTimeField(auto_now_add=True, db_index=True)

    objects = SentFormQuerySet.as_manager()

    def __str__(self) -> str:
        return f"form sent {self.sent_at}"


class KeptFormQuerySet(models.QuerySet["KeptForm"]):
    """Questions about forms kept."""

    def older_than(self, at: datetime) -> Self:
        """Those kept before a moment."""
        return self.filter(kept_at__lt=at)


class KeptForm(models.Model):
    """What a person typed into a form sent after her session ended, kept until she has signed in."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    path = models.TextField()
    """Where it was being sent, with its query."""
    fields = models.JSONField()
    """Pairs of name and value in the order they were sent; no password and no token."""
    kept_at = models.DateTimeField(auto_now_add=True, db_index=True)

    objects = KeptFormQuerySet.as_manager()

    def __str__(self) -> str:
        return f"form kept {self.kept_at}"
