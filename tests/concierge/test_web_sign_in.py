"""Signing in: who may, who may not, and what each is told."""

import re

import pytest
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from allauth.socialaccount.models import SocialAccount, SocialLogin
from django.contrib.auth.models import AnonymousUser
from django.contrib.messages.storage.cookie import CookieStorage
from django.core import mail
from django.core.cache import cache
from django.http import HttpRequest
from django.test import Client, RequestFactory

from concierge.people.models import SYSTEM_EMAIL, User
from concierge.web.sign_in import SignOnAdapter
from tests.factories import UserFactory

pytestmark = [pytest.mark.urls("tests.concierge.web_pages"), pytest.mark.django_db]
SIGN_IN = "/account/login/"
PASSWORD = "three odd words"


@pytest.fixture(autouse=True)
def no_tries_yet():
    """Tries at signing in are counted in the cache."""
    cache.clear()


@pytest.fixture
def ada() -> User:
    return User.objects.create_user(email="ada@demo.example", name="Ada", password=PASSWORD)


def errors(page: str) -> list[str]:
    """The lines of the error summary."""
    summary = re.search(r'nhsuk-error-summary__list">(.*?)</ul>', page, re.DOTALL)
    lines = re.findall(r"<li>(.*?)</li>", summary[1], re.DOTALL) if summary else []
    return [re.sub(r"<[^>]+>", "", line).strip() for line in lines]


def sign_in(client: Client, **typed: str) -> str:
    """Try to sign in; give where it led, or the page that said no."""
    answer = client.post(SIGN_IN, {"login": "ada@demo.example", "password": PASSWORD} | typed)
    return answer["Location"] if answer.status_code == 302 else answer.text


def code_of(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))


def test_signed_out_the_front_door_leads_to_a_form_that_asks_for_login_and_password():
    page = Client().get("/", follow=True)
    first = page.text[page.text.index("<form") : page.text.index("</form>")]

    assert page.redirect_chain == [("/account/login/?next=/", 302)]
    assert 'method="post"' in first
    assert {'name="login"', 'name="password"', 'name="csrfmiddlewaretoken"'} <= set(first.split())


@pytest.mark.parametrize("address", ["ada@demo.example", "ADA@Demo.Example"])
def test_a_person_signs_in_and_comes_to_the_page_she_asked_for(ada, address):
    assert sign_in(Client(), login=address, next="/asking/") == "/asking/"


def test_she_is_led_nowhere_but_here(ada):
    assert sign_in(Client(), next="https://elsewhere.example/") == "/"


def test_a_wrong_password_and_an_unknown_address_are_told_the_same(ada):
    said = [errors(sign_in(Client(), password="x")), errors(sign_in(Client(), login="eve@demo.example"))]

    assert said[0] == said[1] == ["That e-mail address and password do not match. Check both and try again."]


def test_empty_boxes_are_asked_for():
    said = errors(sign_in(Client(), login="", password=""))

    assert said == ["Enter your e-mail address", "Enter your password"]


def test_too_many_tries_are_slowed_down(ada):
    client = Client()
    said = [errors(sign_in(client, password="x")) for _ in range(12)]

    assert said[-1] == ["Too many tries. Wait five minutes, or ask the desk to help you."]
    assert errors(sign_in(client)) == said[-1]


def test_a_closed_account_cannot_sign_in(ada):
    ada.is_active = False
    ada.save()

    client = Client()
    sign_in(client)

    assert client.get("/asking/").status_code == 302


def test_nobody_signs_herself_up():
    page = Client().post("/account/signup/", {"email": "eve@demo.example", "password1": PASSWORD})

    assert "Accounts are made for you" in page.text
    assert not User.objects.exists()


def test_leaving_the_box_empty_signs_out_with_the_browser(ada):
    brief, whole_day = Client(), Client()

    sign_in(brief)
    sign_in(whole_day, remember="on")

    assert brief.cookies["sessionid"]["expires"] == ""
    assert whole_day.cookies["sessionid"]["max-age"] == 12 * 60 * 60
    assert brief.cookies["sessionid"]["httponly"]


def test_a_forgotten_password_is_chosen_anew_from_the_e_mail(ada):
    client = Client()
    client.post("/account/password/reset/", {"email": "ada@demo.example"})
    message = mail.outbox[0]
    link = re.search(r"http://testserver(\S+)", str(message.body))
    assert link

    form = client.get(link[1], follow=True)
    address = form.redirect_chain[-1][0]
    unlike = client.post(address, {"password1": "four odd words here", "password2": "other"})
    client.post(address, {"password1": "four odd words here", "password2": "four odd words here"})

    assert message.subject == "Choose a new password for Concierge"
    assert "Choose a new password" in form.text
    assert errors(unlike.text) == ["You must type the same password each time."]
    assert sign_in(Client(), password="four odd words here") == "/"
    assert "That link no longer works" in Client().get(link[1], follow=True).text


def test_asking_for_an_unknown_address_tells_nobody_that_it_is_unknown():
    answer = Client().post("/account/password/reset/", {"email": "eve@demo.example"}, follow=True)

    assert "If that address has an account here" in answer.text


