"""Which days a preset means, and which months a period touches."""

from datetime import date

import pytest

from analytics.period import Period, Preset, months_after, preset_period

IN_MARCH = date(2026, 3, 20)


@pytest.mark.parametrize(
    ("preset", "since", "last"),
    [
        (Preset.THIS_MONTH, date(2026, 3, 1), IN_MARCH),
        (Preset.LAST_MONTH, date(2026, 2, 1), date(2026, 2, 28)),
        (Preset.LAST_3_MONTHS, date(2026, 1, 1), IN_MARCH),
        (Preset.LAST_6_MONTHS, date(2025, 10, 1), IN_MARCH),
        (Preset.LAST_12_MONTHS, date(2025, 4, 1), IN_MARCH),
        (Preset.ALL, date(2000, 1, 1), IN_MARCH),
    ],
)
def test_a_preset_means_these_days(preset, since, last):
    period = preset_period(preset, IN_MARCH)

    assert (period.since, period.last) == (since, last)


def test_last_month_of_january_is_december():
    assert preset_period(Preset.LAST_MONTH, date(2026, 1, 31)).since == date(2025, 12, 1)
    assert months_after(date(2025, 12, 1), 1) == date(2026, 1, 1)
    assert months_after(date(2026, 1, 1), -13) == date(2024, 12, 1)


def test_a_period_begins_and_ends_at_midnight_in_the_uk_winter_and_summer():
    period = Period.of_days(date(2026, 3, 28), date(2026, 3, 29))

    assert period.starts_at.isoformat() == "2026-03-28T00:00:00+00:00"
    assert period.ends_at.isoformat() == "2026-03-30T00:00:00+01:00"


def test_a_period_knows_its_months_and_which_are_whole():
    period = Period.of_days(date(2026, 1, 15), date(2026, 3, 31))

    assert period.months() == [date(2026, 1, 1), date(2026, 2, 1), date(2026, 3, 1)]
    assert [period.holds_whole(month) for month in period.months()] == [False, True, True]
    assert period.narrowed_to(date(2026, 1, 1)) == Period(date(2026, 1, 15), date(2026, 2, 1))


def test_a_period_reads_in_words():
    assert Period.of_days(date(2026, 3, 1), date(2026, 3, 31)).words == "1 March 2026 to 31 March 2026"
    assert Period.of_days(IN_MARCH, IN_MARCH).words == "20 March 2026"
    assert preset_period(Preset.ALL, IN_MARCH).words == "everything up to 20 March 2026"
