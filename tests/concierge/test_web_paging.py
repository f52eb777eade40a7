"""Lists page by key: every row once, whatever the ways, at one price."""

from typing import Any

import pytest
from django.db.models import Value
from django.db.models.functions import Concat, Length
from django.test import RequestFactory
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from concierge.people.models import Post, User
from concierge.web.paging import Page, page_of
from tests.factories import PostFactory, UserFactory

pytestmark = pytest.mark.django_db
NAMES = ["Bea", "Ada", "Bea", "Cy", "Ada", "Ada", "Dot"]
ORDER = ("-name", "pk")


def page_at(url: str, order: tuple[str, ...] = ORDER, rows: Any = None, size: int = 2) -> Page[User]:
    rows = User.objects.all() if rows is None else rows
    return page_of(rows, order, RequestFactory().get(url), size=size)


def walk(order: tuple[str, ...], rows: Any = None, size: int = 2) -> tuple[list[int], list[int]]:
    """Every row met going on to the end, and every row met coming back."""
    page = page_at("/list/", order, rows, size)
    there = [row.pk for row in page.items]
    while page.next_url:
        page = page_at(page.next_url, order, rows, size)
        there += [row.pk for row in page.items]
    back = [row.pk for row in reversed(page.items)]
    while page.previous_url:
        page = page_at(page.previous_url, order, rows, size)
        back += [row.pk for row in reversed(page.items)]
    return there, back


@pytest.mark.parametrize(
    "order", [("name", "pk"), ("-name", "-pk"), ("-name", "pk"), ("pk",), ("-created_at", "pk")]
)
def test_every_row_comes_once_on_the_way_there_and_back(order):
    for name in NAMES:
        UserFactory(name=name)

    there, back = walk(order)

    assert there == list(User.objects.order_by(*order).values_list("pk", flat=True))
    assert sorted(set(back)) == sorted(there)


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    names=st.lists(st.sampled_from(["", "Ada", "ada", "ä", "😀", "Bea"]), max_size=12), size=st.integers(1, 5)
)
def test_any_names_in_pages_of_any_size_come_once(names, size):
    User.objects.all().delete()
    for name in names:
        UserFactory(name=name)

    there, _ = walk(ORDER, size=size)

    assert there == list(User.objects.order_by(*ORDER).values_list("pk", flat=True))


def test_pages_can_be_ordered_by_what_is_worked_out():
    for name in NAMES:
        UserFactory(name=name)
    rows = User.objects.annotate(shown=Concat("name", Value(" of Elm")), length=Length("name"))

    there, _ = walk(("length", "-shown", "pk"), rows)

    assert there == list(rows.order_by("length", "-shown", "pk").values_list("pk", flat=True))


def test_the_other_parameters_stay_in_the_address():
    UserFactory.create_batch(3)

    page = page_at("/list/?q=a+%26+b&after=broken")

    assert page.next_url is not None
    assert page.next_url.startswith("/list/?q=a+%26+b&after=")
    assert page.previous_url is None


@pytest.mark.parametrize("cursor", ["broken", "W10=", "%00", "x" * 5000, "🙂"])
def test_a_broken_place_in_the_list_gives_its_first_page(cursor):
    UserFactory.create_batch(3)
    first = page_at("/list/")
    lost = [page_at(f"/list/?after={cursor}"), page_at(f"/list/?after={cursor}&before={cursor}")]

    assert [(page.items, page.previous_url) for page in lost] == [(first.items, None)] * 2


def test_a_place_in_one_order_is_no_place_in_another():
    UserFactory.create_batch(3)
    onward = page_at("/list/").next_url

    assert onward is not None
    assert page_at(onward, ("name", "pk")).items == page_at("/list/", ("name", "pk")).items


def test_going_back_past_the_start_gives_a_whole_first_page():
    people = UserFactory.create_batch(3)
    second = page_at(page_at("/list/", ("pk",)).next_url or "", ("pk",))
    people[0].delete()

    first = page_at(second.previous_url or "", ("pk",))

    assert [row.pk for row in first.items] == [people[1].pk, people[2].pk]
    assert first.previous_url is None


def test_a_page_emptied_meanwhile_leads_back_to_the_start():
    people = UserFactory.create_batch(3)
    onward = page_at("/list/", ("pk",)).next_url or ""
    people[2].delete()

    assert page_at(onward, ("pk",)) == Page([], None, "/list/")


def test_an_order_that_may_tie_or_be_null_is_refused():
    PostFactory.create_batch(3)
    with pytest.raises(ValueError, match="end in pk"):
        page_at("/list/", ("name",))
    with pytest.raises(ValueError, match="until, which is null"):
        page_of(Post.objects.all(), ("until", "pk"), RequestFactory().get("/"), size=1)


def test_a_page_costs_one_query_however_many_rows_there_are(django_assert_num_queries):
    UserFactory()
    with django_assert_num_queries(1):
        page_at("/list/")

    UserFactory.create_batch(4)
    with django_assert_num_queries(1):
        onward = page_at("/list/").next_url
    with django_assert_num_queries(1):
        page_at(onward or "")
