"""Pages about mail that leaves: writing, templates, preferences, the demo's outbox."""

from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from pydantic import SecretStr

from concierge.people.models import User
from concierge.people.roles import Role
from concierge.places.models import Trust
from tests.factories import UserFactory
from tests.tickets.mail.test_out_constraints import message
from tests.tickets.pages.reading import links, text
from tickets import commands
from tickets.models import (
    Leg,
    LetterTemplate,
    OutgoingMessage,
    OutgoingState,
    Preference,
    Service,
    Ticket,
)

HR = "hr@trust.example"


@pytest.fixture(autouse=True)
def inbox(hr: Service) -> None:
    Service.objects.filter(pk=hr.pk).update(email=HR)


def letter_page(leg: Leg, more: str = "") -> str:
    return f"/desk/tickets/{leg.ticket.reference}/letter/?part={leg.pk}{more}"


LETTER = {"to": [HR], "others": "", "subject": "A kettle", "text": "Please order one.\n\nThank you"}


def letters_sent() -> list[OutgoingMessage]:
    return list(OutgoingMessage.objects.filter(kind="letter"))


def test_the_service_whose_part_it_is_is_chosen_already(desk: Client, leg: Leg):
    page = desk.get(letter_page(leg)).content.decode()

    assert "checked" in page.split(f'value="{HR}"')[1].split(">")[0]


def test_a_template_fills_the_page(desk: Client, leg: Leg):
    page = desk.get(letter_page(leg, "&template=shipped-0"))

    assert f"Request {leg.ticket.reference}: A new kettle" in page.content.decode()
    assert "Please take this message as the request." in text(page)


def test_a_letter_is_looked_at_before_it_goes_and_the_button_names_who_gets_it(
    desk: Client, leg: Leg, sister: User
):
    told = LETTER | {"to": [HR, sister.email], "others": "firm@elsewhere.example", "step": "check"}
    look = desk.post(letter_page(leg), told)

    assert letters_sent() == []
    assert (
        f"Send to HR ({HR}), {sister.name}, {leg.ticket.ward} ({sister.email}) and firm@elsewhere.example"
        in (text(look))
    )

    sent = desk.post(letter_page(leg), told | {"step": "send"}, follow=True)

    [letter] = letters_sent()
    assert letter.to == [HR, sister.email, "firm@elsewhere.example"]
    assert f"On its way to HR ({HR})" in text(sent)
    assert "Waiting to be sent" in text(sent)


def test_a_look_says_where_links_will_stand(desk: Client, leg: Leg):
    look = desk.post(letter_page(leg), LETTER | {"step": "check"})

    assert "Beneath it stand links with which HR can answer without signing in" in text(look)


def test_going_back_from_the_look_loses_no_word(desk: Client, leg: Leg):
    page = desk.post(letter_page(leg), LETTER | {"step": "edit"})

    assert "Please order one." in text(page)
    assert letters_sent() == []


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"to": []}, "Select who it goes to, or type an address"),
        ({"others": "hr"}, "hr is not an e-mail address"),
        ({"subject": ""}, "Enter a subject"),
        ({"text": ""}, "Write what you want to say"),
    ],
)
@pytest.mark.parametrize("step", ["check", "send"])
def test_what_is_missing_is_asked_for(desk: Client, leg: Leg, wrong: dict[str, Any], says: str, step: str):
    page = desk.post(letter_page(leg), LETTER | wrong | {"step": step})

    assert says in text(page)
    assert letters_sent() == []


def test_a_number_that_looks_like_a_patients_is_stopped_before_the_look(desk: Client, leg: Leg):
    told = LETTER | {"text": "For 999 000 0018", "step": "check"}
    stopped = desk.post(letter_page(leg), told)
    kept = told | {"identifiers": "keep", "identifier_reason": "A stock number"}
    look = desk.post(letter_page(leg), kept)
    desk.post(letter_page(leg), kept | {"step": "send"})

    assert "This looks like an NHS number" in text(stopped)
    assert "Nothing has been sent yet." in text(look)
    assert len(letters_sent()) == 1
    assert leg.ticket.changes.filter(verb="NHS number kept").exists()


