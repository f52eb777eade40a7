"""A form sent wrong says what to mend, takes the keyboard there, and still holds every word."""

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from tests.journeys.browsing import OpenPage
from tests.journeys.house import House
from tests.journeys.inspection import told
from tests.journeys.lived_in import LivedIn, build_lived_in

pytestmark = pytest.mark.browser
FORM = "main form[method=post]"
FILL = """form => {
  const wrongDay = {day: "31", month: "2", year: "2027", time: "25:61"};
  const seen = new Set();
  for (const field of form.elements) {
    const box = field.name.split("-").pop();
    if (field.disabled || field.type === "hidden" || !field.name || field.type === "file") continue;
    if (field.type === "checkbox") field.checked = true;
    else if (field.type === "radio" && /minutes/.test(field.name)) continue;
    else if (field.type === "radio") { field.checked = !seen.has(field.name); seen.add(field.name); }
    else if (field.tagName === "SELECT") field.selectedIndex = field.options.length - 1;
    else if (field.name.includes("-") && box in wrongDay) field.value = wrongDay[box];
    else if (/minutes|target_days|chase_after/.test(field.name)) field.value = "a few";
    else if (field.type === "email" || field.name === "email") field.value = "no address";
    else if (field.tagName === "TEXTAREA") field.value = "First line\\nsecond line";
    else field.value = "Typed with care";
  }
}"""
LEAVE_OUT = (
    "(form, name) => { for (const field of form.querySelectorAll(`[name='${name}']`)) field.value = ''; }"
)
HELD = """form => [...form.elements]
  .filter(field => !(field.type === "radio" && /minutes/.test(field.name)))
  .filter(field => field.name && !["hidden", "file", "submit"].includes(field.type) && field.tagName !== "BUTTON")
  .map(field => [field.name, field.type, ["radio", "checkbox"].includes(field.type) ? [field.value, field.checked] : field.value])"""
CASES = [
    ("sister", "ask", "", "title"),
    ("sister", "ward_reply", "asked", "text"),
    ("sister", "ward_withdraw", "raised", "because"),
    ("sister", "ward_not_fixed", "resolved", "because"),
    ("concierge", "desk-raise", "", "title"),
    ("concierge", "ticket", "in_hand", ""),
    ("concierge", "desk-chase", "part", ""),
    ("concierge", "desk-promise", "part", ""),
    ("concierge", "desk-plan", "part", ""),
    ("concierge", "desk-hand-on", "part", "because"),
    ("concierge", "desk-resolve", "in_hand", "outcome"),
    ("concierge", "desk-correction", "contact", ""),
    ("hr", "part_result", "part", "result"),
    ("hr", "part_promise", "part", ""),
    ("hr", "part_plan", "part", ""),
    ("hr", "part_not_ours", "part", "because"),
    ("administrator", "administration-ward-new", "trust", "name"),
    ("administrator", "administration-person-new", "trust", ""),
    ("administrator", "administration-post-new", "trust_person", ""),
    ("administrator", "administration-service-new", "trust", ""),
    ("administrator", "administration-service-hours", "trust_service", ""),
    ("administrator", "administration-contact-new", "trust_service", ""),
    ("administrator", "administration-process-new", "trust", ""),
    ("administrator", "administration-causes", "trust", "culture"),
]


def test_what_was_typed_stays_where_something_is_wrong(open_page: OpenPage, house: House):
    lived_in = build_lived_in(house)
    pages: dict[str, Page] = {}
    faults: dict[str, list[str]] = {}

    for who, name, of, missing in CASES:
        page = pages.setdefault(who, open_page(lived_in.people[who]))
        page.goto(address(lived_in, name, of))
        faults[f"{who}: {name}"] = faults_after_sending(page, missing)

    wrong = {page: found for page, found in faults.items() if found}
    assert not wrong, told(wrong)


def faults_after_sending(page: Page, missing: str) -> list[str]:
    """Fill the page's form wrongly and send it; give what is then not as it must be."""
    form = (
        page.locator("#log").or_(page.locator(FORM)).first
        if page.locator("#log").count()
        else page.locator(FORM).last
    )
    form.evaluate(FILL)
    if missing:
        form.evaluate(LEAVE_OUT, missing)
    typed = form.evaluate(HELD)
    form.evaluate("form => form.requestSubmit()")
    summary = page.locator(".nhsuk-error-summary").first
    try:
        expect(summary).to_be_focused(timeout=3000)
    except AssertionError:
        return [f"no error summary with the focus, but {page.locator('h1').inner_text()}"]
    held = form.evaluate(HELD)
    faults = [f"{was} became {now}" for was, now in zip(typed, held, strict=False) if was != now]
    if len(typed) != len(held):
        faults.append(f"{len(typed)} fields became {len(held)}")
    return faults + links_that_miss(page)


def links_that_miss(page: Page) -> list[str]:
    """Follow each link of the error summary; give those that do not take the focus to a field."""
    links = page.locator(".nhsuk-error-summary").first.get_by_role("link")
    faults = [] if links.count() else ["the summary has no link"]
    for link in links.all():
        link.click()
        focused = page.evaluate("document.activeElement.name || ''")
        if not focused:
            faults.append(f"“{link.inner_text()}” leads to no field")
    return faults


def address(lived_in: LivedIn, name: str, of: str) -> str:
    return reverse(name, kwargs=lived_in.things[of] if of else {})
