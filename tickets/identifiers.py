"""NHS numbers in free text: found, so that staff can be warned, and masked on display.

Check digit: NHS Data Dictionary, "NHS NUMBER" (modulus 11). Ranges: numbers beginning 4, 6 or 7
are issued in England, Wales and the Isle of Man, 320 to 399 in Northern Ireland; 999 is never
issued and stands for real ones in tests.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

_SPACE = r"[^\S\r\n\u2028\u2029\x85\x0b\x0c]|[\u00ad\u200b-\u200d\u2060\ufeff]"
_DASH = r"[-\u2010-\u2015\u2212\ufe58\ufe63\uff0d]"
_GAP = rf"(?:{_SPACE}){{0,2}}{_DASH}?(?:{_SPACE}){{0,2}}"
_TEN_DIGITS = re.compile(
    rf"(?<!\d)(?<!\d{_DASH})(?<!\d\.)"
    rf"\d{{3}}{_GAP}\d{{3}}{_GAP}\d{{4}}"
    rf"(?!\d)(?!{_DASH}\d)(?!\.\d)"
)
_ISSUED = re.compile(r"[467]|3[2-9]|999")
_SHOWN_AT_START, _SHOWN_AT_END = 3, 2
"""Digits of a masked number that stay readable: enough to tell two apart, not to look one up."""
_MASK = "\N{BULLET}"


@dataclass(frozen=True)
class Identifier:
    """One NHS number: its ten digits and where in the text it stands."""

    digits: str
    start: int
    end: int


def find(text: str) -> list[Identifier]:
    """Every NHS number in `text`, in order.

    Ten digits, together or as 3-3-4 with spaces or hyphens, with a right check digit and in a range
    that is issued or kept for tests. Ten digits inside a longer number are none.
    """
    return list(_each(text))


def holds(text: str) -> bool:
    """Whether `text` holds at least one NHS number."""
    return next(_each(text), None) is not None


def mask(text: str) -> str:
    """`text` with the middle five digits of every NHS number hidden, all else as it was."""
    pieces, done = [], 0
    for found in _each(text):
        pieces += [text[done : found.start], _masked(text[found.start : found.end])]
        done = found.end
    return "".join([*pieces, text[done:]])


def _each(text: str) -> Iterator[Identifier]:
    start = 0
    while match := _TEN_DIGITS.search(text, start):
        digits = "".join(str(int(letter)) for letter in match.group() if letter.isdecimal())
        if _ISSUED.match(digits) and _check_digit(digits) == int(digits[-1]):
            yield Identifier(digits, match.start(), match.end())
            start = match.end()
        else:
            start = match.start() + 1


def _check_digit(digits: str) -> int:
    """The digit that the first nine call for; 10 means that no such number exists."""
    weighed = sum(int(digit) * weight for digit, weight in zip(digits, range(10, 1, -1), strict=False))
    return (11 - weighed % 11) % 11


def _masked(number: str) -> str:
    places = [at for at, letter in enumerate(number) if letter.isdecimal()]
    hidden = set(places[_SHOWN_AT_START:-_SHOWN_AT_END])
    return "".join(_MASK if at in hidden else letter for at, letter in enumerate(number))
