"""How a ticket's status may change: one row per verb; code, tests and the diagram read it."""

from dataclasses import dataclass

from tickets.choices import ANSWERED, OPEN, Status


@dataclass(frozen=True)
class Move:
    """A verb, in the past tense as history shows it, with where it starts and ends.

    `ends` is None where the open legs decide between in hand, with the ward and planned.
    """

    verb: str
    starts: frozenset[Status]
    ends: Status | None

    def allowed_from(self, status: str) -> bool:
        return status in self.starts


ROUTE = Move("routed", frozenset({Status.RAISED, Status.IN_HAND, Status.WITH_WARD, Status.PLANNED}), None)
HAND_ON = Move("handed on", frozenset({Status.IN_HAND, Status.WITH_WARD, Status.PLANNED}), None)
FINISH_LEG = Move("part done", frozenset({Status.IN_HAND, Status.WITH_WARD, Status.PLANNED}), None)
PUT_WITH_WARD = Move("put with the ward", frozenset({Status.IN_HAND, Status.PLANNED, Status.WITH_WARD}), None)
ANSWER = Move("answered by the ward", frozenset({Status.WITH_WARD, Status.IN_HAND}), None)
PLAN = Move("planned", frozenset({Status.IN_HAND, Status.PLANNED, Status.WITH_WARD}), None)
TAKE_BACK = Move("taken back", frozenset({Status.WITH_WARD, Status.PLANNED, Status.IN_HAND}), None)
RESOLVE = Move("resolved", OPEN, Status.RESOLVED)
CONFIRM = Move("confirmed", frozenset({Status.RESOLVED}), Status.CONFIRMED)
REOPEN = Move("reopened", ANSWERED, Status.IN_HAND)
WITHDRAW = Move("withdrawn", OPEN, Status.WITHDRAWN)
