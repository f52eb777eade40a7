"""Words and files are found in parts of every kind, and every file has a safe name."""

import pytest

from tests.tickets.mail.reading.messages import PAGE, TEXT, joined, multipart, plain, raw
from tickets.mail.reading import read

PDF = "Content-Type: application/pdf; name=plan.pdf\nContent-Disposition: attachment; filename=plan.pdf\nContent-Transfer-Encoding: base64\n\nJVBERg=="


def files(message):
    return [(file.name, file.type, file.size) for file in message.attachments]


def part(content: str = "x", **headers: str) -> str:
    lines = "".join(f"{name.replace('_', '-')}: {value}\n" for name, value in headers.items())
    return f"{lines}\n{content}"


NAMES = {
    "plain": ("attachment; filename=plan.pdf", "plan.pdf"),
    "quoted": ('attachment; filename="the plan.pdf"', "the plan.pdf"),
    "with a semicolon": ('attachment; filename="plan;2.pdf"', "plan;2.pdf"),
    "RFC 2231": ("attachment; filename*=utf-8''caf%C3%A9.pdf", "café.pdf"),
    "RFC 2231, Latin": ("attachment; filename*=iso-8859-1'en'caf%E9.pdf", "café.pdf"),
    "RFC 2231 in pieces": ("attachment; filename*0=the-long-; filename*1=plan.pdf", "the-long-plan.pdf"),
    "RFC 2231 in encoded pieces": (
        "attachment;\n filename*0*=utf-8''caf%C3;\n filename*1*=%A9%20;\n filename*2=plan.pdf",
        "café plan.pdf",
    ),
    "RFC 2231 in pieces, mixed up": ("attachment; filename*1=plan.pdf; filename*0=the-", "the-plan.pdf"),
    "encoded word": ('attachment; filename="=?utf-8?Q?caf=C3=A9.pdf?="', "café.pdf"),
    "encoded word, unquoted": ("attachment; filename==?utf-8?B?Y2Fmw6kucGRm?=", "café.pdf"),
    "encoded words": (
        'attachment; filename="=?utf-8?Q?caf=C3=A9?=\n =?utf-8?Q?_plan.pdf?="',
        "café plan.pdf",
    ),
    "raw UTF-8": ('attachment; filename="café.pdf"', "café.pdf"),
    "path": ('attachment; filename="../../etc/passwd"', "passwd"),
    "Windows path": ('attachment; filename="C:\\\\Users\\\\ann\\\\plan.pdf"', "plan.pdf"),
    "control letters": ('attachment; filename="pl\x07an\x1b.pdf"', "plan.pdf"),
    "turned round": ('attachment; filename="plan\u202efdp.exe"', "planfdp.exe"),
    "hidden": ('attachment; filename=".htaccess"', "htaccess"),
    "dots": ('attachment; filename=".."', "attachment.pdf"),
    "spaces": ('attachment; filename="   "', "attachment.pdf"),
    "none": ("attachment", "attachment.pdf"),
    "too long": (f'attachment; filename="{"a" * 400}.pdf"', "a" * 146 + ".pdf"),
    "signs no file system takes": ('attachment; filename="a:b*c?.pdf"', "a_b_c_.pdf"),
    "misspelt": ("attachment; FileName=plan.pdf", "plan.pdf"),
}


@pytest.mark.parametrize(("disposition", "name"), NAMES.values(), ids=NAMES.keys())
def test_a_file_has_a_name_that_is_safe(disposition, name):
    message = read(
        multipart(TEXT, f"Content-Type: application/pdf\nContent-Disposition: {disposition}\n\nabc")
    )

    assert files(message) == [(name, "application/pdf", 3)]


KINDS = [
    ("image/png", "image.png"), ("image/jpeg", "image.jpg"), ("application/pdf", "attachment.pdf"), ("audio/mpeg", "audio.mp3"), ("application/octet-stream", "attachment.bin"), ("application/x-none", "attachment.bin"), ("text/x-vcard", "text.vcf"), ("application/pgp-signature", "signature.asc"), ("application/pkcs7-signature", "smime.p7s"), ("application/x-pkcs7-mime", "smime.p7m"),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "name"), KINDS)
def test_a_file_without_a_name_is_named_for_what_it_is(kind, name):
    assert files(read(multipart(TEXT, f"Content-Type: {kind}\n\nabc"))) == [(name, kind, 3)]


def test_inline_pictures_are_files_too():
    picture = "Content-Type: image/png; name=door.png\nContent-ID: <door@x>\nContent-Disposition: inline\nContent-Transfer-Encoding: base64\n\niVBORw=="
    related = b'Content-Type: multipart/related; boundary="in"\n\n' + joined(PAGE, picture, boundary="in")
    message = read(multipart(TEXT, related, kind="alternative"))

    assert files(message) == [("door.png", "image/png", 4)]
    assert (message.attachments[0].content_id, message.attachments[0].is_inline) == ("door@x", True)


def test_words_on_either_side_of_a_picture_are_one_text():
    picture = "Content-Type: image/png\nContent-Disposition: inline\n\nx"
    message = read(
        multipart("Content-Type: text/plain\n\nBefore", picture, "Content-Type: text/plain\n\nAfter")
    )

    assert (message.text, len(message.attachments)) == ("Before\n\nAfter", 1)


