"""What a ticket may refuse, worded for staff."""

from concierge.errors import DomainError, NotAllowed, WrongValue

__all__ = ["DomainError", "LegStillOpen", "MoveRefused", "NotAllowed", "WrongValue"]


class MoveRefused(DomainError):
    """The ticket, part or promise is not in a state in which this can be done."""


class LegStillOpen(MoveRefused):
    """A ticket cannot be resolved while a service still has a part of it."""
