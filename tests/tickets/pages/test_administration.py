"""The administrator's pages: each does its one thing, refuses others, and forgets nothing."""

from datetime import date

import pytest
from django.test import Client
from django.utils import timezone

from concierge.people.models import Post, User
from concierge.people.roles import Role
from concierge.places.models import Trust, Ward
from tests.factories import (
    ProcessFactory,
    ServiceFactory,
    SiteFactory,
    TeamFactory,
    TrustFactory,
    UserFactory,
    WardFactory,
    raised_ticket,
)
from tickets.models import CauseWording, Process, Service

pytestmark = pytest.mark.django_db
DAY = {"since-day": "1", "since-month": "3", "since-year": "2026"}


@pytest.fixture
def trust() -> Trust:
    return TrustFactory(code="LARK", name="Larkwater")


@pytest.fixture
def administrator(trust: Trust) -> User:
    return UserFactory(administers=trust, name="Ade")


@pytest.fixture
def page(client: Client, administrator: User) -> Client:
    client.force_login(administrator)
    return client


def text(response) -> str:
    return response.content.decode()


def sent(page: Client, path: str, told: dict[str, object]) -> str:
    """Send a form that is meant to succeed; gives the page it leads to."""
    response = page.post(f"/administration/LARK/{path}", told, follow=True)
    assert response.redirect_chain, text(response)
    return text(response)


LISTS = ["", "wards/", "people/", "services/", "processes/"]
FORMS = ["causes/", "sites/new/", "wards/new/", "people/new/", "services/new/", "processes/new/"]


@pytest.mark.parametrize("path", LISTS + FORMS)
def test_the_administrator_finds_every_page_and_others_find_none(
    client: Client, administrator: User, path: str
):
    others = [
        UserFactory(desk=administrator.posts.get().trust),
        UserFactory(administers=TrustFactory()),
        UserFactory(manages=administrator.posts.get().trust),
    ]

    client.force_login(administrator)
    assert client.get(f"/administration/LARK/{path}").status_code == 200

    for other in others:
        client.force_login(other)
        assert client.get(f"/administration/LARK/{path}").status_code == 404


def test_one_trust_is_entered_at_once(page: Client):
    assert page.get("/administration/").url == "/administration/LARK/"


def test_with_two_trusts_one_is_chosen(page: Client, administrator: User):
    Post.objects.create(
        trust=TrustFactory(name="Otherwater"),
        person=administrator,
        role=Role.ADMINISTRATOR,
        since=date(2020, 1, 1),
    )

    shown = text(page.get("/administration/"))

    assert "Larkwater" in shown
    assert "Otherwater" in shown


def test_a_ward_is_opened_changed_closed_and_opened_again(page: Client, trust: Trust, administrator: User):
    site = SiteFactory(trust=trust)
    told = {"name": "Alder", "site": site.pk, "specialty": "acute medicine", "other_names": "AMU, Assessment"}

    sent(page, "wards/new/", told)
    ward = Ward.objects.get()
    assert (ward.name, ward.site, ward.trust, ward.other_names) == (
        "Alder",
        site,
        trust,
        ["AMU", "Assessment"],
    )
    sent(page, f"wards/{ward.pk}/", {**told, "name": "Alder East"})
    assert "closed" in sent(page, f"wards/{ward.pk}/retirement/", {})
    ward.refresh_from_db()
    assert (ward.name, ward.retired_on) == ("Alder East", timezone.localdate())
    sent(page, f"wards/{ward.pk}/retirement/", {})

    kept = [(row.history_change_reason, row.history_user) for row in ward.history.all()]
    assert kept == [(reason, administrator) for reason in ("in use again", "retired", "changed", "opened")]


def test_a_second_ward_of_the_same_name_is_refused_and_nothing_typed_is_lost(page: Client, trust: Trust):
    ward = WardFactory(trust=trust, name="Alder")

    response = page.post(
        "/administration/LARK/wards/new/", {"name": "ALDER", "site": ward.site_id, "specialty": "stroke"}
    )

    assert "There is a ward at" in text(response)
    assert 'value="ALDER"' in text(response)
    assert 'value="stroke"' in text(response)
    assert Ward.objects.count() == 1


