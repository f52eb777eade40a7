"""What stands open on one ward today: a ticket in every state, written by hand."""

from collections.abc import Callable
from datetime import datetime, timedelta
from random import Random

from django.utils import timezone

from concierge.people.models import User
from concierge.people.roles import Role
from concierge.places.models import Ward
from tickets import commands
from tickets.choices import CauseFate, PatientEffect, RootCause
from tickets.demo.cast import Cast
from tickets.demo.her_case import HerCase
from tickets.demo.processes import PLANS
from tickets.demo.processes.plan import ESTATES, FINANCE, HR, IT, PROCUREMENT, Plan
from tickets.demo.timeline import Story
from tickets.working_days import add_working_days

REMOVED, ROUND = CauseFate.REMOVED, CauseFate.WORKED_ROUND


def nothing_done_yet(case: HerCase) -> Story:
    yield from case.back(0, 7, 35)
    case.ask_herself(
        "Order for two saturation probe leads sent back again",
        "It came back for a quote. The quote was attached. We have one working lead in bay 2.",
        PatientEffect.DELAY,
    )


def nobodys_job(case: HerCase) -> Story:
    yield from case.back(1, 16, 20)
    case.process = None
    case.ask_herself(
        "Six broken chairs in our corridor: who takes them away?", "They came from the clinic when it moved."
    )


def service_has_it_directly(case: HerCase) -> Story:
    yield from case.back(1, 8, 10)
    case.ask_herself("The label printer at the nurses' station prints blank labels", "We write them by hand.")
    yield from case.back(1, 10, 5)
    leg = case.legs[0]
    commands.own_leg(leg=leg, owner=case.someone_in(leg.service), by=case.someone_in(leg.service), at=case.at)


def promised_for_today(case: HerCase) -> Story:
    yield from case.back(4, 9, 15)
    case.ask_herself("Need another low bed for side room 2", effect=PatientEffect.SAFETY)
    yield from case.back(4, 9, 50)
    case.route(case.service, request="One low bed on hire for side room 2, please.")
    yield from case.back(2, 11, 30)
    case.chase(case.legs[0], "The firm has one coming back from another hospital.")
    commands.take_promise(
        leg=case.legs[0],
        what="Low bed on the ward",
        due_at=case.later_today(),
        by=case.concierge,
        at=case.at,
        promised_by="Salma Treece",
    )


def promise_gone_late(case: HerCase) -> Story:
    yield from case.back(9, 10, 40)
    case.ask_herself(
        "Tarn Equipment Hire will not deliver until an invoice is paid",
        "They want £412. We signed for it in the spring.",
    )
    yield from case.back(9, 14, 5)
    case.route(case.of(FINANCE), request="Please release the invoice, or say what it waits for.")
    yield from case.back(6, 9, 25)
    case.chase(case.legs[0], "It waits for a receipt that nobody made. They will make one.")
    case.promise(case.legs[0], "Invoice released", 3)
    yield from case.back(5, 12)
    case.tell_ward("Told the ward that the invoice is on its way.")


def promise_broken_once(case: HerCase) -> Story:
    yield from case.back(12, 8, 20)
    case.ask_herself(
        "New Band 5 staff nurse has begun and has no log-in or badge",
        "Working alongside someone else until then.",
        PatientEffect.DELAY,
    )
    yield from case.back(12, 11)
    case.route(case.of(HR), request="Please release the payroll number and the badge form.")
    case.route(case.of(IT), request="Please make the log-in as soon as the payroll number is there.")
    yield from case.back(9, 15, 10)
    case.chase(case.legs[0], "Contract is signed but not entered.")
    promise = case.promise(case.legs[0], "Payroll number released", 2)
    yield from case.back(6, 9, 40)
    because = "The person was off and nobody took it over."
    commands.break_promise(promise=promise, because=because, by=case.concierge, at=case.at)
    case.chase(case.legs[0], "Spoke to the lead, who will do it herself.")
    due_at = case.due_in(2)
    commands.take_promise(
        leg=case.legs[0], what="Payroll number released", due_at=due_at, by=case.concierge, at=case.at
    )
    yield from case.back(3, 13, 45)
    case.hear_from(case.legs[1], "Badge form came by itself; badge can be collected.")
    case.tell_ward("Badge is ready at the front desk. Log-in waits for HR.")


