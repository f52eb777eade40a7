"""Who changed a row, when and why: the one way remembered rows are saved."""

from typing import TYPE_CHECKING, Any

from django.db import models
from simple_history.models import HistoricalRecords

if TYPE_CHECKING:
    from concierge.people.models import User


class Remembered(models.Model):
    """A row that keeps every version of itself, with its author and reason."""

    class Meta:
        abstract = True

    def save_as(self, by: "User", *, reason: str, fields: list[str] | None = None) -> None:
        """Save, naming the author and the reason in history; `fields` limits what is written."""
        self._history_user = by
        self._change_reason = reason[:REASON_LENGTH]
        self.save(update_fields=fields)

    def remove_as(self, by: "User", *, reason: str) -> None:
        """Take a row out of a list, naming the author and the reason; history keeps the row."""
        self._history_user = by
        self._change_reason = reason[:REASON_LENGTH]
        self.delete()


REASON_LENGTH = 500
"""Longest reason kept in history, in characters."""


def remembered(*, but: list[str] | None = None) -> Any:
    """Make the history of a model, leaving out the columns named in `but` (generated ones)."""
    return HistoricalRecords(
        excluded_fields=but or [],
        history_change_reason_field=models.CharField(max_length=REASON_LENGTH, null=True),
    )
