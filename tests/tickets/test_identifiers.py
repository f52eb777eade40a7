"""NHS numbers in free text. All numbers here are from the 999 range that is never issued, or invalid."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tickets import identifiers


def numbers(text: str) -> list[str]:
    return [found.digits for found in identifiers.find(text)]


@pytest.mark.parametrize(
    "text",
    [
        "999 194 6497",
        "9991946497",
        "999-194-6497",
        "999\N{NO-BREAK SPACE}194\N{NO-BREAK SPACE}6497",
        "999\N{EN DASH}194\N{EN DASH}6497",
        "999 - 194 - 6497",
        "(9991946497) transferred",
        "NHS no:9991946497.",
        "For bed 9 999-194-6497, discharge",
        "Bed 12, 999 194 6497 2 drips",
        "٩٩٩١٩٤٦٤٩٧",
    ],
)
def test_a_number_is_found_however_it_is_written(text):
    assert numbers(text) == ["9991946497"]


@pytest.mark.parametrize(
    "text",
    [
        "999 194 6498",  # wrong check digit
        "Invoice 4535478307",
        "Meter no 4533570958",
        "Ring 1632960372",
        "+44 20 7946 0321",
        "+44 1632 960 117",
        "Barcode 5008301896955",
        "99919464970",
        "09991946497",
        "12-999-194-6497",
        "2013-06-01 14:55",
        "999 19 46497",
        "999 194\n6497",
        "",
    ],
)
def test_other_numbers_are_none(text):
    assert numbers(text) == []


def test_a_right_check_digit_outside_the_ranges_in_use_is_none():
    assert numbers("1234567881 and 5000000004") == []


def test_every_number_in_a_text_is_masked_and_all_else_kept():
    text = "Two beds: 999 168 2406 and 999-960-1707, both low. Order 4595943485."

    masked = identifiers.mask(text)

    assert masked == "Two beds: 999 •••  ••06 and 999-•••-••07, both low. Order 4595943485.".replace(
        "•••  ", "••• "
    )
    assert not identifiers.holds(masked)


@given(st.text())
def test_masking_leaves_no_number_and_no_other_letter_changed(text):
    masked = identifiers.mask(text)

    assert len(masked) == len(text)
    assert not identifiers.holds(masked)


@given(st.integers(999_000_000, 999_999_999), st.sampled_from(["{}{}{}", "{} {} {}", "{}-{}-{}"]))
def test_a_number_is_found_when_its_check_digit_is_right_and_only_then(nine, form):
    weighed = sum(int(digit) * weight for digit, weight in zip(str(nine), range(10, 1, -1), strict=True))
    right = (11 - weighed % 11) % 11

    found = [
        last
        for last in range(10)
        if identifiers.holds(form.format(str(nine)[:3], str(nine)[3:6], f"{str(nine)[6:]}{last}"))
    ]

    assert found == ([right] if right < 10 else [])
