"""Many stories told at once, in the order in which things happened, up to a moment."""

import heapq
from collections.abc import Iterator
from datetime import datetime
from itertools import count
from typing import TypeAlias

Story: TypeAlias = Iterator[datetime]
"""Yields the moment at which it wants to go on, and then does what happened there."""


class Timeline:
    """Wakes stories in order; one that wants to go on after `until` stays as it is."""

    def __init__(self, until: datetime) -> None:
        self.until = until
        self._waiting: list[tuple[datetime, int, Story]] = []
        self._order = count()

    def add(self, story: Story) -> None:
        """Let a story go on until it names its next moment."""
        moment = next(story, None)
        if moment is not None and moment <= self.until:
            heapq.heappush(self._waiting, (moment, next(self._order), story))

    def run(self) -> None:
        """Tell all stories to the end, or to `until`."""
        while self._waiting:
            _, _, story = heapq.heappop(self._waiting)
            self.add(story)
