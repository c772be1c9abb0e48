"""A person at a browser: each page they come to is checked by axe and for sideways scroll at 320 px."""

from __future__ import annotations

import os
import re
import shutil
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Locator, Page
from playwright.sync_api import TimeoutError as Late

from hub.config import ROOT

AXE = ROOT / "instance" / "test-assets" / "axe.js"
AXE_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
CHROMIUM_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
WIDE, NARROW = {"width": 1280, "height": 900}, {"width": 320, "height": 640}
SCREENSHOTS = os.environ.get("HUB_SCREENSHOTS")
"""A folder to keep a picture of every page in, at both widths, for people to look at."""


SHAPE = """() => [location.pathname.split('/')[1], ...Array.from(document.querySelectorAll('*'), element =>
    element.tagName + Array.from(element.attributes, ({name, value}) =>
        ['class', 'role', 'type', 'lang', 'hidden'].includes(name) || name.startsWith('aria-expanded')
            ? `${name}=${value}` : `${name}${value ? '+' : '-'}`).join() + !!element.textContent.trim()
)].join()"""
"""What a page is made of, without its words: elements, what they are and how they look, whether they say
anything."""
FOUND_CLEAN: set[int] = set()
"""The shapes that axe found nothing in: the same elements with other words need no second look."""


def axe_violations(page: Page) -> list[str]:
    """What axe finds on the page as it stands: rule and element, a line each."""
    shape = hash(page.evaluate(SHAPE))
    if shape in FOUND_CLEAN:
        return []
    violations = _look_with_axe(page)
    if not violations:
        FOUND_CLEAN.add(shape)
    return violations


def _look_with_axe(page: Page) -> list[str]:
    page.evaluate(AXE.read_text() if not page.evaluate("'axe' in window") else "0")
    found: dict[str, Any] = page.evaluate(
        "tags => axe.run(document, {runOnly: {type: 'tag', values: tags}, resultTypes: ['violations']})",
        AXE_TAGS,
    )
    return [f"{rule['id']}: {node['html'][:160]}" for rule in found["violations"] for node in rule["nodes"]]


class Person:
    """Somebody using the site. Every step that leads to a page checks that page."""

    def __init__(self, browser: Browser, address: str, *, javascript: bool = True) -> None:
        self.context = browser.new_context(viewport=WIDE, java_script_enabled=javascript, locale="en-GB")
        self.page = self.context.new_page()
        self.page.set_default_timeout(10_000)
        self.address = address
        self.javascript = javascript
        self.visited: list[str] = []
        self.problems: list[str] = []
        self.page.on("console", self._hear)
        self.page.on("pageerror", lambda error: self.problems.append(f"script: {error}"))
        self.page.on("request", self._see_request)

    def open(self, path: str) -> None:
        self.page.goto(self.address + path)
        self.look()

    def click(self, text: str, role: str = "link", exact: bool = False) -> None:
        """Follow a link or press a button, and look at the page it leads to."""
        with self.page.expect_navigation():
            self.page.get_by_role(role, name=text, exact=exact).first.click()  # type: ignore[arg-type]
        self.look()

    def press(self, text: str) -> None:
        self.click(text, role="button")

    def fill(self, label: str, text: str) -> None:
        self.page.get_by_label(label).first.fill(text)

    def tick(self, label: str) -> None:
        self.page.get_by_label(label).first.check()

    def see(self, text: str) -> Locator:
        """Find the words on the page, or fail saying where they were looked for."""
        found = self.page.get_by_text(text).first
        try:
            found.wait_for(state="attached", timeout=5_000)
        except Late:
            raise AssertionError(
                f"{text!r} is not on {self.page.url}: {self.page.inner_text('main')[:600]}"
            ) from None
        return found

    def sign_in(self, email: str, password: str) -> None:
        self.open("/sign-in")
        self.fill("Email address", email)
        self.page.get_by_label("Password", exact=True).fill(password)
        self.press("Sign in")

    def follow_mail(self, recipient: str, subject: str) -> None:
        """Find the latest such mail in the demo's outbox, once it is there, and follow its link."""
        self.open("/demo/outbox")
        mail = self.page.locator("main li").filter(has_text=recipient).filter(has_text=subject)
        for _try in range(50):
            if mail.count():
                break
            self.page.wait_for_timeout(100)
            self.page.reload()
        with self.page.expect_navigation():
            mail.first.get_by_role("link").click()
        self.look()
        with self.page.expect_navigation():
            self.page.locator(".hub-mail a").first.click()
        self.look()

    def create_account(self, name: str, email: str, password: str, wants: str) -> None:
        """From the start page, by the mail and its button, to being signed in."""
        self.open("/")
        self.click("Create an account")
        self.fill("Your name", name)
        self.fill("Email address", email)
        self.page.get_by_label("Password", exact=True).fill(password)
        self.tick(wants)
        self.press("Create account")
        self.see("Check your email")
        self.follow_mail(email, "Confirm your email address")
        self.press("Confirm my email address")

    def look(self) -> None:
        """Check the page that is open at both widths."""
        where = self.page.url.removeprefix(self.address)
        if self.javascript:
            assert not axe_violations(self.page), f"{where}: {axe_violations(self.page)}"
            self.page.set_viewport_size(NARROW)  # type: ignore[arg-type]
            width = self.page.evaluate("document.documentElement.scrollWidth")
            self._keep_picture(where, "320")
            self.page.set_viewport_size(WIDE)  # type: ignore[arg-type]
            assert width <= NARROW["width"], f"{where} is {width} px wide on a screen of 320"
        self._keep_picture(where, "1280")
        self.visited.append(where)
        assert self.problems == [], f"{where}: {self.problems}"

    def close(self) -> None:
        self.context.close()

    def _keep_picture(self, where: str, width: str) -> None:
        if SCREENSHOTS:
            name = re.sub(r"[^a-z0-9]+", "-", where.lower()).strip("-")[:80] or "home"
            number = f"{len(self.visited):02d}"
            self.page.screenshot(path=Path(SCREENSHOTS) / f"{number}-{name}-{width}.png", full_page=True)

    def _hear(self, message: Any) -> None:
        if message.type == "error" and "status of 4" not in message.text:
            self.problems.append(f"console: {message.text}")

    def _see_request(self, request: Any) -> None:
        if not request.url.startswith((self.address, "data:", "about:")):
            self.problems.append(f"asked another host: {request.url}")
