"""What wards need from Procurement."""

from tickets.choices import PatientEffect
from tickets.demo.processes.plan import (
    COMMS,
    COMPLEX,
    CONTRACTS,
    CULTURE,
    ESTATES,
    FINANCE,
    OVERLAP,
    PROCUREMENT,
    SLOW,
    Plan,
)

FIRM = (
    "Marlowe Medical",
    "Brightside Surgical",
    "Penrose Healthcare Supplies",
    "Dunford Hygiene",
    "Tarn Equipment Hire",
)

NON_STOCK = Plan(
    name="Non-stock order",
    service=PROCUREMENT,
    hint="Say what you want to order and why. A link or a quote helps but is not needed.",
    target_days=10,
    share=105,
    days=11,
    causes={COMPLEX: 9, COMMS: 4, SLOW: 3, OVERLAP: 2, CONTRACTS: 2},
    not_theirs=FINANCE,
    titles=(
        "Order for {item} sent back again",
        "Where is our order for {item}?",
        "Need a quote for {item}",
        "Requisition for {item} rejected, no reason given",
        "Told to use another form for {item}",
        "{item} approved by the ward, stuck since",
        "Three quotes asked for {item} under £200",
        "Can we still order {item}?",
        "Order for {item} cancelled without a word",
        "{item}: wrong one ordered, cannot change it",
    ),
    details=(
        "The requisition came back for a quote. The quote was attached.",
        "We found out that it had been rejected when we rang.",
        "We are borrowing one from next door in the meantime.",
        "",
    ),
    requests=(
        "Please order {item}, or say exactly what is missing.",
        "Quote attached. Please raise the order today if you can.",
    ),
    promises=("Order placed", "Quote back from the firm", "Delivery date confirmed", "Requisition released"),
    questions=(
        ("Is the framework model acceptable? It is {difference} dearer.", "Yes, if it comes this month."),
        ("How many do you need: one or a pack of five?", "One."),
        ("Which cost centre should it go to?", "The ward's own equipment line."),
    ),
    outcomes=(
        "Ordered and delivered.",
        "Ordered on a framework: no quote was needed after all.",
        "Delivered; requisition had been with somebody on leave.",
        "Bought as a one-off and added to the catalogue.",
    ),
    other_names=("non stock order", "NSO", "requisition"),
    slots={
        "item": (
            "a bladder scanner battery",
            "wipe-clean chairs",
            "privacy screens",
            "a drugs fridge",
            "pressure-relieving cushions",
            "a wall clock for bay 2",
            "tympanic thermometers",
            "a label printer",
            "overbed tables",
            "a lockable medicine trolley",
            "hearing loop pads",
            "slide sheets",
            "a suction regulator",
            "an observation machine stand",
        ),
        "difference": ("£12", "£30", "£45"),
    },
)

CATALOGUE = Plan(
    name="Catalogue item withdrawn",
    service=PROCUREMENT,
    hint="Say which item, and how long what you have will last.",
    target_days=5,
    share=40,
    days=5,
    causes={CONTRACTS: 6, COMMS: 6, COMPLEX: 1},
    suppliers=FIRM[:3],
    effect=PatientEffect.COMFORT,
    titles=(
        "{item} gone from the catalogue, no substitute",
        "New {item} are no good",
        "Code for {item} withdrawn overnight",
        "{item} out of stock for six weeks",
        "Substitute for {item} costs twice as much",
        "{item} only in boxes of 500 now",
        "Told that {item} have a new code; which one?",
        "{item} changed without training",
    ),
    details=("We have two days' worth left.", "", "Other wards say the same."),
    requests=("Please name a substitute and tell all wards.",),
    promises=("Substitute agreed", "Delivery of what is left", "Note to all wards"),
    questions=(("Would the medium size do?", "For most, yes. We still need a few large."),),
    outcomes=(
        "Substitute agreed and coded; all wards told.",
        "Back on the catalogue.",
        "Stock found at the other hospital and sent over.",
    ),
    other_names=("catalogue item gone", "catalogue"),
    slots={
        "item": (
            "dressing packs",
            "disposable curtains",
            "large wipes",
            "wash bowls",
            "sharps bins",
            "night gloves",
            "barrier creams",
            "feeding cups",
        )
    },
)

