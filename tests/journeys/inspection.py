"""What every page must be, whoever reads it and on whatever screen."""

from dataclasses import dataclass, field
from urllib.parse import urlsplit

from axe_playwright_python.base import AXE_SCRIPT
from django.conf import settings
from django.test import Client
from django.urls import Resolver404, resolve
from playwright.sync_api import Page, Response, expect

from concierge.people.models import User
from tests.journeys.browsing import DESKTOP, PHONE

RUN_AXE = """() => axe.run({resultTypes: ["violations"]}).then(found => found.violations.map(
  one => `${one.id}: ${one.nodes.slice(0, 2).map(node => node.html.slice(0, 160)).join(" | ")}`))"""
SHAPE = """() => {
  const band = document.querySelector(".app-band");
  return {
    headings: document.querySelectorAll("h1").length,
    title: document.title,
    band: band ? band.innerText : "",
    bandBelowHeader: band?.previousElementSibling?.tagName === "HEADER",
    main: document.querySelectorAll("main").length,
  };
}"""
WIDTH = "document.documentElement.scrollWidth"
LINKS = "[...document.querySelectorAll('a[href]')].map(link => link.getAttribute('href'))"
ACTIONS = "[...document.querySelectorAll('form[action]')].map(form => form.getAttribute('action'))"
SEND_EMPTY = """form => {
  for (const field of form.elements) {
    if (["radio", "checkbox"].includes(field.type)) field.checked = false;
    else if (field.tagName === "SELECT") field.selectedIndex = [...field.options].findIndex(one => !one.value);
    else if (field.type !== "hidden" && field.tagName !== "BUTTON") field.value = "";
  }
  form.requestSubmit();
}"""


@dataclass
class Inspector:
    """Looks at pages for one reader and keeps what is wrong, by page."""

    page: Page
    faults: dict[str, list[str]] = field(default_factory=dict)
    titles: dict[str, str] = field(default_factory=dict)
    links: dict[str, str] = field(default_factory=dict)
    said: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.on(
            "console", lambda message: self._hear(message.type, message.text, message.location.get("url", ""))
        )
        self.page.on("pageerror", lambda error: self.said.append(str(error)))

    def visit(self, name: str, address: str, status: int = 200, lands: str = "") -> None:
        """Open a page and look at it on a phone and on a desktop."""
        response = self.page.goto(address)
        assert response is not None
        self._check_answer(address, response, status, lands)
        self.look(address)
        self._check_title(name, address)

    def send_empty(self, address: str, form: str) -> None:
        """Send a form with nothing in it; the errors must be summed up, linked, and have the focus."""
        self.page.locator(form).last.evaluate(SEND_EMPTY)
        summary = self.page.locator(".nhsuk-error-summary").first
        try:
            expect(summary).to_be_focused(timeout=3000)
        except AssertionError:
            self._blame(f"{address} sent empty", "no error summary has the focus")
            return
        self.look(f"{address} sent empty")
        if not self.page.title().startswith("Error: "):
            self._blame(f"{address} sent empty", f"the title is {self.page.title()!r}")
        for target in summary.locator("a").evaluate_all(
            "links => links.map(link => link.getAttribute('href'))"
        ):
            if target == "#" or self.page.locator(f"[id='{target.removeprefix('#')}']").count() != 1:
                self._blame(f"{address} sent empty", f"the summary leads to {target}, which is not there")

    def look(self, where: str) -> None:
        """Look at the page that is open, on both screens."""
        shape = self.page.evaluate(SHAPE)
        numbers = (settings.ENVIRONMENT.telephone, settings.ENVIRONMENT.emergency_telephone)
        if (shape["headings"], shape["main"], shape["bandBelowHeader"]) != (1, 1, True):
            self._blame(where, f"headings, main, band below header: {shape}")
        if not all(number in shape["band"] for number in numbers):
            self._blame(where, f"the band says {shape['band']!r}")
        self.page.evaluate(AXE_SCRIPT)
        for screen in (PHONE, DESKTOP):
            self.page.set_viewport_size(screen)  # type: ignore[arg-type]
            wide = self.page.evaluate(WIDTH)
            if wide > screen["width"]:
                self._blame(where, f"{wide} wide on a screen of {screen['width']}")
            for fault in self.page.evaluate(RUN_AXE):
                self._blame(where, f"on {screen['width']}: {fault}")
        for said in self.said:
            self._blame(where, f"the browser says: {said}")
        self.said.clear()
        self._note_links(where)

    def follow_links(self, person: User | None) -> None:
        """No page may show its reader a link that leads nowhere or refuses her, or a form that goes nowhere."""
        client = Client()
        if person is not None:
            client.force_login(person)
        for link, where in self.links.items():
            response = client.get(link)
            response.close()
            if response.status_code >= 400:
                self._blame(where, f"its link {link} answers {response.status_code}")

    def _check_answer(self, address: str, response: Response, status: int, lands: str) -> None:
        if response.status != status:
            self._blame(address, f"answers {response.status}")
        ended = urlsplit(self.page.url).path
        if ended != (lands or urlsplit(address).path):
            self._blame(address, f"leads to {ended}")

    def _check_title(self, name: str, address: str) -> None:
        title = self.page.title()
        if not title.endswith(" – Concierge") or title.startswith(" –"):
            self._blame(address, f"its title is {title!r}")
        if self.titles.setdefault(title, name) != name:
            self._blame(address, f"has the title of {self.titles[title]}: {title!r}")

    def _note_links(self, where: str) -> None:
        for link in self.page.evaluate(LINKS):
            if link.startswith("/"):
                self.links.setdefault(link.partition("#")[0], where)
        for action in self.page.evaluate(ACTIONS):
            try:
                resolve(action.partition("?")[0])
            except Resolver404:
                self._blame(where, f"a form goes to {action}, which is nowhere")

    def _hear(self, kind: str, text: str, url: str) -> None:
        page_itself = url == self.page.url
        if kind == "error" and not page_itself:
            self.said.append(f"{text} {url}")

    def _blame(self, where: str, fault: str) -> None:
        self.faults.setdefault(where, []).append(fault)


def told(faults: dict[str, list[str]]) -> str:
    """Every fault on a line of its own, below its page."""
    return "\n".join(
        line for page, found in faults.items() for line in [page, *(f"    {one}" for one in found)]
    )
