"""Where a desk's mail arrives, said by an administrator; passwords are never entered on a page."""

from typing import Any

import pytest
from django.test import Client
from pydantic import SecretStr

from concierge.places.models import Trust
from tests.factories import NINE, TrustFactory, UserFactory
from tests.tickets.pages.reading import text, titles
from tickets.models import Mailbox

pytestmark = pytest.mark.django_db
PIPE = {"address": "Desk@trust.example", "kind": "pipe", "folder": "INBOX", "uses_tls": "on"}
IMAP = PIPE | {"kind": "imap", "host": "mail.trust.example", "secret_name": "desk"}
GRAPH = PIPE | {"kind": "graph", "tenant": "t", "client": "c", "secret_name": "desk"}


@pytest.fixture(autouse=True)
def _secrets(settings: Any) -> None:
    kept = settings.ENVIRONMENT.model_copy(update={"mail_secrets": {"desk": SecretStr("do not show me")}})
    settings.ENVIRONMENT = kept


@pytest.fixture
def office(client: Client, trust: Trust) -> Client:
    client.force_login(UserFactory(administers=trust))
    return client


def home(trust: Trust, more: str = "") -> str:
    return f"/administration/{trust.code}/mailboxes/{more}"


@pytest.mark.parametrize("told", [PIPE, IMAP, GRAPH], ids=["pipe", "IMAP", "Graph"])
def test_a_mailbox_is_added(office: Client, trust: Trust, told: dict[str, str]):
    page = office.post(home(trust, "new/"), told, follow=True)

    mailbox = Mailbox.objects.get()
    assert (mailbox.address, mailbox.kind, mailbox.trust) == ("desk@trust.example", told["kind"], trust)
    assert titles(page) == ["desk@trust.example"]


def test_microsoft_s_imap_server_is_known(office: Client, trust: Trust):
    office.post(home(trust, "new/"), GRAPH | {"kind": "imap_oauth"})

    assert Mailbox.objects.get().host == "outlook.office365.com"


def test_no_secret_is_ever_shown(office: Client, trust: Trust):
    office.post(home(trust, "new/"), IMAP)

    for page in (home(trust), home(trust, "new/"), home(trust, f"{Mailbox.objects.get().pk}/")):
        assert b"do not show me" not in office.get(page).content


REFUSED: dict[str, tuple[dict[str, str], str]] = {
    "no address": (PIPE | {"address": ""}, "Enter the mailbox's address"),
    "no server": (IMAP | {"host": ""}, "Enter the mail server's name"),
    "no secret": (IMAP | {"secret_name": ""}, "Choose a secret"),
    "no tenant": (GRAPH | {"tenant": ""}, "directory (tenant)"),
    "no client": (GRAPH | {"client": ""}, "application (client)"),
    "no folder": (PIPE | {"folder": ""}, "Enter the folder's name"),
}


@pytest.mark.parametrize("what", list(REFUSED))
def test_what_cannot_work_is_told(office: Client, trust: Trust, what: str):
    told, words = REFUSED[what]

    assert words in text(office.post(home(trust, "new/"), told))
    assert not Mailbox.objects.exists()


def test_an_address_is_read_once(office: Client, trust: Trust):
    Mailbox.objects.create(trust=TrustFactory(), address="desk@trust.example")

    assert "There is a mailbox of that address already" in text(office.post(home(trust, "new/"), PIPE))


def test_in_production_no_password_crosses_the_network_in_the_clear(
    office: Client, trust: Trust, settings: Any
):
    settings.ENVIRONMENT = settings.ENVIRONMENT.model_copy(update={"production": True})

    page = office.post(home(trust, "new/"), {name: told for name, told in IMAP.items() if name != "uses_tls"})

    assert "use TLS" in text(page)


def test_a_mailbox_is_changed_and_its_history_says_by_whom(office: Client, trust: Trust):
    mailbox = Mailbox.objects.create(trust=trust, address="desk@trust.example", cursor="1:5")

    office.post(home(trust, f"{mailbox.pk}/"), IMAP | {"folder": "Taken in"})

    mailbox.refresh_from_db()
    assert (mailbox.kind, mailbox.folder, mailbox.cursor) == ("imap", "Taken in", "")
    assert mailbox.history.first().history_user is not None


def test_a_change_that_reads_the_same_folder_goes_on_where_it_was(office: Client, trust: Trust):
    mailbox = Mailbox.objects.create(
        trust=trust, address="desk@trust.example", kind="imap", host="mail.trust.example", cursor="1:5"
    )

    office.post(home(trust, f"{mailbox.pk}/"), IMAP | {"done_folder": "Done"})

    mailbox.refresh_from_db()
    assert (mailbox.done_folder, mailbox.cursor) == ("Done", "1:5")


def test_a_mailbox_is_stopped_and_read_again(office: Client, trust: Trust):
    mailbox = Mailbox.objects.create(
        trust=trust, address="desk@trust.example", fault="It refused.", failed_at=NINE
    )

    page = office.post(home(trust, f"{mailbox.pk}/stopping/"), follow=True)

    mailbox.refresh_from_db()
    assert (mailbox.is_active, mailbox.fault) == (False, "")
    assert "is not read any more" in text(page)

    office.post(home(trust, f"{mailbox.pk}/stopping/"))
    mailbox.refresh_from_db()
    assert mailbox.is_active


def test_looking_stops_nothing(office: Client, trust: Trust):
    mailbox = Mailbox.objects.create(trust=trust, address="desk@trust.example")

    assert office.get(home(trust, f"{mailbox.pk}/stopping/")).status_code == 405


@pytest.mark.parametrize("page", ["", "new/"])
def test_only_an_administrator_of_the_trust_gets_here(client: Client, trust: Trust, page: str):
    for person in (UserFactory(desk=trust), UserFactory(administers=TrustFactory())):
        client.force_login(person)
        assert client.get(home(trust, page)).status_code == 404
        assert client.post(home(trust, page), PIPE).status_code in {404, 405}
    assert not Mailbox.objects.exists()


def test_another_trust_s_mailbox_is_not_there(office: Client, trust: Trust):
    other = Mailbox.objects.create(trust=TrustFactory(), address="desk@other.example")

    assert office.get(home(trust, f"{other.pk}/")).status_code == 404
    assert office.post(home(trust, f"{other.pk}/stopping/")).status_code == 404


def test_the_way_there_stands_on_the_front_page(office: Client, trust: Trust):
    assert home(trust) in office.get(f"/administration/{trust.code}/").content.decode()
