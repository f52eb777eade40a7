"""What the database refuses, whoever asks: each constraint with a row that breaks it."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, models, transaction

from concierge.people.models import Post, User
from concierge.people.roles import Role
from concierge.places.models import Site, Team, Trust, Ward
from tests.factories import (
    LONG_AGO,
    NINE,
    PostFactory,
    ProcessFactory,
    ServiceFactory,
    SiteFactory,
    TeamFactory,
    TrustFactory,
    UserFactory,
    WardFactory,
    raised_ticket,
)
from tickets import commands
from tickets.models import (
    CauseWording,
    Change,
    Coding,
    Holding,
    ImportedRow,
    ImportFault,
    ImportRun,
    Interaction,
    Leg,
    Process,
    Promise,
    Service,
    ServiceContact,
    Ticket,
    TicketFile,
    WorkingHours,
)

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


class House:
    """One of everything, to be bent out of shape one column at a time."""

    def __init__(self) -> None:
        self.ward = WardFactory()
        self.trust = self.ward.trust
        self.desk = UserFactory(desk=self.trust)
        self.ticket = raised_ticket(self.ward)
        self.service = ServiceFactory(trust=self.trust, kind="hr")
        [self.leg] = commands.route_ticket(ticket=self.ticket, services=[self.service], by=self.desk, at=NINE)
        self.resolved = self.make_resolved()
        call = commands.Contact("telephone", "out", "ward", desk_minutes=5)
        self.interaction = commands.record_interaction(
            ticket=self.ticket, contact=call, by=self.desk, at=NINE
        )
        self.promise = commands.take_promise(
            leg=self.leg, what="A form", due_at=NINE + HOUR, by=self.desk, at=NINE
        )
        self.run = ImportRun.objects.create(trust=self.trust, started_at=NINE)

    def make_resolved(self) -> Ticket:
        return commands.resolve_ticket(
            ticket=raised_ticket(self.ward),
            outcome="It came.",
            root_cause="culture",
            cause_fate="removed",
            by=self.desk,
            at=NINE,
        )


@pytest.fixture
def house() -> House:
    return House()


def bend(row: models.Model, **columns: Any) -> None:
    """Change columns behind the commands' back."""
    type(row)._base_manager.filter(pk=row.pk).update(**columns)


FAULT = {"fingerprint": "f", "sheet": "Issues", "row": 4, "kind": "refused", "reason": "no ward", "text": "x"}
HOURS = {"weekday": 0, "starts_minute": 540, "ends_minute": 720}

