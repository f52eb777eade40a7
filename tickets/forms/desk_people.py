"""What the desk is asked about whose tickets are whose."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone

from concierge.people.models import Post, User
from concierge.people.roles import DESK_ROLES, WARD_ROLES
from concierge.places.models import Ward
from concierge.web.forms import PageForm
from tickets.forms.desk_parts import offer


def people_of_desk(trust_ids: set[int] | frozenset[int]) -> QuerySet[User]:
    """Those who work for the desks of these trusts today."""
    posts = Post.objects.current(timezone.localdate()).with_role(DESK_ROLES).filter(trust_id__in=trust_ids)
    return User.objects.filter(pk__in=posts.values("person"), is_active=True).order_by("name", "pk")


class AssignForm(PageForm):
    concierge = forms.ModelChoiceField(
        User.objects.none(), label="Who should look after it?", empty_label="Choose a person"
    )

    def __init__(self, *args: Any, trust_id: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "concierge", people_of_desk({trust_id}))


class HandOverForm(PageForm):
    """All open tickets of one concierge, to another. One who has left may still have some."""

    leaver = forms.ModelChoiceField(
        User.objects.none(), label="Whose open tickets?", empty_label="Choose a person"
    )
    to = forms.ModelChoiceField(
        User.objects.none(), label="Who should have them?", empty_label="Choose a person"
    )
    asks = {"leaver": "Choose whose tickets", "to": "Choose who should have them"}

    def __init__(self, *args: Any, leavers: QuerySet[User], desks: frozenset[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "leaver", leavers)
        offer(self, "to", people_of_desk(desks))

    def clean(self) -> dict[str, Any]:
        told: dict[str, Any] = super().clean() or self.cleaned_data
        if told.get("to") and told.get("to") == told.get("leaver"):
            self.add_error("to", "Choose somebody else")
        return told


class ChooseWardForm(PageForm):
    ward = forms.ModelChoiceField(Ward.objects.none(), label="Which ward?", empty_label="Choose a ward")

    def __init__(self, *args: Any, wards: QuerySet[Ward], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "ward", wards, ward_and_site)


class PassOnForm(PageForm):
    to = forms.ModelChoiceField(
        User.objects.none(), label="Whom does the desk answer to from now on?", empty_label="Choose a person"
    )
    asks = {"to": "Choose whom the desk answers to"}

    def __init__(self, *args: Any, ward: Ward, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        posts = Post.objects.current(timezone.localdate()).with_role(WARD_ROLES).filter(ward=ward)
        offer(
            self,
            "to",
            User.objects.filter(pk__in=posts.values("person"), is_active=True).order_by("name", "pk"),
        )


def ward_and_site(ward: Ward) -> str:
    """A ward as people tell it from one of the same name in another hospital."""
    return f"{ward}, {ward.site}"
