"""Every figure of the root-cause report, against a recount in plain Python."""

import statistics
from collections import Counter
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analytics import queries
from analytics.period import Period
from analytics.queries import Figures
from analytics.scope import NONE, Scope
from concierge.places.models import Ward
from tests.analytics.making import concierge_of, contact, resolved
from tests.factories import (
    NINE,
    ProcessFactory,
    ServiceFactory,
    SiteFactory,
    TrustFactory,
    UserFactory,
    WardFactory,
    raised_ticket,
)
from tickets import commands
from tickets.choices import CauseFate, RootCause, Source
from tickets.models import Ticket
from tickets.working_days import working_days_between

pytestmark = pytest.mark.django_db
MARCH = Period(date(2026, 3, 1), date(2026, 4, 1))
THIS_YEAR = Period(date(2026, 1, 1), date(2027, 1, 1))
PURSES = ("desk", "ward", "service")
minutes = st.one_of(st.none(), st.integers(0, 1440))


def a_ward(**more: Any) -> Ward:
    return WardFactory(**more)


def test_a_ticket_counts_on_the_uk_day_it_was_resolved_from_the_first_day_until_the_last_has_passed():
    ward = a_ward()
    for at in (
        datetime(2026, 2, 28, 23, 59, tzinfo=UTC),
        datetime(2026, 3, 1, 0, 0, tzinfo=UTC),
        # British Summer Time: the first is still 31 March, the second is 1 April in the UK
        datetime(2026, 3, 31, 22, 59, tzinfo=UTC),
        datetime(2026, 3, 31, 23, 0, tzinfo=UTC),
    ):
        resolved(ward, at=at, days=0)

    figures = queries.root_causes(Scope(ward.trust, MARCH)).all

    assert figures.tickets == 2


def test_a_ticket_counts_while_it_is_resolved_or_confirmed_and_not_once_it_is_reopened():
    ward = a_ward()
    sister = UserFactory(ward=ward)
    resolved(ward)
    commands.confirm_ticket(ticket=resolved(ward), by=sister, at=NINE + timedelta(days=2))
    commands.reopen_ticket(ticket=resolved(ward), because="It broke", by=sister, at=NINE + timedelta(days=2))
    commands.withdraw_ticket(ticket=raised_ticket(ward), because="No need", by=sister, at=NINE)
    raised_ticket(ward)

    figures = queries.root_causes(Scope(ward.trust, MARCH)).all

    assert figures.tickets == 2


def test_many_parts_contacts_and_codings_of_one_ticket_count_it_and_its_minutes_once():
    ward = a_ward()
    hr, estates = ServiceFactory(trust=ward.trust), ServiceFactory(trust=ward.trust)
    ticket = resolved(ward, services=(hr, estates, hr, hr), contacts=((5, 5, 5), (10, 0, None), (1, 2, 3)))
    commands.code_again(ticket=ticket, cause=RootCause.CULTURE, by=UserFactory(desk=ward.trust), at=NINE)

    found = queries.root_causes(Scope(ward.trust, MARCH, service=hr.pk))
    by_service = queries.compared(Scope(ward.trust, MARCH, by="service"))

    assert (found.all.tickets, found.all.contacts, found.all.minutes) == (1, 3, 31)
    assert found.all.service_unrecorded == 1
    assert by_service == {hr.pk: found.all, estates.pk: found.all}


def test_a_ticket_counts_for_every_service_that_had_a_part_of_it_and_none_for_the_desk_alone():
    ward = a_ward()
    hr, estates = ServiceFactory(trust=ward.trust), ServiceFactory(trust=ward.trust)
    resolved(ward, services=(hr,))
    resolved(ward, services=(hr, estates))
    resolved(ward)

    counts = {
        key: queries.root_causes(Scope(ward.trust, MARCH, service=key)).all.tickets
        for key in (hr.pk, estates.pk, NONE)
    }
    by_service = queries.compared(Scope(ward.trust, MARCH, by="service"))

    assert counts == {hr.pk: 2, estates.pk: 1, NONE: 1}
    assert {key: figures.tickets for key, figures in by_service.items()} == {hr.pk: 2, estates.pk: 1, None: 1}


def test_a_site_or_a_process_narrows_the_report_and_can_be_compared():
    trust = TrustFactory()
    sites = SiteFactory(trust=trust), SiteFactory(trust=trust)
    wards = [a_ward(trust=trust, site=site) for site in sites]
    process = ProcessFactory(trust=trust)
    resolved(wards[0], process=process)
    resolved(wards[1])
    resolved(wards[1])

    def count(**more: Any) -> int:
        return queries.root_causes(Scope(trust, MARCH, **more)).all.tickets

    def counts(by: str) -> dict[int | None, int]:
        return {key: one.tickets for key, one in queries.compared(Scope(trust, MARCH, by=by)).items()}

    assert [count(site=sites[0].pk), count(site=sites[1].pk)] == [1, 2]
    assert [count(process=process.pk), count(process=NONE)] == [1, 2]
    assert counts("site") == {sites[0].pk: 1, sites[1].pk: 2}
    assert counts("process") == {process.pk: 1, None: 2}


def test_another_trust_never_counts():
    ward = a_ward()
    resolved()

    assert queries.root_causes(Scope(ward.trust, MARCH)).all == queries.NOTHING


