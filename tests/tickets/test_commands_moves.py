"""Every status against every move: what is refused changes nothing."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from concierge.people.models import User
from tests.factories import NINE, ProcessFactory, ServiceFactory, UserFactory, WardFactory, raised_ticket
from tickets import commands
from tickets.choices import CauseFate, Channel, Counterpart, Direction, RootCause, Status
from tickets.errors import DomainError, LegStillOpen, MoveRefused, NotAllowed, WrongValue
from tickets.models import Leg, Service, Ticket

HOUR = timedelta(hours=1)
LATER = NINE + 5 * HOUR


def resolve(ticket: Ticket, by: User) -> Ticket:
    return commands.resolve_ticket(
        ticket=ticket,
        outcome="It came.",
        root_cause=RootCause.CULTURE,
        cause_fate=CauseFate.REMOVED,
        by=by,
        at=NINE + 4 * HOUR,
    )


def in_status(status: Status, trust_desk: User, service: Service) -> Ticket:
    """A ticket in a status, its one leg open wherever one may be."""
    ticket = raised_ticket(WardFactory(trust=service.trust))
    if status == Status.RAISED:
        return ticket
    if status in {Status.RESOLVED, Status.CONFIRMED}:
        ticket = resolve(ticket, trust_desk)
        if status == Status.CONFIRMED:
            commands.confirm_ticket(ticket=ticket, by=ticket.raised_by, at=LATER)
        return ticket
    if status == Status.WITHDRAWN:
        return commands.withdraw_ticket(ticket=ticket, because="Found it", by=trust_desk, at=NINE + HOUR)
    [leg] = commands.route_ticket(ticket=ticket, services=[service], by=trust_desk, at=NINE)
    if status == Status.WITH_WARD:
        commands.put_with_ward(leg=leg, question="Which?", by=trust_desk, at=NINE + HOUR)
    if status == Status.PLANNED:
        commands.plan_works(leg=leg, planned_for=LATER.date(), because="Parts", by=trust_desk, at=NINE + HOUR)
    return ticket


def leg_of(ticket: Ticket) -> Leg:
    return ticket.legs.order_by("-pk")[0]


VERBS: dict[str, tuple[Callable[[Ticket, User, Service], object], set[Status]]] = {
    "route": (
        lambda t, by, other: commands.route_ticket(ticket=t, services=[other], by=by, at=LATER),
        {Status.RAISED, Status.IN_HAND, Status.WITH_WARD, Status.PLANNED},
    ),
    "resolve": (lambda t, by, _: resolve(t, by), {Status.RAISED}),
    "confirm": (
        lambda t, by, _: commands.confirm_ticket(ticket=t, by=t.raised_by, at=LATER),
        {Status.RESOLVED},
    ),
    "reopen": (
        lambda t, by, _: commands.reopen_ticket(ticket=t, because="Still cold", by=by, at=LATER),
        {Status.RESOLVED, Status.CONFIRMED},
    ),
    "withdraw": (
        lambda t, by, _: commands.withdraw_ticket(ticket=t, because="Found it", by=by, at=LATER),
        {Status.RAISED, Status.IN_HAND, Status.WITH_WARD, Status.PLANNED},
    ),
    "assign": (
        lambda t, by, _: commands.assign_ticket(ticket=t, concierge=by, by=by, at=LATER),
        {Status.RAISED, Status.IN_HAND, Status.WITH_WARD, Status.PLANNED},
    ),
    "recode": (
        lambda t, by, _: commands.code_ticket(ticket=t, root_cause=RootCause.COMMUNICATION, by=by, at=LATER),
        {Status.RESOLVED, Status.CONFIRMED},
    ),
}
"""Each verb on the whole ticket, with the statuses in which the desk may do it (a leg open where one can be)."""


@pytest.mark.parametrize("status", list(Status))
@pytest.mark.parametrize("verb", list(VERBS))
def test_every_status_is_tried_against_every_verb(
    status: Status, verb: str, concierge: User, hr: Service, finance: Service
):
    ticket = in_status(status, concierge, hr)
    act, allowed = VERBS[verb]

    if status in allowed:
        act(ticket, concierge, finance)
        return
    before = Ticket.objects.filter(pk=ticket.pk).values().get()
    with pytest.raises(MoveRefused):
        act(ticket, concierge, finance)

    assert Ticket.objects.filter(pk=ticket.pk).values().get() == before


LEG_VERBS: dict[str, Callable[[Leg, User, Service], object]] = {
    "hand on": lambda leg, by, other: commands.hand_on(
        leg=leg, to=other, because="Not HR's", by=by, at=LATER
    ),
    "give back": lambda leg, by, _: commands.give_back(leg=leg, because="Not HR's", by=by, at=LATER),
    "finish": lambda leg, by, _: commands.finish_leg(leg=leg, result="Done", by=by, at=LATER),
    "put with the ward": lambda leg, by, _: commands.put_with_ward(
        leg=leg, question="When?", by=by, at=LATER
    ),
    "plan": lambda leg, by, _: commands.plan_works(
        leg=leg, planned_for=LATER.date(), because="Parts", by=by, at=LATER
    ),
    "promise": lambda leg, by, _: commands.take_promise(
        leg=leg, what="A call", due_at=LATER + HOUR, by=by, at=LATER
    ),
    "chase": lambda leg, by, _: commands.chase(leg=leg, contact=call_to(leg.service), by=by, at=LATER),
}


def call_to(service: Service) -> commands.Contact:
    return commands.Contact(
        Channel.TELEPHONE, Direction.OUT, Counterpart.SERVICE, service=service, desk_minutes=5
    )


@pytest.mark.parametrize("verb", list(LEG_VERBS))
@pytest.mark.parametrize("status", [Status.IN_HAND, Status.WITH_WARD, Status.PLANNED])
def test_every_verb_on_a_part_works_while_it_is_open(
    status: Status, verb: str, concierge: User, hr: Service, finance: Service
):
    leg = leg_of(in_status(status, concierge, hr))

    LEG_VERBS[verb](leg, concierge, finance)

    assert leg.ticket.changes.count() >= 2


@pytest.mark.parametrize("verb", list(LEG_VERBS))
def test_no_verb_works_on_a_part_that_has_ended(verb: str, leg: Leg, concierge: User, finance: Service):
    commands.finish_leg(leg=leg, result="Done", by=concierge, at=NINE + HOUR)

    with pytest.raises(MoveRefused, match="has ended"):
        LEG_VERBS[verb](leg, concierge, finance)


@pytest.mark.parametrize("verb", [*LEG_VERBS, *VERBS])
def test_a_person_with_no_post_here_may_do_nothing(verb: str, concierge: User, hr: Service, finance: Service):
    stranger = UserFactory(desk=ServiceFactory().trust)
    answered = verb in {"reopen", "recode", "confirm"}
    ticket = in_status(Status.RESOLVED if answered else Status.IN_HAND, concierge, hr)

    with pytest.raises(NotAllowed):
        do(verb, ticket, stranger, finance)


def do(verb: str, ticket: Ticket, by: User, other: Service) -> None:
    if verb == "confirm":
        commands.confirm_ticket(ticket=ticket, by=by, at=LATER)
    elif verb in VERBS:
        VERBS[verb][0](ticket, by, other)
    else:
        LEG_VERBS[verb](leg_of(ticket), by, other)


def test_resolving_with_a_part_open_names_the_service(leg: Leg, concierge: User):
    with pytest.raises(LegStillOpen, match="HR still has a part open"):
        resolve(leg.ticket, concierge)

    assert Ticket.objects.get().status == Status.IN_HAND


def test_handing_on_ends_one_part_and_opens_the_next(leg: Leg, concierge: User, finance: Service):
    following = commands.hand_on(leg=leg, to=finance, because="It is a budget", by=concierge, at=NINE + HOUR)

    leg.refresh_from_db()
    assert (leg.status, leg.ended_at, leg.result) == ("not_ours", NINE + HOUR, "It is a budget")
    assert (following.service, following.opened_at, following.handed_on_from) == (finance, NINE + HOUR, leg)


def test_a_service_cannot_be_handed_what_it_has(leg: Leg, concierge: User, hr: Service):
    with pytest.raises(WrongValue, match="has it already"):
        commands.hand_on(leg=leg, to=hr, because="?", by=concierge, at=NINE)


def test_the_service_hands_on_and_its_promise_is_broken_by_that(leg: Leg, hr: Service, finance: Service):
    clerk = UserFactory(service=hr)
    promise = commands.take_promise(leg=leg, what="A form", due_at=LATER, by=clerk, at=NINE)

    commands.hand_on(leg=leg, to=finance, because="Not us", by=clerk, at=NINE + HOUR)

    promise.refresh_from_db()
    assert (promise.outcome, promise.settled_because) == ("broken", "Handed on to Finance.")


@pytest.mark.parametrize(("hours", "outcome"), [(1, "kept"), (2, "kept"), (3, "late")])
def test_a_promise_is_kept_until_the_moment_it_is_due(leg: Leg, concierge: User, hours: int, outcome: str):
    promise = commands.take_promise(leg=leg, what="A form", due_at=NINE + 2 * HOUR, by=concierge, at=NINE)

    promise = commands.keep_promise(promise=promise, by=concierge, at=NINE + hours * HOUR)

    assert (promise.outcome, promise.settled_at) == (outcome, NINE + hours * HOUR)
    with pytest.raises(MoveRefused, match="settled"):
        commands.break_promise(promise=promise, because="No", by=concierge, at=LATER)


def test_a_promise_cannot_be_for_a_time_that_is_past(leg: Leg, concierge: User):
    with pytest.raises(WrongValue) as refused:
        commands.take_promise(leg=leg, what="A form", due_at=NINE - HOUR, by=concierge, at=NINE)

    assert refused.value.field == "due_at"


def test_a_ticket_shows_with_the_ward_only_while_all_its_open_parts_are(
    ticket: Ticket, concierge: User, hr: Service, finance: Service
):
    one, two = commands.route_ticket(ticket=ticket, services=[hr, finance], by=concierge, at=NINE)
    statuses = []

    for act in (
        lambda: commands.put_with_ward(leg=one, question="Which?", by=concierge, at=NINE + HOUR),
        lambda: commands.put_with_ward(leg=two, question="When?", by=concierge, at=NINE + 2 * HOUR),
        lambda: commands.take_back(leg=one, by=concierge, at=NINE + 3 * HOUR),
        lambda: commands.finish_leg(leg=one, result="Done", by=concierge, at=NINE + 4 * HOUR),
    ):
        act()
        statuses.append(Ticket.objects.get().status)

    assert statuses == ["in_hand", "with_ward", "in_hand", "with_ward"]


def test_the_ward_answers_and_the_part_goes_back_to_its_service(leg: Leg, sister: User, concierge: User):
    commands.put_with_ward(leg=leg, question="Which kettle?", by=concierge, at=NINE + HOUR)

    said = commands.answer_desk(ticket=leg.ticket, text="The blue one", by=sister, at=NINE + 2 * HOUR)

    leg.refresh_from_db()
    assert (leg.status, leg.question, leg.ticket.status) == ("with_service", "", "in_hand")
    assert (said.note, said.desk_minutes, said.source) == ("The blue one", None, "ward")
    assert list(leg.holdings.order_by("started_at").values_list("holder", flat=True)) == [
        "service",
        "ward",
        "service",
    ]


def test_a_supplier_can_hold_a_part_and_the_service_take_it_back(leg: Leg, concierge: User):
    commands.name_holder(leg=leg, holder="supplier", supplier="Hush Beds", by=concierge, at=NINE + HOUR)

    commands.take_back(leg=leg, by=concierge, at=NINE + 3 * HOUR)

    held = leg.holdings.order_by("started_at").values_list("holder", "supplier", "started_at", "ended_at")
    assert list(held) == [
        ("service", "", NINE, NINE + HOUR),
        ("supplier", "Hush Beds", NINE + HOUR, NINE + 3 * HOUR),
        ("service", "", NINE + 3 * HOUR, None),
    ]


def test_the_ward_reopens_inside_the_window_and_not_after_it(ticket: Ticket, sister: User, concierge: User):
    resolved = resolve(ticket, concierge)
    late = resolved.resolved_at + timedelta(days=14, seconds=1)

    with pytest.raises(MoveRefused, match="more than 14 days ago"):
        commands.reopen_ticket(ticket=ticket, because="Cold", by=sister, at=late)
    reopened = commands.reopen_ticket(ticket=ticket, because="Cold", by=sister, at=late - 2 * HOUR)

    assert (reopened.status, reopened.outcome, reopened.root_cause) == ("in_hand", "", None)
    assert reopened.history.filter(root_cause="culture").exists()


def test_recoding_keeps_the_first_choice_in_history(ticket: Ticket, concierge: User):
    resolve(ticket, concierge)

    commands.code_ticket(
        ticket=ticket, root_cause=RootCause.COMMUNICATION, by=concierge, at=LATER, because="Nobody told her"
    )

    coding = ticket.codings.get()
    assert (coding.cause, ticket.codings.count()) == ("communication", 1)
    assert [(row.cause, row.history_user, row.history_change_reason) for row in coding.history.all()] == [
        ("communication", concierge, "Nobody told her"),
        ("culture", concierge, "coded"),
    ]


def test_the_second_coder_is_somebody_else_and_chooses_once(ticket: Ticket, concierge: User):
    resolve(ticket, concierge)
    second = UserFactory(desk=ticket.trust)

    with pytest.raises(NotAllowed, match="somebody else"):
        commands.code_again(ticket=ticket, cause=RootCause.CULTURE, by=concierge, at=LATER)
    commands.code_again(ticket=ticket, cause=RootCause.COMMUNICATION, by=second, at=LATER)

    with pytest.raises(MoveRefused):
        commands.code_again(ticket=ticket, cause=RootCause.CULTURE, by=second, at=LATER)
    ticket.refresh_from_db()
    assert (ticket.root_cause, ticket.codings.count()) == ("culture", 2)


def test_the_service_that_adopted_the_process_resolves_it(ward, sister: User, hr: Service):
    process = ProcessFactory(trust=ward.trust, service=hr, is_adopted=True)
    ticket = raised_ticket(ward, by=sister, process=process)
    clerk = UserFactory(service=hr)

    commands.finish_leg(leg=leg_of(ticket), result="Set up", by=clerk, at=NINE + HOUR)

    assert resolve(ticket, clerk).status == Status.RESOLVED


def test_a_service_that_has_not_adopted_it_cannot_resolve(leg: Leg, hr: Service):
    clerk = UserFactory(service=hr)
    commands.finish_leg(leg=leg, result="Set up", by=clerk, at=NINE + HOUR)

    with pytest.raises(NotAllowed, match="Only the desk"):
        resolve(leg.ticket, clerk)


@pytest.mark.parametrize("contributing", [RootCause.CULTURE, "laziness"])
def test_a_contributing_cause_is_another_of_the_six(ticket: Ticket, concierge: User, contributing: str):
    with pytest.raises(WrongValue) as refused:
        commands.resolve_ticket(
            ticket=ticket,
            outcome="It came.",
            root_cause=RootCause.CULTURE,
            contributing_cause=contributing,
            cause_fate=CauseFate.REMOVED,
            by=concierge,
            at=LATER,
        )

    assert refused.value.field == "contributing_cause"


def test_what_is_written_up_later_cannot_come_before_what_it_follows(leg: Leg, concierge: User):
    commands.put_with_ward(leg=leg, question="Which?", by=concierge, at=NINE + 2 * HOUR)

    with pytest.raises(WrongValue, match="before"):
        commands.take_back(leg=leg, by=concierge, at=NINE + HOUR)


def test_a_ward_is_passed_on_in_one_step(ticket: Ticket, sister: User):
    closed = raised_ticket(ticket.ward, by=sister)
    commands.withdraw_ticket(ticket=closed, because="Found it", by=sister, at=LATER)
    new_sister = UserFactory(ward=ticket.ward)

    passed = commands.pass_ward_on(ward=ticket.ward, to=new_sister, by=sister, at=LATER)

    assert passed == [ticket]
    contacts = Ticket.objects.order_by("pk").values_list("contact", flat=True)
    assert list(contacts) == [new_sister.pk, sister.pk]


def test_a_concierge_hands_all_her_open_tickets_over_in_one_step(ticket: Ticket, concierge: User):
    colleague = UserFactory(desk=ticket.trust)

    commands.hand_over_concierge(
        trust_id=ticket.trust_id, leaver=concierge, to=colleague, by=concierge, at=LATER
    )

    assert Ticket.objects.get().concierge == colleague


def test_domain_errors_speak_to_staff():
    assert str(WrongValue("Say why.")) == "Say why."
    assert issubclass(MoveRefused, DomainError)


def test_what_is_too_long_is_refused_rather_than_cut(leg: Leg, concierge: User):
    with pytest.raises(WrongValue, match="300 letters; it has 301"):
        commands.take_promise(leg=leg, what="x" * 301, due_at=LATER, by=concierge, at=NINE)
    with pytest.raises(WrongValue, match="300 letters; it has 301"):
        commands.withdraw_ticket(ticket=leg.ticket, because="x" * 301, by=concierge, at=NINE)
