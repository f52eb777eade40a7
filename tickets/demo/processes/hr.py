"""What wards need from HR to get people and have them paid."""

from tickets.demo.processes.plan import (
    COMMS,
    COMPLEX,
    CONTRACTS,
    CULTURE,
    FINANCE,
    HR,
    IT,
    OVERLAP,
    SLOW,
    Plan,
)

JOB = (
    "Band 5 staff nurse",
    "healthcare assistant",
    "Band 6 deputy",
    "ward clerk",
    "nursing associate",
    "housekeeper",
)

NEW_STARTER = Plan(
    name="New starter set-up",
    service=HR,
    also=IT,
    hint="Say the job, the start date and what is still missing. No need to name the person.",
    target_days=10,
    share=75,
    days=9,
    causes={OVERLAP: 6, COMPLEX: 5, COMMS: 2, SLOW: 2},
    titles=(
        "New {job} starts on Monday and has no badge or log-in",
        "{job} began last week, still cannot open the drug room",
        "No uniform ordered for our new {job}",
        "Start date for new {job} moved twice, nobody told us",
        "New {job} has no place on induction",
        "Smartcard for new {job} not ready",
        "New {job} not on the roster system yet",
        "Who sends the set-up forms for a new {job}?",
        "{job} has started, still waiting for e-mail and payroll number",
        "Returning {job} told to fill in every starter form again",
    ),
    details=(
        "Badge, log-in, uniform and roster are on four different forms and each asks for the others first.",
        "They are working alongside someone else until it is sorted.",
        "I filled everything in three weeks ago and have heard nothing since.",
        "",
    ),
    requests=(
        "Please confirm what is still missing for this {job} and when each will be ready.",
        "Start date is fixed. Please release the payroll number so that the log-in can be made.",
    ),
    promises=(
        "Payroll number and badge form released",
        "Contract confirmed and sent to IT",
        "Place kept on the next induction",
    ),
    questions=(
        (
            "Which start date is right: the one on the form or the one in the letter?",
            "The one in the letter, please.",
        ),
        ("Which areas should the badge open?", "Main doors, treatment room and the staff room."),
        ("Is the post full time or 30 hours? The two forms differ.", "30 hours. I will send the form again."),
    ),
    outcomes=(
        "Badge, log-in and uniform all in place.",
        "Everything ready; induction booked for the next date.",
        "Set up on one visit: the desk walked the forms round.",
        "Log-in made, badge collected, added to the roster.",
    ),
    other_names=("new starter", "new starters", "starter forms"),
    slots={"job": JOB},
)

PAY = Plan(
    name="Pay query",
    service=HR,
    hint="Say which month and which kind of pay. No names or payroll numbers in the title, please.",
    target_days=10,
    share=58,
    days=7,
    causes={SLOW: 5, COMPLEX: 4, COMMS: 3, OVERLAP: 2},
    not_theirs=FINANCE,
    titles=(
        "Night enhancements for {month} not paid",
        "{job} paid on the wrong band since {month}",
        "Overtime for {month} left out again",
        "Increment due in {month} has not come through",
        "Bank holiday hours for {month} paid at single time",
        "Back pay from {month} still owed to our {job}",
        "Sick pay taken off twice in {month}",
        "Hours changed in {month}, pay has not",
        "Nobody answers the pay line about {month}'s overtime",
    ),
    details=(
        "The roster was signed off on time. I have checked it twice.",
        "They have rung the pay line three times and been given a different answer each time.",
        "",
        "This is the second month running.",
    ),
    requests=(
        "Roster for {month} shows the hours as worked. Please check what reached payroll and when it will be paid.",
        "Please look into this and tell us whether it can be paid before the next run.",
    ),
    promises=("Checked against the roster", "Paid in an advance this week", "Answer from the payroll bureau"),
    questions=(
        (
            "Were the hours signed off before the cut-off on the 5th?",
            "Yes, on the 3rd. I have sent the screen print.",
        ),
        ("Is it one person or the whole night team?", "Four people, all on nights that week."),
    ),
    outcomes=(
        "Paid in full with this month's pay.",
        "Advance paid; corrected in the next run.",
        "Band put right and the difference paid.",
        "Hours had been sent after the cut-off; now paid, and the cut-off is on the roster page.",
    ),
    other_names=("pay", "payroll"),
    slots={"job": JOB},
)

VACANCY = Plan(
    name="Vacancy approval",
    service=HR,
    also=FINANCE,
    hint="Say the band and hours, and when the post fell empty.",
    target_days=15,
    share=42,
    days=14,
    causes={COMPLEX: 7, OVERLAP: 4, CULTURE: 3, COMMS: 2},
    titles=(
        "Vacancy for {job} missed the panel again",
        "{job} post empty since {month}, still not approved",
        "Told our budget does not cover a {job}; it does",
        "Vacancy form for {job} sent back for another signature",
        "Can we advertise for a {job}?",
        "Panel wants a new form for our {job} vacancy",
        "{job} resigned in {month}, replacement still on hold",
        "Nobody can say where our {job} vacancy is",
    ),
    details=(
        "The panel sits every two weeks. We have now missed it three times for three different reasons.",
        "We are covering with bank staff every week, which costs more than the post.",
        "",
    ),
    requests=(
        "Please say which signature is missing and whether it can go to the next panel.",
        "Please confirm that the post is in the budget so that it can go to panel.",
    ),
    promises=("On the list for the next panel", "Budget line confirmed", "Advert live"),
    questions=(
        ("Is it like for like, or are the hours changing?", "Like for like, 37.5 hours."),
        ("Which cost centre should it sit under?", "The ward's own, as before."),
    ),
    outcomes=(
        "Approved and advertised.",
        "Approved outside the panel because the post is in the budget.",
        "Approved part time; the ward has agreed.",
        "Found with the wrong approver and signed the same day.",
    ),
    other_names=("vacancy", "vacancy panel"),
    slots={"job": JOB},
)

CHECKS = Plan(
    name="Pre-employment checks",
    service=HR,
    hint="Say the job and the start date you hope for.",
    target_days=20,
    share=36,
    days=13,
    causes={COMPLEX: 5, SLOW: 4, COMMS: 3, CONTRACTS: 2},
    suppliers=("Clearpost Screening Ltd",),
    titles=(
        "References for our {job} asked for twice",
        "{job} still waiting for occupational health",
        "Checks for {job} stuck, start date at risk",
        "{job} has given notice and has no start date from us",
        "Told the file for our {job} is complete; now it is not",
        "Chased for references that were sent in {month}",
        "Registration check for {job} not done",
        "{job} thinking of going elsewhere because of the wait",
    ),
    details=(
        "The recruitment inbox says ten working days. It has been six weeks.",
        "",
        "They have now been asked for the same document three times.",
    ),
    requests=(
        "Please list what is outstanding and who is waiting for whom.",
        "Please confirm whether a start date can be offered.",
    ),
    promises=("All outstanding checks listed", "Health clearance back", "Start date offered"),
    questions=(
        (
            "Would you take them on a fixed start date subject to the last reference?",
            "Yes, the first Monday of next month would do.",
        ),
    ),
    outcomes=(
        "Checks complete; start date agreed.",
        "Missing reference had been in a shared inbox; file complete.",
        "Cleared by occupational health, contract sent.",
    ),
    other_names=("pre-emp checks", "checks"),
    slots={"job": JOB},
)

HR_PLANS = (NEW_STARTER, PAY, VACANCY, CHECKS)
