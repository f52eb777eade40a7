"""What people do on pages, told once for all journeys."""

from datetime import date

from playwright.sync_api import Locator, Page

from tickets.models import Service, Ticket

TITLE = "New starter has no login"
OUTCOME = "The login works and the badge is at reception."


def group(page: Page, name: str) -> Locator:
    """A set of choices, by its question."""
    return page.get_by_role("group", name=name)


def press(page: Page, button: str) -> None:
    page.get_by_role("main").get_by_role("button", name=button, exact=True).click()


def ask(page: Page, title: str = TITLE, process: str = "") -> str:
    """Ask for something as a ward does; gives the reference on the receipt."""
    page.goto("/")
    page.get_by_role("main").get_by_role("link", name="Ask for something").or_(
        page.get_by_role("main").get_by_role("button", name="Ask for something")
    ).first.click()
    if process:
        group(page, "What is it about?").get_by_label(process).check()
    page.get_by_label("What do you need, in one line?").fill(title)
    press(page, "Ask")
    page.wait_for_url("**/receipt/")
    return page.locator(".app-reference").first.inner_text()


def open_ticket(page: Page, reference: str) -> None:
    page.goto(f"/tickets/{reference}/")


def route(page: Page, service: Service) -> None:
    """Route the ticket on the page to one service."""
    page.get_by_role("link", name="Route").or_(page.get_by_role("button", name="Route")).first.click()
    group(page, "Who should do it?").get_by_label(service.name).check()
    press(page, "Route")
    page.wait_for_url("**/tickets/*/")


def unfold(page: Page, summary: str) -> None:
    page.locator("summary", has_text=summary).click()


def fill_day(within: Locator, day: date) -> None:
    for box, value in (("Day", day.day), ("Month", day.month), ("Year", day.year)):
        within.get_by_label(box, exact=True).fill(str(value))


def choose_minutes(page: Page, minutes: int) -> None:
    """Press one of the minutes buttons of the desk's own purse."""
    buttons = page.get_by_role("group", name="Minutes", exact=True)
    buttons.get_by_label(f"{minutes} minutes", exact=True).check()


def log_call(page: Page, *, note: str, minutes: int, promised: str = "", for_day: date | None = None) -> None:
    """Log a call with the service that has a part, by the quick log beside the ticket."""
    log = page.locator("#log")
    choose_minutes(page, minutes)
    log.get_by_label("What was said?").fill(note)
    if for_day is not None:
        unfold(page, "They promised something")
        log.get_by_label("What did they promise?").fill(promised)
        fill_day(log.get_by_role("group", name="By when?"), for_day)
    log.get_by_role("button", name="Log it").click()
    page.get_by_text("Logged:").wait_for()


def resolve(page: Page, cause: str) -> None:
    """Resolve the ticket on the page with a cause that was removed."""
    page.get_by_role("link", name="Resolve").or_(page.get_by_role("button", name="Resolve")).first.click()
    page.get_by_label("What did the ward get?").fill(OUTCOME)
    group(page, "Why did the ward have to ask?").get_by_label(cause).check()
    group(page, "Is the cause gone?").get_by_label("Removed").check()
    press(page, "Resolve")
    page.wait_for_url("**/tickets/*/")


def only_ticket() -> Ticket:
    return Ticket.objects.get()