def question_for_her(case: HerCase) -> Story:
    yield from case.back(7, 9, 5)
    case.ask_herself("Night enhancements for four people not paid last month")
    yield from case.back(7, 10, 30)
    case.route(
        case.of(HR), request="The roster shows the nights as worked. Please check what reached payroll."
    )
    yield from case.back(2, 14, 15)
    account = case.cast.holders(Role.SERVICE, case.at, team=case.of(HR).team)[0]
    commands.own_leg(leg=case.legs[0], owner=account, by=account, at=case.at)
    case.hear_from(case.legs[0], "Payroll has nothing for the second week.")
    question = "Was the second week of the roster signed off before the 5th? If so, please send the date and we will ask for an advance."
    case.put_with_ward(case.legs[0], question)


def another_question(case: HerCase) -> Story:
    yield from case.back(11, 15)
    case.ask_herself("Shelves for the equipment store", "The fire officer came about the boxes on the floor.")
    yield from case.back(10, 9, 45)
    case.route(case.of(ESTATES), request="Please measure and give a quote.")
    yield from case.back(1, 11, 5)
    case.put_with_ward(
        case.legs[0],
        "Which wall should be left free for the hoist, and when can the store be empty for a day?",
    )


def works_planned(case: HerCase) -> Story:
    yield from case.back(15, 8, 50)
    case.ask_herself(
        "Radiator in bay 3 cannot be turned down", "It is 27 degrees at night.", PatientEffect.COMFORT
    )
    yield from case.back(15, 9, 30)
    case.route(case.of(ESTATES), request="Please make bay 3 bearable and say when the valve can be changed.")
    yield from case.back(10, 10, 15)
    case.chase(case.legs[0], "Valve has come. The riser feeds two wards.")
    day = add_working_days(timezone.localdate(case.now), 4)
    because = "The heating of two wards has to be off for a morning"
    commands.plan_works(
        leg=case.legs[0], planned_for=day, because=because, by=case.worker(case.legs[0]), at=case.at
    )
    case.tell_ward("Told the ward the day, and that both bays stay open.")


def sent_from_door_to_door(case: HerCase) -> Story:
    yield from case.back(10, 12, 30)
    case.ask_herself(
        "Who repairs the bladder scanner?",
        "Two teams have looked at it. Each says it belongs to the other.",
        PatientEffect.DELAY,
    )
    yield from case.back(10, 14)
    case.route(case.of(ESTATES), request="Scanner does not charge. Please say whose it is and mend it.")
    yield from case.back(8, 9, 35)
    case.hand_on(
        case.legs[0],
        case.of(PROCUREMENT),
        "Not ours: medical devices went to the equipment contract in the spring.",
    )
    yield from case.back(5, 15, 20)
    case.chase(case.legs[0], "They are looking for the contract. No date given.")


def at_the_firm(case: HerCase) -> Story:
    yield from case.back(6, 9)
    case.ask_herself("The observation machine went for repair and has not come back")
    yield from case.back(6, 10)
    case.route(
        case.of(PROCUREMENT), request="Please find out where it is and whether there is a loan machine."
    )
    yield from case.back(4, 11, 40)
    case.lend_to(case.legs[0], "Fernhill Clinical Engineering")
    case.hear_from(case.legs[0], "At the firm, waiting for a board.")


def to_confirm(case: HerCase) -> Story:
    yield from case.back(6, 10, 20)
    case.ask_herself("The soap dispenser in the sluice is loose")
    yield from case.back(3, 13, 30)
    case.hear_from(case.legs[0], "Joiner has been; new plate fitted.")
    case.finish(case.legs[0], "New plate fitted.")
    case.resolve("New plate fitted; dispenser holds.", RootCause.CUSTOMER_SERVICE, ROUND)


