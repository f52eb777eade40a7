"""Forms in plain words: what can be typed, what is said when it is wrong, and how it is drawn."""

from datetime import UTC, date, datetime, time

import pytest
from django import forms
from django.core.exceptions import ValidationError

from concierge.errors import DomainError, WrongValue
from concierge.web.fields import DayField, MinutesField, SplitDayTimeField, read_time
from concierge.web.forms import PageForm, error_list, field_part


class SampleForm(PageForm):
    title = forms.CharField(label="What do you need?", max_length=10)
    cause = forms.ChoiceField(
        label="Root cause", choices=[("culture", "Culture"), ("other", "Other")], widget=forms.RadioSelect
    )
    due_on = DayField(label="Promised day", required=False)
    met_at = SplitDayTimeField(label="When it happened", required=False)
    minutes = MinutesField(label="Minutes", required=False)
    note = forms.CharField(label="E-mail text", required=False, widget=forms.Textarea)
    asks = {"title": "Enter what you need"}
    choice_hints = {"cause": {"culture": "How we behave to each other."}}


def sample(**typed: str) -> SampleForm:
    return SampleForm({"title": "A bed", "cause": "culture"} | typed)


def day(on: str, month: str, year: str, at: str = "9:00") -> dict[str, str]:
    return {"day": on, "month": month, "year": year, "time": at}


@pytest.mark.parametrize(
    "boxes", [("3", "3", "2026"), ("03", "03", "26"), ("3", "mar", "2026"), ("3", "March", "26")]
)
def test_a_day_is_read_as_people_write_it(boxes):
    assert DayField().clean(day(*boxes)) == date(2026, 3, 3)


@pytest.mark.parametrize(
    ("boxes", "said"),
    [
        (("", "3", "2026"), "The day must include a day"),
        (("3", "", ""), "The day must include a month and a year"),
        (("31", "2", "2026"), "The day must be a real day, like 3 3 2026"),
        (("²", "3", "2026"), "The day must be a real day, like 3 3 2026"),
        (("3", "3", "99999"), "The day must be a real day, like 3 3 2026"),
        (("0", "0", "0"), "The day must be a real day, like 3 3 2026"),
        (("x" * 500, "3", "2026"), "The day must be a real day, like 3 3 2026"),
    ],
)
def test_a_day_that_cannot_be_is_refused_in_words_that_mend_it(boxes, said):
    with pytest.raises(ValidationError) as refused:
        DayField().clean(day(*boxes))

    assert refused.value.messages == [said]


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("9:15", time(9, 15)),
        ("0915", time(9, 15)),
        ("9.15", time(9, 15)),
        ("9", time(9)),
        ("9am", time(9)),
        ("9:15 PM", time(21, 15)),
        ("12am", time(0)),
        ("24:00", None),
        ("9:60", None),
        ("13pm", None),
        ("noon", None),
        ("", None),
    ],
)
def test_a_time_is_read_as_people_write_it(text, read):
    assert read_time(text) == read


def test_a_moment_is_local_time():
    assert SplitDayTimeField().clean(day("1", "7", "2026", "9:15")) == datetime(2026, 7, 1, 8, 15, tzinfo=UTC)


def test_a_time_that_the_clocks_skipped_is_refused():
    with pytest.raises(ValidationError, match="the clocks went forward"):
        SplitDayTimeField().clean(day("29", "3", "2026", "1:30"))


def test_a_form_sent_back_keeps_what_was_typed_and_blames_the_right_box():
    form = sample(**{"met_at-day": "3", "met_at-month": "3", "met_at-year": "2026", "met_at-time": "late"})

    boxes = field_part(form["met_at"]).params["items"]

    assert [(box["value"], box["error"]) for box in boxes] == [
        ("3", False),
        ("3", False),
        ("2026", False),
        ("late", True),
    ]
    assert error_list(form) == [
        {"text": "When it happened must include a time, like 9:15", "href": "#id_met_at-time"}
    ]


def test_empty_fields_ask_for_what_is_missing():
    form = SampleForm({})

    assert error_list(form) == [
        {"text": "Enter what you need", "href": "#id_title"},
        {"text": "Select root cause", "href": "#id_cause"},
    ]


def test_words_too_long_are_told_with_both_numbers():
    assert sample(title="x" * 11).errors["title"] == [
        "Use 10 letters or fewer for “What do you need?”. You used 11"
    ]


def test_a_definition_stands_beside_its_choice():
    items = field_part(sample()["cause"]).params["items"]

    assert items[0]["hint"] == {"text": "How we behave to each other."}
    assert [item["checked"] for item in items] == [True, False]
    assert "hint" not in items[1]


@pytest.mark.parametrize(
    ("typed", "kept"), [({"minutes": "5"}, 5), ({"minutes": "5", "minutes-other": "45"}, 45), ({}, None)]
)
def test_typed_minutes_win_over_a_button_and_none_are_not_recorded(typed, kept):
    form = sample(**typed)

    assert form.is_valid()
    assert form.cleaned_data["minutes"] == kept


@pytest.mark.parametrize("typed", ["-1", "1441", "9999999"])
def test_minutes_stay_within_a_day(typed):
    form = sample(**{"minutes-other": typed})

    assert form.errors["minutes"] == ["Minutes must be between 0 and 1,440"]
    assert field_part(form["minutes"]).params["other"] == typed


def test_a_refusal_stands_beside_the_field_it_names():
    form = sample()
    form.is_valid()

    form.refuse(WrongValue("That ward has closed", "title"))
    form.refuse(DomainError("The ticket is closed"))

    assert error_list(form) == [
        {"text": "The ticket is closed"},
        {"text": "That ward has closed", "href": "#id_title"},
    ]


def test_a_moment_given_first_is_shown_in_local_time():
    form = SampleForm(initial={"met_at": datetime(2026, 7, 1, 8, 5, tzinfo=UTC)})

    values = [box["value"] for box in field_part(form["met_at"]).params["items"]]

    assert values == ["1", "7", "2026", "09:05"]
