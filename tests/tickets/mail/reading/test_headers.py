"""Senders, subjects, ids and dates are read out of headers as programs bend them."""

from datetime import UTC, datetime

import pytest

from tests.tickets.mail.reading.messages import plain, raw
from tickets.mail.reading import read

SENDERS = {
    "name and address": ("Ann Lee <ann@trust.example>", "Ann Lee", "ann@trust.example"),
    "only an address": ("ann@trust.example", "", "ann@trust.example"),
    "address in brackets": ("<ann@trust.example>", "", "ann@trust.example"),
    "quoted name": ('"Lee, Ann (Ward 3)" <ann@trust.example>', "Lee, Ann (Ward 3)", "ann@trust.example"),
    "escaped quotes": ('"Ann \\"Annie\\" Lee" <ann@trust.example>', "Ann Annie Lee", "ann@trust.example"),
    "single quotes": ("'Ann Lee' <ann@trust.example>", "Ann Lee", "ann@trust.example"),
    "name in a comment": ("ann@trust.example (Ann Lee)", "Ann Lee", "ann@trust.example"),
    "encoded name": ("=?utf-8?Q?Zo=C3=AB_Lee?= <ann@trust.example>", "Zoë Lee", "ann@trust.example"),
    "encoded in base64": ("=?UTF-8?B?Wm/DqyBMZWU=?= <ann@trust.example>", "Zoë Lee", "ann@trust.example"),
    "encoded in two words": ("=?utf-8?Q?Zo=C3?=\n =?utf-8?Q?=AB?= <ann@trust.example>", "Zoë", "ann@trust.example"),
    "encoded inside quotes": ('"=?iso-8859-1?Q?Zo=EB?=" <ann@trust.example>', "Zoë", "ann@trust.example"),
    "encoded with a comma": ("=?utf-8?Q?Lee=2C_Zo=C3=AB?= <ann@trust.example>", "Lee, Zoë", "ann@trust.example"),
    "encoded with a comma, as it stands": ("Ann =?iso-8859-1?Q?L=E9e,=20B?= <ann@trust.example>", "Ann Lée, B", "ann@trust.example"),
    "encoded address too": ("=?utf-8?Q?Zo=C3=AB_=3Cann=40trust=2Eexample=3E?=", "Zoë", "ann@trust.example"),
    "encoded in Cyrillic": ("=?koi8-r?B?4c7OwQ==?= <ann@trust.example>", "Анна", "ann@trust.example"),
    "encoded with a language": ("=?utf-8*cy?Q?Si=C3=B4n?= <ann@trust.example>", "Siôn", "ann@trust.example"),
    "raw UTF-8": ("Zoë <ann@trust.example>", "Zoë", "ann@trust.example"),
    "no closing bracket": ("Ann Lee <ann@trust.example", "Ann Lee", "ann@trust.example"),
    "no brackets": ("Ann Lee ann@trust.example", "Ann Lee", "ann@trust.example"),
    "square brackets": ("Ann Lee [ann@trust.example]", "Ann Lee", "ann@trust.example"),
    "mailto": ("Ann Lee <mailto:ann@trust.example>", "Ann Lee", "ann@trust.example"),
    "address as name": ('"ann@trust.example" <ann@trust.example>', "", "ann@trust.example"),
    "two senders": ("Ann <ann@trust.example>, Bea <bea@trust.example>", "Ann", "ann@trust.example"),
    "group": ("Wards: Ann <ann@trust.example>, bea@trust.example;", "Ann", "ann@trust.example"),
    "name with a comma, unquoted": ("Lee, Ann <ann@trust.example>", "Ann", "ann@trust.example"),
    "host in Unicode": ("Ann <ann@müller.example>", "Ann", "ann@müller.example"),
    "host in Punycode": ("Ann <ann@xn--mller-kva.example>", "Ann", "ann@xn--mller-kva.example"),
    "plus": ("ann+ward@trust.example", "", "ann+ward@trust.example"),
    "route": ("<@relay.example:ann@trust.example>", "", "ann@trust.example"),
    "capitals": ("Ann.Lee@Trust.Example", "", "Ann.Lee@Trust.Example"),
    "spaces": ("  Ann   Lee   < ann@trust.example >  ", "Ann Lee", "ann@trust.example"),
    "semicolon after": ("Ann <ann@trust.example>;", "Ann", "ann@trust.example"),
    "nobody": ("undisclosed-recipients:;", "", ""),
    "a name alone": ("Ann Lee", "Ann Lee", ""),
    "nothing": ("", "", ""),
    "half an address": ("ann@", "", ""),
}  # fmt: skip