def test_another_desk_writes_nothing_here(elsewhere: Client, leg: Leg):
    assert elsewhere.get(letter_page(leg)).status_code == 404


def test_a_ward_does_not_write_as_the_desk(client: Client, leg: Leg, sister: User):
    client.force_login(sister)

    assert client.get(letter_page(leg)).status_code == 403


@pytest.mark.parametrize(
    "odd", ["part=x", "part=99999999999999999999", "again=1", "template=own-1", "template=%00"]
)
def test_an_odd_address_shows_the_page_or_nothing(desk: Client, ticket: Ticket, odd: str):
    assert desk.get(f"/desk/tickets/{ticket.reference}/letter/?{odd}").status_code == 200


def test_what_did_not_arrive_stands_on_its_ticket_until_it_is_dealt_with(desk: Client, leg: Leg):
    failed = message(leg.ticket, leg=leg, state="sent", sent_at=timezone.now())
    commands.note_delivery(
        message=failed, state=OutgoingState.BOUNCED, reason="550 No such mailbox", at=timezone.now()
    )
    page = desk.get(f"/tickets/{leg.ticket.reference}/")
    queue = desk.get("/desk/?queue=chase")

    settled = desk.post(f"/desk/e-mails/{failed.pk}/settlement/", follow=True)

    assert "An e-mail did not arrive" in text(page)
    assert "550 No such mailbox" in text(page)
    assert leg.ticket.reference in text(queue)
    assert links(page)["Write again"].endswith(f"?again={failed.pk}&part={leg.pk}")
    assert "An e-mail did not arrive" not in text(settled)
    assert "Came back" in text(settled)


def test_a_letter_that_failed_is_written_again_with_its_words(desk: Client, leg: Leg, concierge: User):
    sent = commands.send_letter(
        ticket=leg.ticket,
        leg=leg,
        to=[HR],
        subject="A kettle",
        text="Order it",
        by=concierge,
        at=timezone.now(),
    )

    page = desk.get(letter_page(leg, f"&again={sent.pk}"))

    assert "Order it" in text(page)
    assert "/answer/" not in text(page)


def test_dealing_with_what_did_not_fail_is_refused(desk: Client, ticket: Ticket):
    fine = message(ticket)

    page = desk.post(f"/desk/e-mails/{fine.pk}/settlement/", follow=True)

    assert "There is nothing to deal with" in text(page)


def test_another_desks_mail_is_not_there(elsewhere: Client, ticket: Ticket):
    assert elsewhere.post(f"/desk/e-mails/{message(ticket).pk}/settlement/").status_code == 404


@pytest.fixture
def administrator(client: Client, trust: Trust) -> Client:
    client.force_login(UserFactory(administers=trust))
    return client


TEMPLATE = {"name": "Kettles", "subject": "{title}", "body": "Dear {service}", "process": "", "service": ""}


def test_a_template_is_added_changed_and_retired(administrator: Client, trust: Trust):
    pages = f"/administration/{trust.code}/letters/"
    added = administrator.post(f"{pages}new/", TEMPLATE, follow=True)
    template = LetterTemplate.objects.get()
    administrator.post(f"{pages}{template.pk}/", TEMPLATE | {"body": "Hello {service}"})
    administrator.post(f"{pages}{template.pk}/retirement/")

    template.refresh_from_db()
    assert "Kettles" in text(added)
    assert (template.body, template.retired_on) == ("Hello {service}", timezone.localdate())


def test_a_template_is_seen_filled_before_it_is_saved(administrator: Client, trust: Trust):
    page = administrator.post(f"/administration/{trust.code}/letters/new/", TEMPLATE | {"look": "yes"})

    assert "Dear Procurement" in text(page)
    assert "A second desk lamp" in text(page)
    assert LetterTemplate.objects.count() == 0


