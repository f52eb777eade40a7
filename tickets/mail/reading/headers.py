"""The headers of a message or part: unfolded, decoded, and never in the way when they are broken."""

import base64
import binascii
import re
from dataclasses import dataclass, field
from urllib.parse import unquote_to_bytes

from tickets.mail.reading.charsets import decoded, on_one_line
from tickets.mail.reading.limits import MAX_HEADER_BYTES, MAX_HEADER_CHARACTERS, MAX_HEADERS

_LINE = re.compile(rb"[^\r\n]*(?:\r\n|\n|\r|$)")
_FIELD = re.compile(rb"([!-9;-~]{1,200})[ \t]*:(.*)", re.DOTALL)
_MBOX_LINE = re.compile(rb">?From [^\s:]")
_CUT_BASE64 = re.compile(r"(=\?([^?\s]{1,60})\?[bB]\?[^?=]{0,1000})\?==\?\2\?[bB]\?")
_WORD = re.compile(
    r"=\?([^?\s=]{1,60})\?([bBqQ])\?([^\r\n]{0,1000}?)\?=(?=$|[\s\"<>(),;:]|=\?|[^\x00-\x7f\w])"
)
_BETWEEN_WORDS = re.compile(r"(\?=)\s+(?==\?[^?\s=]{1,60}\?[bBqQ]\?)")
_PARAMETER = re.compile(
    r";\s*([\w.*!#$&+^`{}|~%'-]{1,80}?)(\*?)\s*=\s*(\"(?:\\.|[^\"\\]){0,4000}\"?|[^;]{0,4000})"
)
_CONTINUED = re.compile(r"(.+?)\*(\d{1,3})$")


@dataclass(frozen=True)
class Headers:
    """Headers in their order; names in lower case, values as they stand, unfolded but not decoded."""

    pairs: tuple[tuple[str, str], ...] = field(default=())

    def all(self, name: str) -> list[str]:
        return [value for key, value in self.pairs if key == name]

    def first(self, *names: str) -> str:
        """The first value that says anything under these names, or nothing."""
        return next((value for name in names for value in self.all(name) if value.strip()), "")

    def text(self, *names: str) -> str:
        """The same in people's words: encoded words decoded, on one line."""
        return decode_words(self.first(*names))

    def has(self, name: str) -> bool:
        return any(key == name for key, _ in self.pairs)


def split_headers(raw: bytes) -> tuple[Headers, bytes]:
    """The headers that `raw` opens with, and what comes after them."""
    fields: list[bytes] = []
    at = _start(raw)
    while at < len(raw):
        match = _LINE.match(raw, at)
        line = match.group() if match else raw[at:]
        bare = line.rstrip(b"\r\n")
        if not bare.strip():
            at += len(line)
            break
        if not _take_line(fields, bare):
            break
        at += len(line)
        if at > MAX_HEADER_BYTES:
            at = _after_blank_line(raw, at)
            break
    return _headers(fields), raw[at:]


def decode_words(value: str) -> str:
    """RFC 2047 encoded words made plain, on one line; what is broken in them stays as it was."""
    pieces: list[tuple[str | None, bytes | str]] = []
    done, value = 0, _CUT_BASE64.sub(r"\1", _BETWEEN_WORDS.sub(r"\1", value))
    for match in _WORD.finditer(value):
        content = _word_bytes(match.group(2), match.group(3))
        if content is None:
            continue
        _add(pieces, None, value[done : match.start()])
        _add(pieces, match.group(1).lower(), content)
        done = match.end()
    _add(pieces, None, value[done:])
    return on_one_line(
        "".join(text if isinstance(text, str) else decoded(text, charset) for charset, text in pieces)
    )


