"""What the region's tickets say: the demonstration's sentences, filled beforehand, many of each."""

from dataclasses import dataclass
from datetime import datetime
from random import Random

from tickets.demo import phrases
from tickets.demo.processes import PLANS, Plan
from tickets.demo.words import Words

VARIANTS = 150
"""How many ways each process's ticket is worded; more are made by a room and a job number."""
CAUSE_OF_OLD = "see notes"


@dataclass(frozen=True)
class Wording:
    """One way a process's ticket is told."""

    title: str
    details: str
    request: str
    promise: str
    question: str
    answer: str
    outcome: str
    supplier: str
    planned_because: str


def wordings(rng: Random, at: datetime) -> list[list[Wording]]:
    """For each of the demonstration's processes, the ways its tickets are told."""
    return [[wording(plan, rng, at) for _ in range(VARIANTS)] for plan in PLANS]


def wording(plan: Plan, rng: Random, at: datetime) -> Wording:
    words = Words(plan, at, rng)
    question, answer = rng.choice(plan.questions)
    told = {
        "title": words.one_of(plan.titles),
        "details": words.one_of(plan.details),
        "request": words.one_of(plan.requests),
        "promise": words.one_of(plan.promises),
        "question": words.fill(question),
        "answer": words.fill(answer),
        "outcome": words.one_of(plan.outcomes),
        "supplier": rng.choice(plan.suppliers) if plan.suppliers else "",
        "planned_because": words.one_of(plan.planned_because) if plan.planned_because else "",
    }
    return Wording(**{name: in_copy(text) for name, text in told.items()})


def in_copy(text: str) -> str:
    """A text as COPY's own format writes it."""
    return text.replace("\\", "\\\\").replace("\t", "\\t").replace("\n", "\\n").replace("\r", "\\r")


SAID = {
    name: tuple(in_copy(text) for text in getattr(phrases, name))
    for name in (
        *("CHASED_IN_VAIN", "CHASED_AND_PROMISED", "HEARD", "TOLD_THE_WARD", "ASKED_BY_TELEPHONE"),
        *("FIXED_AT_ONCE", "PART_DONE", "NOT_OURS", "WITHDRAWN", "REOPENED"),
    )
}
"""The demonstration's sentences that serve for every process."""
