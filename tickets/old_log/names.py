"""The names this desk's log uses for departments, causes, types and the rest, with their other spellings.

Another trust's mapping file adds to these; see `profile`.
"""

from types import MappingProxyType

DEPARTMENTS = MappingProxyType(
    {
        "HR": ("Human Resources", "Personnel", "Workforce", "Recruitment", "Payroll"),
        "Finance": ("Accounts", "Accts payable", "Accounts payable", "Management accounts"),
        "Procurement": ("Purchasing", "Supplies", "Buying", "Stores"),
        "Estates": (
            "Estates and Facilities", "Estates and Fac", "Facilities", "Maintenance", "Works dept", "Domestics"
        ),
    }
)  # fmt: skip
NOT_PART_OF_A_DEPARTMENT = ("dept", "department", "depts", "team", "the")

THE_WARD = "The ward"
OUTSIDE_FIRM = "Outside firm"
IT = "IT"
COUNTERPARTS = MappingProxyType(
    {
        **DEPARTMENTS,
        IT: ("IT helpdesk", "Information technology"),
        THE_WARD: ("Ward", "Sister", "Ward sister"),
        OUTSIDE_FIRM: ("Supplier", "Contractor", "Outside contractor", "Outside supplier", "Firm"),
    }
)

CAUSES = MappingProxyType(
    {
        "corporate_overlap": ("Corporate overlap", "Corp overlap", "Overlap"),
        "complex_processes": ("Complex processes",),
        "customer_service": ("Customer service", "Cust service"),
        "communication": ("Communication", "Comms"),
        "culture": ("Culture",),
        "commercial_contracts": ("Commercial contracts", "Contracts"),
    }
)

TYPES = MappingProxyType(
    {
        "Small repair": ("Small repairs", "Repair - small"),
        "Non-stock order": ("Non stock order", "NSO"),
        "Authorised signatory": ("Auth sig", "Authorised signatory form", "Auth. signatory"),
        "New starter": ("New starters", "New-starter"),
        "Vacancy approval": ("Vacancy", "Vacancy panel"),
        "Pay query": ("Pay",),
        "Leaver overpaid": ("Leaver",),
        "Pre-employment checks": ("Pre-emp checks",),
        "Staff advice": ("HR advice", "Advice"),
        "Roster or bank access": ("E-roster", "Roster/bank"),
        "Budget or cost centre": ("Budget", "Cost centre"),
        "Invoice on hold": ("Invoice",),
        "Catalogue item gone": ("Catalogue", "Catalogue item"),
        "Bed, mattress or hoist": ("Bed/mattress", "Bed hire"),
        "Linen, catering or waste": ("Linen", "Linen/catering/waste"),
        "Heating, leak or lift": ("Heating", "Heating/leak/lift"),
        "Cleaning or pest": ("Cleaning", "Pest"),
        "Minor works": ("Minor wks",),
        "Badge, door or parking": ("ID badge", "Badge/door/parking", "Parking"),
        "Nobody's job": ("Not our job",),
    }
)

CHANNELS = MappingProxyType(
    {
        "telephone": ("Telephone", "Phone", "Tel", "Ph"),
        "email": ("E-mail", "Email"),
        "face_to_face": ("Face to face", "F2F", "Visit", "In person"),
        "letter": ("Letter", "Int post", "Internal post"),
    }
)
DIRECTIONS = MappingProxyType({"in": ("In", "I"), "out": ("Out", "O")})

FINISHED, UNFINISHED = "finished", "not finished"
STATUSES = MappingProxyType(
    {
        FINISHED: ("Resolved", "Closed", "Done", "Fixed"),
        UNFINISHED: ("Open", "Waiting", "Chasing", "With dept", "With department", "On hold", "Ongoing"),
    }
)
YES, NO = "yes", "no"
CHASES = MappingProxyType({YES: ("Y",), NO: ("N",)})

BY_THE_DESK = MappingProxyType({"desk": ("n/a - desk", "Desk - n/a", "n/a", "None")})
"""What the Passed to column says where the desk did it itself."""

ISSUE_COLUMNS = MappingProxyType(
    {
        "ref": "Ref",
        "raised": "Date raised",
        "ward": "Ward",
        "site": "Site",
        "raised_by": "Raised by",
        "type": "Type",
        "issue": "Issue",
        "details": "Details",
        "passed_to": "Passed to",
        "passed": "Date passed",
        "status": "Status",
        "resolved": "Date resolved",
        "outcome": "Outcome",
        "cause": "Root cause",
        "time_taken": "Time taken",
    }
)
INTERACTION_COLUMNS = MappingProxyType(
    {
        "ref": "Ref",
        "when": "When",
        "how": "How",
        "direction": "In/Out",
        "with": "With (dept)",
        "who": "Who",
        "minutes": "Minutes",
        "sister_minutes": "Sister minutes",
        "notes": "Notes",
        "chase": "Chase? (Y/N)",
    }
)
