"""Writing many rows: a thousand in one statement, with their history."""

from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import TypeVar

from django.db import models
from simple_history.utils import bulk_create_with_history

from concierge.people.models import User
from tickets.importing.ground import IMPORTED

Progress = Callable[[str, int, int], None]
"""Told what is being done, how much of it is done, and how much there is (0 while nobody knows)."""
AT_ONCE = 1000
"""Rows written in one statement."""
T = TypeVar("T")
M = TypeVar("M", bound=models.Model)


def batches(things: Iterable[T]) -> Iterator[list[T]]:
    """`things` in lists short enough for one statement."""
    waiting = iter(things)
    while batch := list(islice(waiting, AT_ONCE)):
        yield batch


def create(model: type[M], objects: list[M], by: User) -> None:
    """Write remembered rows and the first version of each in its history."""
    if objects:
        bulk_create_with_history(
            objects, model, batch_size=AT_ONCE, default_user=by, default_change_reason=IMPORTED
        )
