"""What every measure says of itself."""

from dataclasses import dataclass

PURSES = ("desk", "ward", "service")
"""Whose minutes a contact cost."""
DESK_LEAD = "The desk lead"
"""Who answers for the measures of the root-cause report."""


@dataclass(frozen=True)
class Measure:
    """A figure: what it is, and its SQL over one row a ticket (`counted`, and `spent` for contacts)."""

    column: str
    name: str
    definition: str
    unit: str
    source: str
    sql: str
    owner: str = DESK_LEAD
    is_shown: bool = True
    """Whether pages explain it: a part of another measure is explained there."""
