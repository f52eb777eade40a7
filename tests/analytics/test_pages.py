"""The pages of reports: who reads them, what they show, and what stands behind each figure."""

import re
from datetime import timedelta
from html import unescape

import pytest
from django.test import Client
from django.utils import timezone

from concierge.people.roles import Role
from tests.analytics.conftest import signed_in
from tests.analytics.making import resolved
from tests.factories import (
    NINE,
    PostFactory,
    ProcessFactory,
    ServiceFactory,
    TrustFactory,
    UserFactory,
    WardFactory,
)
from tickets.choices import CauseFate, RootCause, Source
from tickets.models import Ticket

pytestmark = pytest.mark.django_db
REPORT = "/reports/root-causes/"
MARCH = "period=days&since-day=1&since-month=3&since-year=2026&until-day=31&until-month=3&until-year=2026"
PAGES = [
    "/reports/",
    REPORT,
    REPORT + "charts/pareto.svg",
    REPORT + "charts/trend.png",
    REPORT + "report.xlsx",
    REPORT + "causes.csv",
    REPORT + "tickets/",
    REPORT + "tickets.csv",
    REPORT + "tickets.xlsx",
]


def ward_with_tickets(trust, count: int = 1):
    ward = WardFactory(trust=trust)
    for _ in range(count):
        resolved(
            ward,
            services=(ServiceFactory(trust=trust),),
            contacts=((5, 5, None),),
            process=ProcessFactory(trust=trust),
        )
    return ward


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("role", ["manager", "observer", "concierge"])
def test_readers_of_reports_open_every_page(trust, page, role):
    ward_with_tickets(trust)
    post = {"manager": "manages", "observer": "observes", "concierge": "desk"}[role]

    answer = signed_in(UserFactory(**{post: trust})).get(f"{page}?{MARCH}")

    assert answer.status_code == 200


@pytest.mark.parametrize("page", PAGES)
def test_sisters_services_and_administrators_read_no_reports(trust, page):
    ward = ward_with_tickets(trust)
    service = ServiceFactory(trust=trust)

    answers = [
        signed_in(person).get(page).status_code
        for person in (UserFactory(ward=ward), UserFactory(service=service), UserFactory(administers=trust))
    ]

    assert answers == [403, 403, 403]


def test_who_is_not_signed_in_is_led_to_sign_in():
    assert Client().get(REPORT).status_code == 302


def test_another_trusts_report_is_not_found(manager):
    other = TrustFactory()

    assert [manager.get(f"{page}?trust={other.code}").status_code for page in PAGES] == [404] * len(PAGES)


def test_who_reads_for_several_trusts_chooses_and_every_address_keeps_the_choice(trust):
    other = TrustFactory(name="Fenland")
    ward_with_tickets(other)
    person = UserFactory(manages=trust)
    PostFactory(person=person, trust=other, role=Role.MANAGER)
    client = signed_in(person)

    choice = client.get(REPORT).content.decode()
    page = client.get(f"{REPORT}?trust={other.code}&{MARCH}").content.decode()

    assert "Which trust’s reports?" in choice
    assert f"?trust={other.code}" in choice
    assert "Fenland: tickets resolved, 1 March 2026 to 31 March 2026" in page
    assert all(f"trust={other.code}" in address for address in links(page, "/reports/root-causes/tickets/"))


def test_a_report_without_tickets_says_so(manager):
    for page in ("/reports/", REPORT):
        assert "No ticket was resolved in this time" in manager.get(f"{page}?{MARCH}").content.decode()


def test_what_was_resolved_today_stands_in_a_report_just_opened(trust, manager):
    resolved(WardFactory(trust=trust), at=timezone.now() - timedelta(minutes=1), days=0)

    assert tile(manager.get(REPORT).content.decode(), "tickets resolved") == "1"
    assert tile(manager.get("/reports/").content.decode(), "tickets resolved") == "1"


def test_days_that_cannot_be_stay_as_typed_and_are_explained(manager):
    answer = manager.get(f"{REPORT}?period=days&since-day=31&since-month=2&since-year=2026&until-day=1")
    page = answer.content.decode()

    assert answer.status_code == 422
    assert "First day must be a real day, like 3 3 2026" in page
    assert "Last day must include a month and a year" in page
    assert re.search(r'name="since-day"[^>]*value="31"', page)
    assert "Tickets resolved by month" not in page


