"""A person who has a keyboard and no mouse."""

from playwright.sync_api import Locator, Page

FURTHEST = 200
"""Presses of a key after which a keyboard user would have given up."""


class Keyboard:
    """Reaches things on one page by Tab, and uses them by Enter, Space and the arrows."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def reach(self, target: Locator) -> None:
        """Press Tab until the focus is there, and look that it can be seen to be there."""
        target.wait_for(state="attached")
        for _ in range(FURTHEST):
            if _has_focus(target):
                assert _shows_focus(target), f"nothing shows that the focus is on {target}"
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"Tab never reaches {target}")

    def write(self, target: Locator, text: str) -> None:
        self.reach(target)
        self.page.keyboard.type(text)

    def choose(self, radio: Locator) -> None:
        """Choose one of a set: Tab enters the set, arrows go through it."""
        every = self.page.locator(f"input[name='{radio.get_attribute('name')}']:not([type=text])")
        self._enter(every)
        for _ in range(every.count()):
            if radio.is_checked():
                return
            self.page.keyboard.press("Space" if _has_focus(radio) else "ArrowDown")
        assert radio.is_checked(), f"arrows never reach {radio}"

    def tick(self, box: Locator) -> None:
        self.reach(box)
        self.page.keyboard.press("Space")
        assert box.is_checked()

    def press(self, target: Locator) -> None:
        """Reach a button or link and press Enter on it."""
        self.reach(target)
        self.page.keyboard.press("Enter")

    def _enter(self, every: Locator) -> None:
        for _ in range(FURTHEST):
            if any(_has_focus(each) for each in every.all()):
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"Tab never enters {every}")


def _has_focus(target: Locator) -> bool:
    return bool(target.evaluate("element => element === document.activeElement"))


def _shows_focus(target: Locator) -> bool:
    """Whether the thing, or the label that is drawn for it, looks other than without the focus."""
    return bool(
        target.evaluate(
            """element => {
              const drawn = [element, ...(element.labels || [])];
              const look = () => drawn.flatMap(part => ["", "::before", "::after"].map(pseudo => {
                const style = getComputedStyle(part, pseudo || null);
                return [style.outline, style.boxShadow, style.backgroundColor, style.borderColor].join();
              })).join();
              const focused = look();
              element.blur();
              const plain = look();
              element.focus();
              return focused !== plain;
            }"""
        )
    )