BREAKS: dict[str, Callable[[House], object]] = {
    "trust_has_a_code_and_a_name": lambda h: bend(h.trust, name=""),
    "site_name_is_unique_in_its_trust": lambda h: Site.objects.create(
        trust=h.trust, name=h.ward.site.name.upper()
    ),
    "ward_name_is_unique_in_its_site": lambda h: Ward.objects.create(
        trust=h.trust, site=h.ward.site, name=h.ward.name.upper()
    ),
    "ward_has_a_name": lambda h: bend(h.ward, name=""),
    "team_name_is_unique_in_its_trust": lambda h: TeamFactory(
        trust=h.trust, name=h.service.team.name.upper()
    ),
    "team_is_a_desk_or_a_service": lambda h: bend(h.service.team, kind="club"),
    "user_email_is_unique_in_any_case": lambda h: UserFactory(email=h.desk.email.upper()),
    "user_that_is_the_program_cannot_sign_in": lambda h: bend(User.objects.system(), is_active=True),
    "post_has_one_place_or_team": lambda h: PostFactory(trust=h.trust, role=Role.SISTER),
    "post_ends_after_it_begins": lambda h: PostFactory(trust=h.trust, since=LONG_AGO, until=LONG_AGO),
    "post_is_held_once_at_a_time": lambda h: [
        PostFactory(trust=h.trust, person=h.desk, role=Role.MANAGER, since=day)
        for day in (LONG_AGO, date(2021, 1, 1))
    ],
    "service_name_is_unique_in_its_trust": lambda h: ServiceFactory(
        trust=h.trust, name=h.service.name, team=TeamFactory(trust=h.trust)
    ),
    "service_that_ships_exists_once_in_a_trust": lambda h: ServiceFactory(trust=h.trust, kind="hr"),
    "service_chases_after_one_to_sixty_days": lambda h: bend(h.service, chase_after_days=0),
    "contact_can_be_reached": lambda h: ServiceContact.objects.create(
        trust=h.trust, service=h.service, name="Jo"
    ),
    "hours_are_on_a_weekday": lambda h: WorkingHours.objects.create(
        trust=h.trust, service=h.service, **{**HOURS, "weekday": 7}
    ),
    "hours_end_after_they_start": lambda h: WorkingHours.objects.create(
        trust=h.trust, service=h.service, **{**HOURS, "ends_minute": 540}
    ),
    "hours_of_a_day_do_not_overlap": lambda h: [
        WorkingHours.objects.create(trust=h.trust, service=h.service, **{**HOURS, "starts_minute": start})
        for start in (540, 719)
    ],
    "process_name_is_unique_in_its_trust": lambda h: [
        ProcessFactory(trust=h.trust, name=name) for name in ("Pay", "PAY")
    ],
    "process_adopted_has_a_service": lambda h: Process.objects.create(
        trust=h.trust, name="Pay", is_adopted=True
    ),
    "cause_is_worded_once_in_a_trust": lambda h: [
        CauseWording.objects.create(trust=h.trust, cause="culture", definition=text) for text in "ab"
    ],
    "the_causes_are_exactly_six": lambda h: CauseWording.objects.create(
        trust=h.trust, cause="laziness", definition="A seventh"
    ),
    "ticket_says_what_is_needed": lambda h: bend(h.ticket, title=""),
    "ticket_status_is_one_of_seven": lambda h: bend(h.ticket, status="lost"),
    "ticket_answered_has_an_outcome_a_time_and_a_root_cause": lambda h: bend(h.resolved, root_cause=None),
    "ticket_not_answered_has_no_cause": lambda h: bend(h.ticket, root_cause="culture"),
    "ticket_root_cause_is_one_of_six": lambda h: bend(h.resolved, root_cause="laziness"),
    "ticket_contributing_cause_is_another_of_the_six": lambda h: bend(
        h.resolved, contributing_cause="culture"
    ),
    "ticket_is_not_resolved_before_it_was_raised": lambda h: bend(h.resolved, resolved_at=NINE - HOUR),
    "ticket_confirmed_has_its_time": lambda h: bend(h.resolved, status="confirmed"),
    "ticket_withdrawn_has_its_time_and_reason": lambda h: bend(
        h.ticket, status="withdrawn", withdrawn_at=NINE
    ),
    "ticket_has_a_concierge_unless_imported": lambda h: bend(h.ticket, concierge=None),
    "ticket_is_imported_once": lambda h: [
        bend(raised_ticket(h.ward), old_reference="CD-0001") for _ in range(2)
    ],
    "file_has_a_checksum": lambda h: TicketFile.objects.create(
        trust=h.trust, ticket=h.ticket, file="a", name="a", size=1, sha256="?", added_at=NINE
    ),
    "leg_is_open_once_with_a_service": lambda h: Leg.objects.create(
        trust=h.trust, ticket=h.ticket, service=h.service, opened_at=NINE
    ),
    "leg_has_ended_when_its_status_says_so": lambda h: bend(h.leg, status="done"),
    "leg_ends_after_it_opens": lambda h: bend(h.leg, status="done", ended_at=NINE - HOUR),
    "leg_planned_has_a_day_and_a_reason": lambda h: bend(h.leg, status="planned", planned_for=NINE.date()),
    "leg_with_the_ward_asks_something": lambda h: bend(h.leg, status="with_ward"),
    "holding_lasts_some_time": lambda h: bend(h.leg.holdings.get(), ended_at=NINE),
    "holding_names_its_supplier": lambda h: bend(h.leg.holdings.get(), holder="supplier"),
    "interaction_has_a_channel": lambda h: bend(h.interaction, channel="pigeon"),
    "interaction_has_a_direction": lambda h: bend(h.interaction, direction="sideways"),
    "interaction_has_a_counterpart": lambda h: bend(h.interaction, counterpart="service"),
    "interaction_desk_minutes_fit_a_day": lambda h: bend(h.interaction, desk_minutes=1441),
    "interaction_ward_minutes_fit_a_day": lambda h: bend(h.interaction, ward_minutes=1441),
    "interaction_service_minutes_fit_a_day": lambda h: bend(h.interaction, service_minutes=1441),
    "interaction_minutes_are_recorded_unless_it_logs_itself": lambda h: bend(
        h.interaction, desk_minutes=None
    ),
    "promise_says_what": lambda h: bend(h.promise, what=""),
    "promise_is_due_after_it_was_made": lambda h: bend(h.promise, due_at=NINE - HOUR),
    "promise_is_open_kept_late_or_broken": lambda h: bend(
        h.promise, outcome="kept", settled_at=NINE + 2 * HOUR
    ),
    "coding_cause_is_one_of_six": lambda h: bend(h.resolved.codings.get(), cause="laziness"),
    "coding_contributing_cause_is_another_of_the_six": lambda h: bend(
        h.resolved.codings.get(), contributing_cause="culture"
    ),
    "coding_is_made_once_by_each_coder": lambda h: Coding.objects.create(
        trust=h.trust, ticket=h.resolved, cause="culture", coded_at=NINE
    ),
    "import_fault_is_listed_once": lambda h: [
        ImportFault.objects.create(trust=h.trust, run=h.run, **FAULT) for _ in range(2)
    ],
    "imported_row_comes_in_once": lambda h: [
        ImportedRow.objects.create(trust=h.trust, run=h.run, fingerprint="a" * 64, row=1, ticket=h.ticket)
        for _ in range(2)
    ],
    "import_fault_settled_has_a_person": lambda h: ImportFault.objects.create(
        trust=h.trust, run=h.run, **FAULT, settled_at=NINE
    ),
}
"""Each constraint of ours, with a row that breaks it."""


