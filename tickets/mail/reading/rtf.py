"""The rich text that Outlook packs a body into ([MS-OXRTFCP], [MS-OXRTFEX]): unpacked, and its words."""

import re
import struct

from tickets.mail.reading.charsets import decoded
from tickets.mail.reading.limits import MAX_TEXT_BYTES

_HEADER_BYTES = 16
_PACKED, _PLAIN = b"LZFu", b"MELA"
_WINDOW = 4096
_ALREADY_THERE = (
    rb"{\rtf1\ansi\mac\deff0\deftab720{\fonttbl;}{\f0\fnil \froman \fswiss \fmodern \fscript \fdecor "
    rb"MS Sans SerifSymbolArialTimes New RomanCourier{\colortbl\red0\green0\blue0" + b"\r\n" + rb"\par "
    rb"\pard\plain\f0\fs20\b\i\u\tab\tx"
)
"""What the packer's window holds at the start, by its specification."""

_TOKEN = re.compile(
    rb"\\'([0-9a-fA-F]{2})|\\([a-zA-Z]{1,32})(-?\d{1,10})? ?|\\([^a-zA-Z])|([{}])|([\r\n]+)|([^\\{}\r\n]+)"
)
_NOT_WORDS = {
    b"fonttbl", b"colortbl", b"stylesheet", b"info", b"pict", b"object", b"generator", b"listtable",
    b"listoverridetable", b"themedata", b"datastore", b"latentstyles", b"rsidtbl", b"pntext", b"bkmkstart", b"bkmkend",
}  # fmt: skip
_ENDS = {b"par": b"\n", b"line": b"\n", b"tab": b"\t", b"row": b"\n", b"cell": b"\t", b"sect": b"\n"}
_SIGNS = {
    b"emdash": "—",
    b"endash": "–",
    b"lquote": "‘",
    b"rquote": "’",
    b"ldblquote": "“",
    b"rdblquote": "”",
    b"bullet": "•",
}


def unpacked_rtf(raw: bytes) -> bytes:
    """The rich text in its packed form, of at most the size that is read."""
    if len(raw) < _HEADER_BYTES:
        return b""
    size, kind = struct.unpack_from("<I", raw, 4)[0], raw[8:12]
    if kind == _PLAIN:
        return raw[_HEADER_BYTES : _HEADER_BYTES + min(size, MAX_TEXT_BYTES)]
    return _inflated(raw, min(size, MAX_TEXT_BYTES)) if kind == _PACKED else b""


def text_of_rtf(rtf: bytes) -> tuple[str, str]:
    """Its words as plain text and as HTML; one of the two is empty, as the sender wrote it."""
    if not rtf.startswith(b"{\\rtf"):
        return "", ""
    is_html = b"\\fromhtml" in rtf[:400]
    words = _Words(rtf[:MAX_TEXT_BYTES], is_html=is_html).read()
    return ("", words) if is_html else (words.strip(), "")


def _inflated(raw: bytes, size: int) -> bytes:
    window = bytearray(_ALREADY_THERE.ljust(_WINDOW, b" "))
    written, out, at = len(_ALREADY_THERE), bytearray(), _HEADER_BYTES
    while at < len(raw) and len(out) < size:
        control = raw[at]
        at += 1
        for bit in range(8):
            if control >> bit & 1:
                if at + 2 > len(raw):
                    return bytes(out)
                token = raw[at] << 8 | raw[at + 1]
                at += 2
                offset, length = token >> 4, (token & 0xF) + 2
                if offset == written % _WINDOW:
                    return bytes(out)
                chunk = [window[(offset + step) % _WINDOW] for step in range(length)]
            elif at < len(raw):
                chunk = [raw[at]]
                at += 1
            else:
                return bytes(out)
            for byte in chunk:
                window[written % _WINDOW] = byte
                written += 1
                out.append(byte)
    return bytes(out)


class _Words:
    """What is neither formatting nor, in rich text made from HTML, the part that stands in for it."""

    def __init__(self, rtf: bytes, *, is_html: bool) -> None:
        self._rtf, self._is_html = rtf, is_html
        self._pieces: list[str] = []
        self._held = bytearray()
        self._codepage = "cp1252"
        self._depth, self._skipped_at = 0, 0
        self._opens_group = self._is_hidden = self._in_tag = self._drops_next = False

    def read(self) -> str:
        for match in _TOKEN.finditer(self._rtf):
            byte, word, number, sign, brace, _, text = match.groups()
            if brace:
                self._group(opens=brace == b"{")
                continue
            if word:
                self._word(word, number or b"")
            elif sign:
                self._sign(sign, match.end())
            elif byte or text:
                self._letters(bytes([int(byte, 16)]) if byte else text)
            self._opens_group = False
        self._put("")
        return "".join(self._pieces).encode("utf-16", "surrogatepass").decode("utf-16", "replace")

    @property
    def _is_silent(self) -> bool:
        return bool(self._skipped_at) or self._is_hidden

    def _put(self, text: str) -> None:
        if self._held:
            self._pieces.append(decoded(bytes(self._held), self._codepage))
            self._held.clear()
        if not self._is_silent or not text:
            self._pieces.append(text)

    def _group(self, *, opens: bool) -> None:
        if opens:
            self._depth += 1
        else:
            if self._depth == self._skipped_at:
                self._skipped_at = 0
            self._depth -= 1
            self._in_tag = False
        self._opens_group = opens

    def _word(self, word: bytes, number: bytes) -> None:
        if word == b"htmlrtf":
            self._is_hidden = number != b"0"
        elif word == b"htmltag":
            self._in_tag = True
        elif word in _NOT_WORDS and self._opens_group and not self._skipped_at:
            self._skipped_at = self._depth
        elif word == b"ansicpg" and number:
            self._codepage = f"cp{number.decode('ascii')}"
        elif word == b"u" and number:
            self._put(chr(int(number) % 0x10000))
            self._drops_next = True
        elif word in _ENDS and (not self._is_html or self._in_tag or word == b"par"):
            self._put(_ENDS[word].decode("ascii"))
        elif word in _SIGNS:
            self._put(_SIGNS[word])

    def _sign(self, sign: bytes, end: int) -> None:
        if sign == b"*" and self._opens_group and not self._skipped_at:
            if not self._rtf.startswith(b"\\htmltag", end):
                self._skipped_at = self._depth
        elif sign in b"\\{}~_-":
            self._put({b"~": " ", b"_": "-", b"-": ""}.get(sign, sign.decode("ascii")))

    def _letters(self, letters: bytes) -> None:
        if self._is_silent:
            return
        if self._drops_next:
            self._drops_next, letters = False, letters[1:]
        self._held += letters