def test_files_and_pictures_of_days_that_cannot_be_are_not_found(manager):
    wrong = "period=days&since-day=40"

    found = {
        manager.get(f"{page}?{wrong}").status_code for page in PAGES if page not in ("/reports/", REPORT)
    }

    assert found == {404}


def test_days_given_beside_another_period_are_told_to_be_unused(manager):
    page = manager.get(f"{REPORT}?period=all&since-day=1&since-month=3&since-year=2026").content.decode()

    assert "The days you gave were not used" in page


def test_every_number_of_tickets_on_the_page_leads_to_as_many_tickets(trust, manager):
    ward = ward_with_tickets(trust)
    hr = ServiceFactory(trust=trust)
    resolved(ward, cause=RootCause.COMMUNICATION, fate=CauseFate.WORKED_ROUND, services=(hr, hr))
    resolved(
        ward, cause=RootCause.COMMUNICATION, at=NINE + timedelta(days=10), contacts=((2, 2, 2), (3, 3, 3))
    )
    old = resolved(ward)
    Ticket.objects.filter(pk=old.pk).update(
        source=Source.IMPORT, to_be_coded=True, root_cause=None, cause_fate=""
    )
    checked = 0

    for by in ("process", "service", "site"):
        page = manager.get(f"{REPORT}?{MARCH}&by={by}").content.decode()
        for number, address in counted_tickets(page):
            listed = manager.get(address).content.decode().count("app-queue__main")
            assert (listed, address) == (number, address)
            checked += 1

    assert checked > 30


def counted_tickets(page: str) -> list[tuple[int, str]]:
    """The links of a page that say that they count tickets: their number and their address."""
    found = re.findall(
        r'<a href="([^"]+)">(\d+)<span class="nhsuk-u-visually-hidden"> '
        r"(?:tickets|to be coded|Corp|Compl|Cust|Comm|Cult)[^<]*</span>",
        page,
    )
    return [(int(number), unescape(address)) for address, number in found]


def test_the_tickets_behind_show_their_days_minutes_and_cause_and_hide_nhs_numbers(trust, manager):
    ticket = resolved(
        WardFactory(trust=trust), title="Badge for 999 000 0018", contacts=((5, 5, None),), days=7
    )

    page = manager.get(f"{REPORT}tickets/?{MARCH}&cause=culture&fate=removed&month=2026-03").content.decode()

    assert f"/tickets/{ticket.reference}/" in page
    assert "Culture, cause removed, resolved in March 2026" in page
    assert "desk 5, ward 5, service 0" in page
    assert "7 days elapsed" in page
    assert "999 000 0018" not in page


@pytest.mark.parametrize(
    "wrong", ["cause=envy", "fate=sealed", "month=2026-13", "month=x", "unrecorded=pocket"]
)
def test_a_figure_that_does_not_exist_has_no_tickets(manager, wrong):
    assert manager.get(f"{REPORT}tickets/?{wrong}").status_code == 404


def test_the_list_goes_on_page_by_page(trust, manager):
    ward = WardFactory(trust=trust)
    for _ in range(26):
        resolved(ward)

    first = manager.get(f"{REPORT}tickets/?{MARCH}").content.decode()
    following = manager.get(
        next(iter(links(first, "/reports/root-causes/tickets/?", "after=")))
    ).content.decode()

    assert (first.count("app-queue__main"), following.count("app-queue__main")) == (25, 1)


@pytest.mark.parametrize(
    "page", [REPORT, "/reports/", REPORT + "tickets/", REPORT + "tickets.csv", REPORT + "report.xlsx"]
)
def test_a_page_costs_as_many_queries_for_three_tickets_as_for_one(
    trust, manager, page, django_assert_num_queries, django_assert_max_num_queries
):
    ward = ward_with_tickets(trust)
    manager.get(f"{page}?{MARCH}")
    with django_assert_max_num_queries(14) as one:
        read(manager, f"{page}?{MARCH}")

    for _ in range(2):
        resolved(ward, services=(ServiceFactory(trust=trust),), process=ProcessFactory(trust=trust))

    with django_assert_num_queries(len(one)):
        read(manager, f"{page}?{MARCH}")