def test_a_ticket_of_an_old_log_without_a_cause_counts_as_to_be_coded_under_none_of_the_six():
    ward = a_ward()
    ticket = resolved(ward)
    Ticket.objects.filter(pk=ticket.pk).update(
        source=Source.IMPORT, to_be_coded=True, root_cause=None, cause_fate=""
    )

    found = queries.root_causes(Scope(ward.trust, MARCH))

    assert (found.all.tickets, found.all.to_be_coded, found.all.coded) == (1, 1, 0)
    assert found.to_be_coded == found.all
    assert set(found.by_cause.values()) == {queries.NOTHING}
    assert found.all.removed_share is None
    assert found.by_month[date(2026, 3, 1)].tickets == 1


def test_working_days_leave_out_weekends_and_easter():
    ward = a_ward()
    maundy_thursday = datetime(2026, 4, 2, 9, 0, tzinfo=UTC)
    ticket = resolved(ward, at=maundy_thursday, days=5)

    figures = queries.root_causes(Scope(ward.trust, THIS_YEAR)).all

    assert (figures.elapsed_median, figures.working_median) == (5, 1)
    assert working_days_between(ticket.raised_at.date(), ticket.resolved_at.date()) == 1


@settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_every_figure_is_what_a_plain_recount_gives(data: st.DataObject):
    trust = TrustFactory()
    wards = [a_ward(trust=trust) for _ in range(2)]
    processes = [ProcessFactory(trust=trust), None]
    services = [ServiceFactory(trust=trust) for _ in range(2)]
    for _ in range(data.draw(st.integers(0, 5))):
        resolved(
            data.draw(st.sampled_from(wards)),
            cause=data.draw(st.sampled_from(RootCause)),
            fate=data.draw(st.sampled_from(CauseFate)),
            days=data.draw(st.integers(0, 400)),
            at=data.draw(st.datetimes(datetime(2025, 6, 1), datetime(2026, 11, 1), timezones=st.just(UTC))),
            services=tuple(data.draw(st.lists(st.sampled_from(services), max_size=3))),
            contacts=tuple(data.draw(st.lists(st.tuples(minutes, minutes, minutes), max_size=3))),
            process=data.draw(st.sampled_from(processes)),
        )
    scope = Scope(trust, THIS_YEAR, by=data.draw(st.sampled_from(["process", "site", "service"])))
    counted = [one for one in Ticket.objects.filter(trust=trust) if local(one.resolved_at).year == 2026]

    found = queries.root_causes(scope)

    assert found.all == recounted(counted)
    assert found.by_cause == {
        cause: recounted(one for one in counted if one.root_cause == cause) for cause in RootCause
    }
    assert found.by_month == {
        month: recounted(one for one in counted if month_of(one) == month) for month in map(month_of, counted)
    }
    assert found.by_month_and_cause == Counter((month_of(one), RootCause(one.root_cause)) for one in counted)
    assert queries.compared(scope) == {
        key: recounted(one for one in counted if key in keys_of(one, scope.by))
        for key in {key for one in counted for key in keys_of(one, scope.by)}
    }


def recounted(tickets: Iterable[Ticket]) -> Figures:
    """The measures of some tickets, reckoned without the database's help."""
    tickets = list(tickets)
    contacts = [contact for ticket in tickets for contact in ticket.interactions.all()]
    days = [(local(one.raised_at), local(one.resolved_at)) for one in tickets]
    elapsed = [(end - start).days for start, end in days]
    working = [working_days_between(start, end) for start, end in days]
    purses: dict[str, int] = {}
    for purse in PURSES:
        said = [getattr(contact, f"{purse}_minutes") for contact in contacts]
        purses[f"{purse}_minutes"] = sum(filter(None, said))
        purses[f"{purse}_unrecorded"] = said.count(None)
    return Figures(
        tickets=len(tickets),
        contacts=len(contacts),
        working_median=share_of(working, 0.5),
        working_nine_in_ten=share_of(working, 0.9),
        elapsed_median=share_of(elapsed, 0.5),
        elapsed_nine_in_ten=share_of(elapsed, 0.9),
        removed=sum(one.cause_fate == CauseFate.REMOVED for one in tickets),
        fate_said=len(tickets),
        **purses,
    )


def share_of(values: list[int], share: float) -> Any:
    """The value below which a share of the values lies, between the two nearest where it falls between."""
    if not values:
        return None
    if share == 0.5:
        return pytest.approx(statistics.median(values))
    place = share * (len(values) - 1)
    low, high = sorted(values)[int(place)], sorted(values)[min(int(place) + 1, len(values) - 1)]
    return pytest.approx(low + (high - low) * (place - int(place)))


def local(at: datetime | None) -> date:
    assert at is not None
    return timezone.localtime(at).date()


def month_of(ticket: Ticket) -> date:
    return local(ticket.resolved_at).replace(day=1)


def keys_of(ticket: Ticket, by: str) -> set[int | None]:
    if by == "site":
        return {ticket.ward.site_id}
    if by == "process":
        return {ticket.process_id}
    return {leg.service_id for leg in ticket.legs.all()} or {None}


def test_the_tickets_behind_carry_the_same_days_and_minutes():
    ward = a_ward()
    ticket = resolved(ward, days=7, contacts=((5, 5, 5), (10, 0, None)))
    contact(raised_ticket(ward), concierge_of(ward.trust), (100, 100, 100))
    scope, manager = Scope(ward.trust, THIS_YEAR), UserFactory(manages=ward.trust)

    found = queries.tickets_behind(scope, queries.Behind(), manager).get()

    assert (found.pk, found.elapsed_days, found.working_days) == (ticket.pk, 7, 5)
    assert (found.desk_minutes, found.ward_minutes, found.service_minutes) == (15, 5, 5)
    assert list(queries.tickets_behind(scope, queries.Behind(), UserFactory(manages=TrustFactory()))) == []
