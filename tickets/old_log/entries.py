"""What a good row says, once every cell of it is understood."""

from dataclasses import dataclass

from tickets.old_log.dates import When
from tickets.old_log.routes import Route
from tickets.old_log.rows import Row
from tickets.old_log.wards import ListedWard


@dataclass(frozen=True)
class OldIssue:
    """One thing a ward asked for. What could not be understood stays in `row`, as it was written."""

    row: Row
    fingerprint: str
    reference: str
    raised: When
    ward: ListedWard
    type: str | None
    route: Route
    passed: When | None
    is_finished: bool
    resolved: When | None
    cause: str | None
    """The key of one of the six; None for what is open or has to be coded."""

    @property
    def is_to_be_coded(self) -> bool:
        return self.is_finished and self.cause is None


@dataclass(frozen=True)
class OldInteraction:
    """One call, e-mail or visit."""

    row: Row
    fingerprint: str
    reference: str
    when: When
    channel: str | None
    direction: str | None
    counterpart: str | None
    """A department, the ward, IT, an outside firm, or None where the word is none of these."""
    minutes: int | None
    """Of the desk; None where nobody recorded them."""
    sister_minutes: int | None
    is_chase: bool
