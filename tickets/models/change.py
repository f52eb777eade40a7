"""Changes: what was done to a ticket, one row a verb, for its timeline and for reports."""

from django.db import models

from concierge.people.models import User
from concierge.places.models import Trust
from tickets.choices import HolderKind
from tickets.models.leg import Leg
from tickets.models.ticket import Ticket


class Change(models.Model):
    """One verb done to a ticket: what commands write, and analytics folds into facts."""

    trust = models.ForeignKey(Trust, on_delete=models.PROTECT)
    ticket = models.ForeignKey(Ticket, on_delete=models.PROTECT, related_name="changes")
    leg = models.ForeignKey(Leg, null=True, blank=True, on_delete=models.PROTECT, related_name="changes")
    verb = models.CharField(max_length=40)
    note = models.TextField(blank=True)
    status = models.CharField(max_length=10)
    """The ticket's status afterwards."""
    holder = models.CharField(max_length=10, choices=HolderKind.choices, blank=True)
    happened_at = models.DateTimeField()
    created_at = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey(User, null=True, on_delete=models.PROTECT)

    class Meta:
        indexes = [models.Index(fields=["ticket", "happened_at", "id"], name="change_by_ticket")]

    def __str__(self) -> str:
        return f"{self.ticket} {self.verb}"
