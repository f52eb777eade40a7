"""Outlook's winmail.dat ([MS-OXTNEF]): the files and the body packed in it.

The library for this (tnefparse 1.4) loops as often as a length in the file says and keeps nothing of a
file that is cut short, so a hostile or broken message could hold up or hide mail. Here every length is
checked against what is there, and what was read before a fault is kept.
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

from tickets.mail.reading.charsets import decoded
from tickets.mail.reading.limits import MAX_PARTS, MAX_TNEF_BYTES
from tickets.mail.reading.rtf import text_of_rtf, unpacked_rtf

_SIGNATURE = 0x223E9F78
_FIRST_OBJECT = 6
_BODY, _MAPI, _CODEPAGE = 0x800C, 0x9003, 0x9007
_FILE_BEGINS, _FILE_TITLE, _FILE_DATA, _FILE_MAPI = 0x9002, 0x8010, 0x800F, 0x9005
_P_BODY, _P_RTF, _P_HTML, _P_CODEPAGE = 0x1000, 0x1009, 0x1013, 0x3FDE
_P_DATA, _P_LONG_NAME, _P_NAME, _P_DISPLAY_NAME, _P_MIME, _P_CONTENT_ID = (
    0x3701,
    0x3707,
    0x3704,
    0x3001,
    0x370E,
    0x3712,
)
_EMBEDDED_OBJECT_PREFIX = 16
"""Bytes of the class id before an embedded object's own content."""
_FIXED = {
    0x0002: 4,
    0x0003: 4,
    0x0004: 4,
    0x000A: 4,
    0x000B: 4,
    0x0005: 8,
    0x0006: 8,
    0x0007: 8,
    0x0014: 8,
    0x0040: 8,
    0x0048: 16,
}
_TEXT_8, _TEXT_16, _OBJECT, _BINARY = 0x001E, 0x001F, 0x000D, 0x0102


@dataclass
class PackedFile:
    """A file in the pack; its name and type as the pack gives them."""

    name: str = ""
    type: str = ""
    content: bytes = b""
    content_id: str = ""


@dataclass
class Pack:
    """What a winmail.dat holds."""

    files: list[PackedFile] = field(default_factory=list)
    text: str = ""
    html: str = ""
    codepage: str = "cp1252"


def unpacked(raw: bytes) -> Pack | None:
    """The pack's files and body as far as they can be read; None where it is no pack at all."""
    if len(raw) < _FIRST_OBJECT or struct.unpack_from("<I", raw)[0] != _SIGNATURE:
        return None
    pack = Pack()
    for attribute, content in _objects(raw[:MAX_TNEF_BYTES]):
        try:
            _take(pack, attribute, content)
        except (struct.error, ValueError, IndexError, UnicodeError):
            continue
    pack.files = [file for file in pack.files if file.content or file.name]
    return pack


def _objects(raw: bytes) -> Iterator[tuple[int, memoryview]]:
    view, at = memoryview(raw), _FIRST_OBJECT
    while at + 9 <= len(raw):
        _, attribute, length = struct.unpack_from("<BII", raw, at)
        yield attribute & 0xFFFF, view[at + 9 : at + 9 + length]
        at += 9 + length + 2


def _take(pack: Pack, attribute: int, content: memoryview) -> None:
    if attribute == _CODEPAGE and len(content) >= 4:
        pack.codepage = f"cp{struct.unpack_from('<I', content)[0]}"
    elif attribute == _BODY:
        pack.text = pack.text or decoded(bytes(content).rstrip(b"\0"), pack.codepage)
    elif attribute == _MAPI:
        _take_body(pack, dict(_properties(content)))
    elif attribute == _FILE_BEGINS and len(pack.files) < MAX_PARTS:
        pack.files.append(PackedFile())
    elif pack.files:
        _take_file(pack, pack.files[-1], attribute, content)


def _take_file(pack: Pack, file: PackedFile, attribute: int, content: memoryview) -> None:
    if attribute == _FILE_DATA:
        file.content = bytes(content)
    elif attribute == _FILE_TITLE:
        file.name = file.name or decoded(bytes(content).rstrip(b"\0"), pack.codepage)
    elif attribute == _FILE_MAPI:
        found = dict(_properties(content))
        for name in (_P_LONG_NAME, _P_NAME, _P_DISPLAY_NAME):
            if title := _words(found.get(name), pack.codepage):
                file.name = title
                break
        file.type = _words(found.get(_P_MIME), pack.codepage).lower() or file.type
        file.content_id = _words(found.get(_P_CONTENT_ID), pack.codepage).strip("<>")
        if not file.content and (stored := found.get(_P_DATA)):
            file.content = stored[1][_EMBEDDED_OBJECT_PREFIX:] if stored[0] == _OBJECT else stored[1]


def _take_body(pack: Pack, found: dict[int, tuple[int, bytes]]) -> None:
    if (codepage := found.get(_P_CODEPAGE)) and len(codepage[1]) >= 4:
        pack.codepage = f"cp{struct.unpack_from('<I', codepage[1])[0]}"
    pack.text = pack.text or _words(found.get(_P_BODY), pack.codepage)
    pack.html = pack.html or _words(found.get(_P_HTML), pack.codepage)
    if not pack.text and not pack.html and (packed := found.get(_P_RTF)):
        pack.text, pack.html = text_of_rtf(unpacked_rtf(packed[1]))


def _words(value: tuple[int, bytes] | None, codepage: str) -> str:
    if value is None:
        return ""
    kind, content = value
    codec = {"cp65001": "utf-8", "cp1200": "utf-16-le", "cp20127": "ascii", "cp28591": "cp1252"}.get(
        codepage, codepage
    )
    return (content.decode("utf-16-le", "replace") if kind == _TEXT_16 else decoded(content, codec)).rstrip(
        "\0"
    )


def _properties(content: memoryview) -> Iterator[tuple[int, tuple[int, bytes]]]:
    """MAPI properties: id, then type and bytes; several values of one property give the first."""
    count = struct.unpack_from("<I", content)[0]
    at = 4
    for _ in range(min(count, 2000)):
        if at + 4 > len(content):
            return
        kind, name = struct.unpack_from("<HH", content, at)
        at += 4
        if name >= 0x8000:
            at = _after_name(content, at)
        values, at = _values(content, kind, at)
        if values:
            yield name, (kind & 0x0FFF, values[0])


def _after_name(content: memoryview, at: int) -> int:
    """Past a property's own name: a GUID, then a number or a text."""
    by_text = struct.unpack_from("<I", content, at + 16)[0]
    if not by_text:
        return at + 24
    length = struct.unpack_from("<I", content, at + 20)[0]
    return at + 24 + _padded(length)


def _values(content: memoryview, kind: int, at: int) -> tuple[list[bytes], int]:
    is_many, kind = bool(kind & 0x1000), kind & 0x0FFF
    count = 1
    if is_many or kind not in _FIXED:
        count = struct.unpack_from("<I", content, at)[0]
        at += 4
    values = []
    for _ in range(min(count, 10_000)):
        if at > len(content):
            raise ValueError("A value is said to go on beyond the end.")
        if kind in _FIXED:
            length = _FIXED[kind]
        else:
            length = struct.unpack_from("<I", content, at)[0]
            at += 4
        values.append(bytes(content[at : at + length]))
        at += _padded(length)
    return values, at


def _padded(length: int) -> int:
    return (length + 3) // 4 * 4