def read(client: Client, address: str) -> None:
    answer = client.get(address)
    b"".join(answer.streaming_content) if answer.streaming else answer.content


def test_pictures_are_the_readers_own_and_shown_without_script_or_style(trust, manager):
    ward_with_tickets(trust)
    page = manager.get(f"{REPORT}?{MARCH}").content.decode()
    addresses = [unescape(found) for found in re.findall(r'(?:src|srcset)="([^"]+\.svg[^"]*)"', page)]

    answers = [manager.get(address) for address in addresses]

    assert len(addresses) == 4
    assert {answer["Content-Type"] for answer in answers} == {"image/svg+xml"}
    assert all("private" in answer["Cache-Control"] for answer in answers)
    assert " style=" not in page
    assert "<script>" not in page


def test_a_picture_whose_spec_is_gone_is_made_again(trust, manager):
    ward_with_tickets(trust)

    wide = manager.get(f"{REPORT}charts/pareto.svg?{MARCH}&is=gone").content
    narrow = manager.get(f"{REPORT}charts/pareto.svg?{MARCH}&is=gone&narrow=yes").content

    assert b"Culture" in wide
    assert wide != narrow


def test_the_report_and_its_pictures_need_no_cache(trust, manager, settings):
    ward_with_tickets(trust)
    nobody_there = {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": "redis://127.0.0.1:1",
    }
    settings.CACHES = {"default": nobody_there}

    answers = [manager.get(f"{page}?{MARCH}").status_code for page in (REPORT, REPORT + "charts/pareto.svg")]

    assert answers == [200, 200]


def test_the_menu_shows_reports_to_their_readers_only(trust, manager):
    sister = signed_in(UserFactory(ward=WardFactory(trust=trust)))

    assert 'href="/reports/"' in manager.get("/account/").content.decode()
    assert 'href="/reports/"' not in sister.get("/account/").content.decode()


def test_a_manager_begins_at_the_reports_and_a_concierge_at_her_desk(trust, manager):
    both = UserFactory(desk=trust, manages=trust)

    assert manager.get("/")["Location"] == "/reports/"
    assert signed_in(UserFactory(desk=trust)).get("/")["Location"] == "/desk/"
    assert signed_in(both).get("/")["Location"] == "/desk/"


def test_reports_begin_with_the_process_that_takes_most_minutes(trust, manager):
    ward, service = WardFactory(trust=trust), ServiceFactory(trust=trust)
    for name, minutes in (("Quick form", 5), ("Slow form", 50)):
        process = ProcessFactory(trust=trust, name=name)
        resolved(ward, services=(service,), contacts=((minutes, 0, None),), process=process)

    page = manager.get(f"/reports/?{MARCH}").content.decode()

    assert page.index("What to redesign first") < page.index("Slow form") < page.index("Quick form")


def test_the_report_lists_what_is_on_it_and_names_each_file_once(trust, manager):
    ward_with_tickets(trust)

    page = manager.get(f"{REPORT}?{MARCH}").content.decode()

    inside = re.search(r'<nav class="app-contents".*?</nav>', page, re.DOTALL)
    assert inside is not None
    assert all(f'id="{place}"' in page for place in re.findall(r'href="#([^"]+)"', inside[0]))
    files = re.findall(r'href="([^"]+\.csv[^"]*)"', page)
    assert len(files) == len(set(files)) == 6


def links(page: str, *holding: str) -> set[str]:
    """The addresses on a page that hold all of these."""
    found = map(unescape, re.findall(r'href="([^"]+)"', page))
    return {address for address in found if all(text in address for text in holding)}


def tile(page: str, words: str) -> str:
    """The figure of the tile with these words."""
    found = re.search(
        rf'app-tile__figure">([^<]+)</p>\s*<p class="app-tile__words">(?:<a [^>]+>)?{words}', page
    )
    assert found is not None
    return found[1]
