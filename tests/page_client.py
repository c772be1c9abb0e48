"""A client that checks on every page it fetches what must hold on every page."""

from __future__ import annotations

import re
from collections import Counter
from typing import Any

import html5lib
from flask import Flask
from flask.testing import FlaskClient
from lxml import html
from werkzeug.test import TestResponse

from hub.accounts.models import User
from tests.people import PASSWORD, next_code

TITLE_ENDING = " – Growth Hub Match"
LABELLED = "input:not([type=hidden]):not([type=submit]), select, textarea"
STRAY = re.compile(r"\b(None|Undefined|nan|NaN)\b|\{\{|\{%|&lt;(?:p|a|div|span)\b|datetime\.|<bound method")
NONCE = re.compile(r'nonce="([^"]+)"')


class Page:
    """A fetched page: its status, its address, its source (nonce masked) and its elements by CSS selector."""

    def __init__(self, response: TestResponse) -> None:
        self.status = response.status_code
        self.address = response.request.path
        self.source = NONCE.sub('nonce="NONCE"', response.text)
        self.root = html.document_fromstring(response.get_data(), parser=html.HTMLParser(encoding="utf-8"))

    def select(self, selector: str) -> list[html.HtmlElement]:
        return self.root.cssselect(selector)

    def one(self, selector: str) -> html.HtmlElement:
        found = self.select(selector)
        assert len(found) == 1, f"{len(found)} of {selector} on {self.address}"
        return found[0]

    def texts(self, selector: str) -> list[str]:
        return [clean(element) for element in self.select(selector)]

    @property
    def heading(self) -> str:
        return clean(self.one("h1"))

    @property
    def text(self) -> str:
        """The words of the page's main part."""
        return clean(self.one("main"))

    @property
    def errors(self) -> list[str]:
        return self.texts(".govuk-error-summary__list li")

    def values(self, selector: str = "main form") -> dict[str, Any]:
        """What the first form would send as it stands."""
        form = self.select(selector)[0]
        return dict(form.form_values())


def clean(element: html.HtmlElement) -> str:
    return " ".join(element.text_content().split())


class FreshClient(FlaskClient):
    """A request gets an application context of its own, even while a test holds one open."""

    def open(self, *args: Any, **options: Any) -> TestResponse:
        with self.application.app_context():
            return super().open(*args, **options)


class PageClient:
    """Fetches pages; each is checked before a test sees it."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.client = FreshClient(app, app.response_class, use_cookies=True)

    def get(self, address: str, status: int = 200, **options: Any) -> Page:
        return self._page(self.client.get(address, **options), status)

    def post(self, address: str, data: Any = None, status: int = 200, **options: Any) -> Page:
        """A post that is answered with a page: an error beside a field, say."""
        return self._page(self.client.post(address, data=data or {}, **options), status)

    def submit(self, address: str, data: Any = None, **options: Any) -> str:
        """A post that is answered with another address, which is returned."""
        response = self.client.post(address, data=data or {}, **options)
        assert response.status_code in {302, 303}, (
            f"{response.status_code} from {address}: {_errors(response)}"
        )
        return str(response.location)

    def redirect(self, address: str) -> str:
        response = self.client.get(address)
        assert response.status_code in {302, 303}, f"{response.status_code} from {address}"
        return str(response.location)

    def download(self, address: str) -> TestResponse:
        return self.client.get(address)

    def sign_in(self, user: User) -> None:
        """With the password and, where the person has a second factor, with its code."""
        landed = self.submit("/sign-in", {"email": user.email, "password": PASSWORD})
        if landed == "/sign-in/code":
            landed = self.submit(landed, {"code": next_code(self.app, user)})
        assert landed.endswith("/start")

    def sign_out(self) -> None:
        self.submit("/sign-out")

    def _page(self, response: TestResponse, status: int) -> Page:
        assert response.status_code == status, (
            f"{response.status_code} from {response.request.path}: {_errors(response)}"
        )
        page = Page(response)
        check_page(page, response)
        return page


def _errors(response: TestResponse) -> str:
    if not response.mimetype.startswith("text/html") or not response.text.strip():
        return response.location or response.text[:200]
    return str(Page(response).errors or response.location)


def check_page(page: Page, response: TestResponse) -> None:
    """Everything that must hold on every page; each failure says which rule and where."""
    where = page.address
    html5lib.HTMLParser(strict=True).parse(page.source)
    title, heading = clean(page.one("head title")), page.heading
    assert title.endswith(TITLE_ENDING), f"{where}: title {title!r}"
    expected = f"Error: {heading}" if page.errors else heading
    assert title == expected + TITLE_ENDING, (
        f"{where}: title {title!r} does not start with its h1 {heading!r}"
    )
    _check_ids(page, where)
    _check_labels(page, where)
    _check_words(page, where)
    assert page.root.get("lang") == "en", f"{where}: no language"
    assert not page.select("[style], script:not([src]), [onclick]"), f"{where}: inline style or script"
    _check_headers(page, response, where)


def _check_headers(page: Page, response: TestResponse, where: str) -> None:
    """Scripts run by the nonce of this answer alone; what is private is not kept."""
    policy = response.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy, f"{where}: {policy}"
    assert "unsafe" not in policy, f"{where}: {policy}"
    scripts = page.select("script")
    nonces = {script.get("nonce") for script in scripts}
    assert scripts, f"{where}: no script of the base page"
    assert re.findall(r"'nonce-([^']+)'", policy) == list(nonces), f"{where}: {nonces} beside {policy}"
    kept = "no-store" not in response.headers["Cache-Control"]
    assert not (kept and page.select("input[type=password]")), f"{where}: asks for a password and may be kept"
    assert not (kept and page.select("form[action$='/sign-out']")), f"{where}: private and may be kept"


def _check_ids(page: Page, where: str) -> None:
    ids = Counter(element.get("id") for element in page.select("[id]"))
    twice = [name for name, times in ids.items() if times > 1]
    assert not twice, f"{where}: ids used twice: {twice}"
    for link in page.select(".govuk-error-summary a, .govuk-skip-link"):
        target = link.get("href", "").removeprefix("#")
        assert target in ids, f"{where}: {clean(link)!r} links to #{target}, which is not there"
    for element in page.select("[aria-describedby]"):
        missing = [name for name in element.get("aria-describedby").split() if name not in ids]
        assert not missing, f"{where}: described by {missing}, which is not there"
    for label in page.select("label[for]"):
        assert label.get("for") in ids, f"{where}: a label for {label.get('for')}, which is not there"


def _check_labels(page: Page, where: str) -> None:
    labelled = {label.get("for") for label in page.select("label[for]") if clean(label)}
    for field in page.select(LABELLED):
        named = field.get("id") in labelled or field.get("aria-label") or field.get("aria-labelledby")
        assert named, f"{where}: {field.get('name')} has no label"
    for element in page.select("a[href], button"):
        assert clean(element) or element.get("aria-label"), f"{where}: a link or button without words"
    for link in page.select("a"):
        assert link.get("href"), f"{where}: {clean(link)!r} leads nowhere"


def _check_words(page: Page, where: str) -> None:
    quoted = " ".join(clean(element) for element in page.select("blockquote, textarea, .hub-own-words"))
    for found in STRAY.finditer(clean(page.root)):
        assert found.group() in quoted, f"{where}: a stray {found.group()!r}"
    for form in page.select("form[method=post]"):
        assert form.get("action") is None or not form.get("action").startswith("http"), f"{where}: posts away"