def test_two_step_sign_in_is_turned_on_asked_for_and_turned_off(ada):
    client = Client()
    sign_in(client)
    asked = client.get("/account/two-step/totp/activate/", follow=True)
    page = client.post(asked.redirect_chain[-1][0], {"password": PASSWORD}, follow=True).text
    secret = re.search(r'app-key">([A-Z2-7]+)<', page)
    assert secret

    wrong = client.post("/account/two-step/totp/activate/", {"code": "000000"})
    client.post("/account/two-step/totp/activate/", {"code": code_of(secret[1])})
    codes = re.findall(r"<code>(\w+)</code>", client.get("/account/two-step/recovery-codes/").text)

    assert "Show us it is you" in asked.text
    assert errors(wrong.text) == ["That code is not right. Use the newest one your app shows."]
    assert len(codes) == 10
    again = Client()
    assert sign_in(again) == "/account/two-step/authenticate/"
    assert again.get("/asking/").status_code == 302
    assert errors(again.post("/account/two-step/authenticate/", {"code": ""}).text) == [
        "Enter the code your app shows"
    ]
    again.post("/account/two-step/authenticate/", {"code": codes[0]})
    assert again.get("/asking/").status_code == 200
    assert "Turn it off" in again.get("/account/two-step/").text
    client.post("/account/two-step/totp/deactivate/")
    assert sign_in(Client()) == "/"


def test_signing_out_is_a_post_and_ends_the_session(ada):
    client = Client()
    sign_in(client)

    asked = client.get("/account/logout/")
    assert "Do you want to sign out?" in asked.text
    assert client.get("/asking/").status_code == 200

    left = client.post("/account/logout/", follow=True)
    assert "You have signed out." in left.text
    assert client.get("/asking/").status_code == 302


def test_a_changed_password_keeps_its_owner_signed_in(ada):
    client = Client()
    sign_in(client)
    new = {"password1": "four odd words here", "password2": "four odd words here"}

    wrong = client.post("/account/password/change/", new | {"oldpassword": "x"})
    client.post("/account/password/change/", new | {"oldpassword": PASSWORD})

    assert errors(wrong.text) == ["Enter your current password"]
    assert client.get("/asking/").status_code == 200
    assert sign_in(Client(), password="four odd words here") == "/"


def test_a_short_password_is_refused(ada):
    client = Client()
    sign_in(client)
    short = {"oldpassword": PASSWORD, "password1": "odd words x", "password2": "odd words x"}

    said = errors(client.post("/account/password/change/", short).text)

    assert said == ["This password is too short. It must contain at least 12 characters."]


def test_the_trusts_own_sign_on_is_offered_only_where_it_is_set_up(settings):
    before = Client().get(SIGN_IN).text
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": [TRUST]}}

    after = Client().get(f"{SIGN_IN}?next=/asking/").text

    assert "Sign in with" not in before
    assert "Sign in with Demo trust" in after
    assert 'action="/account/oidc/trust/login/?next=%2Fasking%2F"' in after
    assert after.index('name="login"') < after.index("Sign in with Demo trust")


def signed_on(email: str, **claims: object) -> SocialLogin:
    """What a first sign-on by the trust brings."""
    account = SocialAccount(provider="trust", uid=email, extra_data={"userinfo": {"email": email} | claims})
    return SocialLogin(user=User(email=email, name="Ada"), account=account)


def asked(rf: RequestFactory) -> HttpRequest:
    request = rf.get("/")
    request.session = {}  # type: ignore[assignment]
    request.user = AnonymousUser()
    request._messages = CookieStorage(request)  # type: ignore[attr-defined]
    return request


def test_a_first_sign_on_joins_the_account_with_the_same_address(ada, rf, settings):
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": [TRUST]}}
    login = signed_on("Ada@Demo.Example")

    SignOnAdapter().pre_social_login(asked(rf), login)

    assert SocialAccount.objects.get().user == ada


@pytest.mark.parametrize(
    "login",
    [
        signed_on("eve@demo.example"),
        signed_on(""),
        signed_on("ada@demo.example", email_verified=False),
        signed_on(SYSTEM_EMAIL),
    ],
)
def test_a_sign_on_that_proves_no_known_person_is_turned_away(ada, rf, login):
    User.objects.system()

    with pytest.raises(ImmediateHttpResponse) as turned_away:
        SignOnAdapter().pre_social_login(asked(rf), login)

    assert turned_away.value.response["Location"] == SIGN_IN
    assert not SocialAccount.objects.exists()


TRUST = {
    "provider_id": "trust",
    "name": "Demo trust",
    "client_id": "concierge",
    "secret": "not-a-secret",
    "settings": {"server_url": "http://127.0.0.1:9/"},
}


@pytest.mark.parametrize(
    "page",
    [
        "/account/",
        "/account/password/change/",
        "/account/two-step/",
        "/account/two-step/totp/activate/",
        "/account/two-step/recovery-codes/generate/",
        "/account/sign-on/",
        "/account/logout/",
    ],
)
def test_every_page_of_the_account_is_ours(ada, page):
    client = Client()
    sign_in(client)

    answer = client.get(page)

    assert answer.status_code in {200, 302}
    assert answer.status_code == 302 or "app-header" in answer.text


def test_a_person_sees_her_posts(ada):
    person = UserFactory(name="Bea", manages=None)
    client = Client()
    client.force_login(person)

    assert "No post is linked to you yet" in client.get("/account/").text
    assert "You do not have a post here yet" in client.get("/").text