REPLY_TO = {
    "empty quotes": ({"Reply_To": '<"">'}, "Ward Three", "ward3@trust.example"),
    "a name without an address": ({"Reply_To": '"Ann Lee" <>'}, "Ward Three", "ward3@trust.example"),
    "a group sent it on": ({"From": "Wards <wards@groups.example>", "X_Original_Sender": "ann@trust.example"}, "Wards", "ann@trust.example"),
    "wins": ({"From": "Shop <shop@shop.example>", "Reply_To": "Ann Lee <ann@trust.example>"}, "Ann Lee", "ann@trust.example"),
    "without a name keeps the sender's": ({"From": "Ann Lee <form@shop.example>", "Reply_To": "ann@trust.example"}, "Ann Lee", "ann@trust.example"),
    "first of several": ({"Reply_To": "Ann <ann@trust.example>, bea@trust.example"}, "Ann", "ann@trust.example"),
    "of the desk is not the writer": ({"Reply_To": "desk@desk.example"}, "Ward Three", "ward3@trust.example"),
    "of the desk and of the writer": ({"Reply_To": "desk@desk.example, ann@trust.example"}, "Ward Three", "ann@trust.example"),
    "of the list is not the writer": ({"Reply_To": "wards@lists.example", "List_Id": "<wards.lists.example>", "List_Post": "<mailto:wards@lists.example>"}, "Ward Three", "ward3@trust.example"),
    "empty": ({"Reply_To": ""}, "Ward Three", "ward3@trust.example"),
    "broken": ({"Reply_To": "none"}, "Ward Three", "ward3@trust.example"),
    "spaces": ({"Reply_To": "   Ann   <ann@trust.example>  "}, "Ann", "ann@trust.example"),
    "list rewrote the sender": ({"From": '"Ann Lee via Wards" <wards@lists.example>', "Reply_To": "ann@trust.example", "List_Post": "<mailto:wards@lists.example>"}, "Ann Lee", "ann@trust.example"),
    "list kept the sender beside": ({"From": "Ann via Wards <wards@lists.example>", "List_Post": "<mailto:wards@lists.example>", "X_Original_From": "Ann Lee <ann@trust.example>"}, "Ann Lee", "ann@trust.example"),
    "no From, but Sender": ({"From": None, "Sender": "Ann <ann@trust.example>"}, "Ann", "ann@trust.example"),
    "no From, but a path": ({"From": None, "Return_Path": "<ann@trust.example>"}, "", "ann@trust.example"),
}  # fmt: skip

SUBJECTS = {
    "plain": ("The door", "The door"),
    "none": (None, ""),
    "folded": ("The\n door", "The door"),
    "encoded": ("=?utf-8?Q?Y_dr=C5=B5s?=", "Y drŵs"),
    "encoded in several kinds": (
        "=?utf-8?B?w6k=?= and =?iso-8859-1?Q?=E9?= and =?windows-1251?B?4A==?=",
        "é and é and а",
    ),
    "encoded in Japanese": ("=?ISO-2022-JP?B?GyRCRnxLXBsoQg==?=", "日本"),
    "letters cut between words": ("=?utf-8?B?4pyT4p?= =?utf-8?B?yT?=", "✓✓"),
    "spaces between words vanish": ("=?utf-8?Q?a?=\n =?utf-8?Q?b?=", "ab"),
    "space inside a word": ("=?utf-8?Q?The door?=", "The door"),
    "question mark inside": ("=?utf-8?Q?Which=3F_door??=", "Which? door?"),
    "unknown charset": ("=?x-none?Q?door?=", "door"),
    "broken base64": ("=?utf-8?B?ZG9vcg?=", "door"),
    "not encoded at all": ("=?utf-8?Q?door", "=?utf-8?Q?door"),
    "raw Latin": (b"Fen\xeatre", "Fenêtre"),
    "null letter": ("The\x00 door", "The door"),
    "tabs": ("The\t door", "The door"),
}


@pytest.mark.parametrize(("header", "name", "email"), SENDERS.values(), ids=SENDERS.keys())
def test_the_sender_is_read_however_it_is_written(header, name, email):
    message = read(plain("Hello", From=header))

    assert (message.from_name, message.from_email) == (name, email)


@pytest.mark.parametrize(("headers", "name", "email"), REPLY_TO.values(), ids=REPLY_TO.keys())
def test_the_writer_is_whom_an_answer_reaches(headers, name, email):
    message = read(plain("Hello", **headers))

    assert (message.from_name, message.from_email) == (name, email)


