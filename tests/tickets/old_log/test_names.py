"""Departments, causes, types and wards in the many ways a desk spells them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tickets.old_log.causes import read_cause
from tickets.old_log.faults import CellRefused, Reason
from tickets.old_log.names import TYPES
from tickets.old_log.profile import LogProfile
from tickets.old_log.references import ReferencePattern
from tickets.old_log.routes import Route, read_route
from tickets.old_log.wards import ListedWard, WardList
from tickets.old_log.words import slips

PROFILE = LogProfile()
DEPARTMENTS, COUNTERPARTS, CAUSES = map(PROFILE.vocabulary, ("departments", "counterparts", "causes"))
WARDS = WardList(
    [
        ListedWard("Alder", "Brackenmere General"),
        ListedWard("Elder", "Brackenmere General"),
        ListedWard("Ward 7", "St Wilfreda's"),
        ListedWard("Ward 16", "St Wilfreda's"),
        ListedWard("Intensive Care Unit", "St Wilfreda's", other_names=("ITU", "ICU")),
    ]
)


@pytest.mark.parametrize(
    ("name", "spellings"),
    [
        (
            "HR",
            "HR|hr|H.R.|HR |Human Resources|Human Resorces|Personnel|Workforce|Recruitment|Payroll|HR Dept",
        ),
        (
            "Finance",
            "Finance|FINANCE|Fin.|Finanace|Finance Dept|Accounts|Accts payable|Management accounts|Account",
        ),
        (
            "Procurement",
            "Procurement|Procurment|Purchasing|Supplies|Buying|Stores|procurement\N{NO-BREAK SPACE}",
        ),
        (
            "Estates",
            "Estates|Estaes|Estate|Estates & Fac|Estates and Facilities|Works dept|Maintenance|Domestics|Facilities",
        ),
    ],
)
def test_a_department_is_known_by_its_other_names_and_slips(name, spellings):
    assert {DEPARTMENTS.find(spelling) for spelling in spellings.split("|")} == {name}


@pytest.mark.parametrize(
    "text", ["", "?", "Pharmacy", "Theatres", "Sister", "Stone", "Sales", "IT", "Chaplaincy", "Re", "HQ"]
)
def test_a_department_that_is_none_of_them_is_left(text):
    assert DEPARTMENTS.find(text) is None


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Sister", "The ward"),
        ("the ward", "The ward"),
        ("I.T.", "IT"),
        ("IT helpdesk", "IT"),
        ("Supplier", "Outside firm"),
        ("Supplies", "Procurement"),
        ("Contractors", "Outside firm"),
        ("Estates & Fac", "Estates"),
        ("the vicar", None),
    ],
)
def test_whom_the_desk_spoke_with_is_known(text, name):
    assert COUNTERPARTS.find(text) == name


@pytest.mark.parametrize(
    ("text", "departments"),
    [
        ("HR / Finance", ("HR", "Finance")),
        ("Accounts, then Supplies", ("Finance", "Procurement")),
        ("HR > Estates", ("HR", "Estates")),
        ("Fin. + Buying", ("Finance", "Procurement")),
        ("HR/Finance", ("HR", "Finance")),
        ("HR and Finance", ("HR", "Finance")),
        ("Estates & Fac, then HR, then Stores", ("Estates", "HR", "Procurement")),
        ("Finance  / HR / Finance", ("Finance", "HR", "Finance")),
        ("Payroll / Recruitment", ("HR",)),
        ("Estates and Facilities", ("Estates",)),
        ("", ()),
        ("Desk", ()),
        ("desk ", ()),
        ("n/a - desk", ()),
        ("N/A", ()),
        ("-", ()),
    ],
)
def test_the_departments_that_had_it_are_told_in_order(text, departments):
    assert read_route(text, DEPARTMENTS) == Route(departments)


def test_a_department_nobody_knows_is_kept_as_written_and_not_guessed():
    assert read_route("HR / Chaplaincy", DEPARTMENTS) == Route(("HR",), unknown=("Chaplaincy",))


def test_what_came_back_to_the_desk_ended_there():
    assert read_route("HR, then desk", DEPARTMENTS) == Route(("HR",), ended_with_the_desk=True)


@pytest.mark.parametrize(
    ("key", "spellings"),
    [
        ("corporate_overlap", "Corporate overlap|CORPORATE OVERLAP |Corp overlap|Corp. overlap|Overlap|Corprate overlap|Corporate\N{NO-BREAK SPACE}overlap"),
        ("complex_processes", "Complex processes|Complex process|Complex proccesses|complex processes  |Complex-processes"),
        ("customer_service", "Customer service|customer services|Cust service|Customer sevice|Cust. service"),
        ("communication", "Communication|Communications|Comms|COMMS|Comunication|Comms."),
        ("culture", "Culture|culture|Culture "),
        ("commercial_contracts", "Commercial contracts|Commercial contract|Contracts|Contract|Comercial contracts"),
    ],
)  # fmt: skip
def test_a_cause_is_known_in_its_many_spellings(key, spellings):
    assert {read_cause(spelling, CAUSES) for spelling in spellings.split("|")} == {key}


@pytest.mark.parametrize(
    "text",
    ["", "?", "tbc", "TBC", "Comms / Culture", "Customer service/Comms", "Complex processes + Corp overlap",
     "Comms and culture", "Culture?", "Comms, overlap", "human error", "Comm", "Service", "process", "none", "n/a"],
)  # fmt: skip
def test_nobody_guesses_a_cause(text):
    assert read_cause(text, CAUSES) is None


def test_one_cause_written_twice_is_one():
    assert read_cause("Comms / Communication", CAUSES) == "communication"


@pytest.mark.parametrize("name", list(TYPES))
def test_a_type_is_known_by_every_name_in_the_list(name):
    types = PROFILE.vocabulary("types")

    for spelling in (name, *TYPES[name]):
        assert {types.find(spelling), types.find(spelling.upper() + " "), types.find(spelling.lower())} == {
            name
        }


def test_a_type_that_is_none_of_them_is_left():
    types = PROFILE.vocabulary("types")

    assert [types.find(text) for text in ("Flowers", "Nobody’s job", "Invioce", "")] == [
        None,
        "Nobody's job",
        "Invoice on hold",
        None,
    ]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Alder", "Alder"),
        ("ALDER wd", "Alder"),
        (" alder  Ward", "Alder"),
        ("Alder\N{NO-BREAK SPACE}ward", "Alder"),
        ("Elder", "Elder"),
        ("Ward 7", "Ward 7"),
        ("W7", "Ward 7"),
        ("wd 7", "Ward 7"),
        ("WARD7", "Ward 7"),
        ("7", "Ward 7"),
        ("16", "Ward 16"),
        ("ITU", "Intensive Care Unit"),
        ("icu", "Intensive Care Unit"),
        ("intensive  care unit", "Intensive Care Unit"),
    ],
)
def test_a_ward_is_known_by_its_names(text, name):
    assert WARDS.find(text).name == name


@pytest.mark.parametrize(
    "text",
    ["Adler", "Alde", "Alders", "Ward", "W", "W17", "Ward 1", "77", "various", "Intensive", "-", "Theatre 7"],
)
def test_a_ward_is_never_guessed_from_nearly_the_same_spelling(text):
    with pytest.raises(CellRefused) as refused:
        WARDS.find(text)

    assert refused.value.reason == Reason.UNKNOWN_WARD


def test_the_site_decides_only_where_two_wards_bear_one_name():
    twins = WardList([ListedWard("Ward 7", "North"), ListedWard("Ward 7", "South")])

    assert twins.find("W7", site="south").site == "South"
    with pytest.raises(CellRefused) as refused:
        twins.find("W7")
    assert refused.value.reason == Reason.WARD_AT_TWO_SITES
    assert WARDS.find("Alder", site="St Wilfreda's").site == "Brackenmere General"


@pytest.mark.parametrize(
    "text", ["CD-0012", "cd 0012", "CD0012", " Cd - 0012 ", "CD\N{NON-BREAKING HYPHEN}0012"]
)
def test_how_a_reference_is_written_does_not_matter(text):
    assert ReferencePattern("CD-####").read(text) == "CD-0012"


@pytest.mark.parametrize(
    "text", ["CD-012", "CD-00123", "CD-8O3", "0012", "XD-0012", "tbc", "see above", "CD-0012 / CD-0013"]
)
def test_what_is_no_reference_is_refused(text):
    with pytest.raises(CellRefused) as refused:
        ReferencePattern("CD-####").read(text)

    assert refused.value.reason == Reason.NOT_A_REFERENCE


def test_swapped_letters_are_one_slip():
    assert [slips("estaets", "estates", 2), slips("finanace", "finance", 2), slips("it", "hr", 1)] == [
        1,
        1,
        2,
    ]


@given(st.text())
def test_any_words_are_understood_or_left_never_an_error(text):
    for name in ("types", "channels", "directions", "statuses", "chases"):
        assert PROFILE.vocabulary(name).find(text) in {None, *PROFILE.lists[name]}
    assert read_cause(text, CAUSES) in {None, *PROFILE.lists["causes"]}
    assert set(read_route(text, DEPARTMENTS).departments) <= set(PROFILE.lists["departments"])