def test_wards_are_found_by_their_other_names(page: Client, trust: Trust):
    WardFactory(trust=trust, name="Acute Assessment Unit", other_names=["AAU"])
    WardFactory(trust=trust, name="Elder")

    shown = text(page.get("/administration/LARK/wards/?q=aau"))

    assert "Acute Assessment Unit" in shown
    assert "Elder" not in shown


def test_a_person_is_welcomed_with_a_first_post(page: Client, trust: Trust):
    ward = WardFactory(trust=trust)

    sent(
        page,
        "people/new/",
        {"name": "Bea", "email": "Bea@demo.example", "role": "sister", "ward": ward.pk, **DAY},
    )

    post = Post.objects.get(ward=ward)
    assert (post.person.email, post.role, post.since) == ("bea@demo.example", "sister", date(2026, 3, 1))
    assert not post.person.has_usable_password()


def test_somebody_known_in_another_trust_gets_the_post_and_keeps_her_account(page: Client, trust: Trust):
    bea = UserFactory(email="bea@demo.example", manages=TrustFactory())

    sent(page, "people/new/", {"name": "B", "email": "BEA@demo.example", "role": "manager", **DAY})

    assert bea.posts.filter(trust=trust, role="manager").count() == 1
    assert User.objects.get(pk=bea.pk).name == bea.name


@pytest.mark.parametrize(
    ("told", "says"),
    [
        ({"role": "sister"}, "Select the ward"),
        ({"role": "concierge"}, "Select the desk"),
        ({"role": "service"}, "Select the service"),
        (
            {"role": "manager", "until-day": "1", "until-month": "3", "until-year": "2026"},
            "last day must come after",
        ),
    ],
)
def test_a_post_needs_a_place_that_fits_and_days_in_order(
    page: Client, administrator: User, told: dict[str, str], says: str
):
    response = page.post(f"/administration/LARK/people/{administrator.pk}/posts/", {**DAY, **told})

    assert says in text(response)
    assert administrator.posts.count() == 1


def test_a_post_cannot_be_held_twice_at_once(page: Client, administrator: User):
    response = page.post(
        f"/administration/LARK/people/{administrator.pk}/posts/", {**DAY, "role": "administrator"}
    )

    assert "holds this post at that time already" in text(response)


def test_a_post_ends_and_its_holder_sees_her_ward_no_more(page: Client, trust: Trust):
    ward = WardFactory(trust=trust)
    sister = UserFactory(ward=ward)
    today = timezone.localdate()
    told = {"until-day": today.day, "until-month": today.month, "until-year": today.year}

    sent(page, f"posts/{sister.posts.get().pk}/end/", told)

    assert not sister.posts.current(today).exists()


def test_a_leaver_signs_in_no_more(page: Client, trust: Trust):
    leaver = UserFactory(manages=trust)

    sent(page, f"people/{leaver.pk}/closing/", {})

    leaver.refresh_from_db()
    assert (leaver.is_active, leaver.posts.get().until) == (False, timezone.localdate())


def test_nobody_closes_her_own_account(page: Client, administrator: User):
    sent(page, f"people/{administrator.pk}/closing/", {})

    administrator.refresh_from_db()
    assert administrator.is_active


def test_an_account_with_posts_elsewhere_is_not_closed_from_here(page: Client, trust: Trust):
    bea = UserFactory(manages=trust)
    Post.objects.create(trust=TrustFactory(), person=bea, role=Role.MANAGER, since=date(2020, 1, 1))

    shown = sent(page, f"people/{bea.pk}/closing/", {})

    assert "posts in another trust" in shown
    assert User.objects.get(pk=bea.pk).is_active


