"""How what a program sends is read: strictly, and with an eye on patients' numbers."""

from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime
from typing import Any, TypeVar

from django.db.models import Model, QuerySet
from django.utils import timezone
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from concierge.people.models import Post, User
from concierge.places.models import RetirableQuerySet
from tickets import commands, identifiers
from tickets.api.problems import IdentifierFound
from tickets.api.requests import ApiRequest
from tickets.models import LONGEST_CONTACT, Leg, Ticket

LONGEST_TEXT = 20_000
"""Longest free text, in characters: some ten printed pages."""
EARLIEST = datetime(2000, 1, 1, tzinfo=UTC)
"""Nothing a desk writes down happened before this."""
LATEST = date(2100, 1, 1)
"""Nothing is promised or planned for this day or later."""
REASON = "identifier_reason"

M = TypeVar("M", bound=Model)


class In(serializers.Serializer[Any]):
    """What a program sends; a field that is not known is refused, never passed over."""

    def to_internal_value(self, data: Any) -> Any:
        unknown = set(data) - set(self.fields) if isinstance(data, Mapping) else set()
        errors: dict[str, Any] = {
            name: ["This field is not known here."] for name in sorted(map(str, unknown))
        }
        try:
            values = super().to_internal_value(data)
        except serializers.ValidationError as error:
            raise serializers.ValidationError({**_as_dict(error.detail), **errors}) from error
        if errors:
            raise serializers.ValidationError(errors)
        return values


class WordsIn(In):
    """What holds free text: a text with an NHS number is refused, unless a reason is given for it."""

    identifier_reason = serializers.CharField(
        required=False,
        max_length=300,
        help_text="Why a text has to hold what looks like an NHS number. Kept with the ticket.",
    )

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        found = list(_texts_with_numbers({name: value for name, value in attrs.items() if name != REASON}))
        reason = attrs.pop(REASON, "")
        if found and not reason:
            raise IdentifierFound(found)
        self.kept_because: str = reason if found else ""
        return attrs

    def keep_reason(self, ticket: Ticket, by: User, at: datetime) -> None:
        """Write down why a number was sent all the same, where one was."""
        if self.kept_because:
            commands.keep_identifier(ticket=ticket, reason=self.kept_because, by=by, at=at)


I = TypeVar("I", bound=In)  # noqa: E741


def read(kind: type[I], request: ApiRequest, ticket: Ticket | None = None) -> I:
    """Read a request's body as a kind of serializer says; parts named in it are of the ticket.

    Raises ValidationError or IdentifierFound.
    """
    wanted = kind(data=request.data, context={"request": request, "ticket": ticket})
    wanted.is_valid(raise_exception=True)
    return wanted


class Words(serializers.CharField):
    """Free text of any sensible length; it must say something unless it may be left out."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", LONGEST_TEXT)
        if not kwargs.get("required", True):
            kwargs.setdefault("allow_blank", True)
        super().__init__(**kwargs)


class Minutes(serializers.IntegerField):
    """Minutes of one purse; null means not recorded."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(min_value=0, max_value=LONGEST_CONTACT, required=False, allow_null=True, **kwargs)


class PastTime(serializers.DateTimeField):
    """When something happened: not in the future, and not before there were desks."""

    default_error_messages = {
        "future": "This is in the future.",
        "too_early": "This is too long ago.",
    }

    def to_internal_value(self, value: Any) -> datetime:
        at = super().to_internal_value(value)
        if at > timezone.now():
            self.fail("future")
        if at < EARLIEST:
            self.fail("too_early")
        return at


class ComingTime(serializers.DateTimeField):
    """A time to come, within this century."""

    default_error_messages = {"too_late": "This is too far away.", "too_early": "This is too long ago."}

    def to_internal_value(self, value: Any) -> datetime:
        at = super().to_internal_value(value)
        if at.date() >= LATEST:
            self.fail("too_late")
        if at < EARLIEST:
            self.fail("too_early")
        return at


class ComingDay(serializers.DateField):
    """A day to come, within this century."""

    default_error_messages = {"too_late": "This is too far away."}

    def to_internal_value(self, value: Any) -> date:
        day = super().to_internal_value(value)
        if day >= LATEST:
            self.fail("too_late")
        return day


@extend_schema_field({"type": "integer", "minimum": 1})
class Chosen(serializers.PrimaryKeyRelatedField[Any]):
    """The id of a row in use, of a trust in which the sender has a post."""

    def get_queryset(self) -> QuerySet[Any]:
        rows = super().get_queryset()
        assert rows is not None
        today = timezone.localdate()
        posts = self.context["request"].user.posts.current(today)
        if isinstance(rows, RetirableQuerySet):
            rows = rows.in_use(today)
        return rows.filter(trust_id__in=posts.values("trust_id"))


@extend_schema_field({"type": "integer", "minimum": 1})
class ChosenPart(serializers.PrimaryKeyRelatedField[Leg]):
    """The id of a part of the ticket that the address names."""

    def get_queryset(self) -> QuerySet[Leg]:
        return Leg.objects.filter(ticket=self.context["ticket"]).select_related("service")


@extend_schema_field({"type": "integer", "minimum": 1})
class ChosenPerson(serializers.PrimaryKeyRelatedField[User]):
    """The id of a person who has a post today, or has had one (`ever`), in one of the sender's trusts."""

    def __init__(self, *, ever: bool = False, **kwargs: Any) -> None:
        self.ever = ever
        super().__init__(queryset=User.objects.all(), **kwargs)

    def get_queryset(self) -> QuerySet[User]:
        today = timezone.localdate()
        trusts = self.context["request"].user.posts.current(today).values("trust_id")
        posts = Post.objects.filter(trust_id__in=trusts)
        if self.ever:
            return User.objects.filter(pk__in=posts.values("person_id"))
        return User.objects.filter(is_active=True, pk__in=posts.current(today).values("person_id"))


def _as_dict(detail: Any) -> dict[str, Any]:
    return dict(detail) if isinstance(detail, Mapping) else {"non_field_errors": detail}


def _texts_with_numbers(values: Mapping[str, Any], above: str = "") -> Iterator[str]:
    for name, value in values.items():
        if isinstance(value, Mapping):
            yield from _texts_with_numbers(value, f"{above}{name}/")
        elif isinstance(value, str) and identifiers.holds(value):
            yield f"{above}{name}"
