"""What time makes happen in the shell: old forms are forgotten."""

from datetime import timedelta

from celery import shared_task
from django.utils import timezone

from concierge.web.models import KeptForm, SentForm

SENT_WITHIN = timedelta(days=7)
"""Longer than any page stays open on a ward computer."""
KEPT_WITHIN = timedelta(days=1)
"""Words wait for a person to sign in again, and no longer than they must."""


@shared_task
def forget_old_forms() -> None:
    """Forget which forms were sent and which were kept too long ago to matter; may run twice."""
    now = timezone.now()
    SentForm.objects.older_than(now - SENT_WITHIN).delete()
    KeptForm.objects.older_than(now - KEPT_WITHIN).delete()