@pytest.mark.parametrize(
    "disposition", ["attachment; filename=note.txt", "attachment", 'inline; filename="note.txt"']
)
def test_a_text_file_that_is_attached_is_not_read_as_words(disposition):
    message = read(
        multipart(
            TEXT, f"Content-Type: text/plain; charset=utf-8\nContent-Disposition: {disposition}\n\nnote"
        )
    )

    assert message.text == "The door is broken."
    assert [(file.type, file.size) for file in message.attachments] == [("text/plain", 4)]


def test_a_message_that_is_only_a_file_has_no_words():
    message = read(
        raw("JVBERg==", Content_Type="application/pdf; name=plan.pdf", Content_Transfer_Encoding="base64")
    )

    assert (message.text, files(message)) == ("", [("plan.pdf", "application/pdf", 4)])


def test_a_message_within_is_a_file_named_for_its_subject():
    nested = "Content-Type: message/rfc822\n\nSubject: Old =?utf-8?Q?d=C5=B5r?=: a/b\nFrom: ann@trust.example\n\nHello there"
    message = read(multipart(TEXT, nested))

    assert [(file.name, file.type) for file in message.attachments] == [
        ("Old dŵr_ a-b.eml", "message/rfc822")
    ]
    assert message.text == "The door is broken."


def test_files_within_a_message_within_are_its_own():
    inner = multipart(TEXT, PDF, boundary="in", Subject="Inner")
    assert [
        file.name for file in read(multipart(TEXT, b"Content-Type: message/rfc822\n\n" + inner)).attachments
    ] == ["Inner.eml"]


def test_a_signed_message_is_read_and_its_signature_listed():
    signature = "Content-Type: application/pgp-signature; name=signature.asc\n\n-----BEGIN PGP SIGNATURE-----"
    message = read(multipart(TEXT, signature, kind='signed; protocol="application/pgp-signature"'))

    assert (message.text, [file.name for file in message.attachments]) == (
        "The door is broken.",
        ["signature.asc"],
    )


def test_an_apple_double_is_one_file():
    fork = "Content-Type: application/applefile; name=plan.pdf\n\nfork"
    double = b'Content-Type: multipart/appledouble; boundary="in"\n\n' + joined(fork, PDF, boundary="in")

    assert files(read(multipart(TEXT, double))) == [("plan.pdf", "application/pdf", 4)]


def test_a_file_written_into_the_words_is_taken_out_of_them():
    message = read(plain("Here it is.\n\nbegin 644 the plan.txt\n+2&5L;&\\@=&AE<F4 \n`\nend\n\nThank you."))

    assert message.text == "Here it is.\n\n\n\nThank you."
    assert [(file.name, file.content) for file in message.attachments] == [("the plan.txt", b"Hello there")]


def test_words_that_begin_like_such_a_file_stay():
    text = "Please\nbegin 644 times\nand never\nend"

    assert read(plain(text)).text == text


BROKEN = {
    "no last boundary": multipart(TEXT, PDF).replace(b"--cut--", b""),
    "no boundary stated": multipart(TEXT, PDF).replace(b'; boundary="cut"', b""),
    "another boundary stated": multipart(TEXT, PDF).replace(b'boundary="cut"', b'boundary="other"'),
    "spaces after boundaries": multipart(TEXT, PDF).replace(b"--cut\n", b"--cut  \n"),
    "words before and after": multipart(TEXT, PDF).replace(b"--cut\n", b"This is MIME.\n--cut\n", 1)
    + b"after",
    "Windows line ends": multipart(TEXT, PDF).replace(b"\n", b"\r\n"),
    "no quotes round it": multipart(TEXT, PDF).replace(b'"cut"', b"cut"),
}


@pytest.mark.parametrize("content", BROKEN.values(), ids=BROKEN.keys())
def test_parts_are_found_where_their_boundaries_are_bent(content):
    message = read(content)

    assert (message.text, files(message)) == ("The door is broken.", [("plan.pdf", "application/pdf", 4)])


def test_parts_of_an_unknown_kind_of_container_are_read():
    assert read(multipart(TEXT, PDF, kind="x-none")).text == "The door is broken."


def test_a_container_that_holds_no_parts_is_words():
    assert read(raw("Hello", Content_Type="multipart/mixed; boundary=cut")).text == "Hello"


def test_a_page_called_plain_text_is_a_page():
    message = read(plain("<html><body><p>The door</p><p>is broken.</p></body></html>"))

    assert (message.text, message.html_clean) == (
        "The door\n\nis broken.",
        "<p>The door</p><p>is broken.</p>",
    )


def test_cleaned_html_holds_nothing_that_acts_or_tells():
    page = '<script>x()</script><p onclick="x()" style="color:red">Hi<img src="https://spy.example/1.png"><img src="cid:a"><a href="javascript:x()">a</a></p><style>p{}</style><iframe src="x"></iframe>'

    assert (
        read(raw(page, Content_Type="text/html")).html_clean
        == '<p>Hi<img><img src="cid:a"><a rel="noopener noreferrer nofollow">a</a></p>'
    )