@pytest.mark.parametrize("name", list(BREAKS))
def test_the_database_refuses(name: str, house: House):
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        BREAKS[name](house)


UNBREAKABLE = {
    "site_has_one_trust",
    "ward_has_one_trust",
    "team_has_one_trust",
    "service_has_one_trust",
    "process_has_one_trust",
    "ticket_has_one_trust",
    "leg_has_one_trust",
    "leg_has_one_ticket",
    "mailbox_has_one_trust",
}
"""Keys that hold a primary key: nothing breaks them, they are there to be pointed at."""


def test_every_constraint_of_ours_has_a_row_that_breaks_it():
    ours = {
        constraint.name
        for label in ("people", "places", "tickets")
        for model in apps.get_app_config(label).get_models()
        for constraint in model._meta.constraints
    }

    assert set(BREAKS) >= ours - UNBREAKABLE - OWN_TESTS


OWN_TESTS = {
    "idempotency_key_is_used_once_by_a_person",
    "idempotency_key_is_not_empty",
    "imported_row_comes_in_once",
    # tests/tickets/mail/test_in_constraints.py
    "mailbox_is_fetched_from_somewhere",
    "mailbox_fault_has_its_time",
    "message_is_kept_once",
    "message_filed_has_its_ticket",
    "message_unreadable_says_why",
    "message_settled_has_somebody_and_a_time",
    "message_set_aside_by_somebody",
    # tests/tickets/mail/test_out_constraints.py
    "message_sent_has_its_time",
    "message_that_failed_says_why",
    "message_that_failed_has_its_time",
    "message_that_failed_is_settled_by_somebody",
    "letter_template_name_is_unique_in_its_trust",
    "letter_template_says_something",
    "preference_is_said_once",
    "preference_digest_has_an_hour",
    "digest_line_says_something",
    "rating_is_given_once_for_a_resolution",
    "rating_is_from_one_to_five",
}
"""Constraints whose test stands beside what they are for."""


@pytest.mark.parametrize(
    "kept",
    [
        {"outcome": "", "to_be_coded": False},
        {"resolved_at": None},
        {"root_cause": None},
        {"root_cause": None, "to_be_coded": True},
    ],
    ids=["no outcome", "no time", "no cause", "to be coded, but not imported"],
)
def test_an_answered_ticket_lacks_nothing(house: House, kept: dict[str, Any]):
    with pytest.raises(IntegrityError), transaction.atomic():
        bend(house.resolved, **kept)


def test_only_imported_history_may_be_left_to_be_coded(house: House):
    house.resolved.codings.all().delete()

    bend(house.resolved, source="import", root_cause=None, cause_fate="", to_be_coded=True)

    house.resolved.refresh_from_db()
    assert (house.resolved.to_be_coded, house.resolved.status) == (True, "resolved")


def at_once(change: Callable[[], object]) -> None:
    """Make a change, and have the deferred constraints speak now rather than at the end."""
    with transaction.atomic():
        change()
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


