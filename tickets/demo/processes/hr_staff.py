"""What wards need from HR for the staff they have."""

from tickets.demo.processes.hr import JOB
from tickets.demo.processes.plan import COMMS, COMPLEX, CULTURE, FINANCE, HR, IT, OVERLAP, SLOW, Plan

ROSTER = Plan(
    name="Roster or temporary staff access",
    service=HR,
    also=IT,
    hint="Say which shifts, or who needs to see what.",
    target_days=5,
    share=32,
    days=4,
    causes={OVERLAP: 4, COMPLEX: 3, SLOW: 3, COMMS: 2},
    not_theirs=IT,
    titles=(
        "Cannot release night shifts for {coming} to the bank",
        "Deputy cannot approve the {coming} roster",
        "Roster still shows staff who left in {month}",
        "Bank shifts for the weekend not showing",
        "Locked out of the roster before sign-off",
        "New rules on the roster, nobody told us what changed",
        "Roster template for {coming} has the wrong numbers",
        "Bank office cancelled a filled shift",
    ),
    details=("Each team says the other one gives the access.", "", "Sign-off is on Thursday."),
    requests=(
        "Please give the access today if you can: sign-off is this week.",
        "Please correct the template.",
    ),
    promises=("Access given", "Template corrected", "Leavers taken off"),
    questions=(("Should the deputy be able to finalise, or only approve?", "Both while I am on leave."),),
    outcomes=(
        "Access given and tested with the deputy.",
        "Shifts released and filled.",
        "Template corrected; numbers agree with the budget.",
    ),
)

LEAVER = Plan(
    name="Leaver still paid",
    service=HR,
    also=FINANCE,
    hint="Say the month they left. No names, please.",
    target_days=10,
    share=16,
    days=9,
    causes={OVERLAP: 5, COMMS: 4, COMPLEX: 3},
    titles=(
        "{job} left in {month} and is still on our budget",
        "Leaver form for {job} sent in {month}, not actioned",
        "Asked to sign for the overpayment of a {job}",
        "{job} moved wards, we still pay",
        "Leaver from {month} still has a live badge",
        "Overpayment letter for a {job} sent to the ward",
        "Who stops the pay when a {job} transfers?",
        "Termination date for {job} wrong by a month",
    ),
    details=("Form sent the day the notice came.", "", "We are paying for two people in one post."),
    requests=("Please confirm the leaving date you hold and stop the pay.",),
    promises=("Pay stopped from this month", "Cost moved back"),
    questions=(("What was the last day worked?", "The last Friday of the month, as on the form."),),
    outcomes=("Pay stopped and the cost moved back.", "Date corrected; the ward owes nothing."),
    slots={"job": JOB},
)

TRAINING = Plan(
    name="Training record",
    service=HR,
    also=IT,
    hint="Say which course and roughly how many people.",
    target_days=5,
    share=28,
    days=5,
    causes={COMMS: 4, COMPLEX: 3, SLOW: 3, CULTURE: 1},
    titles=(
        "{course} shows as overdue, everybody has done it",
        "No places on {course} until next year",
        "{course} link does not open on the ward computers",
        "Report says we are at 40% for {course}; we are not",
        "Certificate for {course} not accepted",
        "Booked on {course}, course cancelled on the day",
        "Bank staff cannot see {course}",
        "Which {course} course do housekeepers need?",
    ),
    details=("I have the sign-in sheet for everyone.", "", "It counts against us on the ward dashboard."),
    requests=(
        "Please match the attached sign-in sheet to the record.",
        "Please say when the next places are.",
    ),
    promises=("Records matched", "Extra session put on"),
    questions=(("Can you send the sign-in sheet?", "Sent by e-mail this morning."),),
    outcomes=(
        "Record corrected; report now shows the right share.",
        "Extra session run on the ward.",
        "Course moved to the right catalogue.",
    ),
    slots={
        "course": (
            "fire safety",
            "moving and handling",
            "basic life support",
            "infection control",
            "information governance",
        )
    },
)

ADVICE = Plan(
    name="Policy or leave question",
    service=HR,
    hint="Ask the question without naming anyone.",
    target_days=3,
    share=26,
    days=3,
    causes={COMMS: 6, CULTURE: 3, SLOW: 2, COMPLEX: 2},
    titles=(
        "How much {leave} can be carried over?",
        "Two different answers about {leave}",
        "Form for {leave} has gone from the intranet",
        "Who signs {leave} for a Band 7?",
        "{leave} shows in days, we work in hours",
        "Flexible working request: which form is current?",
        "Staff told {leave} must be taken by the end of {coming}",
        "Policy on {leave} has two versions",
    ),
    details=("I only need a yes or no.", "", "The intranet page is from four years ago."),
    requests=("Please answer in writing so that it can go on the notice board.",),
    promises=("Written answer", "Policy page corrected"),
    questions=(("Is this for someone on the old or the new contract?", "The new one."),),
    outcomes=(
        "Answer given in writing and put on the intranet page.",
        "Right form sent; the old one taken down.",
        "HR rang the sister and settled it.",
    ),
    slots={"leave": ("annual leave", "carer's leave", "study leave", "parental leave", "special leave")},
)

STAFF_PLANS = (ROSTER, LEAVER, TRAINING, ADVICE)
