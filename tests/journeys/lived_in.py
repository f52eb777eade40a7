"""A trust in which everything has happened once: the hard case of every page."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from concierge.people.models import User
from concierge.people.roles import Role
from concierge.places.models import Ward
from concierge.web.models import KeptForm
from tests.factories import (
    PostFactory,
    ProcessFactory,
    ServiceFactory,
    TrustFactory,
    UserFactory,
    WardFactory,
    raised_ticket,
)
from tests.journeys.house import PASSWORD, House
from tests.journeys.mailed import write_mail
from tests.journeys.mailed_in import receive_mail
from tickets import commands
from tickets.choices import (
    CauseFate,
    Channel,
    Counterpart,
    Direction,
    FaultKind,
    PatientEffect,
    RootCause,
    Source,
    Status,
)
from tickets.commands import Contact
from tickets.commands.reference_lists import Period, save_contact, set_working_hours, word_cause
from tickets.models import ImportFault, ImportRun, Leg, Ticket

LONG_WORD = "Reimbursement-of-agency-shift-supplement-" * 4
NUMBER = "999 000 0018"
"""A number that is never issued, with a right check digit."""
CODED_TWICE_ONE_IN = 5

Things = dict[str, dict[str, object]]
"""What the address of a page names, by the word a place uses for it."""


@dataclass
class LivedIn:
    """A trust with its people and the things that pages are about."""

    house: House
    people: dict[str, User]
    things: Things = field(default_factory=dict)


def build_lived_in(house: House) -> LivedIn:
    """Let everything happen once in a house, by the product's own commands."""
    made = LivedIn(house, _people(house))
    _write_lists(made)
    _raise_hard_tickets(made)
    _work_on_parts(made)
    _end_tickets(made)
    _bring_in_an_old_log(made)
    mailed = _part(made, "A key for the linen room")
    made.things |= write_mail(house, mailed, LONG_WORD)
    made.things |= receive_mail(house, mailed, LONG_WORD, NUMBER)
    return made


def hours_ago(hours: float) -> datetime:
    return timezone.now() - timedelta(hours=hours)


def _people(house: House) -> dict[str, User]:
    trust, bare = house.trust, TrustFactory(name="Bare Trust")
    second = WardFactory(trust=trust, site=house.ward.site, name="Hawthorn " + LONG_WORD)
    bare_service = ServiceFactory(trust=bare, name="Estates")
    travelling = UserFactory(name="Trudi Travelling", ward=house.ward)
    PostFactory(person=travelling, trust=bare, ward=WardFactory(trust=bare), role=Role.SISTER)
    two_wards = UserFactory(name="Tove Two-Wards", ward=house.ward)
    PostFactory(person=two_wards, trust=trust, ward=second, role=Role.SISTER)
    both = {"manages": trust, "administers": trust}
    over_both = UserFactory(name="Bo Both", **both)
    PostFactory(person=over_both, trust=bare, role=Role.MANAGER)
    PostFactory(person=over_both, trust=bare, role=Role.ADMINISTRATOR)
    return {
        "sister": house.sister,
        "deputy": UserFactory(name="Dee Deputy", ward=house.ward, post_role=Role.DEPUTY),
        "two_wards": two_wards,
        "travelling": travelling,
        "concierge": house.concierge,
        "colleague": UserFactory(name="Col League", desk=trust),
        "hr": house.hr_lead,
        "manager": house.manager,
        "observer": UserFactory(name="Obi Observer", observes=trust),
        "administrator": house.administrator,
        "over_both": over_both,
        "newcomer": _without_password(UserFactory(name="Nobody Yet")),
        "bare_sister": UserFactory(name="Bea Bare", ward=WardFactory(trust=bare)),
        "bare_concierge": UserFactory(name="Bert Bare", desk=bare),
        "bare_service": UserFactory(name="Bill Bare", service=bare_service),
        "bare_manager": UserFactory(name="Bess Bare", manages=bare),
        "bare_administrator": UserFactory(name="Bob Bare", administers=bare),
    }


