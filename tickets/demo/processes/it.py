"""What wards need from IT, the service this trust has added."""

from tickets.choices import PatientEffect
from tickets.demo.processes.plan import (
    COMMS,
    COMPLEX,
    CONTRACTS,
    CULTURE,
    HR,
    IT,
    OVERLAP,
    PROCUREMENT,
    SLOW,
    Plan,
)

HARDWARE = Plan(
    name="Computer, printer or telephone",
    service=IT,
    is_adopted=True,
    hint="Say which one, where it stands and what it does.",
    target_days=3,
    share=60,
    days=3,
    causes={SLOW: 5, CONTRACTS: 4, COMMS: 3, COMPLEX: 2},
    suppliers=("Quillmark Print Services",),
    titles=(
        "{device} at the nurses' station does not work",
        "{device} takes ten minutes to start",
        "{device} moved by the builders, no socket there",
        "Ticket for {device} closed without a visit",
        "{device} works for some people only",
        "{device} was not moved with us to the new bay",
        "{device} promised in the last refresh, not here",
        "Printer prints another ward's letters",
        "No toner for the label printer since Friday",
    ),
    details=(
        "The help line closed the call after one e-mail to somebody on leave.",
        "",
        "We share one between two bays.",
    ),
    requests=("Please visit the ward rather than ring.",),
    promises=("Engineer on the ward", "New one delivered", "Toner delivered"),
    questions=(
        ("What is the number on the sticker?", "It is on the photograph."),
        ("When is it least busy?", "Between two and four."),
    ),
    outcomes=(
        "Mended on the ward.",
        "Replaced.",
        "Socket moved and working.",
        "Set up for everyone on the ward.",
    ),
    other_names=("IT fault", "printer"),
    slots={
        "device": (
            "the printer",
            "the label printer",
            "the computer on wheels",
            "the telephone",
            "the handheld",
            "the second screen",
        )
    },
)

LOG_IN = Plan(
    name="System log-in",
    service=IT,
    also=HR,
    hint="Say which system and what the person needs to do in it. No passwords, please.",
    target_days=2,
    share=46,
    days=3,
    causes={OVERLAP: 5, COMPLEX: 4, SLOW: 2, COMMS: 2},
    not_theirs=HR,
    effect=PatientEffect.DELAY,
    titles=(
        "Bank staff cannot log in to {system} at night",
        "Access to {system} stops after thirty days",
        "New ward not listed in {system}",
        "{system} locks everybody out after the update",
        "Deputy needs sister's access in {system}",
        "Two log-ins for {system}, neither works",
        "Students cannot see {system}",
        "Form for {system} wants a manager's number I do not have",
    ),
    details=("People write on paper and type it up later.", "", "It happens every first of the month."),
    requests=("Please give the access and say how we ask next time.",),
    promises=("Access given", "Ward added", "Fix in the next release"),
    questions=(("Which role should they have?", "The same as a staff nurse."),),
    outcomes=(
        "Access given and tested on a night shift.",
        "Ward added to the list.",
        "Role corrected for all bank staff.",
    ),
    slots={
        "system": (
            "the observations system",
            "the prescribing system",
            "the bed board",
            "the incident system",
            "results",
        )
    },
)

SIGNS = Plan(
    name="Website, signs and leaflets",
    service=IT,
    hint="Say where it is shown and what it should say.",
    target_days=10,
    share=14,
    days=8,
    causes={OVERLAP: 4, CULTURE: 3, COMMS: 3, COMPLEX: 2},
    also=PROCUREMENT,
    not_theirs=PROCUREMENT,
    titles=(
        "Visiting times on the website are wrong",
        "Ward telephone number wrong on {where}",
        "Old ward name still on {where}",
        "Leaflet order refused: logo out of date",
        "Who changes the wording on {where}?",
        "Photographs on {where} show people who left",
        "Easy-read leaflet asked for in the summer",
        "Sign to the ward taken down by the builders",
    ),
    details=("Families go to the wrong building.", "", "Three people have told us it is not their job."),
    requests=("Please change it, or say who can.",),
    promises=("Page corrected", "Proof sent", "Sign put up"),
    questions=(("Is the new number for families or for staff only?", "For families."),),
    outcomes=("Corrected.", "New leaflet printed.", "Sign back up."),
    slots={"where": ("the website", "the lift sign", "the discharge leaflet", "the intranet page")},
)

IT_PLANS = (HARDWARE, LOG_IN, SIGNS)