def test_a_service_is_added_with_contacts_and_several_periods_a_day(page: Client, trust: Trust):
    sent(page, "services/new/", {"name": "Payroll", "chase_after_days": "3", "telephone": "020 7946 0111"})
    service = Service.objects.get()

    sent(page, f"services/{service.pk}/hours/", {"day_0": "9-12:30, 13:00 to 1700", "day_5": ""})
    sent(page, f"services/{service.pk}/contacts/new/", {"name": "Pay desk", "telephone": "020 7946 0112"})

    assert (service.team.name, service.chase_after_days) == ("Payroll", 3)
    periods = service.working_hours.values_list("weekday", "starts_minute", "ends_minute")
    assert list(periods.order_by("starts_minute")) == [(0, 540, 750), (0, 780, 1020)]
    shown = text(page.get(f"/administration/LARK/services/{service.pk}/"))
    assert "9:00-12:30, 13:00-17:00" in shown
    assert "Pay desk" in shown


@pytest.mark.parametrize(
    ("hours", "says"),
    [("nine to five", "like 9:00-12:30"), ("9-5", "like 9:00-12:30"), ("9-13, 12-17", "overlap")],
)
def test_hours_that_cannot_be_are_refused(page: Client, trust: Trust, hours: str, says: str):
    service = ServiceFactory(trust=trust)

    response = page.post(f"/administration/LARK/services/{service.pk}/hours/", {"day_1": hours})

    assert says in text(response)
    assert hours in text(response)
    assert not service.working_hours.exists()


def test_a_contact_nobody_can_reach_is_refused(page: Client, trust: Trust):
    service = ServiceFactory(trust=trust)

    response = page.post(f"/administration/LARK/services/{service.pk}/contacts/new/", {"name": "Jo"})

    assert "e-mail address or a telephone number" in text(response)


def test_a_process_is_added_and_retired(page: Client, trust: Trust):
    service = ServiceFactory(trust=trust)
    told = {
        "name": "Pay query",
        "service": service.pk,
        "target_days": "5",
        "is_adopted": "on",
        "hint": "Say which month",
    }

    sent(page, "processes/new/", told)
    process = Process.objects.get()
    sent(page, f"processes/{process.pk}/retirement/", {})

    process.refresh_from_db()
    assert (process.service, process.target_days, process.is_adopted) == (service, 5, True)
    assert process.retired_on == timezone.localdate()


def test_a_process_taken_directly_needs_a_service(page: Client):
    response = page.post("/administration/LARK/processes/new/", {"name": "Pay query", "is_adopted": "on"})

    assert "Choose the service that takes it directly" in text(response)


def test_the_six_definitions_are_worded_and_there_is_no_seventh(page: Client, trust: Trust):
    six = dict.fromkeys(
        [
            "corporate_overlap",
            "complex_processes",
            "customer_service",
            "communication",
            "culture",
            "commercial_contracts",
        ],
        "In our words",
    )

    sent(page, "causes/", {**six, "laziness": "A seventh"})

    assert dict(CauseWording.objects.values_list("cause", "definition")) == six


@pytest.mark.parametrize("path", ["wards/", "people/", "services/", "processes/"])
def test_a_list_of_three_costs_what_a_list_of_one_costs(
    page: Client, trust: Trust, path: str, django_assert_max_num_queries
):
    def add() -> None:
        ward = WardFactory(trust=trust)
        raised_ticket(ward)
        ProcessFactory(trust=trust)

    def cost() -> int:
        with django_assert_max_num_queries(100) as asked:
            assert page.get(f"/administration/LARK/{path}").status_code == 200
        return len(asked)

    add()
    one = cost()
    add()
    add()

    assert cost() == one


def test_another_trusts_rows_are_not_found(page: Client):
    ward = WardFactory()
    service = ServiceFactory()
    process = ProcessFactory()
    person = UserFactory(ward=ward)

    for path in (
        f"wards/{ward.pk}/",
        f"services/{service.pk}/",
        f"processes/{process.pk}/",
        f"people/{person.pk}/",
        f"posts/{person.posts.get().pk}/end/",
    ):
        assert page.get(f"/administration/LARK/{path}").status_code == 404


def test_a_desk_team_of_another_trust_is_no_choice(page: Client, administrator: User):
    foreign = TeamFactory()

    response = page.post(
        f"/administration/LARK/people/{administrator.pk}/posts/",
        {**DAY, "role": "concierge", "team": foreign.pk},
    )

    assert "Select the desk" in text(response)
