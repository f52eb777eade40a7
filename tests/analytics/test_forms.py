"""What the filter of a report takes, and what it says of what it cannot take."""

from datetime import date

import pytest
from django.http import QueryDict
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analytics.forms import ScopeForm
from analytics.period import Period, Preset
from analytics.scope import NONE, Scope
from tests.factories import ProcessFactory, ServiceFactory, SiteFactory, TrustFactory

pytestmark = pytest.mark.django_db
TODAY = date(2026, 3, 20)


def form_of(trust, query: str) -> ScopeForm:
    return ScopeForm(QueryDict(query), trust=trust, today=TODAY)


def days(name: str, day: str) -> str:
    year, month, number = day.split("-")
    return f"{name}-year={year}&{name}-month={month}&{name}-day={number}"


def test_a_report_just_opened_covers_twelve_months_of_the_whole_trust(trust):
    form = form_of(trust, "")

    assert form.is_valid()
    assert (
        form.scope
        == form.usual_scope
        == Scope(trust, Period(date(2025, 4, 1), date(2026, 3, 21), Preset.LAST_12_MONTHS))
    )
    assert form.applied == 0


def test_the_days_given_are_both_included(trust):
    form = form_of(trust, f"period=days&{days('since', '2026-03-01')}&{days('until', '2026-03-10')}")

    assert form.is_valid()
    assert form.scope.period == Period(date(2026, 3, 1), date(2026, 3, 11))


@pytest.mark.parametrize(
    ("query", "errors"),
    [
        (
            "period=days",
            {
                "since": ["Enter the first day of the period, like 1 3 2026"],
                "until": ["Enter the last day of the period, like 31 3 2026"],
            },
        ),
        (
            f"period=days&{days('since', '2026-02-30')}&{days('until', '2026-03-10')}",
            {
                "since": ["First day must be a real day, like 3 3 2026"],
            },
        ),
        (
            f"period=days&{days('since', '2026-03-10')}&{days('until', '2026-03-09')}",
            {
                "until": ["The last day must be the first day or a later one"],
            },
        ),
        (
            f"period=days&{days('since', '2026-03-10')}&{days('until', '2026-03-21')}",
            {
                "until": ["The last day must be today or earlier"],
            },
        ),
        (
            f"period=days&{days('since', '1999-12-31')}&{days('until', '2026-03-09')}",
            {
                "since": ["The first day must be in 2000 or later"],
            },
        ),
        ("period=century", {"period": ["Select period. What was chosen is not on the list"]}),
        ("site=999999", {"site": ["Select hospital. What was chosen is not on the list"]}),
        ("service=x", {"service": ["Select service. What was chosen is not on the list"]}),
    ],
)
def test_what_cannot_be_is_said_in_words_beside_its_field(trust, query, errors):
    form = form_of(trust, query)

    assert dict(form.errors) == errors


def test_days_given_beside_another_period_are_left_out_and_it_is_known(trust):
    form = form_of(trust, f"period=this-month&{days('since', '2026-01-01')}")

    assert form.is_valid()
    assert form.scope.period.since == date(2026, 3, 1)
    assert form.leaves_days_out


def test_another_trusts_places_are_no_choice(trust):
    others = SiteFactory(), ServiceFactory(), ProcessFactory()

    form = form_of(trust, "site={}&service={}&process={}".format(*(one.pk for one in others)))

    assert set(form.errors) == {"site", "service", "process"}


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_an_address_asks_again_for_exactly_what_it_was_made_from(data):
    trust = TrustFactory()
    site, service, process = (
        SiteFactory(trust=trust),
        ServiceFactory(trust=trust),
        ProcessFactory(trust=trust),
    )
    first = data.draw(st.dates(date(2000, 1, 1), TODAY))
    preset = data.draw(st.sampled_from(Preset))
    asked = form_of(trust, f"period={preset}&{days('since', str(first))}&{days('until', str(TODAY))}")
    assert asked.is_valid()
    scope = asked.scope.narrowed(
        site=data.draw(st.sampled_from([None, site.pk])),
        service=data.draw(st.sampled_from([None, NONE, service.pk])),
        process=data.draw(st.sampled_from([None, NONE, process.pk])),
    )

    again = form_of(trust, scope.address("root-causes").partition("?")[2])

    assert again.is_valid()
    assert again.scope == scope
