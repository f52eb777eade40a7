"""From bytes to words, whatever the label says."""

import codecs
import re
from functools import lru_cache

import charset_normalizer

_WRONG_NAMES = {
    "latin1": "cp1252",
    "iso8859-1": "cp1252",
    "iso-8859-1": "cp1252",
    "iso88591": "cp1252",
    "us-ascii": "ascii",
    "ansi": "cp1252",
    "x-ansi": "cp1252",
    "windows-1252http-equivcontent-type": "cp1252",
    "iso-8859-9": "cp1254",
    "iso-8859-11": "cp874",
    "tis-620": "cp874",
    "iso-8859-8-i": "iso8859-8",
    "iso-8859-8-e": "iso8859-8",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "gb_2312-80": "gb18030",
    "x-gbk": "gb18030",
    "chinesebig5": "big5hkscs",
    "big5": "big5hkscs",
    "x-big5": "big5hkscs",
    "ks_c_5601-1987": "cp949",
    "ksc5601": "cp949",
    "euc-kr": "cp949",
    "shift_jis": "cp932",
    "shift-jis": "cp932",
    "x-sjis": "cp932",
    "windows-31j": "cp932",
    "cp-850": "cp850",
    "x-mac-roman": "mac-roman",
    "macintosh": "mac-roman",
    "unicode-1-1-utf-7": "utf-7",
    "x-unicode-2-0-utf-7": "utf-7",
    "unicode-1-1-utf-8": "utf-8",
    "utf8mb4": "utf-8",
    "unicode": "utf-16",
}
"""What mail calls a character set, to the codec that also reads what such mail wrongly holds."""

_NOT_OF_TEXT = {"idna", "punycode", "undefined", "unicode-escape", "raw-unicode-escape", "mbcs", "oem"}
_SAYS_LITTLE = {"ascii", "cp1252", "utf-8"}
_ASIAN_OR_CYRILLIC = [
    "gb18030",
    "big5",
    "cp932",
    "euc_jp",
    "cp949",
    "cp1251",
    "koi8_r",
    "cp1253",
    "cp1255",
    "cp1256",
]
_GUESS_FROM_BYTES = 2048
_FOREIGN_SHARE = 0.3
"""Share of bytes above 127 from which a text without a label is hardly western European."""

_FEWEST_FOREIGN = 12
"""Bytes above 127 under which no guess is worth making."""

_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
_LINE_ENDS = re.compile(r"\r\n|\r|\x85|\u2028|\u2029")


def decoded(content: bytes, label: str | None) -> str:
    """`content` as text: by its label where that is right, else by the best guess; never an error."""
    if marked := _by_mark(content):
        return marked
    codec = codec_for(label)
    if codec is None or codec in _SAYS_LITTLE:
        return _unlabelled(content, codec)
    try:
        return content.decode(codec)
    except (UnicodeError, ValueError):
        return _mislabelled(content, codec)


@lru_cache(maxsize=256)
def codec_for(label: str | None) -> str | None:
    """The codec's name for a label in a message, or None where there is no such codec."""
    name = re.sub(r"[^\w.:-]", "", (label or "").split("*")[0]).lower()[:60].strip("_.:-")
    name = _WRONG_NAMES.get(name, name)
    if not name or name.replace("_", "-") in _NOT_OF_TEXT:
        return None
    try:
        "".encode(name)
        found = codecs.lookup(name).name
    except (LookupError, ValueError, UnicodeError):
        return None
    return found


def cleaned(text: str) -> str:
    """`text` with one kind of line end and nothing a database or a page refuses."""
    return _CONTROLS.sub("", _LINE_ENDS.sub("\n", text.replace("\ufeff", "")))


def on_one_line(text: str) -> str:
    """`text` with every run of white space, line ends too, made one space."""
    return " ".join(cleaned(text).split())


def _by_mark(content: bytes) -> str | None:
    for mark, codec in (
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF32_LE, "utf-32"),
        (codecs.BOM_UTF16_LE, "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16"),
    ):
        if content.startswith(mark):
            return content.decode(codec, "replace")
    return None


def _unlabelled(content: bytes, codec: str | None) -> str:
    if b"\x1b$" in content or b"\x1b(J" in content:
        return content.decode("iso2022_jp_2", "replace")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        pass
    if codec == "utf-8" and _is_mostly_utf8(content):
        return content.decode("utf-8", "replace")
    if codec in (None, "ascii", "utf-8") and (guess := _guessed(content)):
        return content.decode(guess, "replace")
    return _western(content)


def _is_mostly_utf8(content: bytes) -> bool:
    high = sum(byte > 127 for byte in content[:20_000])
    lost = content[:20_000].decode("utf-8", "replace").count("\ufffd")
    return lost * 2 < high


def _guessed(content: bytes) -> str | None:
    sample = content[:_GUESS_FROM_BYTES]
    high = sum(byte > 127 for byte in sample)
    if high < max(_FEWEST_FOREIGN, _FOREIGN_SHARE * len(sample)):
        return None
    best = charset_normalizer.from_bytes(sample, cp_isolation=_ASIAN_OR_CYRILLIC).best()
    return best.encoding if best else None


def _mislabelled(content: bytes, codec: str) -> str:
    if codec.startswith(("cp125", "iso8859")):
        try:
            return content.decode("utf-8")
        except UnicodeDecodeError:
            pass
    try:
        return content.decode(codec, "replace")
    except (UnicodeError, ValueError):
        return _western(content)


def _western(content: bytes) -> str:
    try:
        return content.decode("cp1252")
    except UnicodeDecodeError:
        return content.decode("latin-1")
