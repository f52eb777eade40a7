"""The frame around every page, its parts, and what is shown when something goes wrong."""

import re

import pytest
from django.test import Client
from django.utils import timezone
from jinja2 import UndefinedError

from concierge.people.models import Post
from concierge.web.navigation import Entry, entries
from tests.concierge import web_pages
from tests.factories import ServiceFactory, TrustFactory, UserFactory, WardFactory

pytestmark = [pytest.mark.urls("tests.concierge.web_pages"), pytest.mark.django_db]


@pytest.fixture
def client() -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(UserFactory(name="Ada <b>"))
    return client


@pytest.mark.parametrize(
    ("page", "status"),
    [
        ("/account/", 200),
        ("/every-part/", 200),
        ("/no-such-page/", 404),
        ("/forbidden/", 403),
        ("/broken/", 500),
    ],
)
def test_every_page_says_whom_to_ring(client, page, status):
    for asking in (client, Client(raise_request_exception=False)):
        answer = asking.get(page, follow=True)
        band = re.search(r'<aside class="app-band".*?</aside>', answer.text, re.DOTALL)

        assert answer.status_code == (
            status if asking is client or page in {"/broken/", "/no-such-page/"} else 200
        )
        assert band
        assert 'href="tel:2222"' in band[0]
        assert 'href="tel:02079460802"' in band[0]


def test_a_broken_page_tells_nothing_of_why(client):
    answer = client.get("/broken/")

    assert "Something went wrong on our side" in answer.text
    assert "as asked" not in answer.text


def test_names_are_escaped_wherever_they_stand(client):
    page = client.get("/every-part/").text

    assert "Ada &lt;b&gt;" in page
    assert "We have it" in page
    assert "R-204 &lt;b&gt;" in page
    assert "<b>" not in page


def test_no_page_holds_a_script_or_a_style_of_its_own(client):
    for page in ("/every-part/", "/account/", "/no-such-page/", "/account/two-step/"):
        text = client.get(page).text

        assert not re.search(r"<script(?![^>]*\bsrc=)", text)
        assert not re.search(r"<style|\sstyle=|\son\w+=", text)


def test_every_control_has_a_label_and_every_id_is_its_own(client):
    text = client.post("/every-part/", {}).text
    ids = re.findall(r'\sid="([^"]+)"', text)
    labelled = set(re.findall(r'<label[^>]*\sfor="([^"]+)"', text))
    controls = re.findall(r'<(?:input|select|textarea)(?![^>]*type="hidden")[^>]*\sid="([^"]+)"', text)

    assert len(ids) == len(set(ids))
    assert set(controls) <= labelled
    assert len(controls) > 15


def test_every_error_leads_to_a_control_that_is_there(client):
    text = client.post("/every-part/", {"met_at-day": "3"}).text
    summary = text[text.index("nhsuk-error-summary__list") :]
    summary = summary[: summary.index("</ul>")]
    links = re.findall(r'href="#([^"]+)"', summary)

    assert len(links) >= 10
    assert all(f'id="{link}"' in text for link in links)
    assert "<title>Error: " in text


@pytest.mark.parametrize(
    "source",
    [
        "{{ persn.name }}",
        "{{ person.nmae }}",
        "{% for row in persn.rows %}{% endfor %}",
        "{{ person.nmae.first }}",
    ],
)
def test_a_misspelt_name_is_an_error_and_not_an_empty_place(source):
    client = Client()
    client.force_login(UserFactory())

    with pytest.raises(UndefinedError):
        client.get("/misspelt/", {"source": source})


def test_an_absent_value_of_a_mapping_is_empty_as_the_design_system_expects(client):
    assert client.get("/misspelt/", {"source": "[{{ facts.absent }}{{ facts.absent.deeper }}]"}).text == "[]"


def test_messages_are_shown_once(client):
    page = web_pages.ASKING
    assert "layout.jinja" in page

    client.post("/asking/", {"name": "Ada"})

    assert "They are in." in client.get("/asking/").text
    assert "They are in." not in client.get("/asking/").text


def test_someone_signed_out_sees_no_menu_and_no_account():
    page = Client().get("/account/login/").text

    assert "app-menu" not in page
    assert "Sign out" not in page


@pytest.mark.parametrize("kind", ["ward", "desk", "service", "manages", "observes", "administers"])
def test_each_person_comes_to_the_first_page_of_her_own_menu(kind):
    place = {"ward": WardFactory, "service": ServiceFactory}.get(kind, TrustFactory)()
    client = Client()
    client.force_login(UserFactory(**{kind: place}))

    first = client.get("/")
    lines = re.findall(r'navigation-link" href="([^"]+)"', client.get("/account/").text)

    assert first.status_code == 302
    assert first["Location"] == lines[0]
    assert len(lines) == len(set(lines))


def test_a_post_that_has_ended_opens_nothing():
    person = UserFactory(manages=TrustFactory())
    Post.objects.update(until=timezone.localdate())
    client = Client()
    client.force_login(person)

    assert "You do not have a post here yet" in client.get("/").text


def test_the_menu_costs_one_query_for_the_roles(django_assert_max_num_queries):
    client = Client()
    client.force_login(UserFactory(manages=TrustFactory()))

    with django_assert_max_num_queries(4):
        client.get("/account/")


def test_the_menu_is_in_order_and_every_entry_has_readers():
    found = entries()

    assert list(found) == sorted(found, key=lambda entry: (entry.order, entry.text))
    assert all(isinstance(entry, Entry) and entry.roles for entry in found)