def parameters(value: str) -> tuple[str, dict[str, str]]:
    """`text/plain; charset=x` as its first word, in lower case, and its parameters, RFC 2231 joined."""
    main, _, _ = value.partition(";")
    plain: dict[str, str] = {}
    pieces: dict[str, dict[int, tuple[bool, str]]] = {}
    for match in _PARAMETER.finditer(";" + value.partition(";")[2]):
        name, is_extended = match.group(1).lower(), bool(match.group(2))
        text = _unquoted(match.group(3))
        if numbered := _CONTINUED.match(name):
            pieces.setdefault(numbered.group(1), {})[int(numbered.group(2))] = (is_extended, text)
        elif is_extended:
            pieces.setdefault(name, {})[0] = (True, text)
        else:
            plain.setdefault(name, decode_words(text))
    for name, parts in pieces.items():
        plain[name] = _joined(parts)
    return re.sub(r"\s+", "", main).strip().lower(), plain


def _start(raw: bytes) -> int:
    at = 0
    while (match := _LINE.match(raw, at)) and match.group():
        line = match.group()
        if line.strip() and not _MBOX_LINE.match(line):
            break
        at = match.end()
    return at


def _take_line(fields: list[bytes], line: bytes) -> bool:
    """Add the line to what is read; False where it is no header's and the body has begun."""
    if line[:1] in b" \t" and fields:
        fields[-1] += b" " + line.lstrip()
        return True
    if _FIELD.match(line):
        if len(fields) < MAX_HEADERS:
            fields.append(line)
        return True
    return bool(_MBOX_LINE.match(line)) and len(fields) > 0


def _after_blank_line(raw: bytes, at: int) -> int:
    blank = re.compile(rb"\r?\n[ \t]*\r?\n").search(raw, at)
    return blank.end() if blank else len(raw)


def _headers(fields: list[bytes]) -> Headers:
    pairs = []
    for line in fields:
        match = _FIELD.match(line)
        if match:
            value = decoded(match.group(2)[: 4 * MAX_HEADER_CHARACTERS], None).strip()
            pairs.append((match.group(1).decode("ascii", "replace").lower(), value[:MAX_HEADER_CHARACTERS]))
    return Headers(tuple(pairs))


def _word_bytes(kind: str, text: str) -> bytes | None:
    raw = text.encode("utf-8", "replace")
    if kind in "qQ":
        return binascii.a2b_qp(raw.replace(b" ", b"_"), header=True)
    raw = re.sub(rb"[^A-Za-z0-9+/]", b"", raw)
    try:
        return base64.b64decode(raw + b"=" * (-len(raw) % 4))
    except (binascii.Error, ValueError):
        return base64.b64decode(raw[: len(raw) // 4 * 4])


def _add(pieces: list[tuple[str | None, bytes | str]], charset: str | None, text: bytes | str) -> None:
    """Words of one charset are joined first: a character may be cut between two of them."""
    if pieces and charset and pieces[-1][0] == charset and isinstance(text, bytes):
        before = pieces[-1][1]
        assert isinstance(before, bytes)
        pieces[-1] = (charset, before + text)
    elif text:
        pieces.append((charset, text))


def _unquoted(text: str) -> str:
    text = text.strip()
    if not text.startswith('"'):
        return text.strip("'") if text.startswith("'") and text.endswith("'") and len(text) > 1 else text
    return re.sub(r"\\([\"\\])", r"\1", text[1:-1] if text.endswith('"') and len(text) > 1 else text[1:])


def _joined(parts: dict[int, tuple[bool, str]]) -> str:
    ordered = [parts[number] for number in sorted(parts)]
    charset = None
    if ordered[0][0] and ordered[0][1].count("'") >= 2:
        charset, _, rest = ordered[0][1].split("'", 2)
        ordered[0] = (True, rest)
    if not any(extended for extended, _ in ordered):
        return decode_words("".join(text for _, text in ordered))
    content = b"".join(
        unquote_to_bytes(text) if extended else text.encode("utf-8", "replace") for extended, text in ordered
    )
    return on_one_line(decoded(content, charset or None))