def test_the_fields_are_listed_beside_the_form(administrator: Client, trust: Trust):
    page = text(administrator.get(f"/administration/{trust.code}/letters/new/?shipped=0"))

    assert "{reference} The ticket's reference" in page
    assert "Please take this message as the request." in page


def test_a_field_there_is_not_is_named(administrator: Client, trust: Trust):
    page = administrator.post(f"/administration/{trust.code}/letters/new/", TEMPLATE | {"body": "{secret}"})

    assert "There is no field {secret}." in text(page)


def test_templates_are_an_administrators(desk: Client, trust: Trust):
    assert desk.get(f"/administration/{trust.code}/letters/").status_code == 404


def test_a_person_chooses_what_she_is_told(client: Client, sister: User):
    client.force_login(sister)
    now = text(client.get("/account/e-mails/"))
    kinds = ["raised", "question", "promised", "promise_late", "promise_broken", "planned", "resolved"]
    told = dict.fromkeys(kinds, "digest") | {"question": "at_once", "digest_hour": "16"}

    saved = client.post("/account/e-mails/", told, follow=True)

    assert "A question to your ward" in now
    assert "A ward opens a ticket again" not in now
    assert "Saved." in text(saved)
    assert Preference.objects.get(person=sister, notice="question").when == "at_once"
    assert set(Preference.objects.values_list("digest_hour", flat=True)) == {16}


def test_a_choice_that_is_none_is_refused(client: Client, sister: User):
    client.force_login(sister)

    page = client.post("/account/e-mails/", {"digest_hour": "25"})

    assert "There is a problem" in text(page)
    assert Preference.objects.count() == 0


def test_whoever_is_told_nothing_reads_so(client: Client):
    client.force_login(UserFactory())

    assert "Nothing is sent to you" in text(client.get("/account/e-mails/"))


@pytest.fixture
def lead(client: Client, trust: Trust) -> Client:
    client.force_login(UserFactory(desk=trust, post_role=Role.DESK_LEAD))
    return client


def test_the_demos_mail_can_be_read(lead: Client, ticket: Ticket):
    listed = lead.get("/outbox/")
    [receipt] = OutgoingMessage.objects.all()
    page = lead.get(f"/outbox/{receipt.pk}/")

    assert receipt.subject in text(listed)
    assert f"Its reference is {ticket.reference}." in text(page)
    assert f'href="http://localhost:8000/tickets/{ticket.reference}/"' in page.content.decode()


def test_an_empty_outbox_says_so(lead: Client):
    assert "Nothing has been written yet" in text(lead.get("/outbox/"))


@pytest.mark.parametrize("change", [{"mail_server": "smtp://mail.example"}, {"production": True}])
def test_mail_that_leaves_is_its_recipients_alone(lead: Client, ticket: Ticket, settings: Any, change: Any):
    fields = {
        name: getattr(settings.ENVIRONMENT, name) for name in ("production", "mail_server", "notify_key")
    }
    values = settings.ENVIRONMENT.model_dump() | fields
    settings.ENVIRONMENT = type(settings.ENVIRONMENT).model_construct(**values | secret(change))

    assert lead.get("/outbox/").status_code == 404
    assert lead.get(f"/outbox/{OutgoingMessage.objects.get().pk}/").status_code == 404


def secret(change: dict[str, Any]) -> dict[str, Any]:
    return {name: SecretStr(value) if isinstance(value, str) else value for name, value in change.items()}


def test_another_trusts_outbox_is_not_there(client: Client, ticket: Ticket, elsewhere: Client):
    client.force_login(UserFactory(administers=UserFactory(desk=ticket.trust).posts.get().trust))
    receipt = OutgoingMessage.objects.get()

    assert client.get(f"/outbox/{receipt.pk}/").status_code == 200
    assert elsewhere.get(f"/outbox/{receipt.pk}/").status_code == 404
