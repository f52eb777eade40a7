"""What people, places and reference lists look like to a program."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from concierge.people.models import Post, User
from concierge.places.models import Ward
from tickets.api.serializers.shown import NamedServiceOut, PageOut
from tickets.choices import RootCause
from tickets.models import Process, Service, ServiceContact, WorkingHours


class WardOut(serializers.ModelSerializer[Ward]):
    site = serializers.CharField(source="site.name")
    trust = serializers.CharField(source="trust.code")

    class Meta:
        model = Ward
        fields = ["id", "name", "other_names", "site", "trust", "specialty", "telephone", "retired_on"]


class WardPageOut(PageOut):
    results = WardOut(many=True)


class ContactOut(serializers.ModelSerializer[ServiceContact]):
    class Meta:
        model = ServiceContact
        fields = ["name", "job", "email", "telephone"]


class HoursOut(serializers.ModelSerializer[WorkingHours]):
    """One period of a weekday; 0 is Monday."""

    starts = serializers.SerializerMethodField()
    ends = serializers.SerializerMethodField()

    class Meta:
        model = WorkingHours
        fields = ["weekday", "starts", "ends"]

    @extend_schema_field({"type": "string", "pattern": "^[0-9]{2}:[0-9]{2}$"})
    def get_starts(self, hours: WorkingHours) -> str:
        return _clock(hours.starts_minute)

    @extend_schema_field({"type": "string", "pattern": "^[0-9]{2}:[0-9]{2}$"})
    def get_ends(self, hours: WorkingHours) -> str:
        return _clock(hours.ends_minute)


class ServiceOut(NamedServiceOut):
    """A service with its contacts and the hours it works."""

    trust = serializers.CharField(source="trust.code")
    contacts = ContactOut(many=True, source="present_contacts")
    working_hours = HoursOut(many=True)

    class Meta:
        model = Service
        fields = [
            "id",
            "name",
            "kind",
            "trust",
            "description",
            "email",
            "telephone",
            "chase_after_days",
            "retired_on",
            "contacts",
            "working_hours",
        ]


class ServicePageOut(PageOut):
    results = ServiceOut(many=True)


class ProcessOut(serializers.ModelSerializer[Process]):
    trust = serializers.CharField(source="trust.code")
    service = NamedServiceOut(allow_null=True)

    class Meta:
        model = Process
        fields = [
            "id",
            "name",
            "other_names",
            "trust",
            "service",
            "hint",
            "is_adopted",
            "target_days",
            "retired_on",
        ]


class ProcessPageOut(PageOut):
    results = ProcessOut(many=True)


class CauseOut(serializers.Serializer[Any]):
    """One of the six root causes, as a trust words it."""

    cause = serializers.ChoiceField(choices=RootCause.choices)
    name = serializers.CharField()
    definition = serializers.CharField()


class CausesOut(serializers.Serializer[Any]):
    """The six causes in the words of one trust."""

    trust = serializers.CharField()
    causes = CauseOut(many=True)


class PostOut(serializers.ModelSerializer[Post]):
    trust = serializers.CharField(source="trust.code")
    ward = serializers.IntegerField(source="ward_id", allow_null=True)
    place = serializers.SerializerMethodField()

    class Meta:
        model = Post
        fields = ["role", "trust", "ward", "place", "since", "until"]

    @extend_schema_field({"type": "string"})
    def get_place(self, post: Post) -> str:
        return str(post.ward or post.team or post.trust)


class ColleagueOut(serializers.ModelSerializer[User]):
    """A person that tickets or parts may be given to, with the posts of hers that you may see."""

    posts = PostOut(many=True, source="present_posts")

    class Meta:
        model = User
        fields = ["id", "name", "posts"]


class PeoplePageOut(PageOut):
    results = ColleagueOut(many=True)


class MeOut(serializers.ModelSerializer[User]):
    posts = PostOut(many=True, source="present_posts")

    class Meta:
        model = User
        fields = ["id", "name", "email", "posts"]


class TokenOut(serializers.Serializer[Any]):
    """A new token. It is shown this once."""

    token = serializers.CharField()


class TokenStateOut(serializers.Serializer[Any]):
    """Whether you have a token, and since when."""

    created_at = serializers.DateTimeField(allow_null=True)


class ProblemKindOut(serializers.Serializer[Any]):
    """A kind of problem, and what to do about it."""

    type = serializers.CharField()
    status = serializers.IntegerField()
    title = serializers.CharField()
    advice = serializers.CharField()


class ProblemErrorOut(serializers.Serializer[Any]):
    pointer = serializers.CharField(required=False, help_text="JSON pointer into what was sent, after a #.")
    parameter = serializers.CharField(required=False, help_text="Name of the parameter or header.")
    detail = serializers.CharField()


class ProblemOut(serializers.Serializer[Any]):
    """Problem details, as RFC 9457 has them."""

    type = serializers.CharField(help_text="Stable; the address explains it.")
    title = serializers.CharField()
    status = serializers.IntegerField()
    detail = serializers.CharField()
    instance = serializers.CharField()
    errors = ProblemErrorOut(many=True, required=False)  # type: ignore[assignment]


def _clock(minute: int) -> str:
    return f"{minute // 60:02d}:{minute % 60:02d}"
