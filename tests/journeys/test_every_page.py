"""Every page of the product, for whoever reads it, on a phone and on a desktop."""

from collections.abc import Iterable, Sequence
from time import time

import pytest
from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from playwright.sync_api import Page

from tests.journeys import places
from tests.journeys.browsing import OpenPage, sign_in
from tests.journeys.house import PASSWORD, House
from tests.journeys.inspection import Inspector, told
from tests.journeys.lived_in import LivedIn, build_lived_in, give_password
from tests.journeys.places import Place

browser_only = pytest.mark.browser
CODE_LASTS = 30
"""Seconds for which one code of an authenticator app is good."""


def test_every_page_has_a_place_in_the_sweep_or_a_reason_to_be_left_out():
    names = set(places.names_of_pages())

    known = {place.name for place in places.ALL} | places.BY_HAND | set(places.LEFT_OUT)

    assert names - known == set()
    assert known - names == set()
    assert {place.name for place in places.ALL} & set(places.LEFT_OUT) == set()


@browser_only
@pytest.mark.parametrize(
    "group",
    [places.WARD, places.DESK, places.SERVICE, places.REPORTS, places.ADMINISTRATION, places.SHELL],
    ids=["ward", "desk", "service", "reports", "administration", "shell"],
)
def test_every_page_is_sound_for_its_readers(open_page: OpenPage, house: House, group: Sequence[Place]):
    lived_in = build_lived_in(house)
    _make_keys(lived_in)

    assert not (found := faults_found(open_page, lived_in, group)), told(found)


@browser_only
def test_the_pages_that_keep_an_account_safe_are_sound(open_page: OpenPage, house: House):
    person = give_password(house.concierge)
    secret = generate_totp_secret()
    page = open_page()
    inspector = Inspector(page)
    sign_in(page, person)
    page.goto("/account/two-step/totp/activate/")
    _prove_it_is_her(inspector)
    inspector.look("/account/two-step/totp/activate/")
    inspector.send_empty("/account/two-step/totp/activate/", places.CODE)
    TOTP.activate(person, secret)
    RecoveryCodes.activate(person)

    page.context.clear_cookies()
    page.goto("/account/login/")
    page.get_by_label("E-mail address").fill(person.email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/authenticate/**")
    inspector.look(page.url)
    inspector.send_empty(page.url, places.CODE)
    _enter_code(page, secret)
    for place in places.SECURED:
        _visit(inspector, place, {})
    page.goto("/account/two-step/recovery-codes/")
    _prove_it_is_her(inspector)
    for place in places.PROVED:
        _visit(inspector, place, {})

    assert not inspector.faults, told(inspector.faults)


@browser_only
@pytest.mark.parametrize(
    ("path", "status"), [("/no/such/page/", 404), ("/tickets/R-1/", 404), ("/reports/", 403)]
)
def test_a_page_that_is_not_there_or_not_for_her_says_so_soundly(
    open_page: OpenPage, house: House, path: str, status: int
):
    inspector = Inspector(open_page(house.hr_lead))

    inspector.visit(str(status), path, status)

    assert not inspector.faults, told(inspector.faults)


def faults_found(open_page: OpenPage, lived_in: LivedIn, group: Iterable[Place]) -> dict[str, list[str]]:
    """Visit every place of a group as its reader; give what is wrong, by page."""
    inspectors: dict[str, Inspector] = {}
    for place in group:
        person = lived_in.people.get(place.who)
        if place.who not in inspectors:
            inspectors[place.who] = Inspector(open_page(person))
        _visit(inspectors[place.who], place, lived_in.things)
    for who, inspector in inspectors.items():
        inspector.follow_links(lived_in.people.get(who))
    return {f"{who}: {page}": told for who, each in inspectors.items() for page, told in each.faults.items()}


def _visit(inspector: Inspector, place: Place, things: dict[str, dict[str, object]]) -> None:
    address = place.address(things)
    inspector.visit(place.name, address, place.status, place.leads_to(things))
    if place.wrong:
        inspector.send_empty(address, place.wrong)


def _make_keys(lived_in: LivedIn) -> None:
    person = lived_in.house.sister
    pk = user_pk_to_url_str(person)
    lived_in.things |= {
        "right_key": {"uidb36": pk, "key": default_token_generator.make_token(person)},
        "key_in_use": {"uidb36": pk, "key": "set-password"},
        "wrong_key": {"uidb36": pk, "key": "set-out-wrong"},
    }


def _prove_it_is_her(inspector: Inspector) -> None:
    inspector.look("/account/reauthenticate/")
    inspector.page.get_by_label("Password", exact=True).fill(PASSWORD)
    inspector.page.get_by_role("main").get_by_role("button", name="Go on").click()
    inspector.page.wait_for_url(lambda url: "/reauthenticate/" not in url)


def _enter_code(page: Page, secret: str) -> None:
    page.get_by_label("Six-figure code").fill(
        format_hotp_value(hotp_value(secret, int(time()) // CODE_LASTS))
    )
    page.get_by_role("main").get_by_role("button").first.click()
    page.wait_for_url(lambda url: "/authenticate/" not in url)
