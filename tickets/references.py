"""References people can read out on the telephone: a letter, a number, a check digit.

`R-10482` is the number 1048 and the check digit 2, by Damm's algorithm, which catches every
single wrong digit and every pair of neighbours swapped (H. M. Damm, 2004). The number comes
from a PostgreSQL sequence, so two hundred raised at once get two hundred references.
"""

import re

from django.conf import settings
from django.db import connection

DAMM = (
    (0, 3, 1, 7, 5, 9, 8, 6, 4, 2),
    (7, 0, 9, 2, 1, 5, 4, 8, 6, 3),
    (4, 2, 0, 6, 8, 7, 1, 3, 5, 9),
    (1, 7, 5, 0, 9, 8, 3, 4, 2, 6),
    (6, 1, 2, 3, 0, 4, 5, 9, 7, 8),
    (3, 6, 7, 4, 2, 0, 9, 5, 8, 1),
    (5, 8, 6, 9, 7, 2, 0, 1, 3, 4),
    (8, 9, 4, 5, 3, 6, 2, 0, 1, 7),
    (9, 4, 3, 8, 6, 1, 7, 2, 0, 5),
    (2, 5, 8, 1, 4, 3, 6, 7, 9, 0),
)
"""The totally anti-symmetric quasigroup of order 10 that the algorithm walks through."""

SPOKEN = re.compile(r"^\s*([A-Za-z])?[\s-]*((?:\d[\s-]*){5,})$")


def check_digit(digits: str) -> int:
    interim = 0
    for digit in digits:
        interim = DAMM[interim][int(digit)]
    return interim


def reference_for(number: int) -> str:
    """Write a sequence number as a reference."""
    return f"{settings.ENVIRONMENT.reference_letter}-{number}{check_digit(str(number))}"


def next_references(count: int = 1) -> list[str]:
    """Take the next `count` references; numbers of rolled back transactions are not used again."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('ticket_reference') FROM generate_series(1, %s)", [count])
        return [reference_for(number) for (number,) in cursor.fetchall()]


def as_reference(text: str) -> str | None:
    """Read a reference as somebody typed it (`r 1048 2`), or None where its check digit is wrong."""
    found = SPOKEN.match(text)
    if found is None:
        return None
    digits = re.sub(r"\D", "", found[2])
    letter = (found[1] or settings.ENVIRONMENT.reference_letter).upper()
    if letter != settings.ENVIRONMENT.reference_letter or check_digit(digits) != 0:
        return None
    return f"{letter}-{digits}"
