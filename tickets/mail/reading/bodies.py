"""What of a message is read as its words, and what is attached to it."""

import re
from dataclasses import dataclass, field

from tickets.mail.reading.charsets import cleaned
from tickets.mail.reading.limits import MAX_TEXT_BYTES, Budget
from tickets.mail.reading.marks import without_marks
from tickets.mail.reading.markup import clean_html, text_of_html
from tickets.mail.reading.message import Attachment
from tickets.mail.reading.names import ending_of, made_name, name_of, safe_name
from tickets.mail.reading.parts import Part, uuencoded
from tickets.mail.reading.tnef import Pack, unpacked

_PACKED = {"application/ms-tnef", "application/vnd.ms-tnef", "application/x-tnef"}
_IS_MARKUP = re.compile(
    r"\s*(?:<!doctype html|<html\b|<\?xml[^>]{0,100}>\s*<html|<(?:div|p|table|body|head)\b[^>]{0,500}>)",
    re.IGNORECASE,
)
_SAYS_SEE_HTML = re.compile(
    r"\bhtml\b|browser|view (?:this|it)|web ?version|im browser|navigateur|navegador", re.IGNORECASE
)
_STUB_CHARACTERS = 400
_STUB_TIMES = 3
"""A plain part this many times shorter than the HTML, and that speaks of HTML, only stands in for it."""


@dataclass
class Body:
    """The words of a message, both ways where it has both, and its files."""

    plain: list[str] = field(default_factory=list)
    html: list[str] = field(default_factory=list)
    files: list[Attachment] = field(default_factory=list)
    calendars: list[bytes] = field(default_factory=list)

    html_clean: str = ""
    marked: str = ""
    """The text that quoted words are looked for in (see `marks`)."""

    @property
    def text(self) -> str:
        return without_marks(self.marked).strip()


def body_of(root: Part, budget: Budget) -> Body:
    """Every part either read as words or listed as a file; none is dropped but the containers."""
    body = Body()
    for part in root.walk():
        if part.children or (part.main == "multipart" and not part.raw.strip()):
            continue
        if (
            part.parent
            and part.parent.type == "multipart/appledouble"
            and part.type == "application/applefile"
        ):
            continue
        if part.type == "text/calendar" or part.filename.lower().endswith(".ics"):
            body.calendars.append(part.content())
        _take(body, part)
    _choose(body, budget)
    return body


def _take(body: Body, part: Part) -> None:
    if part.type in _PACKED or part.filename.lower() == "winmail.dat":
        pack = unpacked(part.content())
        if pack and (pack.files or pack.text or pack.html):
            _take_pack(body, pack)
            return
    if not _is_words(body, part):
        body.files.append(_file(part))
    elif part.type == "text/html":
        body.html.append(cleaned(part.text(MAX_TEXT_BYTES)))
    elif part.type == "text/plain":
        _take_plain(body, part)


def _is_words(body: Body, part: Part) -> bool:
    if part.type not in {"text/plain", "text/html"} or part.disposition == "attachment":
        return False
    if not part.filename:
        return True
    is_first = not (body.plain if part.type == "text/plain" else body.html) and not body.files
    has_name_only = part.disposition != "inline" or part.filename.lower() in {
        "message.html",
        "message.txt",
        "body.html",
    }
    return is_first and has_name_only


def _take_plain(body: Body, part: Part) -> None:
    content = part.content()
    for name, unpacked_file, _ in (
        found := uuencoded(content) if b"\nbegin" in content or content[:6] == b"begin " else []
    ):
        file_name = safe_name(name) or made_name("application/octet-stream")
        body.files.append(Attachment(file_name, "application/octet-stream", unpacked_file))
    for _, _, (start, stop) in reversed(found):
        part.raw, content = content[:start] + content[stop:], content[:start] + content[stop:]
    if found:
        part.headers = type(part.headers)(
            tuple(pair for pair in part.headers.pairs if pair[0] != "content-transfer-encoding")
        )
    text = cleaned(part.text(MAX_TEXT_BYTES))
    if part.parameters.get("format", "").lower() == "flowed":
        text = _unflowed(text, deletes_space=part.parameters.get("delsp", "").lower() == "yes")
    if _IS_MARKUP.match(text) and text.count("<") > 3:
        body.html.append(text)
    elif text.strip():
        body.plain.append(text)


def _take_pack(body: Body, pack: Pack) -> None:
    for packed in pack.files:
        name = safe_name(packed.name)
        kind = packed.type if "/" in packed.type else "application/octet-stream"
        body.files.append(Attachment(name or made_name(kind), kind, packed.content, packed.content_id))
    if not body.plain and not body.html:
        if pack.text.strip():
            body.plain.append(cleaned(pack.text))
        elif pack.html.strip():
            body.html.append(cleaned(pack.html))


def _file(part: Part) -> Attachment:
    content = (
        part.raw
        if part.is_message
        and not part.headers.first("content-transfer-encoding").lower().startswith(("base64", "quoted"))
        else part.content()
    )
    name = name_of(part)
    kind = part.type
    if kind == "application/octet-stream" and "." not in name:
        name += "" if part.filename else ending_of(kind)
    is_inline = part.disposition == "inline" or (part.disposition != "attachment" and bool(part.content_id))
    return Attachment(name, kind, content, part.content_id, is_inline)


def _choose(body: Body, budget: Budget) -> None:
    """The plain words where there are any that stand for the message, else those of the HTML."""
    plain = "\n\n".join(text.strip("\n") for text in body.plain)
    html = "\n".join(body.html)
    body.html_clean = cleaned(clean_html(html)) if html.strip() else ""
    marked = "" if not html.strip() else cleaned(text_of_html(html, budget))
    body.marked = marked if _is_stub(plain, without_marks(marked)) else plain


def _is_stub(plain: str, from_html: str) -> bool:
    if not from_html.strip():
        return False
    words = plain.strip()
    if not words:
        return True
    is_short = len(words) < _STUB_CHARACTERS and len(from_html) > _STUB_TIMES * len(words)
    return is_short and bool(_SAYS_SEE_HTML.search(words))


def _unflowed(text: str, *, deletes_space: bool) -> str:
    """RFC 3676: lines that end in a space go on in the next of the same depth of quotation."""
    done: list[tuple[str, str]] = []
    goes_on = False
    for line in text.split("\n"):
        quotes = re.match(r">*", line)
        depth = quotes.group() if quotes else ""
        words = line[len(depth) :].removeprefix(" ")
        if goes_on and done and done[-1][0] == depth:
            before = done[-1][1]
            done[-1] = (depth, (before[:-1] if deletes_space else before) + words)
        else:
            done.append((depth, words))
        goes_on = words.endswith(" ") and words != "-- "
    return "\n".join(
        (depth + " " if depth else "") + words.rstrip() if words != "-- " else "-- " for depth, words in done
    )
