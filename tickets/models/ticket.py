"""Tickets: one thing a ward needs."""

from datetime import datetime
from typing import Any

from django.apps import apps
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchQuery, SearchVector, SearchVectorField
from django.db import models
from django.db.models import F, OuterRef, Q, Subquery
from django.db.models.functions import Upper

from concierge.history import Remembered, remembered
from concierge.people.models import User
from concierge.people.standing import standing_of
from concierge.places.models import Trust, Ward
from tickets.choices import ANSWERED, OPEN, CauseFate, PatientEffect, RootCause, Source, Status
from tickets.errors import MoveRefused
from tickets.models.process import Process
from tickets.models.searching import is_soon_read, spellings
from tickets.moves import Move
from tickets.references import as_reference

TITLE_LENGTH = 300
"""Longest title, in characters: one line that a sister writes."""
CONTENT_TYPE_LENGTH = 100
"""Letters kept of what a browser calls a file's type."""


class TicketQuerySet(models.QuerySet["Ticket"]):
    def lock(self, ticket: "Ticket") -> "Ticket":
        """Fetch the row afresh and keep others from changing it until the transaction ends."""
        return (
            self.select_for_update(of=("self",)).select_related("ward", "trust", "process").get(pk=ticket.pk)
        )

    def visible_to(self, person: User) -> "TicketQuerySet":
        """Those a person may read today: her wards', her trust's desk's, or with a part of her service."""
        standing = standing_of(person)
        if standing.is_system:
            return self
        seen = Q(ward_id__in=standing.wards) | Q(trust_id__in=standing.trusts_seen)
        if standing.teams:
            parts = self.model.objects.filter(legs__service__team_id__in=standing.teams)
            seen |= Q(pk__in=parts.values("pk"))
        return self.filter(seen)

    def open(self) -> "TicketQuerySet":
        return self.filter(status__in=OPEN)

    def answered(self) -> "TicketQuerySet":
        """Those with an outcome: resolved or confirmed."""
        return self.filter(status__in=ANSWERED)

    def resolved_between(self, since: datetime, until: datetime) -> "TicketQuerySet":
        return self.answered().filter(resolved_at__gte=since, resolved_at__lt=until)

    def about(self, words: str, *, contacts: Q = Q()) -> "TicketQuerySet":  # noqa: B008
        """Those that say these words anywhere, or bear this reference, old or new.

        Words are stemmed as English; quotes, `or` and a minus work as on the web. `contacts`
        limits whose notes are searched to those the reader may read.
        """
        query = SearchQuery(words, config="english", search_type="websearch")
        interactions = apps.get_model("tickets", "Interaction")._default_manager
        found = interactions.filter(contacts, search=query)
        tickets = self.model.objects
        if is_soon_read(self, tickets.all(), (tickets.filter(search=query), found), words):
            return self._read_for(query, words, found)
        bearing = tickets.alias(old=Upper("old_reference")).exclude(old_reference="")
        # Each arm has an index of its own; one condition with OR between them would read every row.
        hits = (
            tickets.filter(search=query)
            .values("pk")
            .union(
                found.values("ticket"),
                bearing.filter(old__in=spellings(words)).values("pk"),
                tickets.filter(reference=as_reference(words)).values("pk"),
                all=True,
            )
        )
        return self.filter(pk__in=hits)

    def _read_for(self, query: SearchQuery, words: str, contacts: "models.QuerySet[Any]") -> "TicketQuerySet":
        """The same, by reading tickets one by one in the order in which they are shown."""
        # A subquery of one value is asked for each ticket; EXISTS might be asked for all of them first.
        heard = Subquery(contacts.filter(ticket=OuterRef("pk")).order_by().values("pk")[:1])
        bearing = Q(reference=as_reference(words)) | (Q(old__in=spellings(words)) & ~Q(old_reference=""))
        said = self.alias(old=Upper("old_reference"), heard=heard)
        return said.filter(Q(search=query) | Q(heard__isnull=False) | bearing)


