"""Words are read whatever their letters and however they travelled."""

import base64
import quopri

import pytest

from tests.tickets.mail.reading.messages import plain, raw
from tickets.mail.reading import read

CHARSETS = [
    ("utf-8", "utf-8", "Café — drŵs 门"), ("iso-8859-1", "latin-1", "Café"), ("iso-8859-1", "cp1252", "“Café” – 5 €"), ("us-ascii", "cp1252", "Café “x”"), ("us-ascii", "utf-8", "Café — drŵs"), ("iso-8859-1", "utf-8", "Café — drŵs"), ("utf-8", "cp1252", "Café crème"), ("", "utf-8", "Café"), ("", "cp1252", "Café"),
    ("x-unknown", "utf-8", "Café"), ("unknown-8bit", "cp1252", "Café"), ("iso-8859-15", "iso-8859-15", "5 €"), ("windows-1250", "cp1250", "Zażółć"), ("iso-8859-2", "iso-8859-2", "Zażółć"), ("windows-1251", "cp1251", "Дверь"), ("koi8-r", "koi8-r", "Дверь"), ("iso-2022-jp", "iso-2022-jp", "日本のドア"), ("", "iso-2022-jp", "日本のドア"), ("shift_jis", "cp932", "日本のドア①"), ("euc-jp", "euc-jp", "日本のドア"),
    ("gb2312", "gb18030", "门坏了，谢谢"), ("gbk", "gbk", "门坏了"), ("gb18030", "gb18030", "门坏了㐀"), ("big5", "big5", "門壞了"), ("euc-kr", "cp949", "문이"), ("ks_c_5601-1987", "cp949", "문이"), ("utf-7", "utf-7", "Café — 门"), ("unicode-1-1-utf-7", "utf-7", "Café"), ("utf-16", "utf-16", "Café"), ("windows-1255", "cp1255", "שלום"), ("iso-8859-8-i", "iso-8859-8", "שלום"), ("windows-1256", "cp1256", "سلام"), ("iso-8859-7", "iso-8859-7", "πόρτα"), ("tis-620", "cp874", "ประตู"), ("utf8", "utf-8", "Café"), ("UTF_8", "utf-8", "Café"), ('"utf-8"', "utf-8", "Café"), ("macintosh", "mac-roman", "Café"),
    ("", "gb18030", "门坏了，请尽快来修理病房的门，谢谢你们的帮助"), ("", "cp1251", "Дверь в палате не закрывается, пришлите мастера"), ("rot13", "utf-8", "Café"), ("base64", "utf-8", "Café"), ("idna", "utf-8", "Café"), ("unicode_escape", "utf-8", "Café \\n"),
]  # fmt: skip


@pytest.mark.parametrize(("label", "codec", "text"), CHARSETS)
def test_words_are_read_whatever_the_label_of_their_letters(label, codec, text):
    stated = f"text/plain; charset={label}" if label else "text/plain"
    message = read(
        raw(base64.b64encode(text.encode(codec)), Content_Type=stated, Content_Transfer_Encoding="base64")
    )

    assert message.text == text


def test_a_mark_at_the_start_says_which_letters_and_is_not_one():
    assert read(raw(b"\xef\xbb\xbfHello", Content_Type="text/plain; charset=iso-8859-1")).text == "Hello"


ENCODED = {
    "quoted-printable": (
        "quoted-printable",
        quopri.encodestring("Café, a long line ".encode() * 9).decode(),
        ("Café, a long line " * 9).strip(),
    ),
    "quoted-printable, broken": ("quoted-printable", "Caf=C3=A9 =ZZ is=\n here =", "Café =ZZ is here ="),
    "quoted-printable, misspelt": ("Quoted Printable", "Caf=C3=A9", "Café"),
    "base64": ("base64", "SGVsbG8gdGhlcmU=", "Hello there"),
    "base64 without padding": ("base64", "SGVsbG8gdGhlcmU", "Hello there"),
    "base64 in pieces": ("BASE64", "SGVsbG8=\nIHRoZXJl", "Hello there"),
    "base64 with a footer": ("base64", "SGVsbG8gdGhlcmU=\n\n-- \nlist footer, see us!", "Hello there"),
    "base64 that is none": ("base64", "Hello there, how are you?", "Hello there, how are you?"),
    "no such encoding": ("x-none", "Hello there", "Hello there"),
    "8bit": ("8bit", "Café", "Café"),
    "uuencoded whole": ("x-uuencode", "begin 644 t\n+2&5L;&\\@=&AE<F4 \n \nend", "Hello there"),
}


@pytest.mark.parametrize(("encoding", "content", "text"), ENCODED.values(), ids=ENCODED.keys())
def test_words_are_read_through_their_transfer_encoding(encoding, content, text):
    message = read(plain(content, Content_Transfer_Encoding=encoding))

    assert message.text.strip(" =") == text.strip(" =")


@pytest.mark.parametrize(
    ("extra", "content", "text"),
    [
        (
            "; format=flowed",
            "The door of \nbay two \nis shut.\nThank you.",
            "The door of bay two is shut.\nThank you.",
        ),
        ("; format=flowed; delsp=yes", "The do \nor is shut.", "The door is shut."),
        ("; format=flowed", "> The door of \n> bay two\nMended.", "> The door of bay two\nMended."),
        ("; format=flowed", " From here\n > it\n-- \nAnn", "From here\n> it\n-- \nAnn"),
        ("", "The door of \nbay two", "The door of \nbay two"),
    ],
    ids=["flowed", "space deleted", "quoted", "stuffed", "fixed"],
)
def test_flowed_lines_are_joined_and_fixed_ones_are_not(extra, content, text):
    message = read(raw(content, Content_Type=f"text/plain; charset=utf-8{extra}"))

    assert message.text == text
