"""What wards need from Finance."""

from tickets.demo.processes.plan import (
    COMMS,
    COMPLEX,
    CONTRACTS,
    CULTURE,
    FINANCE,
    HR,
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

SIGNATORY = Plan(
    name="Authorised signatory",
    service=FINANCE,
    hint="Say whose limit should change and from when. You do not need the old form.",
    target_days=5,
    share=72,
    days=58,
    causes={COMPLEX: 12, COMMS: 2, CULTURE: 1},
    not_theirs=PROCUREMENT,
    titles=(
        "I cannot approve orders: not on the signatory list",
        "Signatory form sent back: wrong version",
        "Orders still go to the last sister for approval",
        "Need a £{limit} limit to order for the ward",
        "Signatory form needs a director's ink signature",
        "Deputy should be able to sign up to £{limit}",
        "Signatory form lost, asked to start again",
        "Taken off the signatory list when I moved wards",
        "How do I get on the authorised signatory list?",
        "Approval limit still set to nothing after {weeks} weeks",
    ),
    details=(
        "I sent the form {weeks} weeks ago. Nothing can be ordered until it is done.",
        "The form needs five signatures, one of them from somebody who has retired.",
        "Every order waits for a signature from another ward.",
        "",
    ),
    requests=(
        "Please add the ward's new signatory with a limit of £{limit}.",
        "Form attached with all signatures. Please confirm when the limit is live.",
    ),
    promises=(
        "Form checked and sent for the director's signature",
        "Limit live on the ordering system",
        "Answer on which form is current",
    ),
    questions=(
        ("Which version of the form did you use?", "The one on the intranet, dated last year."),
        ("Please confirm the limit you need.", "£{limit}, the same as the sister before me."),
    ),
    outcomes=(
        "On the signatory list with a limit of £{limit}.",
        "Limit of £{limit} live; first order approved.",
        "Old signatory taken off, new one added.",
    ),
    other_names=("auth sig", "signatory", "authorised signatory form"),
    slots={"limit": ("250", "500", "1,000", "2,500"), "weeks": ("five", "six", "eight", "nine", "eleven")},
)

INVOICE = Plan(
    name="Invoice on hold",
    service=FINANCE,
    also=PROCUREMENT,
    hint="Say the firm and roughly how much. An order number helps.",
    target_days=10,
    share=44,
    days=8,
    causes={OVERLAP: 7, COMPLEX: 3, COMMS: 3, CONTRACTS: 2},
    not_theirs=PROCUREMENT,
    titles=(
        "{firm} will not deliver until an invoice is paid",
        "{firm} rings the ward every week for payment",
        "Invoice from {firm} does not match the order",
        "Asked to receipt goods from {firm} that never came",
        "{firm} put our account on stop",
        "Invoice from {firm} is for another ward",
        "{firm} charged delivery that was not on the order",
        "Statement from {firm} shows {month} still unpaid",
    ),
    details=(
        "Procurement say it is paid. Finance say it was never receipted.",
        "",
        "The difference is twelve pence.",
    ),
    requests=(
        "Please say what the invoice is waiting for.",
        "Goods were receipted on the ward; please release the invoice.",
    ),
    promises=(
        "Invoice released in this week's run",
        "Difference settled with the firm",
        "Account taken off stop",
    ),
    questions=(
        ("Did all of the goods arrive?", "Yes, on one pallet. I have signed the note."),
        ("Do you have the delivery note?", "Yes, it is with the ward clerk. Scanned and sent."),
    ),
    outcomes=(
        "Invoice released and paid.",
        "Receipted on the ward, paid in the next run, deliveries back.",
        "Moved to the ward it belonged to.",
    ),
    other_names=("invoice",),
    slots={"firm": FIRM},
)

BUDGET = Plan(
    name="Budget or cost centre",
    service=FINANCE,
    hint="Say the month and which line looks wrong.",
    target_days=10,
    share=36,
    days=7,
    causes={COMMS: 5, COMPLEX: 3, OVERLAP: 3, SLOW: 2, CULTURE: 1},
    titles=(
        "Budget statement for {month} shows staff we do not have",
        "No budget statement since {month}",
        "Somebody else's orders on our cost centre in {month}",
        "Budget moved in {month} and nobody told us why",
        "Cannot open the budget report",
        "Agency costs for {month} booked to the wrong ward",
        "Establishment on paper is two posts short",
        "Who is our finance partner now?",
    ),
    details=(
        "I am asked to explain an overspend that is not ours.",
        "",
        "The meeting about it is next week.",
    ),
    requests=("Please check the lines listed and correct them in the next month.",),
    promises=("Journal posted", "Statement sent", "Meeting with the finance partner"),
    questions=(("Which lines are not yours?", "The two for theatre packs."),),
    outcomes=(
        "Journal posted; next statement is right.",
        "Finance partner came to the ward and went through it.",
        "Report access given.",
    ),
    other_names=("budget", "cost centre"),
)

EXPENSES = Plan(
    name="Travel or expenses claim",
    service=FINANCE,
    also=HR,
    hint="Say what the claim is for and when it was sent.",
    target_days=10,
    share=18,
    days=6,
    causes={COMPLEX: 5, SLOW: 3, COMMS: 2},
    not_theirs=HR,
    titles=(
        "Travel claim from {month} not paid",
        "Course fee claim sent back for a receipt it had",
        "Expenses system does not know I am the approver",
        "Claim from {month} stuck with a manager who left",
        "Mileage for the outreach visits refused",
        "Parking refunds for {month} outstanding",
        "Told claims over three months old cannot be paid",
        "Book grant for students: which form?",
    ),
    details=("The receipt was attached to the first one.", "", "It is a small sum but it is the principle."),
    requests=("Please say who has to approve this now.",),
    promises=("Claim approved", "Paid in the next run"),
    questions=(("Can you send the receipt again?", "Sent again today."),),
    outcomes=("Paid.", "Approver corrected and claim paid.", "Paid as an exception."),
)

CHARITY = Plan(
    name="Charitable fund request",
    service=FINANCE,
    hint="Say what you would like to buy and about how much it costs.",
    target_days=15,
    share=14,
    days=12,
    causes={COMPLEX: 5, COMMS: 3, CULTURE: 2},
    also=PROCUREMENT,
    titles=(
        "Use our ward fund for {comfort}",
        "Ward fund form for {comfort} returned",
        "How much is in our ward fund?",
        "Donation for {comfort} cannot be spent",
        "Fund committee deferred {comfort} again",
        "Who signs for {comfort} from the fund?",
        "Family gave money for {comfort}; where does it go?",
        "{comfort} approved, nobody has ordered it",
    ),
    details=("The money has been there for two years.", "", "The family asks after it when they visit."),
    requests=("Please put this to the fund committee, or say what is missing.",),
    promises=("Before the committee this month", "Order placed from the fund"),
    questions=(("Is there a quote?", "Yes, from the catalogue firm."),),
    outcomes=(
        "Approved and ordered.",
        "Bought from the fund and on the ward.",
        "Balance sent; form simplified to one page.",
    ),
    slots={
        "comfort": (
            "two reclining chairs",
            "a memory clock",
            "a fridge for the day room",
            "radios",
            "garden furniture",
        )
    },
)

FINANCE_PLANS = (SIGNATORY, INVOICE, BUDGET, EXPENSES, CHARITY)
