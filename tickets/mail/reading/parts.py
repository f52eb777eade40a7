"""A message as the tree of its parts, cut by its own boundaries and never deeper than the limits."""

import base64
import binascii
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from tickets.mail.reading.charsets import decoded
from tickets.mail.reading.headers import Headers, parameters, split_headers
from tickets.mail.reading.limits import MAX_DEPTH, MAX_PACKED_IN_TEXT, Budget

_TYPE = re.compile(r"[a-z0-9][\w.+!#$&^-]{0,100}/[a-z0-9][\w.+!#$&^-]{0,100}")
_GUESSED_BOUNDARY = re.compile(
    rb"(?:^|\n)--([^\s-][^\r\n]{0,200}?)[ \t]*\r?\n[ \t]*(?:Content-|MIME-)", re.IGNORECASE
)
_BASE64_LINE = re.compile(rb"[A-Za-z0-9+/]*={0,3}")
_WHOLE_MESSAGE = {"message/rfc822", "message/global", "message/news"}


@dataclass
class Part:
    """One part: what it says it is, its raw content, and the parts in it."""

    headers: Headers
    raw: bytes
    type: str = "text/plain"
    parameters: dict[str, str] = field(default_factory=dict)
    disposition: str = ""
    filename: str = ""
    children: list["Part"] = field(default_factory=list)
    parent: "Part | None" = None
    was_cut: bool = False

    @property
    def main(self) -> str:
        return self.type.partition("/")[0]

    @property
    def is_message(self) -> bool:
        return self.type in _WHOLE_MESSAGE

    @property
    def content_id(self) -> str:
        return self.headers.first("content-id").strip("<> ")[:200]

    def content(self) -> bytes:
        """What the part holds, its transfer encoding undone."""
        return transferred(self.raw, self.headers.first("content-transfer-encoding"))

    def text(self, limit: int) -> str:
        """The content as text, of at most `limit` bytes."""
        return decoded(self.content()[:limit], self.parameters.get("charset"))

    def walk(self) -> Iterator["Part"]:
        """This part and all in it, outermost first."""
        waiting = [self]
        while waiting:
            part = waiting.pop()
            yield part
            waiting.extend(reversed(part.children))


def read_parts(raw: bytes, budget: Budget) -> Part:
    """The whole message as parts; those of a message carried inside it are left to whoever opens that."""
    root = _part(raw, None)
    waiting = [(root, 0)]
    while waiting:
        part, depth = waiting.pop()
        if part.main != "multipart":
            continue
        if depth >= MAX_DEPTH:
            budget.note("The message has parts within parts deeper than are read.")
            part.type = "application/octet-stream"
            continue
        _open(part, budget)
        waiting.extend((child, depth + 1) for child in reversed(part.children))
    return root


def transferred(raw: bytes, encoding: str) -> bytes:
    """`raw` with base64, quoted-printable or uuencoding undone; broken ones as far as they go."""
    encoding = encoding.lower().split(";")[0].strip()
    if "base64" in encoding:
        return _from_base64(raw)
    if "quoted" in encoding:
        return binascii.a2b_qp(raw)
    if "uu" in encoding:
        return b"".join(content for _, content, _ in uuencoded(raw)) or raw
    return raw


def uuencoded(raw: bytes) -> list[tuple[str, bytes, tuple[int, int]]]:
    """Each file written into text between `begin 644 name` and `end`: name, content, and where it stands."""
    found: list[tuple[str, bytes, tuple[int, int]]] = []
    at = 0
    begin = re.compile(rb"(?m)^begin(?:-base64)? [0-7]{3,4} ([^\r\n]{1,200})\r?$")
    end = re.compile(rb"(?m)^(?:end|={4})[ \t]*\r?$")
    while (
        len(found) < MAX_PACKED_IN_TEXT
        and (start := begin.search(raw, at))
        and (stop := end.search(raw, start.end()))
    ):
        lines = raw[start.end() : stop.start()].splitlines()
        content = _uu_lines(lines)
        if content is not None:
            found.append((decoded(start.group(1), None).strip(), content, (start.start(), stop.end())))
        at = stop.end()
    return found