DELIVERY = Plan(
    name="Delivery missing or wrong",
    service=PROCUREMENT,
    also=ESTATES,
    hint="Say what should have come and when.",
    target_days=3,
    share=44,
    days=4,
    causes={SLOW: 5, COMMS: 4, CONTRACTS: 3, OVERLAP: 2},
    not_theirs=ESTATES,
    suppliers=FIRM[2:],
    titles=(
        "{item} signed for, but not by us",
        "{item} left at the wrong entrance",
        "Half of the {item} missing",
        "{item} delivered to the ward we moved from",
        "Third delivery of {item} we did not order",
        "Top-up of {item} missed this week",
        "{item} came damaged",
        "No delivery since the stores round changed",
    ),
    details=("The porter says it is not on his list.", "", "Nobody at goods-in picks up the telephone."),
    requests=("Please trace it and say when it will be on the ward.",),
    promises=("Delivery traced", "Replacement sent", "Round corrected"),
    questions=(("What name is on the delivery note?", "Only the cost centre. I have sent a photograph."),),
    outcomes=(
        "Found at goods-in and brought up.",
        "Replacement delivered.",
        "Ward address corrected with the firm.",
    ),
    slots={
        "item": (
            "dressings",
            "gloves",
            "water jugs",
            "printer rolls",
            "continence pads",
            "syringes",
            "linen bags",
        )
    },
)

LOAN = Plan(
    name="Bed, mattress or hoist on hire",
    service=PROCUREMENT,
    hint="Say what you have or need, and since when.",
    target_days=2,
    share=38,
    days=3,
    causes={CONTRACTS: 7, OVERLAP: 3, SLOW: 2},
    also=ESTATES,
    not_theirs=ESTATES,
    suppliers=("Tarn Equipment Hire", "Restwell Beds Ltd"),
    effect=PatientEffect.SAFETY,
    titles=(
        "{kit} alarm will not stop, firm not out until Tuesday",
        "{kit} collected by mistake",
        "Need another {kit} by tonight",
        "Still charged for {kit} that went back in {month}",
        "{kit} on hire since {month}; can we buy one?",
        "{kit} has no service sticker",
        "{kit} delivered without a pump",
        "{kit}: told a weekend hire needs a director",
    ),
    details=(
        "The firm says the contract only covers weekdays.",
        "",
        "We moved one over from next door for tonight.",
    ),
    requests=(
        "Please ring the firm: this is needed today.",
        "Please stop the hire from the day it went back.",
    ),
    promises=("Engineer on site", "Replacement delivered", "Hire stopped"),
    questions=(("What is the serial number on the frame?", "It is on the photograph I sent."),),
    outcomes=(
        "Replaced the same evening.",
        "Hire ended and credit agreed.",
        "One bought: cheaper than four months of hire.",
    ),
    other_names=("bed/mattress", "mattress", "hoist"),
    slots={"kit": ("air mattress", "low bed", "ceiling hoist", "wide chair", "standing hoist")},
)

MAINTENANCE = Plan(
    name="Equipment repair or service",
    service=PROCUREMENT,
    hint="Say what it is, where it stands and what it does not do.",
    target_days=10,
    share=24,
    days=8,
    causes={CONTRACTS: 6, OVERLAP: 4, SLOW: 2, CULTURE: 1},
    not_theirs=ESTATES,
    suppliers=("Marlowe Medical", "Fernhill Clinical Engineering"),
    titles=(
        "{machine} overdue for its service",
        "{machine} went for repair and has not come back",
        "Who repairs {machine}?",
        "{machine} repaired twice, broken again",
        "No loan while {machine} is away",
        "{machine} condemned; who replaces it?",
        "{machine} firm wants an order number before it comes",
        "Contract for {machine} has lapsed",
    ),
    details=(
        "Both teams have looked at it and each says it belongs to the other.",
        "",
        "We manage with one between two bays.",
    ),
    requests=("Please say under whose contract this is and book the engineer.",),
    promises=("Engineer booked", "Loan machine sent", "Contract renewed"),
    questions=(("What is the asset number?", "It is on the side: I have put it in an e-mail."),),
    outcomes=(
        "Serviced and back on the ward.",
        "Replaced under the contract.",
        "Added to the equipment library's list.",
    ),
    slots={
        "machine": (
            "the bladder scanner",
            "the ice machine",
            "an observation machine",
            "the blood fridge",
            "a syringe pump",
            "the glucose meter dock",
        )
    },
)

PROCUREMENT_PLANS = (NON_STOCK, CATALOGUE, DELIVERY, LOAN, MAINTENANCE)
