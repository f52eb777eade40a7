"""A form sent twice acts once, and one sent too late loses no words."""

import re
import threading
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from concierge.people.models import User
from concierge.web.clock import forget_old_forms
from concierge.web.models import KeptForm, SentForm
from concierge.web.once import owner_of
from tests.factories import UserFactory

pytestmark = [pytest.mark.urls("tests.concierge.web_pages"), pytest.mark.django_db]
ASKING = "/asking/"


def signed_in(user: User, **kwargs: bool) -> Client:
    client = Client(**kwargs)
    client.force_login(user)
    return client


def hidden(page: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', page)
    assert found
    return found[1]


def drawn(client: Client) -> dict[str, str]:
    """The hidden fields of a form fetched by this person."""
    page = client.get(ASKING).text
    return {name: hidden(page, name) for name in ("once", "csrfmiddlewaretoken")}


def entered(name: str) -> int:
    return User.objects.filter(name=name).count()


def test_a_form_sent_twice_acts_once_and_answers_the_same():
    client = signed_in(UserFactory())
    sent = drawn(client) | {"name": "Ada"}

    first, second = client.post(ASKING, sent), client.post(ASKING, sent)

    assert entered("Ada") == 1
    assert first.status_code == second.status_code == 302
    assert first["Location"] == second["Location"]


def test_the_same_words_on_a_form_drawn_anew_act_again():
    client = signed_in(UserFactory())

    for _ in range(2):
        client.post(ASKING, drawn(client) | {"name": "Ada"})

    assert entered("Ada") == 2


def test_a_form_that_was_refused_can_be_mended_and_sent_again():
    client = signed_in(UserFactory())
    sent = drawn(client)

    refused = client.post(ASKING, sent | {"name": ""})
    mended = client.post(ASKING, sent | {"name": "Ada"})

    assert "Enter name" in refused.text
    assert mended.status_code == 302
    assert entered("Ada") == 1


def test_a_form_without_a_token_of_ours_still_acts():
    client = signed_in(UserFactory())

    client.post(ASKING, {"name": "Ada"})
    client.post(ASKING, {"name": "Ada", "once": "1.forged:token"})

    assert entered("Ada") == 2
    assert not SentForm.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_form_sent_eight_times_at_once_acts_once():
    user = UserFactory()
    sent = drawn(signed_in(user)) | {"name": "Ada"}
    clients = [signed_in(user) for _ in range(8)]
    answers: list[str] = []

    def send(client: Client) -> None:
        answers.append(client.post(ASKING, sent)["Location"])
        connection.close()

    threads = [threading.Thread(target=send, args=[client]) for client in clients]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)

    assert entered("Ada") == 1
    assert len(answers) == 8
    assert len(set(answers)) == 1


def test_a_form_sent_after_the_session_ended_waits_for_its_author():
    user = UserFactory()
    sent = drawn(signed_in(user)) | {"name": "Ada 🙂", "password": "kept to myself"}
    late = Client()

    to_sign_in = late.post(f"{ASKING}?ward=7", sent)
    kept = KeptForm.objects.get()
    late.force_login(user)
    page = late.get(f"/send-again/{kept.pk}/").text

    assert to_sign_in["Location"] == f"/account/login/?next=/send-again/{kept.pk}/"
    assert kept.fields == [["name", "Ada 🙂"]]
    assert f'action="{ASKING}?ward=7"' in page
    assert "Ada 🙂" in page
    assert entered("Ada 🙂") == 0

    answer = late.post(ASKING, {name: hidden(page, name) for name in ("once", "name")})

    assert answer.status_code == 302
    assert entered("Ada 🙂") == 1


def test_nobody_else_reads_the_words_that_were_kept():
    sent = drawn(signed_in(UserFactory())) | {"name": "Ada"}
    client = Client()
    client.post(ASKING, sent)
    kept = KeptForm.objects.get()

    client.force_login(UserFactory())

    assert client.get(f"/send-again/{kept.pk}/").status_code == 404


def test_a_late_form_of_unknown_author_leads_back_to_its_page():
    answer = Client().post(ASKING, {"name": "Ada"}, headers={"referer": "http://testserver/asking/?ward=7"})

    assert not KeptForm.objects.exists()
    assert "asking" in answer["Location"]


def test_a_page_asked_for_signed_out_comes_after_sign_in():
    answer = Client().get(f"{ASKING}?ward=7")

    assert answer["Location"] == "/account/login/?next=/asking/%3Fward%3D7"


def test_a_fragment_asked_for_signed_out_moves_the_whole_page_to_sign_in():
    answer = Client().get(
        ASKING, headers={"hx-request": "true", "hx-current-url": "http://testserver/asking/"}
    )

    assert answer.status_code == 204
    assert answer["HX-Redirect"].startswith("/account/login/?next=")


def test_a_stale_token_shows_the_author_her_own_words():
    client = signed_in(UserFactory(), enforce_csrf_checks=True)
    sent = drawn(client) | {"name": "Ada", "password": "mine", "csrfmiddlewaretoken": "x" * 64}

    answer = client.post(ASKING, sent)

    assert answer.status_code == 403
    assert 'name="name" value="Ada"' in answer.text
    assert "mine" not in answer.text
    again = {name: hidden(answer.text, name) for name in ("once", "csrfmiddlewaretoken", "name")}
    assert client.post(ASKING, again).status_code == 302
    assert entered("Ada") == 1


def test_a_form_from_another_site_shows_nothing_it_brought():
    client = signed_in(UserFactory(), enforce_csrf_checks=True)
    sent = drawn(client) | {"name": "Planted"}

    answers = [
        client.post(ASKING, sent, headers={"origin": "https://elsewhere.example"}),
        client.post(ASKING, {"name": "Planted"}),
        client.post(ASKING, drawn(signed_in(UserFactory())) | {"name": "Planted"}),
    ]

    assert [answer.status_code for answer in answers] == [403, 403, 403]
    assert not any("Planted" in answer.text for answer in answers)


def test_a_token_names_its_owner_only_with_our_signature():
    user = UserFactory()
    token = drawn(signed_in(user))["once"]

    assert owner_of(token) == user.pk
    assert owner_of(token[:-1]) is None
    assert owner_of("") is None


def test_old_forms_are_forgotten_and_new_ones_are_not():
    user = UserFactory()
    for days in (0, 8):
        sent = SentForm.objects.create(token=f"{days}", answer="/")
        SentForm.objects.filter(pk=sent.pk).update(sent_at=timezone.now() - timedelta(days=days))
        kept = KeptForm.objects.create(person=user, path="/", fields=[])
        KeptForm.objects.filter(pk=kept.pk).update(kept_at=timezone.now() - timedelta(days=days))

    forget_old_forms()

    assert list(SentForm.objects.values_list("token", flat=True)) == ["0"]
    assert KeptForm.objects.count() == 1