def _part(raw: bytes, parent: Part | None) -> Part:
    headers, body = split_headers(raw)
    stated = headers.first("content-type")
    kind, given = parameters(stated)
    part = Part(headers, body, kind, given, parent=parent)
    if not _TYPE.fullmatch(kind):
        part.type = _type_instead(kind, parent)
    part.disposition, disposition = parameters(headers.first("content-disposition"))
    part.filename = disposition.get("filename") or given.get("name") or _located(headers)
    return part


def _located(headers: Headers) -> str:
    """The file's name out of where it is said to lie, as Apple Mail gives it."""
    place = headers.text("content-location").split("?")[0].rstrip("/")
    name = place.replace("\\", "/").rpartition("/")[2]
    return name if "." in name[-6:] and "://" not in name else ""


def _type_instead(kind: str, parent: Part | None) -> str:
    if parent and parent.type == "multipart/digest" and not kind:
        return "message/rfc822"
    return {"text": "text/plain", "html": "text/html", "": "text/plain"}.get(kind, "application/octet-stream")


def _open(part: Part, budget: Budget) -> None:
    pieces = _pieces(part)
    if not pieces:
        part.type = "text/plain"
        return
    for piece in pieces:
        if not budget.take_part():
            part.was_cut = True
            return
        part.children.append(_part(piece, part))


def _pieces(part: Part) -> list[bytes]:
    body = part.raw
    boundary = part.parameters.get("boundary", "").encode("utf-8", "surrogateescape")
    pieces = _cut(body, boundary) if boundary else []
    if not pieces and "base64" in part.headers.first("content-transfer-encoding").lower():
        body = part.content()
        pieces = _cut(body, boundary) if boundary else []
    if not pieces and (guess := _GUESSED_BOUNDARY.search(body[:100_000])):
        pieces = _cut(body, guess.group(1))
    return pieces


def _cut(body: bytes, boundary: bytes) -> list[bytes]:
    line = re.compile(rb"(?:^|\r?\n|\r)--" + re.escape(boundary.strip()) + rb"(--)?[ \t]*(?=[\r\n]|$)")
    pieces: list[bytes] = []
    start = -1
    for match in line.finditer(body):
        if start >= 0:
            pieces.append(_without_first_line_end(body[start : match.start()]))
        start = match.end()
        if match.group(1):
            return pieces
    if start >= 0 and body[start:].strip():
        pieces.append(_without_first_line_end(body[start:]))
    return pieces


def _without_first_line_end(piece: bytes) -> bytes:
    """A part without headers opens with an empty line, which is kept for the header reader to see."""
    for end in (b"\r\n", b"\n", b"\r"):
        if piece.startswith(end):
            piece = piece[len(end) :]
            break
    return piece if piece[:2].strip(b"\r\n") else b"X-Headers: none\n" + piece


def _from_base64(raw: bytes) -> bytes:
    lines: list[bytes] = []
    for line in raw.splitlines():
        bare = line.strip()
        if _BASE64_LINE.fullmatch(bare):
            lines.append(bare)
        elif lines and any(lines):
            break
    pieces = re.findall(rb"[A-Za-z0-9+/]+", b"".join(lines).replace(b"=", b" "))
    if not pieces:
        return raw if raw.strip() else b""
    return b"".join(_base64_piece(piece) for piece in pieces)


def _base64_piece(piece: bytes) -> bytes:
    if len(piece) % 4 == 1:
        piece = piece[:-1]
    try:
        return base64.b64decode(piece + b"=" * (-len(piece) % 4))
    except (binascii.Error, ValueError):
        return b""


def _uu_lines(lines: list[bytes]) -> bytes | None:
    pieces = []
    for line in lines:
        if not line.strip():
            continue
        try:
            pieces.append(binascii.a2b_uu(line))
        except binascii.Error:
            try:
                pieces.append(binascii.a2b_uu(line[: (((line[0] - 32) & 63) * 4 + 5) // 3]))
            except (binascii.Error, IndexError):
                return None
    return b"".join(pieces)