def to_confirm_too(case: HerCase) -> Story:
    yield from case.back(4, 9, 55)
    case.ask_herself("Deputy needs a £500 limit while I am on leave")
    yield from case.back(4, 11, 15)
    case.route(case.of(FINANCE), request="Please add the deputy with a limit of £500.")
    yield from case.back(3, 10, 5)
    case.hear_from(case.legs[0], "Added this morning.")
    case.finish(case.legs[0], "Limit live.")
    case.tell_ward("Told the ward that the limit is live.")
    case.resolve(
        "Deputy is on the signatory list with a limit of £500.", RootCause.COMPLEX_PROCESSES, REMOVED
    )


def confirmed(case: HerCase) -> Story:
    yield from case.back(13, 9, 30)
    case.ask_herself(
        "Dressing packs gone from the catalogue, no substitute",
        "We have two days' worth left.",
        PatientEffect.COMFORT,
    )
    yield from case.back(13, 10)
    case.route(case.of(PROCUREMENT), request="Please name a substitute and tell all wards.")
    yield from case.back(9, 14, 30)
    case.finish(case.legs[0], "Substitute coded.")
    case.tell_ward("Told the ward the new code.")
    case.resolve("Substitute agreed and coded; all wards told.", RootCause.COMMERCIAL_CONTRACTS, REMOVED)
    yield from case.back(8, 9, 10)
    case.confirm()


def withdrawn(case: HerCase) -> Story:
    yield from case.back(8, 13)
    case.ask_herself("Cannot open the budget report")
    yield from case.back(8, 15)
    case.route(case.of(FINANCE))
    yield from case.back(7, 8, 50)
    case.withdraw("It works since this morning; the link had changed.")


def reopened(case: HerCase) -> Story:
    yield from case.back(14, 11)
    case.ask_herself("Short of blankets every Monday", effect=PatientEffect.COMFORT)
    yield from case.back(14, 13, 15)
    case.route(case.of(ESTATES), request="Please check the ward's standing order.")
    yield from case.back(8, 10, 45)
    case.finish(case.legs[0], "Standing order raised by ten.")
    case.resolve("Standing order raised by ten.", RootCause.COMMERCIAL_CONTRACTS, ROUND)
    yield from case.back(4, 8, 30)
    case.reopen("It was right for one week. Ten short again on Monday.")
    yield from case.back(4, 9, 20)
    case.route(case.of(ESTATES), request="Short again after one week. Please look at it with the laundry.")
    case.lend_to(case.legs[0], "Whitewell Laundry")


SCENES: tuple[tuple[str, Callable[[HerCase], Story]], ...] = (
    ("Non-stock order", nothing_done_yet),
    ("Cleaning or waste", nobodys_job),
    ("Computer, printer or telephone", service_has_it_directly),
    ("Bed, mattress or hoist on hire", promised_for_today),
    ("Invoice on hold", promise_gone_late),
    ("New starter set-up", promise_broken_once),
    ("Pay query", question_for_her),
    ("Minor works", another_question),
    ("Heating, leak or lift", works_planned),
    ("Equipment repair or service", sent_from_door_to_door),
    ("Equipment repair or service", at_the_firm),
    ("Minor repair", to_confirm),
    ("Authorised signatory", to_confirm_too),
    ("Catalogue item withdrawn", confirmed),
    ("Budget or cost centre", withdrawn),
    ("Linen or catering", reopened),
)
"""Each: the process it is about, and how it went."""
OLDEST = 15
"""Working days back from today to the first thing told here."""


def showcase(cast: Cast, ward: Ward, sister: User, concierge: User, now: datetime, seed: str) -> list[Story]:
    """Her tickets, as stories."""
    plans = {plan.name: plan for plan in PLANS}
    return [
        _scene(cast, plans[name], tell, ward, sister, concierge, now, f"{seed}:{tell.__name__}")
        for name, tell in SCENES
    ]


def _scene(
    cast: Cast,
    plan: Plan,
    tell: Callable[[HerCase], Story],
    ward: Ward,
    sister: User,
    concierge: User,
    now: datetime,
    seed: str,
) -> Story:
    case = HerCase(cast, plan, ward, now - timedelta(days=OLDEST * 3), Random(seed))  # noqa: S311
    case.now, case.sister, case.her_concierge = now, sister, concierge
    return tell(case)
