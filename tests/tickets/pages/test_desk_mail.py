"""The desk's mail: what could not be placed or read is decided on here, by its desk and nobody else."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client

from concierge.people.models import User
from concierge.places.models import Trust, Ward
from concierge.web.words import moment
from tests.factories import NINE, PostFactory, UserFactory, WardFactory, raised_ticket
from tests.tickets.mail.post import DESK, LATER, letter, take_in
from tests.tickets.pages.reading import links, tabs, text, titles
from tickets import commands
from tickets.mail import arriving
from tickets.mail.addresses import reply_address
from tickets.models import IncomingMessage, Mailbox, Ticket

STRANGER = "Bea Wren <bea@elsewhere.example>"
A_NUMBER = "999 000 0018"


@pytest.fixture
def mailbox(trust: Trust) -> Mailbox:
    return Mailbox.objects.create(trust=trust, address=DESK)


@pytest.fixture
def message(mailbox: Mailbox) -> IncomingMessage:
    return take_in(mailbox, letter(STRANGER, subject="A new kettle", files={"form.pdf": b"%PDF"}), LATER)


@pytest.fixture
def unreadable(mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch) -> IncomingMessage:
    def broken(**told: object) -> None:
        raise RuntimeError

    with monkeypatch.context() as patched:
        patched.setattr(arriving.commands, "file_message", broken)
        return take_in(mailbox, letter(STRANGER, subject="Broken"), LATER)


def at(message: IncomingMessage, verb: str = "") -> str:
    return f"/desk/mail/{message.pk}/{verb}"


# --- the lists


def test_what_nobody_could_place_is_listed_with_the_reason(desk: Client, message: IncomingMessage):
    page = desk.get("/desk/mail/")

    assert titles(page) == ["A new kettle", DESK]
    assert "Bea Wren bea@elsewhere.example" in text(page)
    assert "The sender is not known." in text(page)
    assert tabs(page) == {
        "To place": 1,
        "Cannot be read": 0,
        "Automatic": None,
        "Set aside": None,
    }


def test_a_message_on_its_ticket_is_in_no_list(desk: Client, mailbox: Mailbox, sister: User):
    take_in(mailbox, letter(sister.email, subject="Filed"), LATER)

    for key in ("place", "unreadable", "waiting", "automatic", "aside"):
        assert titles(desk.get(f"/desk/mail/?list={key}")) == [DESK]


def test_automatic_mail_about_no_ticket_has_a_list_of_its_own(desk: Client, mailbox: Mailbox):
    take_in(mailbox, letter(STRANGER, subject="Out of office", auto_submitted="auto-replied"), LATER)

    assert titles(desk.get("/desk/mail/?list=automatic")) == ["Out of office", DESK]
    assert titles(desk.get("/desk/mail/")) == [DESK]


def test_mail_that_waits_to_be_read_is_shown_while_there_is_some(desk: Client, mailbox: Mailbox):
    assert "Being read" not in tabs(desk.get("/desk/mail/"))

    commands.keep_message(raw=letter(STRANGER), mailbox=mailbox, at=LATER)

    assert "Being read" in tabs(desk.get("/desk/mail/"))


def test_the_desk_s_front_page_says_how_much_mail_waits(desk: Client, mailbox: Mailbox):
    assert "Mail" not in tabs(desk.get("/desk/"))

    take_in(mailbox, letter(STRANGER), LATER)

    assert tabs(desk.get("/desk/"))["Mail"] == 1


def test_an_empty_list_says_so(desk: Client, mailbox: Mailbox):
    assert "Nothing to place" in text(desk.get("/desk/mail/"))
    assert "Nothing to place" in text(desk.get("/desk/mail/?list=nonsense"))


def test_nhs_numbers_are_hidden_flagged_and_counted(desk: Client, mailbox: Mailbox):
    message = take_in(
        mailbox, letter(STRANGER, subject=f"About {A_NUMBER}", text=f"Bed of {A_NUMBER}"), datetime.now(UTC)
    )

    pages = [desk.get("/desk/mail/"), desk.get(at(message)), desk.get(at(message, "ticket/"))]

    assert not [page for page in pages if A_NUMBER in page.content.decode()]
    assert "1 NHS number came by e-mail" in text(pages[0])
    assert "1 NHS number" in text(pages[1])


# --- the mailboxes


def test_a_mailbox_that_cannot_be_read_is_told_with_the_reason_and_since_when(desk: Client, mailbox: Mailbox):
    Mailbox.objects.filter(pk=mailbox.pk).update(
        kind="imap", host="mail.example", fault="It refused the password.", failed_at=NINE
    )

    page = text(desk.get("/desk/mail/"))

    assert f"{DESK} is not being read since {moment(NINE)}. It refused the password." in page
    assert "Trouble" in page


def test_a_mailbox_nobody_polls_is_trouble_too(desk: Client, mailbox: Mailbox):
    ago = datetime.now(UTC) - timedelta(hours=1)
    Mailbox.objects.filter(pk=mailbox.pk).update(kind="imap", host="mail.example", polled_at=ago)

    assert "The program that reads it is not running" in text(desk.get("/desk/mail/"))


def test_a_mailbox_that_fares_well_says_so(desk: Client, mailbox: Mailbox):
    assert "Well A mail server hands its messages over" in text(desk.get("/desk/mail/"))


def test_without_a_mailbox_the_page_says_what_to_do(desk: Client):
    assert "No mailbox yet" in text(desk.get("/desk/mail/"))


# --- one message


def test_a_message_shows_who_wrote_what(desk: Client, message: IncomingMessage):
    page = text(desk.get(at(message)))

    for words in ("Bea Wren <bea@elsewhere.example>", "Ours leaks.", "form.pdf", "to desk@desk.example"):
        assert words in page


def test_a_message_comes_as_text_whatever_it_holds(desk: Client, mailbox: Mailbox):
    raw = letter(STRANGER, text="<script>alert(1)</script>")
    message = take_in(mailbox, raw, LATER)

    page = desk.get(at(message, "source/"))

    assert page.content == raw
    assert page["Content-Type"].startswith("text/plain")
    assert page["Content-Disposition"].startswith("attachment")
    assert "sandbox" in page["Content-Security-Policy"]
    assert page["X-Content-Type-Options"] == "nosniff"


def test_markup_in_a_message_is_words_on_its_page(desk: Client, mailbox: Mailbox):
    message = take_in(mailbox, letter("<b>Bea</b> <bea@elsewhere.example>", text="<script>x</script>"), LATER)

    assert b"<script>x" not in desk.get(at(message)).content


# --- raise it for a ward


def test_a_message_is_raised_for_a_ward(desk: Client, message: IncomingMessage, ward: Ward, concierge: User):
    form = desk.get(at(message, "ticket/new/"))
    told = {"ward": ward.pk, "asked_by": "Bea Wren", "title": "A new kettle"}

    page = desk.post(at(message, "ticket/new/"), told, follow=True)

    message.refresh_from_db()
    ticket = message.ticket
    assert ticket is not None
    assert 'value="Bea Wren"' in form.content.decode()
    assert (ticket.ward, ticket.raised_by_name, ticket.source) == (ward, "Bea Wren", "mail")
    assert (message.state, message.settled_by) == ("filed", concierge)
    assert [file.name for file in ticket.files.all()] == ["form.pdf"]
    assert f"Raised for {ward}: {ticket.reference}." in text(page)


def test_the_writer_of_a_forwarded_message_is_offered_as_who_asks(desk: Client, mailbox: Mailbox):
    body = (
        "See below.\n\n---------- Forwarded message ---------\nFrom: Jo <jo@trust.example>\n"
        "Date: Tue, 3 Mar 2026 at 08:00\nSubject: Payslip\nTo: <bea@elsewhere.example>\n\nMine is wrong."
    )
    message = take_in(mailbox, letter(STRANGER, subject="Fwd: Payslip", text=body), LATER)

    assert 'value="jo@trust.example"' in desk.get(at(message, "ticket/new/")).content.decode()
    assert "jo@trust.example, and forwarded" in text(desk.get(at(message)))


def test_a_sister_of_two_wards_is_who_asked_once_the_ward_is_chosen(
    desk: Client, mailbox: Mailbox, sister: User, ward: Ward
):
    PostFactory(person=sister, trust=ward.trust, ward=WardFactory(trust=ward.trust), role="sister")
    message = take_in(mailbox, letter(sister.email), LATER)
    told = {"ward": ward.pk, "asked_by": sister.name, "title": "A new kettle"}

    desk.post(at(message, "ticket/new/"), told)

    message.refresh_from_db()
    assert message.ticket is not None
    assert (message.ticket.raised_by, message.ticket.contact) == (sister, sister)


def test_an_empty_form_says_what_is_missing(desk: Client, message: IncomingMessage):
    page = text(desk.post(at(message, "ticket/new/"), {}))

    for words in ("Choose the ward", "Enter who is asking", "Say in one line what they need"):
        assert words in page
    assert not Ticket.objects.exists()


def test_a_title_with_an_nhs_number_is_stopped_first(desk: Client, message: IncomingMessage, ward: Ward):
    told = {"ward": ward.pk, "asked_by": "Bea", "title": f"Bed for {A_NUMBER}"}

    page = desk.post(at(message, "ticket/new/"), told)

    assert page.status_code == 200
    assert not Ticket.objects.exists()


# --- put it on a ticket


def test_a_message_is_put_on_a_ticket(desk: Client, message: IncomingMessage, ticket: Ticket):
    page = desk.post(at(message, "ticket/"), {"reference": ticket.reference.lower()}, follow=True)

    message.refresh_from_db()
    assert (message.ticket, message.state) == (ticket, "filed")
    assert message.interaction is not None
    assert message.interaction.note == "Ours leaks."
    assert f"It is on {ticket.reference} now." in text(page)


def test_its_writer_is_known_on_that_ticket_from_then_on(
    desk: Client, message: IncomingMessage, ticket: Ticket, mailbox: Mailbox
):
    desk.post(at(message, "ticket/"), {"reference": ticket.reference})

    assert take_in(mailbox, letter(STRANGER, subject=f"Re: {ticket.reference}"), LATER).ticket == ticket


@pytest.mark.parametrize(
    ("typed", "words"),
    [("", "Enter the ticket's reference"), ("R-12345", "cannot be a reference"), ("kettle", "cannot be")],
)
def test_a_wrong_reference_is_told(desk: Client, message: IncomingMessage, typed: str, words: str):
    assert words in text(desk.post(at(message, "ticket/"), {"reference": typed}))


def test_a_ticket_of_another_trust_is_not_there(desk: Client, message: IncomingMessage):
    other = raised_ticket()

    assert "There is no ticket" in text(desk.post(at(message, "ticket/"), {"reference": other.reference}))


def test_a_settled_message_is_not_settled_again(desk: Client, message: IncomingMessage, ticket: Ticket):
    desk.post(at(message, "ticket/"), {"reference": ticket.reference})

    page = desk.post(at(message, "ticket/"), {"reference": ticket.reference})

    assert "settled already" in text(page)
    assert ticket.interactions.count() == 1


# --- set aside, and undo


def test_a_message_is_set_aside_and_put_back(desk: Client, message: IncomingMessage):
    aside = desk.post(at(message, "setting-aside/"), follow=True)

    assert "It is set aside. You can put it back here." in text(aside)
    assert titles(desk.get("/desk/mail/")) == [DESK]
    assert titles(desk.get("/desk/mail/?list=aside")) == ["A new kettle", DESK]

    desk.post(at(message, "putting-back/"))

    assert titles(desk.get("/desk/mail/")) == ["A new kettle", DESK]


def test_what_could_not_be_read_goes_back_to_where_it_was(desk: Client, unreadable: IncomingMessage):
    desk.post(at(unreadable, "setting-aside/"))
    desk.post(at(unreadable, "putting-back/"))

    unreadable.refresh_from_db()
    assert unreadable.state == "unreadable"


def test_setting_aside_twice_is_told(desk: Client, message: IncomingMessage):
    desk.post(at(message, "setting-aside/"))

    assert "settled already" in text(desk.post(at(message, "setting-aside/"), follow=True))


def test_only_what_was_set_aside_is_put_back(desk: Client, message: IncomingMessage):
    assert "was not set aside" in text(desk.post(at(message, "putting-back/"), follow=True))


# --- try again


def test_what_cannot_be_read_is_listed_with_the_reason(desk: Client, unreadable: IncomingMessage):
    page = desk.get("/desk/mail/?list=unreadable")

    assert "RuntimeError" in text(page)
    assert "Try again" in text(desk.get(at(unreadable)))
    assert "Download the message as it came" in links(desk.get(at(unreadable)))


def test_trying_again_reads_it_once_it_can_be_read(desk: Client, unreadable: IncomingMessage):
    page = desk.post(at(unreadable, "reading/"), follow=True)

    unreadable.refresh_from_db()
    assert (unreadable.state, unreadable.subject) == ("triage", "Broken")
    assert "It was read. Say where it belongs." in text(page)


def test_trying_again_in_vain_says_so(
    desk: Client, unreadable: IncomingMessage, monkeypatch: pytest.MonkeyPatch
):
    def broken(**told: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(arriving.commands, "file_message", broken)

    assert "It still cannot be read." in text(desk.post(at(unreadable, "reading/"), follow=True))


def test_trying_again_may_file_it_at_once(desk: Client, unreadable: IncomingMessage, ward: Ward):
    UserFactory(ward=ward, email="bea@elsewhere.example")

    page = desk.post(at(unreadable, "reading/"), follow=True)

    unreadable.refresh_from_db()
    assert unreadable.ticket is not None
    assert f"It is on {unreadable.ticket.reference}." in text(page)


def test_what_was_read_is_not_read_again(desk: Client, message: IncomingMessage):
    assert "was read already" in text(desk.post(at(message, "reading/"), follow=True))


# --- who may


PAGES = ["", "source/", "ticket/new/", "ticket/"]
VERBS = ["setting-aside/", "putting-back/", "reading/", "ticket/", "ticket/new/"]


@pytest.mark.parametrize("page", PAGES)
def test_another_desk_finds_nothing_here(elsewhere: Client, message: IncomingMessage, page: str):
    assert elsewhere.get(at(message, page)).status_code == 404
    assert titles(elsewhere.get("/desk/mail/")) == []


@pytest.mark.parametrize("verb", VERBS)
def test_another_desk_settles_nothing_here(elsewhere: Client, message: IncomingMessage, verb: str):
    assert elsewhere.post(at(message, verb)).status_code == 404


@pytest.mark.parametrize("post", ["ward", "manages", "observes", "administers"])
def test_those_without_a_desk_read_none_of_it(
    client: Client, message: IncomingMessage, trust: Trust, ward: Ward, post: str
):
    client.force_login(UserFactory(**{post: ward if post == "ward" else trust}))

    assert client.get("/desk/mail/").status_code == 403
    assert client.get(at(message)).status_code == 404
    assert client.get(at(message, "source/")).status_code == 404


@pytest.mark.parametrize("verb", ["setting-aside/", "putting-back/", "reading/"])
def test_looking_changes_nothing(desk: Client, message: IncomingMessage, verb: str):
    assert desk.get(at(message, verb)).status_code == 405


# --- on the ticket


def test_a_ticket_leads_to_the_messages_it_was_written_by(desk: Client, mailbox: Mailbox, ticket: Ticket):
    to = reply_address(ticket, mailbox)
    filed = take_in(mailbox, letter(STRANGER, to=to), LATER)
    noted = take_in(mailbox, letter(STRANGER, subject="Away", to=to, auto_submitted="auto-replied"), LATER)

    page = desk.get(f"/tickets/{ticket.reference}/")

    assert at(filed) in page.content.decode()
    assert links(page)["Away"] == at(noted)
    assert "Automatic answers" in text(page)


def test_a_ward_reads_no_addresses_of_those_who_answered_late(
    client: Client, mailbox: Mailbox, ticket: Ticket, sister: User, concierge: User
):
    commands.withdraw_ticket(ticket=ticket, because="Not needed.", by=concierge, at=NINE)
    take_in(mailbox, letter(STRANGER, to=reply_address(ticket, mailbox)), LATER)
    client.force_login(sister)

    page = client.get(f"/tickets/{ticket.reference}/").content.decode()

    assert "bea@elsewhere.example" not in page
    assert "Ours leaks." not in page


def test_the_menu_shows_one_place_at_a_time(desk: Client, message: IncomingMessage):
    page = desk.get(at(message)).content.decode()

    within = re.findall(r'<a[^>]*aria-current="true"[^>]*>\s*(\w+)', page)
    assert within == ["Mail"]
