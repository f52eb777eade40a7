"""Refusals: what may be said to a person, in words that say how to go on."""

from http import HTTPStatus


class DomainError(Exception):
    """Something a person asked for was refused; its text is for staff to read."""

    status = HTTPStatus.CONFLICT

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class NotAllowed(DomainError):
    """The person may not do this."""

    status = HTTPStatus.FORBIDDEN


class WrongValue(DomainError):
    """A value cannot be right; `field` names it as the command does, where one is to blame."""

    status = HTTPStatus.UNPROCESSABLE_ENTITY

    def __init__(self, message: str, field: str = "") -> None:
        super().__init__(message)
        self.field = field
