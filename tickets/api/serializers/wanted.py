"""What each verb takes."""

from typing import Any

from rest_framework import serializers

from concierge.places.models import Trust, Ward
from tickets.api.serializers.reading import (
    Chosen,
    ChosenPart,
    ChosenPerson,
    ComingDay,
    ComingTime,
    In,
    Minutes,
    PastTime,
    Words,
    WordsIn,
)
from tickets.choices import CauseFate, Channel, Counterpart, Direction, HolderKind, PatientEffect, RootCause
from tickets.commands import Contact
from tickets.models import Leg, Process, Service
from tickets.models.ticket import TITLE_LENGTH


class ContactFields(In):
    """One contact, with its minutes in three purses."""

    channel = serializers.ChoiceField(choices=Channel.choices)
    direction = serializers.ChoiceField(choices=Direction.choices)
    counterpart = serializers.ChoiceField(choices=Counterpart.choices)
    service = Chosen(
        queryset=Service.objects.all(),
        required=False,
        allow_null=True,
        help_text="Which service, where the counterpart is one.",
    )
    with_whom = Words(required=False, max_length=200)
    desk_minutes = Minutes(help_text="Minutes of the desk. The desk must say how many.")
    ward_minutes = Minutes(
        help_text="Minutes of the ward. Left out: as many as the desk, where the ward was spoken to."
    )
    service_minutes = Minutes(help_text="Minutes of the service; null where nobody recorded them.")
    note = Words(required=False)


class CallIn(ContactFields):
    """The contact in which the ward asked."""


class RaiseIn(WordsIn):
    """What a ward needs."""

    ward = Chosen(queryset=Ward.objects.all())
    title = serializers.CharField(
        max_length=TITLE_LENGTH, help_text="What is needed, in one line. Nothing about patients."
    )
    process = Chosen(queryset=Process.objects.all(), required=False, allow_null=True)
    details = Words(required=False)
    patient_effect = serializers.ChoiceField(choices=PatientEffect.choices, required=False)
    asked_by = Words(
        required=False, max_length=200, help_text="Who asked, where somebody else writes it down."
    )
    call = CallIn(required=False)


class InteractionIn(WordsIn, ContactFields):
    """One contact that happened."""

    happened_at = PastTime(required=False, help_text="Now, where it is left out.")
    leg = ChosenPart(
        queryset=Leg.objects.all(), required=False, allow_null=True, help_text="A part of this ticket."
    )


class ChaseIn(WordsIn, ContactFields):
    """One contact that exists only to move a part on."""

    happened_at = PastTime(required=False, help_text="Now, where it is left out.")


class CorrectionIn(WordsIn, ContactFields):
    """What should have been logged of a contact, whole, and why it changes."""

    happened_at = PastTime()
    because = serializers.CharField(max_length=500)


class AnswerIn(WordsIn):
    text = Words()


class RouteIn(WordsIn):
    """Which services get a part each, and what they are asked to do."""

    services = serializers.ListField(
        child=Chosen(queryset=Service.objects.all()), min_length=1, max_length=50
    )
    request = Words(required=False)


class HandOnIn(WordsIn):
    to = Chosen(queryset=Service.objects.all())
    because = Words()


class BecauseIn(WordsIn):
    because = Words()


class FinishIn(WordsIn):
    result = Words()


class QuestionIn(WordsIn):
    question = Words()


class PlanIn(WordsIn):
    planned_for = ComingDay()
    because = serializers.CharField(max_length=300)


class TakeBackIn(WordsIn):
    note = Words(required=False)


class HolderIn(WordsIn):
    holder = serializers.ChoiceField(
        choices=[kind for kind in HolderKind.choices if kind[0] != HolderKind.WARD],
        help_text="To let the ward have it, ask it a question.",
    )
    supplier = Words(required=False, max_length=200)


class OwnerIn(In):
    owner = ChosenPerson()


class PromiseIn(WordsIn):
    what = serializers.CharField(max_length=300)
    due_at = ComingTime()
    promised_by = Words(required=False, max_length=200)


class KeepIn(In):
    kept_at = PastTime(required=False, help_text="Now, where it is left out.")


class BreakIn(WordsIn):
    because = serializers.CharField(max_length=300)


class ResolutionIn(WordsIn):
    """What the ward received, and why it had to ask."""

    outcome = Words()
    root_cause = serializers.ChoiceField(choices=RootCause.choices)
    contributing_cause = serializers.ChoiceField(choices=RootCause.choices, required=False, allow_null=True)
    cause_fate = serializers.ChoiceField(choices=CauseFate.choices)
    fixed_on_first_contact = serializers.BooleanField(required=False)


class CodingIn(WordsIn):
    root_cause = serializers.ChoiceField(choices=RootCause.choices)
    contributing_cause = serializers.ChoiceField(choices=RootCause.choices, required=False, allow_null=True)
    cause_fate = serializers.ChoiceField(choices=CauseFate.choices, required=False)
    because = Words(required=False, max_length=500)


class SecondCodingIn(In):
    cause = serializers.ChoiceField(choices=RootCause.choices)
    contributing_cause = serializers.ChoiceField(choices=RootCause.choices, required=False, allow_null=True)


class AssignIn(In):
    concierge = ChosenPerson()


class HandOverIn(In):
    """All open tickets of one concierge go to another."""

    trust = serializers.SlugRelatedField(slug_field="code", queryset=Trust.objects.all())
    leaver = ChosenPerson(ever=True)
    to = ChosenPerson()


class PassOnIn(In):
    to = ChosenPerson()


class NothingIn(In):
    """Nothing: the address says it all."""


class FileIn(In):
    file = serializers.FileField(max_length=200)


def contact_of(values: dict[str, Any]) -> Contact:
    """The contact that a serializer's values describe, taken out of them."""
    names = ContactFields().fields
    return Contact(**{name: values.pop(name) for name in list(values) if name in names})