def _write_lists(made: LivedIn) -> None:
    house, by = made.house, made.house.administrator
    contact = save_contact(
        service=house.hr, name="Pat Example", by=by, job="Recruitment adviser", telephone="020 7946 0822"
    )
    set_working_hours(service=house.hr, periods=[Period(day, 540, 1020) for day in range(5)], by=by)
    word_cause(
        trust=house.trust, cause=RootCause.CULTURE, definition="It is how it has always been done.", by=by
    )
    adopted = ProcessFactory(
        trust=house.trust, name="Payslip query", service=house.hr, is_adopted=True, target_days=3
    )
    ProcessFactory(trust=house.trust, name=LONG_WORD, service=None, hint="Say " + LONG_WORD)
    code = {"code": house.trust.code}
    made.things |= {
        "trust": code,
        "ward": {"pk": house.ward.pk},
        "trust_ward": code | {"pk": house.ward.pk},
        "trust_person": code | {"pk": house.sister.pk},
        "trust_post": code | {"pk": house.sister.posts.get().pk},
        "trust_service": code | {"pk": house.hr.pk},
        "trust_contact": code | {"pk": house.hr.pk, "contact_pk": contact.pk},
        "trust_process": code | {"pk": adopted.pk},
        "bare": {"code": made.people["bare_administrator"].posts.get().trust.code},
    }


def _raise_hard_tickets(made: LivedIn) -> None:
    house = made.house
    hard = _raise(
        house.ward,
        f"{LONG_WORD} for {NUMBER}",
        details=f"https://example.invalid/{LONG_WORD}\n\nSecond paragraph about {NUMBER}.",
        by=house.sister,
        at=hours_ago(50),
        process=house.new_starter,
        patient_effect=PatientEffect.SAFETY,
    )
    file = commands.attach_file(
        ticket=hard,
        file=SimpleUploadedFile(f"{LONG_WORD}.txt", b"words"),
        by=house.sister,
        at=hours_ago(50),
    )
    for_ward = _raise(
        house.ward, "A second desk lamp", by=house.concierge, at=hours_ago(49), asked_by="Jo Example"
    )
    made.things |= {
        "raised": {"reference": hard.reference},
        "raised_by_desk": {"reference": for_ward.reference},
        "file": {"reference": hard.reference, "pk": file.pk},
    }
    for number in range(28):
        _raise(house.ward, f"Chair number {number}", by=house.sister, at=hours_ago(70 + number))


def _work_on_parts(made: LivedIn) -> None:
    house = made.house
    hr = _part(made, "Badge for a new nurse", by=house.concierge)
    call = commands.record_interaction(
        ticket=hr.ticket,
        contact=Contact(
            Channel.TELEPHONE,
            Direction.OUT,
            Counterpart.SERVICE,
            house.hr,
            with_whom="Pat Example",
            desk_minutes=5,
            note=f"Asked about {NUMBER}. {LONG_WORD}",
        ),
        by=house.concierge,
        at=hours_ago(30),
    )
    late = commands.take_promise(
        leg=hr,
        what="The badge is printed",
        due_at=hours_ago(3),
        by=house.concierge,
        at=hours_ago(29),
        promised_by="Pat",
    )
    commands.own_leg(leg=hr, owner=house.hr_lead, by=house.concierge, at=hours_ago(28))
    moved = commands.hand_on(
        leg=_part(made, "Pay code is wrong"),
        to=house.finance,
        because="Finance sets codes.",
        by=house.hr_lead,
        at=hours_ago(20),
    )
    asked = _part(made, "Rota does not open")
    commands.put_with_ward(leg=asked, question=f"Which rota? {LONG_WORD}", by=house.hr_lead, at=hours_ago(20))
    planned = _part(made, "Train two nurses")
    day = timezone.localdate() + timedelta(days=9)
    commands.plan_works(
        leg=planned, planned_for=day, because="The room is free then.", by=house.hr_lead, at=hours_ago(20)
    )
    adopted = _raise(
        house.ward,
        "Payslip is missing",
        by=house.sister,
        at=hours_ago(20),
        process=house.trust.processes.get(name="Payslip query"),
    )
    made.things |= {
        "in_hand": {"reference": hr.ticket.reference},
        "asked": {"reference": asked.ticket.reference},
        "planned": {"reference": planned.ticket.reference},
        "part": {"pk": hr.pk},
        "part_moved": {"pk": moved.pk},
        "part_asked": {"pk": asked.pk},
        "part_planned": {"pk": planned.pk},
        "part_adopted": {"pk": adopted.legs.get().pk},
        "promise": {"pk": late.pk},
        "contact": {"reference": hr.ticket.reference, "pk": call.pk},
    }