class Ticket(Remembered):
    """One thing a ward needs, from asking to answer."""

    trust = models.ForeignKey(Trust, on_delete=models.PROTECT, related_name="tickets")
    reference = models.CharField(max_length=16, unique=True)
    old_reference = models.CharField(max_length=60, blank=True)
    """Its reference in the log it was imported from, as that log's owner wrote it."""
    ward = models.ForeignKey(Ward, on_delete=models.PROTECT, related_name="tickets")
    process = models.ForeignKey(
        Process, null=True, blank=True, on_delete=models.PROTECT, related_name="tickets"
    )
    title = models.CharField(max_length=TITLE_LENGTH)
    details = models.TextField(blank=True)
    patient_effect = models.CharField(
        max_length=10, choices=PatientEffect.choices, default=PatientEffect.NONE
    )
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.RAISED)
    source = models.CharField(max_length=10, choices=Source.choices, default=Source.WARD)
    raised_at = models.DateTimeField()
    created_at = models.DateTimeField(auto_now_add=True)
    raised_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="tickets_raised"
    )
    raised_by_name = models.CharField(max_length=200, blank=True)
    """Who asked, as written, where that is somebody else than `raised_by`."""
    contact = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="tickets_to_follow"
    )
    """Whom on the ward the desk answers to: the one who asked, until the ward is passed on."""
    concierge = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="tickets_assigned"
    )
    """The one named person of the desk; none only for what an old log brought."""

    outcome = models.TextField(blank=True)
    resolved_at = models.DateTimeField(null=True, blank=True)
    root_cause = models.CharField(max_length=24, choices=RootCause.choices, null=True, blank=True)
    contributing_cause = models.CharField(max_length=24, choices=RootCause.choices, null=True, blank=True)
    cause_fate = models.CharField(max_length=12, choices=CauseFate.choices, blank=True)
    cause_as_written = models.CharField(max_length=300, blank=True)
    """What an old log said in its cause column, where nobody could tell which of the six it was."""
    to_be_coded = models.BooleanField(default=False)
    fixed_on_first_contact = models.BooleanField(null=True)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_because = models.CharField(max_length=300, blank=True)
    times_reopened = models.PositiveSmallIntegerField(default=0)

    search = models.GeneratedField(
        expression=SearchVector("title", "details", "outcome", config="english"),
        output_field=SearchVectorField(),
        db_persist=True,
    )
    objects = TicketQuerySet.as_manager()
    history = remembered(but=["search"])

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["id", "trust"], name="ticket_has_one_trust"),
            models.CheckConstraint(name="ticket_says_what_is_needed", condition=~Q(title="")),
            models.CheckConstraint(
                name="ticket_status_is_one_of_seven", condition=Q(status__in=Status.values)
            ),
            models.CheckConstraint(
                name="ticket_answered_has_an_outcome_a_time_and_a_root_cause",
                condition=~Q(status__in=sorted(ANSWERED))
                | Q(
                    to_be_coded=True, source=Source.IMPORT, resolved_at__isnull=False, root_cause__isnull=True
                )
                | (
                    Q(resolved_at__isnull=False, root_cause__isnull=False, to_be_coded=False)
                    & (~Q(outcome="") | Q(source=Source.IMPORT))
                ),
            ),
            models.CheckConstraint(
                name="ticket_not_answered_has_no_cause",
                condition=Q(status__in=sorted(ANSWERED))
                | Q(
                    resolved_at__isnull=True,
                    root_cause__isnull=True,
                    contributing_cause__isnull=True,
                    cause_fate="",
                    to_be_coded=False,
                ),
            ),
            models.CheckConstraint(
                name="ticket_root_cause_is_one_of_six",
                condition=Q(root_cause__isnull=True) | Q(root_cause__in=RootCause.values),
            ),
            models.CheckConstraint(
                name="ticket_contributing_cause_is_another_of_the_six",
                condition=Q(contributing_cause__isnull=True)
                | (
                    Q(contributing_cause__in=RootCause.values, root_cause__isnull=False)
                    & ~Q(contributing_cause=F("root_cause"))
                ),
            ),
            models.CheckConstraint(
                name="ticket_is_not_resolved_before_it_was_raised",
                condition=Q(resolved_at__isnull=True) | Q(resolved_at__gte=F("raised_at")),
            ),
            models.CheckConstraint(
                name="ticket_confirmed_has_its_time",
                condition=Q(status=Status.CONFIRMED, confirmed_at__isnull=False)
                | (~Q(status=Status.CONFIRMED) & Q(confirmed_at__isnull=True)),
            ),
            models.CheckConstraint(
                name="ticket_withdrawn_has_its_time_and_reason",
                condition=(Q(status=Status.WITHDRAWN, withdrawn_at__isnull=False) & ~Q(withdrawn_because=""))
                | (~Q(status=Status.WITHDRAWN) & Q(withdrawn_at__isnull=True, withdrawn_because="")),
            ),
            models.CheckConstraint(
                name="ticket_has_a_concierge_unless_imported",
                condition=Q(concierge__isnull=False) | Q(source=Source.IMPORT),
            ),
            models.UniqueConstraint(
                fields=["trust", "old_reference"],
                condition=~Q(old_reference=""),
                name="ticket_is_imported_once",
            ),
        ]
        indexes = [
            GinIndex(fields=["search"], name="ticket_search"),
            models.Index(
                Upper("old_reference"), condition=~Q(old_reference=""), name="ticket_by_old_reference"
            ),
            models.Index(fields=["trust", "raised_at", "id"], name="ticket_by_arrival"),
            models.Index(fields=["raised_at", "id"], name="ticket_by_moment"),
            models.Index(fields=["ward", "raised_at", "id"], name="ticket_by_ward"),
            models.Index(
                fields=["trust", "status", "raised_at", "id"],
                condition=Q(status__in=sorted(OPEN)),
                name="ticket_open",
            ),
            models.Index(
                fields=["concierge", "raised_at", "id"],
                condition=Q(status__in=sorted(OPEN)),
                name="ticket_open_by_concierge",
            ),
            models.Index(
                fields=["trust", "resolved_at", "id"],
                condition=Q(resolved_at__isnull=False),
                name="ticket_by_resolution",
            ),
            models.Index(
                fields=["trust", "resolved_at"], condition=Q(status="resolved"), name="ticket_to_confirm"
            ),
            models.Index(
                fields=["trust", "resolved_at", "id"],
                condition=Q(to_be_coded=True),
                name="ticket_to_be_coded",
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def is_open(self) -> bool:
        return self.status in OPEN

    @property
    def is_answered(self) -> bool:
        return self.status in ANSWERED

    def make(self, move: Move) -> None:
        """Take the status a move ends in. Raises MoveRefused where it cannot start from here."""
        if not move.allowed_from(self.status):
            raise MoveRefused(
                f"{self.reference} is {self.get_status_display().lower()}, so it cannot be {move.verb}."
            )
        if move.ends is not None:
            self.status = move.ends


class TicketFile(models.Model):
    """A file somebody attached; its checksum shows that it is still what was sent."""

    trust = models.ForeignKey(Trust, on_delete=models.PROTECT)
    ticket = models.ForeignKey(Ticket, on_delete=models.PROTECT, related_name="files")
    interaction = models.ForeignKey(
        "tickets.Interaction", null=True, blank=True, on_delete=models.PROTECT, related_name="files"
    )
    file = models.FileField(upload_to="tickets/%Y/%m/", max_length=200)
    name = models.CharField(max_length=200)
    size = models.PositiveIntegerField(help_text="bytes")
    content_type = models.CharField(max_length=CONTENT_TYPE_LENGTH, blank=True)
    """What its sender called it; it is never shown as that, only handed over."""
    sha256 = models.CharField(max_length=64)
    added_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT)
    added_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(name="file_has_a_checksum", condition=Q(sha256__regex=r"^[0-9a-f]{64}$"))
        ]

    def __str__(self) -> str:
        return self.name
