"""Idempotency keys: what a program was answered, so that asking again changes nothing."""

from django.db import models
from django.db.models import Q

from concierge.people.models import User


class IdempotencyKey(models.Model):
    """A request that was carried out once, with its answer; the same request again gets the answer.

    It belongs to a person and holds nothing of its own about a trust, so it names none.
    """

    person = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=255)
    method = models.CharField(max_length=10)
    path = models.TextField()
    fingerprint = models.CharField(max_length=64)
    """SHA-256 of what was sent, files with it."""
    status = models.PositiveSmallIntegerField(null=True)
    body = models.JSONField(null=True)
    location = models.TextField(blank=True)
    created_at = models.DateTimeField(auto_now_add=True, db_index=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "key"], name="idempotency_key_is_used_once_by_a_person"
            ),
            models.CheckConstraint(name="idempotency_key_is_not_empty", condition=~Q(key="")),
        ]

    def __str__(self) -> str:
        return f"{self.method} {self.path}"