def _end_tickets(made: LivedIn) -> None:
    house = made.house
    for number in range(CODED_TWICE_ONE_IN):
        leg = _part(made, f"Locker {number}", process=house.new_starter)
        commands.finish_leg(leg=leg, result=f"Opened. {LONG_WORD}", by=house.hr_lead, at=hours_ago(9))
        made.things["part_done"] = {"pk": leg.pk}
        _resolve(leg.ticket, house.concierge)
    resolved = list(Ticket.objects.filter(status=Status.RESOLVED).order_by("pk"))
    to_code_again = next(ticket for ticket in resolved if ticket.pk % CODED_TWICE_ONE_IN == 0)
    confirmed = _raise(house.ward, "Hand gel", by=house.sister, at=hours_ago(40))
    _resolve(confirmed, house.concierge)
    commands.confirm_ticket(ticket=confirmed, by=house.sister, at=hours_ago(7))
    withdrawn = _raise(house.ward, "Spare kettle", by=house.sister, at=hours_ago(40))
    commands.withdraw_ticket(
        ticket=withdrawn, because=f"Found one. {NUMBER}", by=house.sister, at=hours_ago(30)
    )
    made.things |= {
        "resolved": {"reference": resolved[0].reference},
        "to_code_again": {"reference": to_code_again.reference},
        "confirmed": {"reference": confirmed.reference},
        "withdrawn": {"reference": withdrawn.reference},
    }


def _bring_in_an_old_log(made: LivedIn) -> None:
    trust, ward = made.house.trust, made.house.ward
    old = Ticket.objects.create(
        trust=trust,
        ward=ward,
        reference="R-99990",
        old_reference="OLD/17",
        title="An old matter",
        status=Status.RESOLVED,
        source=Source.IMPORT,
        raised_at=hours_ago(900),
        resolved_at=hours_ago(800),
        to_be_coded=True,
        cause_as_written="Muddle",
    )
    run = ImportRun.objects.create(trust=trust, files=["log.xlsx"], started_at=hours_ago(5))
    faults = [
        ImportFault.objects.create(
            trust=trust,
            run=run,
            kind=kind,
            fingerprint=f"{row:064}",
            sheet="Issues",
            row=row,
            column="Ward",
            reason="No such ward",
            text=f"Ward 99 | {LONG_WORD} | {NUMBER}",
            ticket=old if kind == FaultKind.CLASH else None,
        )
        for row, kind in enumerate(FaultKind)
    ]
    kept = KeptForm.objects.create(
        person=made.house.sister,
        path=reverse("ask"),
        fields=[["title", LONG_WORD], ["details", "Two\nlines"]],
    )
    made.things |= {
        "old": {"reference": old.reference},
        "fault": {"pk": faults[0].pk},
        "fault_clash": {"pk": faults[1].pk},
        "kept": {"kept_id": kept.pk},
    }


def _raise(ward: Ward, title: str, **told: object) -> Ticket:
    return raised_ticket(ward, title=title, **told)


def _part(made: LivedIn, title: str, **told: object) -> Leg:
    house = made.house
    ticket = _raise(house.ward, title, **{"by": house.sister, "at": hours_ago(48), **told})
    return commands.route_ticket(ticket=ticket, services=[house.hr], by=house.concierge, at=hours_ago(47))[0]


def _resolve(ticket: Ticket, by: User) -> None:
    commands.resolve_ticket(
        ticket=ticket,
        outcome=f"It is there. {LONG_WORD}",
        root_cause=RootCause.COMMERCIAL_CONTRACTS,
        contributing_cause=RootCause.CULTURE,
        cause_fate=CauseFate.WORKED_ROUND,
        by=by,
        at=hours_ago(8),
    )


def _without_password(person: User) -> User:
    person.set_unusable_password()
    person.save()
    return person


def give_password(person: User) -> User:
    person.set_password(PASSWORD)
    person.save()
    return person
