"""What Outlook packs into winmail.dat comes out as the files and words it was."""

import base64
import struct

import pytest

from tests.tickets.mail.reading.messages import multipart
from tickets.mail.reading import read
from tickets.mail.reading.rtf import text_of_rtf, unpacked_rtf

BEGINS, TITLE, CONTENT, MAPI_OF_FILE, MAPI, BODY, CODEPAGE = (
    0x9002,
    0x8010,
    0x800F,
    0x9005,
    0x9003,
    0x800C,
    0x9007,
)


def attribute(name: int, content: bytes) -> bytes:
    return struct.pack("<BII", 2, name, len(content)) + content + struct.pack("<H", sum(content) & 0xFFFF)


def pack(*attributes: bytes) -> bytes:
    return struct.pack("<IH", 0x223E9F78, 1) + b"".join(attributes)


def properties(*pairs: tuple[int, int, bytes]) -> bytes:
    content = struct.pack("<I", len(pairs))
    for name, kind, value in pairs:
        content += struct.pack("<HHII", kind, name, 1, len(value)) + value + b"\0" * (-len(value) % 4)
    return content


def a_file(name: bytes = b"PLAN~1.PDF", content: bytes = b"%PDF", *more: tuple[int, int, bytes]) -> bytes:
    attributes = attribute(BEGINS, b"\0" * 14) + attribute(TITLE, name + b"\0") + attribute(CONTENT, content)
    return attributes + (attribute(MAPI_OF_FILE, properties(*more)) if more else b"")


def message_with(content: bytes, words: str = ""):
    encoded = base64.b64encode(content).decode()
    part = (
        f"Content-Type: application/ms-tnef; name=winmail.dat\nContent-Transfer-Encoding: base64\n\n{encoded}"
    )
    return read(multipart(f"Content-Type: text/plain\n\n{words}", part))


def test_packed_files_are_listed_and_the_pack_is_not():
    message = message_with(pack(a_file(), a_file(b"b.txt", b"hello")), "See these.")

    assert message.text == "See these."
    assert [(file.name, file.content) for file in message.attachments] == [
        ("PLAN~1.PDF", b"%PDF"),
        ("b.txt", b"hello"),
    ]


def test_the_long_name_and_the_type_are_taken():
    long_name = (0x3707, 0x001F, "the plan – café.pdf".encode("utf-16-le"))
    message = message_with(
        pack(a_file(b"PLAN~1.PDF", b"%PDF", long_name, (0x370E, 0x001E, b"application/pdf\0")))
    )

    assert [(file.name, file.type) for file in message.attachments] == [
        ("the plan – café.pdf", "application/pdf")
    ]


def test_the_packed_words_are_read_where_there_are_no_others():
    message = message_with(
        pack(
            attribute(CODEPAGE, struct.pack("<II", 1252, 0)),
            attribute(BODY, "Café\r\nis shut\0".encode("cp1252")),
        )
    )

    assert (message.text, message.attachments) == ("Café\nis shut", ())


def test_the_packed_page_is_read_where_there_are_no_words():
    message = message_with(pack(attribute(MAPI, properties((0x1013, 0x0102, b"<p>The door</p>")))))

    assert (message.text, message.html_clean) == ("The door", "<p>The door</p>")


def test_a_pack_cut_short_gives_what_came_before():
    message = message_with(pack(a_file(b"a.txt", b"hello"), a_file(b"b.txt", b"x" * 50))[:-40])

    assert [file.name for file in message.attachments] == ["a.txt", "b.txt"]


@pytest.mark.parametrize("content", [b"", b"no pack at all", struct.pack("<IH", 0x223E9F78, 1)])
def test_what_is_no_pack_is_a_file_of_its_own(content):
    message = message_with(content, "Hello")

    assert [(file.name, file.size) for file in message.attachments] == [("winmail.dat", len(content))]


def test_lengths_that_lie_cost_nothing():
    lying = properties((0x1000, 0x001E, b"x"))[:8] + struct.pack("<II", 0xFFFFFFFF, 0xFFFFFFFF)
    message = message_with(pack(attribute(MAPI, struct.pack("<I", 0xFFFFFFFF) + lying), a_file()))

    assert [file.name for file in message.attachments] == ["PLAN~1.PDF"]


def test_rich_text_is_unpacked_by_its_specification():
    # The example of [MS-OXRTFCP] section 3.1.
    packed = bytes.fromhex(
        "2d0000002b0000004c5a4675f1c5c7a703000a00726370673132354232 0af32068656c090020627705b06c647d0a800fa0".replace(
            " ", ""
        )
    )

    assert unpacked_rtf(packed) == b"{\\rtf1\\ansi\\ansicpg1252\\pard hello world}\r\n"


@pytest.mark.parametrize(
    ("rtf", "text", "page"),
    [
        (rb"{\rtf1\ansi\ansicpg1252{\fonttbl{\f0 Arial;}}\pard caf\'e9\par is shut}", "café\nis shut", ""),
        (rb"{\rtf1\ansi \u8211?door\{1\}}", "–door{1}", ""),
        (
            rb"{\rtf1\ansi\fromhtml1{\*\htmltag64 <p>}\htmlrtf {\htmlrtf0 The door\htmlrtf\par}\htmlrtf0{\*\htmltag72 </p>}}",
            "",
            "<p>The door</p>",
        ),
        (b"not rich", "", ""),
    ],
    ids=["plain", "signs", "made from HTML", "none"],
)
def test_the_words_of_rich_text_are_found(rtf, text, page):
    assert text_of_rtf(rtf) == (text, page)
