"""How to look for words: by every hit of an index, or by reading tickets in the order in which they are shown.

A word that a third of all tickets say has a million hits, and the newest page of them is found among the
newest hundred tickets. A rare word is the other way round. PostgreSQL's planner knows which is which.
"""

import json
import re
from typing import Any

from django.db import connection, models

A_PAGE = 26
"""Rows that fill a page and show whether there is another."""
KNOWN = """
SELECT NOT EXISTS (
    SELECT FROM unnest(tsvector_to_array(to_tsvector('english', %s))) AS word
    WHERE NOT EXISTS (
        SELECT FROM pg_stats
        WHERE schemaname = current_schema() AND tablename IN ('tickets_ticket', 'tickets_interaction')
        AND attname = 'search' AND word = ANY(most_common_elems::text::text[])
    )
)
"""
"""Whether each word is one of those whose number the planner has counted; of others it only knows that they are fewer."""
Rows = models.QuerySet[Any]


def is_soon_read(tickets: Rows, everything: Rows, hits: tuple[Rows, ...], words: str) -> bool:
    """Whether reading these tickets one by one fills a page sooner than finding every hit there is.

    It does for one ward's tickets, and for words that very many tickets say. Nothing is read to know it.
    """
    expected_hits = sum(map(expected, hits))
    if expected(tickets) < expected_hits:
        return True
    until_full = A_PAGE * expected(everything) / expected_hits
    return until_full < expected_hits and are_counted(words)


def expected(rows: Rows) -> int:
    """How many rows the planner expects; at least one."""
    told = rows.order_by().explain(format="json")
    if not told:  # the question itself can have no answer, and was not asked
        return 1
    (plan,) = json.loads(told)
    return max(1, int(plan["Plan"]["Plan Rows"]))


def are_counted(words: str) -> bool:
    """Whether the planner's number for each of the words was counted and not guessed."""
    with connection.cursor() as cursor:
        cursor.execute(KNOWN, [words])
        return bool(cursor.fetchone() == (True,))


def spellings(reference: str) -> list[str]:
    """How an old log may have spelt a reference that is typed `cd 0012`, in capitals."""
    typed = reference.strip().upper()
    split = re.fullmatch(r"([A-Z]+)[\s-]*(\d+)", typed)
    return [typed, *(f"{split[1]}{sign}{split[2]}" for sign in ("-", " ", "") if split)]
