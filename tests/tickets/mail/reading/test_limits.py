"""Nothing a message holds stops the reader, and nothing holds it up."""

import json
import random
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.tickets.mail.reading.messages import html, multipart, plain, raw
from tickets.mail.reading import ReadMessage, read

SECONDS = 5
CORPUS = Path(__file__).parents[3] / "data" / "mail"
EXPECTED = json.loads((CORPUS / "expected.json").read_text())


def nested(depth: int) -> bytes:
    content = b"Content-Type: text/plain\n\nHello"
    for level in range(depth):
        content = (
            f"Content-Type: multipart/mixed; boundary=b{level}\n\n--b{level}\n".encode()
            + content
            + f"\n--b{level}--\n".encode()
        )
    return b"From: ann@trust.example\n" + content


HOSTILE = {
    "parts in parts": lambda: nested(3_000),
    "many parts": lambda: multipart(*["Content-Type: text/plain\n\nx"] * 20_000),
    "many empty parts": lambda: multipart(*["\n"] * 50_000),
    "one long line": lambda: plain("a" * 3_000_000),
    "many lines that end in a colon": lambda: plain("sent " * 90 + "wrote sent said: \n" * 1),
    "many lines of verbs": lambda: plain((("On 3 wrote sent said says " * 15) + ":\n") * 5_000),
    "many addresses": lambda: plain(("a@b.example <a@b.example " * 18 + "wrote:\n") * 4_000),
    "many headers of earlier messages": lambda: plain("From: a\nTo: b\n" * 60_000),
    "many quotation signs": lambda: plain("> x\nfoo http\n" * 60_000),
    "many marks of a signature": lambda: plain("--\n" * 100_000),
    "many rules": lambda: plain("_______\nx\n" * 60_000),
    "many disclaimers": lambda: plain("\n\nthis message " * 60_000),
    "many headers": lambda: raw("x").replace(b"MIME", b"X-A: b\n" * 200_000 + b"MIME"),
    "a long header": lambda: raw("x", Subject="a" * 5_000_000),
    "many encoded words": lambda: raw("x", Subject="=?utf-8?q?" * 60_000),
    "many encoded words, whole": lambda: raw("x", Subject="=?utf-8?q?a?= " * 40_000),
    "many brackets in the sender": lambda: raw("x", From="(" * 100_000),
    "many quotes in the sender": lambda: raw("x", From='"a" <' * 50_000),
    "many senders": lambda: raw("x", From="a@b.example, " * 40_000),
    "many parameters": lambda: raw("x", Content_Type="text/plain" + "; a*0=b" * 50_000),
    "many recipients": lambda: raw("x", To="a@b.example," * 40_000, Cc="<<<<" * 40_000),
    "deep HTML": lambda: html("<div>" * 300_000),
    "deep quotations in HTML": lambda: html("<blockquote>" * 100_000 + "x"),
    "deep lists in HTML": lambda: html("<ul><li>" * 100_000 + "x"),
    "deep bold": lambda: html("<b>" * 200_000 + "x"),
    "deep tables": lambda: html("<table><tr><td>" * 60_000),
    "unclosed comments": lambda: html("<!--" * 300_000),
    "unclosed tags": lambda: html("<a " * 500_000),
    "wrong nesting": lambda: html("<b><i></b></i>" * 60_000),
    "many entities": lambda: html("&amp;&lt;&#x41;" * 150_000),
    "many attributes": lambda: html("<p " + "a=b " * 300_000 + ">x</p>"),
    "links upon links": lambda: html("<a href=https://x.example>" * 60_000),
    "a calendar of many events": lambda: multipart("Content-Type: text/calendar\n\nBEGIN:VCALENDAR\n" + "BEGIN:VEVENT\nEND:VEVENT\n" * 40_000),
    "a calendar in a calendar": lambda: multipart("Content-Type: text/calendar\n\n" + "BEGIN:VCALENDAR\n" * 60_000),
    "many reports": lambda: multipart("Content-Type: message/delivery-status\n\n" + "Action: failed\n\n" * 100_000, kind="report; report-type=delivery-status"),
    "many references": lambda: raw("x", References="<a@b.example> " * 100_000),
    "broken base64": lambda: raw("=" * 3_000_000, Content_Transfer_Encoding="base64"),
    "many uuencoded files": lambda: plain("begin 644 a\n`\nend\n" * 30_000),
    "uuencoded without an end": lambda: plain("begin 644 a\n" * 100_000),
    "many boundaries": lambda: raw("--cut\n" * 300_000, Content_Type="multipart/mixed; boundary=cut"),
    "null letters": lambda: b"\x00" * 1_000_000,
    "nothing": lambda: b"",
    "a bounce of a million lines": lambda: plain("<a@b.example>:\n550 5.1.1 no\n" * 100_000, From="MAILER-DAEMON@x.example", Subject="failure notice"),
    "many words that almost forward": lambda: plain("---------- Forwarded by " * 60_000),
    "spaces": lambda: plain(" " * 2_000_000 + "x"),
    "lines of spaces": lambda: plain((" " * 200 + "\n") * 20_000),
    "subject of spaces": lambda: raw("x", Subject="re: " + " " * 30_000 + "x"),
    "a large file": lambda: multipart("Content-Type: application/pdf\nContent-Transfer-Encoding: base64\n\n" + "QUJD" * 19 * 400_000),
}  # fmt: skip


@pytest.mark.parametrize("make", HOSTILE.values(), ids=HOSTILE.keys())
def test_a_hostile_message_is_read_in_time(make):
    content = make()

    began = time.monotonic()
    message = read(content)

    assert time.monotonic() - began < SECONDS
    assert isinstance(message, ReadMessage)


def test_what_was_left_out_is_said():
    assert read(nested(100)).problems == ("The message has parts within parts deeper than are read.",)
    assert read(multipart(*["Content-Type: text/plain\n\nx"] * 600)).problems == (
        "The message has more parts than are read.",
    )


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=2_000))
def test_any_bytes_are_read(content):
    message = read(content)

    json.dumps(message.as_json()).encode()
    assert "\x00" not in message.text + message.subject + message.from_name


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=500), st.text(max_size=80))
def test_any_words_are_read_and_never_more_than_there_are(text, subject):
    message = read(plain(text, Subject=subject.replace("\n", " ")))

    assert set(message.reply_text.split()) <= set(message.text.split())
    message.text.encode()


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_a_real_message_with_bytes_changed_is_read(name):
    content, chance = bytearray((CORPUS / name).read_bytes()), random.Random(name)

    for _ in range(40):
        changed = bytearray(content)
        for _ in range(chance.randrange(1, 30)):
            changed[chance.randrange(len(changed))] = chance.choice(b'\x00\xff\n\r:;="<>()?-a')
        start = chance.randrange(len(changed))
        del changed[start : start + chance.randrange(200)]
        message = read(bytes(changed))
        json.dumps(message.as_json()).encode()


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_a_real_message_is_read_as_expected(name):
    wanted = dict(EXPECTED[name])
    tail = wanted.pop("reply_text_may_end_with", "")
    wanted.pop("note", "")
    found = read((CORPUS / name).read_bytes()).as_json()

    found["reply_text"] = found["reply_text"].removesuffix(tail).strip()
    assert {key: found[key] for key in wanted} == wanted
