"""How many minutes contacts about the tickets took, by purse: the desk's, the ward's, the service's.

All contacts of a counted ticket count, whenever they happened and whichever service they were with.
"""

from analytics.measures.measure import PURSES, Measure

MINUTES = tuple(
    Measure(
        column=f"{purse}_minutes",
        name="Minutes spent",
        definition=(
            "All minutes recorded on all contacts about those tickets, whenever they happened: "
            "the desk's, the ward's and the service's added up. Minutes not recorded add nothing, "
            "so the true figure is higher where many are not recorded."
        ),
        unit="minutes",
        source="The contacts on the tickets",
        sql=f"coalesce(sum(spent.{purse}_minutes), 0)::bigint",
        is_shown=purse == "desk",
    )
    for purse in PURSES
)
