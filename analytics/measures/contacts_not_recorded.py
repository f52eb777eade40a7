"""How many contacts there were, and for how many of them the minutes of each purse are not recorded.

Share not recorded = contacts whose minutes in that purse are empty / all contacts. Zero minutes are
recorded minutes.
"""

from analytics.measures.measure import PURSES, Measure

CONTACTS = Measure(
    column="contacts",
    name="Contacts",
    definition="E-mails, calls, meetings and messages about those tickets, whenever they happened.",
    unit="contacts",
    source="The contacts on the tickets",
    sql="coalesce(sum(spent.contacts), 0)::bigint",
)
UNRECORDED = tuple(
    Measure(
        column=f"{purse}_unrecorded",
        name="Minutes not recorded",
        definition=(
            "Of those contacts, the share for which nobody said how many minutes the desk, "
            "the ward or the service gave. No minutes said is another thing than 0 minutes."
        ),
        unit="share of contacts",
        source="The contacts on the tickets",
        sql=f"coalesce(sum(spent.{purse}_unrecorded), 0)::bigint",
        is_shown=purse == "desk",
    )
    for purse in PURSES
)
