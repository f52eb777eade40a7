"""What tickets add to the words of pages: identifiers are masked wherever text is shown."""

from collections.abc import Callable

from tickets import identifiers


def masked(text: object) -> str:
    """Give text with the middle of every NHS number hidden."""
    return identifiers.mask(str(text))


FILTERS: dict[str, Callable[..., object]] = {"masked": masked}
