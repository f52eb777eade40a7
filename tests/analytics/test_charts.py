"""What the charts hold: the spec is data, and it is what the report says."""

import re
from datetime import date
from typing import Any

import pytest
from django.core.cache import cache

from analytics import sentences
from analytics.charts import drawing
from analytics.charts.drawing import keep_spec, kept_spec, png_of, svg_of, titled
from analytics.charts.look import BAR, DEEP, INK, QUIET
from analytics.charts.pareto import by_minutes, by_tickets, pareto, pareto_chart
from analytics.charts.trend import months_shown, round_top, trend_chart
from analytics.period import Period, Preset
from analytics.queries import NOTHING, Figures, RootCauses
from analytics.scope import Scope
from concierge.places.models import Trust
from tickets.choices import RootCause

QUARTER = Period.of_days(date(2026, 1, 1), date(2026, 3, 20))
JANUARY, FEBRUARY, MARCH = date(2026, 1, 1), date(2026, 2, 1), date(2026, 3, 1)
COUNTS = dict(zip(RootCause, (1, 5, 3, 0, 0, 1), strict=True))
MINUTES = dict(zip(RootCause, (70, 10, 15, 0, 0, 5), strict=True))


def report(period: Period = QUARTER, **more: Any) -> RootCauses:
    causes = {cause: Figures(tickets=COUNTS[cause], desk_minutes=MINUTES[cause]) for cause in RootCause}
    values: dict[str, Any] = {
        "all": Figures(tickets=10, desk_minutes=100),
        "by_cause": causes,
        "to_be_coded": NOTHING,
        "by_month": {JANUARY: Figures(tickets=4), MARCH: Figures(tickets=6)},
        "by_month_and_cause": {
            (JANUARY, RootCause.COMPLEX_PROCESSES): 4,
            (MARCH, RootCause.COMPLEX_PROCESSES): 1,
        },
    }
    return RootCauses(scope=Scope(Trust(code="ZZ", name="T"), period), **values | more)


def test_causes_stand_from_most_to_least_with_their_shares_added_up():
    bars = by_tickets(report())

    assert [(bar.cause, bar.amount) for bar in bars] == [
        (RootCause.COMPLEX_PROCESSES, 5),
        (RootCause.CUSTOMER_SERVICE, 3),
        (RootCause.CORPORATE_OVERLAP, 1),
        (RootCause.COMMERCIAL_CONTRACTS, 1),
        (RootCause.COMMUNICATION, 0),
        (RootCause.CULTURE, 0),
    ]
    assert [bar.running_share for bar in bars] == pytest.approx([0.5, 0.8, 0.9, 1, 1, 1])


def test_minutes_have_an_order_of_their_own():
    assert [bar.cause for bar in by_minutes(report())][:2] == [
        RootCause.CORPORATE_OVERLAP,
        RootCause.CUSTOMER_SERVICE,
    ]


def test_of_nothing_every_share_is_nought():
    assert {bar.running_share for bar in pareto(dict.fromkeys(RootCause, 0))} == {0}


def test_wide_and_narrow_pictures_hold_the_same_rows():
    for chart in (pareto_chart(report()), trend_chart(report())):
        assert chart.wide["datasets"] == chart.narrow["datasets"]
    rows = pareto_chart(report()).wide["datasets"]
    assert [row["amount"] for row in rows["tickets"]] == [5, 3, 1, 1, 0, 0]
    assert [row["amount"] for row in rows["minutes"]] == [70, 15, 10, 5, 0, 0]


def test_the_trend_has_every_month_and_marks_the_one_that_is_not_whole():
    rows = trend_chart(report()).wide["datasets"]

    assert rows["all"] == [
        {"month": "Jan 26", "tickets": 4, "whole": True},
        {"month": "Feb 26", "tickets": 0, "whole": True},
        {"month": "Mar 26", "tickets": 6, "whole": False},
    ]
    assert len(rows["causes"]) == 6 * 3
    assert sum(row["tickets"] for row in rows["causes"]) == 5


def test_of_all_there_is_the_trend_begins_with_the_first_ticket():
    everything = Period(date(2000, 1, 1), date(2026, 3, 21), Preset.ALL)

    assert months_shown(report(everything)) == [JANUARY, FEBRUARY, MARCH]


def test_the_top_of_a_scale_is_even_and_round():
    assert [round_top(n) for n in (0, 1, 3, 7, 11, 19, 21, 34, 101, 950)] == [
        2,
        2,
        4,
        8,
        12,
        20,
        40,
        40,
        120,
        1000,
    ]


def test_a_picture_is_drawn_with_all_its_words_and_no_style_or_script():
    for chart in (pareto_chart(report()), trend_chart(report())):
        for spec in (chart.wide, chart.narrow):
            svg = svg_of(spec)
            assert all(f">{cause.label}<" in svg for cause in RootCause)
            assert not re.search(r"<script|<style|style=|href=\"http", svg)
    assert ">1 tickets, 10%<" not in svg_of(pareto_chart(report()).wide)


def test_pictures_fit_the_page_and_a_phone_at_their_own_size():
    for chart in (pareto_chart(report()), trend_chart(report())):
        for spec in (chart.wide, chart.narrow):
            svg = svg_of(spec)
            width = float(re.search(r'<svg [^>]*width="([\d.]+)"', svg)[1])
            assert width <= (944 if spec is chart.wide else 345)


def test_a_picture_is_drawn_once_and_kept(monkeypatch):
    cache.clear()
    spec = pareto_chart(report()).wide
    first = svg_of(spec)

    monkeypatch.setattr(drawing.vl_convert, "vegalite_to_svg", lambda *_, **__: pytest.fail("drawn again"))

    assert svg_of(spec) == first


def test_a_kept_spec_is_found_by_its_own_trust_only():
    spec = pareto_chart(report()).wide
    name = keep_spec(spec, 1)

    assert kept_spec(name, 1) == spec
    assert kept_spec(name, 2) is None
    assert kept_spec("no:such", 1) is None


def test_a_png_bears_its_title():
    spec = titled(pareto_chart(report()).wide, "Why wards had to ask", "T: March")

    assert png_of(spec).startswith(b"\x89PNG")
    assert ">Why wards had to ask<" in svg_of(spec)


def test_colours_stand_out_from_white_and_from_each_other():
    assert min(contrast(colour, "#ffffff") for colour in (BAR, DEEP, INK, QUIET)) >= 3
    assert contrast(DEEP, BAR) >= 3


def contrast(one: str, other: str) -> float:
    """The contrast ratio of WCAG 2.2."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def luminance(colour: str) -> float:
    parts = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_sentences_say_what_the_pictures_show():
    assert sentences.pareto_sentence(report()) == (
        "50% of 10 tickets came from complex processes. 70% of 100 minutes went on corporate overlap."
    )
    assert sentences.trend_sentence(report()) == (
        "Between 0 and 4 tickets resolved in a whole month. Only part of March 2026 is in the period: outlined."
    )


def test_sentences_say_what_is_still_to_be_coded_and_that_no_minutes_are_recorded():
    causes = {cause: Figures(tickets=int(cause == RootCause.CULTURE)) for cause in RootCause}
    waiting = report(all=Figures(tickets=3, to_be_coded=2), by_cause=causes)

    assert sentences.pareto_sentence(waiting) == (
        "100% of 1 ticket came from culture. No minutes are recorded on them. "
        "2 more tickets are still to be coded and are in neither."
    )
