"""Imports of an old log: what came in, and what waits for a person."""

from django.db import models
from django.db.models import Q

from concierge.people.models import User
from concierge.places.models import Trust
from tickets.choices import FaultKind
from tickets.models.ticket import Ticket


class ImportRun(models.Model):
    """One run of `import_log`, with the report it gave."""

    trust = models.ForeignKey(Trust, on_delete=models.PROTECT)
    files = models.JSONField(default=list)
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    report = models.JSONField(default=dict)

    def __str__(self) -> str:
        return f"Import of {', '.join(self.files)}"


class ImportFault(models.Model):
    """A row of an old log that could not come in, kept as it stood until a person settles it."""

    trust = models.ForeignKey(Trust, on_delete=models.PROTECT)
    run = models.ForeignKey(ImportRun, on_delete=models.PROTECT, related_name="faults")
    kind = models.CharField(max_length=10, choices=FaultKind.choices)
    fingerprint = models.CharField(max_length=64)
    """Of sheet, row and text: a second run finds the row again and adds nothing."""
    sheet = models.CharField(max_length=100)
    row = models.PositiveIntegerField()
    column = models.CharField(max_length=100, blank=True)
    reason = models.CharField(max_length=300)
    text = models.TextField()
    ticket = models.ForeignKey(
        Ticket, null=True, blank=True, on_delete=models.PROTECT, related_name="import_faults"
    )
    """For a clash: the ticket that the first good row became."""
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT)
    settled_note = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["trust", "fingerprint"], name="import_fault_is_listed_once"),
            models.CheckConstraint(
                name="import_fault_settled_has_a_person",
                condition=Q(settled_at__isnull=True) | Q(settled_by__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.sheet} row {self.row}: {self.reason}"


class ImportedRow(models.Model):
    """A row of an old log that came in: all that it said, and what became of it."""

    trust = models.ForeignKey(Trust, on_delete=models.PROTECT)
    run = models.ForeignKey(ImportRun, on_delete=models.PROTECT, related_name="rows")
    fingerprint = models.CharField(max_length=64)
    """Of what its cells mean: a second run, or another file of the same log, finds it again."""
    sheet = models.CharField(max_length=100)
    row = models.PositiveIntegerField()
    written = models.JSONField(default=list)
    """Every cell as it was written, each with its heading; may hold NHS numbers."""
    ticket = models.ForeignKey(Ticket, on_delete=models.PROTECT, related_name="imported_rows")
    interaction = models.OneToOneField(
        "tickets.Interaction", null=True, blank=True, on_delete=models.PROTECT, related_name="imported_row"
    )
    """What an interaction's row became; none for an issue's own row."""

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["trust", "fingerprint"], name="imported_row_comes_in_once"),
        ]

    def __str__(self) -> str:
        return f"{self.sheet} row {self.row}"