TIMES: dict[str, tuple[str, Callable[[Leg], object]]] = {
    "overlap": (
        "leg_is_held_by_one_at_a_time",
        lambda leg: Holding.objects.create(
            trust_id=leg.trust_id, leg=leg, holder="desk", started_at=NINE + HOUR
        ),
    ),
    "gap": (
        "leg_is_held_all_its_life",
        lambda leg: bend(leg.holdings.get(), started_at=NINE + HOUR),
    ),
    "gap in the middle": (
        "leg_is_held_all_its_life",
        lambda leg: [
            bend(leg.holdings.get(), ended_at=NINE + HOUR),
            Holding.objects.create(trust_id=leg.trust_id, leg=leg, holder="desk", started_at=NINE + 2 * HOUR),
        ],
    ),
    "nobody at all": ("leg_is_held_all_its_life", lambda leg: leg.holdings.all().delete()),
    "before its life": (
        "leg_is_held_only_while_it_lives",
        lambda leg: Holding.objects.create(
            trust_id=leg.trust_id, leg=leg, holder="desk", started_at=NINE - HOUR, ended_at=NINE
        ),
    ),
    "after its life": (
        "leg_is_held_only_while_it_lives",
        lambda leg: bend(leg, status="done", ended_at=NINE + HOUR),
    ),
}


@pytest.mark.parametrize("fault", list(TIMES))
def test_holdings_cover_a_part_without_gap_overlap_or_overhang(house: House, fault: str):
    name, break_it = TIMES[fault]

    with pytest.raises(IntegrityError, match=name):
        at_once(lambda: break_it(house.leg))


def elsewhere(model: type[models.Model], house: House, **columns: Any) -> None:
    bend(model._base_manager.filter(trust=house.trust).first(), **columns)


CROSSINGS: dict[str, Callable[[House, Trust], object]] = {
    "a ward's site": lambda h, t: bend(h.ward, site=SiteFactory(trust=t)),
    "a post's ward": lambda h, t: elsewhere(Post, h, role="sister", ward=WardFactory(trust=t), team=None),
    "a post's team": lambda h, t: elsewhere(Post, h, role="concierge", team=TeamFactory(trust=t), ward=None),
    "a service's team": lambda h, t: bend(h.service, team=TeamFactory(trust=t)),
    "a process's service": lambda h, t: ProcessFactory(trust=h.trust, service=ServiceFactory(trust=t)),
    "a ticket's ward": lambda h, t: bend(h.ticket, ward=WardFactory(trust=t)),
    "a ticket's process": lambda h, t: bend(h.ticket, process=ProcessFactory(trust=t)),
    "a part's service": lambda h, t: bend(h.leg, service=ServiceFactory(trust=t)),
    "a holding": lambda h, t: bend(h.leg.holdings.get(), trust=t),
    "an interaction": lambda h, t: bend(h.interaction, trust=t),
    "an interaction's service": lambda h, t: bend(
        h.interaction, counterpart="service", service=ServiceFactory(trust=t)
    ),
    "a promise": lambda h, t: bend(h.promise, trust=t),
    "a coding": lambda h, t: bend(h.resolved.codings.get(), trust=t),
    "a change": lambda h, t: bend(h.ticket.changes.first(), trust=t),
    "an imported row": lambda h, t: ImportedRow.objects.create(trust=t, run=h.run, row=1, ticket=h.ticket),
}


@pytest.mark.parametrize("what", list(CROSSINGS))
def test_no_row_points_into_another_trust(house: House, what: str):
    with pytest.raises(IntegrityError, match="in_one_trust"):
        at_once(lambda: CROSSINGS[what](house, TrustFactory()))


@pytest.mark.parametrize("row", [Interaction, Change])
def test_what_hangs_on_a_part_hangs_on_its_ticket(house: House, row: type[models.Model]):
    kept = row._base_manager.filter(ticket=house.ticket).first()

    with pytest.raises(IntegrityError, match="leg_of_its_ticket"):
        at_once(lambda: bend(kept, leg=house.leg, ticket=house.resolved))


@pytest.mark.parametrize(
    "model",
    [
        Trust,
        Site,
        Ward,
        Team,
        Post,
        Ticket,
        Leg,
        Promise,
        Coding,
        Interaction,
        Service,
        ServiceContact,
        WorkingHours,
        Process,
        CauseWording,
        User,
    ],
)
def test_who_changed_a_row_when_and_why_is_kept(model: type[models.Model]):
    fields = {field.name for field in model.history.model._meta.fields}

    assert {"history_user", "history_date", "history_change_reason"} <= fields


def test_every_row_carries_its_trust_but_a_program_s_keys_and_a_person_s_wishes():
    without = {
        model.__name__
        for label in ("places", "tickets")
        for model in apps.get_app_config(label).get_models()
        if "trust" not in {field.name for field in model._meta.fields}
    }

    assert without == {"Trust", "HistoricalTrust", "IdempotencyKey", "Preference"}
