"""A person without a mouse: every step is a key press, and every page is reached by Tab and Enter alone."""

from __future__ import annotations

from playwright.sync_api import Page

MOST_STOPS = 200
"""Presses of Tab in a page: one that has more places to stop at is not usable by keyboard."""

STANDS = """() => {
    const at = document.activeElement;
    const label = at.labels && at.labels.length ? at.labels[0].innerText : "";
    const group = at.closest("fieldset") ? at.closest("fieldset").querySelector("legend").innerText : "";
    return {tag: at.tagName, type: at.type || "", name: at.name || "", group: group,
            words: (label || at.innerText || at.value || "").replace(/\\s+/g, " ").trim()};
}"""


class Keyboard:
    """Tab, the arrows, Space, Enter and letters. ``delay`` is milliseconds a letter."""

    def __init__(self, page: Page, delay: float = 0) -> None:
        self.page, self.delay = page, delay
        self.screens = 1

    def reach(self, words: str, tag: str = "") -> dict[str, str]:
        """Press Tab until the focus stands on what begins with these words."""
        for _stop in range(MOST_STOPS):
            self.page.keyboard.press("Tab")
            found: dict[str, str] = self.page.evaluate(STANDS)
            if found["words"].startswith(words) and (not tag or found["tag"] == tag):
                return found
        raise AssertionError(f"no Tab leads to {words!r} on {self.page.url}")

    def write(self, label: str, text: str) -> None:
        """Into the box with that label, in place of what it holds."""
        self.reach(label)
        self.page.keyboard.press("Control+A")
        self.page.keyboard.type(text, delay=self.delay)

    def choose(self, group: str, answer: str) -> None:
        """One of several radios: Tab to the group, arrows to the answer."""
        self._reach_group(group)
        self.page.keyboard.press("Space")
        for _stop in range(MOST_STOPS):
            if self.page.evaluate(STANDS)["words"].startswith(answer):
                return
            self.page.keyboard.press("ArrowDown")
        raise AssertionError(f"no arrow leads to {answer!r} on {self.page.url}")

    def _reach_group(self, group: str) -> None:
        for _stop in range(MOST_STOPS):
            self.page.keyboard.press("Tab")
            found = self.page.evaluate(STANDS)
            if found["type"] == "radio" and found["group"].startswith(group):
                return
        raise AssertionError(f"no Tab leads to {group!r} on {self.page.url}")

    def go(self, words: str) -> None:
        """Press the button, or follow the link, with these words: the next screen."""
        self.reach(words)
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")
        self.screens += 1
