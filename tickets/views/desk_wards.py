"""How the desk says which ward: from a list where there are few, by its name where there are many."""

from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from concierge.places.models import Ward
from concierge.web.paging import page_of
from concierge.web.requests import SignedInRequest, words_sought

MOST_LISTED = 100
"""Wards that one box of choices can hold and still be read; a trust has some fifty, a region thousands."""
LONGEST_ID = 18
"""Figures of an id that a column can hold."""


def wards_of(desks: frozenset[int]) -> QuerySet[Ward]:
    """The wards in use that these desks work for, by name."""
    in_use = Ward.objects.in_use(timezone.localdate()).filter(trust_id__in=desks)
    return in_use.select_related("site", "trust").order_by("name", "pk")


def to_choose_from(request: SignedInRequest, desks: frozenset[int]) -> QuerySet[Ward] | None:
    """The wards for a box of choices: all, or where they are many only the one in the address.

    None where they are many and the address names none of them: `find_ward` is to be shown first.
    """
    wards = wards_of(desks)
    if len(wards.values_list("pk")[: MOST_LISTED + 1]) <= MOST_LISTED:
        return wards
    asked = request.POST.get("ward") or request.GET.get("ward", "")
    named = wards.filter(pk=int(asked)) if is_id(asked) else wards.none()
    return named if named.exists() else None


def find_ward(request: SignedInRequest, desks: frozenset[int], *, title: str) -> HttpResponse:
    """Look a ward up by name, hospital or short name; choosing one leads back to the same page with it."""
    words, wards = words_sought(request), wards_of(desks)
    for word in words.split():
        called = Q(name__icontains=word) | Q(other_names__icontains=word) | Q(site__name__icontains=word)
        wards = wards.filter(called)
    page = page_of(wards, ("name", "pk"), request)
    return render(request, "tickets/desk/find_ward.jinja", {"title": title, "words": words, "page": page})


def is_id(text: str) -> bool:
    """Whether a text can be the id of a row."""
    return text.isascii() and text.isdecimal() and len(text) <= LONGEST_ID
