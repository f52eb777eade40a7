"""What tickets look like to a program. NHS numbers in texts are masked, as on pages."""

from typing import Any

from django.db import models
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.reverse import reverse

from concierge.people.models import User
from concierge.places.models import Ward
from tickets import identifiers
from tickets.models import Coding, Holding, Interaction, Leg, Process, Promise, Service, Ticket, TicketFile
from tickets.whereabouts import Whereabouts


class MaskedText(serializers.CharField):
    """Free text with the middle of every NHS number hidden."""

    def to_representation(self, value: Any) -> str:
        return identifiers.mask(str(value))


class Told(serializers.ModelSerializer[Any]):
    """A row as it is told: its texts are masked."""

    serializer_field_mapping = serializers.ModelSerializer.serializer_field_mapping | {
        models.CharField: MaskedText,
        models.TextField: MaskedText,
    }


class PersonOut(serializers.ModelSerializer[User]):
    class Meta:
        model = User
        fields = ["id", "name"]


class PlaceOut(serializers.ModelSerializer[Ward]):
    """A ward, as tickets name it."""

    site = serializers.CharField(source="site.name")
    trust = serializers.CharField(source="trust.code")

    class Meta:
        model = Ward
        fields = ["id", "name", "site", "trust"]


class NamedProcessOut(serializers.ModelSerializer[Process]):
    class Meta:
        model = Process
        fields = ["id", "name"]


class NamedServiceOut(serializers.ModelSerializer[Service]):
    class Meta:
        model = Service
        fields = ["id", "name", "kind"]


class WhereaboutsOut(serializers.Serializer[Whereabouts]):
    """Who has it, since when, what happens next and by when, in people's words."""

    who = MaskedText()
    since = serializers.DateTimeField(allow_null=True)
    next_step = MaskedText()
    by_when = serializers.DateField(allow_null=True)
    is_late = serializers.BooleanField()


class HoldingOut(Told):
    class Meta:
        model = Holding
        fields = ["holder", "supplier", "started_at", "ended_at"]


class PromiseOut(Told):
    leg = serializers.IntegerField(source="leg_id")

    class Meta:
        model = Promise
        fields = [
            "id",
            "leg",
            "what",
            "promised_by",
            "promised_at",
            "due_at",
            "outcome",
            "settled_at",
            "settled_because",
        ]


class LegOut(Told):
    """One service's part of a ticket, with who held it and what was promised."""

    ticket = serializers.CharField(source="ticket.reference")
    service = NamedServiceOut()
    owner = PersonOut(allow_null=True)
    handed_on_from = serializers.IntegerField(source="handed_on_from_id", allow_null=True)
    holdings = HoldingOut(many=True)
    promises = PromiseOut(many=True)

    class Meta:
        model = Leg
        fields = [
            "id",
            "ticket",
            "service",
            "owner",
            "status",
            "request",
            "opened_at",
            "ended_at",
            "result",
            "planned_for",
            "planned_because",
            "question",
            "chase_on",
            "handed_on_from",
            "holdings",
            "promises",
        ]


class FileOut(Told):
    added_by = PersonOut(allow_null=True)
    url = serializers.SerializerMethodField()

    class Meta:
        model = TicketFile
        fields = ["id", "name", "size", "content_type", "sha256", "added_by", "added_at", "url"]

    @extend_schema_field({"type": "string", "format": "uri"})
    def get_url(self, file: TicketFile) -> str:
        return reverse("api-file", args=[file.ticket.reference, file.pk], request=self.context["request"])


class TicketRow(Told):
    """A ticket as lists show it."""

    url = serializers.SerializerMethodField()
    ward = PlaceOut()
    process = NamedProcessOut(allow_null=True)
    concierge = PersonOut(allow_null=True)
    whereabouts = WhereaboutsOut()

    class Meta:
        model = Ticket
        fields = [
            "reference",
            "url",
            "title",
            "status",
            "ward",
            "process",
            "concierge",
            "patient_effect",
            "raised_at",
            "resolved_at",
            "whereabouts",
        ]

    @extend_schema_field({"type": "string", "format": "uri"})
    def get_url(self, ticket: Ticket) -> str:
        return reverse("api-ticket", args=[ticket.reference], request=self.context["request"])


class TicketOut(TicketRow):
    """A whole ticket, with the parts that its reader may see."""

    raised_by = PersonOut(allow_null=True)
    asked_by = MaskedText(source="raised_by_name")
    contact = PersonOut(allow_null=True)
    legs = LegOut(many=True, source="legs_told")
    files = FileOut(many=True)

    class Meta(TicketRow.Meta):
        fields = [
            *TicketRow.Meta.fields,
            "old_reference",
            "details",
            "source",
            "raised_by",
            "asked_by",
            "contact",
            "outcome",
            "root_cause",
            "contributing_cause",
            "cause_fate",
            "to_be_coded",
            "fixed_on_first_contact",
            "confirmed_at",
            "withdrawn_at",
            "withdrawn_because",
            "times_reopened",
            "legs",
            "files",
        ]


class PageOut(serializers.Serializer[Any]):
    """A page of a list; `next` and `previous` are null at its ends."""

    next = serializers.URLField(allow_null=True)
    previous = serializers.URLField(allow_null=True)


class TicketPageOut(PageOut):
    results = TicketRow(many=True)


class InteractionOut(Told):
    """A contact; its note and names are empty where the reader may not see them."""

    leg = serializers.IntegerField(source="leg_id", allow_null=True)
    service = NamedServiceOut(allow_null=True)
    recorded_by = PersonOut(allow_null=True)

    class Meta:
        model = Interaction
        fields = [
            "id",
            "leg",
            "channel",
            "direction",
            "counterpart",
            "service",
            "with_whom",
            "happened_at",
            "created_at",
            "desk_minutes",
            "ward_minutes",
            "service_minutes",
            "note",
            "is_chase",
            "source",
            "recorded_by",
        ]


class EntryOut(serializers.Serializer[Any]):
    """One thing that happened to a ticket, in words."""

    at = serializers.DateTimeField()
    kind = serializers.ChoiceField(choices=["change", "contact", "chase"])
    title = MaskedText()
    note = MaskedText()
    by = serializers.CharField()


class ChangeOut(serializers.Serializer[Any]):
    """One verb done to a ticket, for programs to read."""

    at = serializers.DateTimeField()
    verb = serializers.CharField(source="change.verb")
    leg = serializers.IntegerField(source="change.leg_id", allow_null=True)
    status = serializers.CharField(source="change.status", help_text="The ticket's status afterwards.")
    holder = serializers.CharField(
        source="change.holder", help_text="Who had it afterwards; empty: as before."
    )
    note = MaskedText()
    by = serializers.CharField()


class CodingOut(serializers.ModelSerializer[Coding]):
    ticket = serializers.CharField(source="ticket.reference")

    class Meta:
        model = Coding
        fields = ["ticket", "cause", "contributing_cause", "is_second", "coded_at"]


class HandedOverOut(serializers.Serializer[Any]):
    """The tickets that changed hands."""

    tickets = serializers.ListField(child=serializers.CharField(), help_text="References.")
