"""People, and the posts they hold: a role at a place or team, from a day until a day."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q
from django.db.models.functions import Coalesce, Lower

from concierge.history import Remembered, remembered
from concierge.people.roles import TEAM_ROLES, TRUST_ROLES, WARD_ROLES, Role
from concierge.places.models import Team, Trust, Ward

SYSTEM_EMAIL = "the-clock@concierge.invalid"
"""The author of what the clock and the program itself do; nobody can sign in as it."""
UNREMEMBERED = frozenset({"password", "last_login"})
"""Columns of a person that history leaves out."""


class UserManager(BaseUserManager["User"]):
    def create_user(self, *, email: str, name: str, password: str | None = None) -> "User":
        """Make a person who can sign in; without a password, only by single sign-on or a reset."""
        user = self.model(email=self.normalize_email(email).lower(), name=name)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def system(self) -> "User":
        """The author of what the clock does."""
        user, _ = self.get_or_create(
            email=SYSTEM_EMAIL, defaults={"name": "Concierge", "is_active": False, "password": "!"}
        )
        return user


class User(Remembered, AbstractBaseUser):
    """A person. What she may do follows from her posts, never from this row."""

    email = models.EmailField("e-mail address", unique=True)
    name = models.CharField(max_length=200)
    telephone = models.CharField(max_length=40, blank=True)
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(auto_now_add=True)
    history = remembered(but=sorted(UNREMEMBERED))

    objects = UserManager()
    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        constraints = [
            models.UniqueConstraint(Lower("email"), name="user_email_is_unique_in_any_case"),
            models.CheckConstraint(
                name="user_that_is_the_program_cannot_sign_in",
                condition=~Q(email__iexact=SYSTEM_EMAIL) | Q(is_active=False),
            ),
        ]

    def __str__(self) -> str:
        return self.name or self.email

    def save(self, *args: Any, update_fields: Iterable[str] | None = None, **kwargs: Any) -> None:
        """Save; a sign-in or a password alone makes no version, since history keeps neither."""
        if update_fields is not None and set(update_fields) <= UNREMEMBERED:
            self.skip_history_when_saving = True
        try:
            super().save(*args, update_fields=update_fields, **kwargs)
        finally:
            self.__dict__.pop("skip_history_when_saving", None)


class PostQuerySet(models.QuerySet["Post"]):
    def current(self, on: date) -> "PostQuerySet":
        """Those held on a day: `since` is included, `until` is not."""
        return self.filter(since__lte=on).filter(Q(until__isnull=True) | Q(until__gt=on))

    def with_role(self, roles: Iterable[Role]) -> "PostQuerySet":
        return self.filter(role__in=list(roles))


class Post(Remembered):
    """A person's role at a ward, in a team, or in the trust as a whole, from a day until a day."""

    trust = models.ForeignKey(Trust, on_delete=models.PROTECT, related_name="posts")
    person = models.ForeignKey(User, on_delete=models.PROTECT, related_name="posts")
    role = models.CharField(max_length=20, choices=Role.choices)
    ward = models.ForeignKey(Ward, null=True, blank=True, on_delete=models.PROTECT, related_name="posts")
    team = models.ForeignKey(Team, null=True, blank=True, on_delete=models.PROTECT, related_name="posts")
    since = models.DateField()
    until = models.DateField(null=True, blank=True)
    objects = PostQuerySet.as_manager()
    history = remembered()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="post_has_one_place_or_team",
                condition=Q(role__in=WARD_ROLES, ward__isnull=False, team__isnull=True)
                | Q(role__in=TEAM_ROLES, ward__isnull=True, team__isnull=False)
                | Q(role__in=TRUST_ROLES, ward__isnull=True, team__isnull=True),
            ),
            models.CheckConstraint(
                name="post_ends_after_it_begins",
                condition=Q(until__isnull=True) | Q(until__gt=F("since")),
            ),
            ExclusionConstraint(
                name="post_is_held_once_at_a_time",
                expressions=[
                    ("person", RangeOperators.EQUAL),
                    ("role", RangeOperators.EQUAL),
                    ("trust", RangeOperators.EQUAL),
                    (Coalesce("ward", 0), RangeOperators.EQUAL),
                    (Coalesce("team", 0), RangeOperators.EQUAL),
                    (
                        Func("since", "until", function="daterange", output_field=DateRangeField()),
                        RangeOperators.OVERLAPS,
                    ),
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()}, {self.ward or self.team or self.trust}"