@pytest.mark.parametrize(("header", "subject"), SUBJECTS.values(), ids=SUBJECTS.keys())
def test_the_subject_is_read_however_it_is_encoded(header, subject):
    content = header if isinstance(header, bytes) else (header or "").encode()
    message = read(plain("Hello", Subject=None if header is None else "@@").replace(b"@@", content, 1))

    assert message.subject == subject


def test_ids_lose_their_brackets_and_keep_their_order():
    message = read(
        plain(
            "Hello",
            Message_ID="<b@trust.example>",
            In_Reply_To="<a@desk.example>",
            References="<z@desk.example>\n <a@desk.example> <a@desk.example>",
        )
    )

    assert (message.message_id, message.in_reply_to, message.references) == (
        "b@trust.example",
        ("a@desk.example",),
        ("z@desk.example", "a@desk.example"),
    )


@pytest.mark.parametrize(
    ("header", "found"),
    [
        ("a@desk.example", ("a@desk.example",)),
        ('Your message of Monday "The door" <a@desk.example>', ("a@desk.example",)),
        ("Monday", ()),
        ("", ()),
    ],
)
def test_ids_are_found_without_brackets_and_among_words(header, found):
    assert read(plain("Hello", In_Reply_To=header)).in_reply_to == found


@pytest.mark.parametrize(
    ("header", "moment"),
    [
        ("Mon, 3 Nov 2025 10:12:00 +0100", datetime(2025, 11, 3, 9, 12, tzinfo=UTC)),
        ("3 Nov 2025 10:12:00", datetime(2025, 11, 3, 10, 12, tzinfo=UTC)),
        ("Mon, 3 Nov 2025 10:12:00 GMT (really)", datetime(2025, 11, 3, 10, 12, tzinfo=UTC)),
        ("Mon, 3 Nov 2025 25:99:00 +0100", None),
        ("yesterday", None),
        ("Mon, 3 Nov 99999 10:12:00 +0000", None),
        ("Mon, 3 Nov 2025 10:12:00 +9999", None),
    ],
)
def test_a_date_is_a_moment_or_nothing(header, moment):
    assert read(plain("Hello", Date=header)).date == moment


def test_everyone_it_was_sent_to_is_kept_for_finding_the_ticket():
    message = read(
        plain(
            "Hello",
            To="Desk <desk+AB12.x@desk.example>, ann@trust.example",
            Cc="bea@trust.example",
            Delivered_To="desk@desk.example",
        )
    )

    assert message.recipients == (
        "desk+AB12.x@desk.example",
        "ann@trust.example",
        "bea@trust.example",
        "desk@desk.example",
    )


@pytest.mark.parametrize(
    "content",
    [
        b"From ann@trust.example Mon Nov  3 10:12:00 2025\nFrom: ann@trust.example\nSubject: Door\n\nHello",
        b"\n\nFrom: ann@trust.example\nSubject: Door\n\nHello",
        b"From: ann@trust.example\r\nSubject: Door\r\n\r\nHello",
        b"From: ann@trust.example\rSubject: Door\r\rHello",
        b"From : ann@trust.example\nSubject:Door\n\nHello",
        b"FROM: ann@trust.example\nsubject: Door\n \nHello",
        b"From: ann@trust.example\nSubject: Door\nHello",
    ],
    ids=[
        "mailbox line",
        "empty lines first",
        "Windows",
        "old Mac",
        "space before colon",
        "capitals",
        "no empty line",
    ],
)
def test_headers_end_where_the_words_begin(content):
    message = read(content)

    assert (message.from_email, message.subject, message.text) == ("ann@trust.example", "Door", "Hello")


def test_the_same_bytes_have_the_same_hash_and_others_another():
    assert (
        read(plain("Hello")).content_hash
        == read(plain("Hello")).content_hash
        != read(plain("Hullo")).content_hash
    )


def test_nhs_numbers_are_found_in_subject_and_text():
    message = read(plain("Bed 4: 999 194 6497, again 9991946497.", Subject="About 999 194 6497"))

    assert message.nhs_numbers == ("9991946497",)


def test_what_is_printed_is_what_receive_email_promises():
    message = read(raw("Hello", Content_Type="text/plain"))

    assert message.as_json() == {
        "subject": "The door",
        "from_email": "ward3@trust.example",
        "from_name": "Ward Three",
        "text": "Hello",
        "reply_text": "Hello",
        "attachments": [],
        "is_auto_reply": False,
        "is_bounce": False,
        "may_acknowledge": True,
    }
