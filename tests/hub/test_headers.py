"""What every answer tells the browser."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from hub.accounts.policies import ANYONE, name_policies
from hub.headers import FILES, HSTS
from tests.page_client import FreshClient, PageClient
from tests.people import make_member
from tests.sites import Site

PAGES = ("/", "/categories", "/no-such-page", "/start", "/healthz", "/static/hub.css", "/assets/none.css")
DIRECTIVES = {
    "default-src": "'none'",
    "style-src": "'self'",
    "img-src": "'self' data:",
    "form-action": "'self'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
    "object-src": "'none'",
}


def directives(answer: TestResponse) -> dict[str, str]:
    parts = answer.headers["Content-Security-Policy"].split("; ")
    return {name: value for name, _space, value in (part.partition(" ") for part in parts)}


@pytest.mark.parametrize("address", PAGES)
def test_every_answer_has_the_headers(app: Flask, address: str) -> None:
    answer = FreshClient(app).get(address, buffered=True)
    found = directives(answer)
    scripts = found.pop("script-src")
    assert found == DIRECTIVES
    assert scripts == "'none'" or re.fullmatch(r"'nonce-[\w-]{22}' 'strict-dynamic'", scripts)
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["X-Frame-Options"] == "DENY"
    assert answer.headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert answer.headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert answer.headers["Referrer-Policy"] == "same-origin"
    assert "camera=()" in answer.headers["Permissions-Policy"]
    assert "Strict-Transport-Security" not in answer.headers


def test_each_answer_has_a_nonce_of_its_own(app: Flask) -> None:
    client = FreshClient(app)
    assert len({directives(client.get("/"))["script-src"] for _ in range(20)}) == 20


def test_what_is_no_page_runs_no_script(app: Flask) -> None:
    for address in ("/healthz", "/static/components.js"):
        assert directives(FreshClient(app).get(address, buffered=True))["script-src"] == "'none'"


@pytest.mark.parametrize(
    ("address", "signed_out", "signed_in"),
    [
        ("/", "no-cache", "no-store"),
        ("/categories", "no-cache", "no-store"),
        ("/no-such-page", "no-cache", "no-store"),
        ("/requirements", "no-cache", "no-store"),
        ("/sign-in", "no-store", "no-store"),
        ("/create-account", "no-store", "no-store"),
        ("/confirm-password", "no-store", "no-store"),
    ],
)
def test_what_is_private_or_asks_for_a_password_is_not_kept(
    page_client: PageClient, session: Session, address: str, signed_out: str, signed_in: str
) -> None:
    client = page_client.client
    assert client.get(address).headers["Cache-Control"] == signed_out
    page_client.sign_in(make_member(session, "buyer"))
    assert client.get(address).headers["Cache-Control"] == signed_in


def test_signing_in_and_out_is_not_kept(page_client: PageClient, session: Session) -> None:
    user = make_member(session, "buyer")
    wrong = page_client.client.post("/sign-in", data={"email": user.email, "password": "wrong wrong wrong"})
    page_client.sign_in(user)
    out = page_client.client.post("/sign-out")
    assert [wrong.headers["Cache-Control"], out.headers["Cache-Control"]] == ["no-store"] * 2


def test_files_keep_their_caching_for_everybody(page_client: PageClient, session: Session) -> None:
    files = {"/static/hub.css": "no-cache", "/assets/govuk-frontend.css?v=1": "public, max-age=31536000"}
    for signed_in in (False, True):
        if signed_in:
            page_client.sign_in(make_member(session, "buyer"))
        for address, caching in files.items():
            if (answer := page_client.client.get(address, buffered=True)).status_code == 200:
                assert answer.headers["Cache-Control"] == caching
                assert answer.headers["ETag"]


def test_the_named_files_are_there(app: Flask) -> None:
    assert app.view_functions.keys() >= FILES


def test_a_page_with_a_token_in_its_address_is_not_kept_and_tells_nobody_its_address(
    changed_site: Site,
) -> None:
    app = changed_site()
    app.add_url_rule("/invitations/<token>", "invited", lambda token: "")
    name_policies(app, {"invited": ANYONE})
    answer = FreshClient(app).get("/invitations/a-secret")
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    ("site", "status"),
    [("cross-site", 400), ("same-site", 400), ("same-origin", 303), ("none", 303), (None, 303)],
)
def test_a_post_from_elsewhere_is_refused(
    page_client: PageClient, session: Session, site: str | None, status: int
) -> None:
    page_client.sign_in(make_member(session, "buyer"))
    headers = {"Sec-Fetch-Site": site} if site else {}
    assert page_client.client.post("/sign-out", headers=headers).status_code == status
    still = page_client.client.get("/requirements").status_code
    assert still == (200 if status == 400 else 303)


class TestBehindTls:
    """HUB_PROXIES=1: one web server in front that ends TLS and says how a request came."""

    TLS = {"X-Forwarded-Proto": "https", "X-Forwarded-For": "192.0.2.9"}  # noqa: RUF012

    def test_the_browser_is_told_to_stay_with_tls(self, changed_site: Site) -> None:
        client = FreshClient(changed_site(HUB_PROXIES=1))
        assert client.get("/", headers=self.TLS).headers["Strict-Transport-Security"] == HSTS
        assert "Strict-Transport-Security" not in client.get("/", base_url="http://localhost").headers

    def test_cookies_belong_to_this_host_and_go_over_tls_only(
        self, changed_site: Site, session: Session
    ) -> None:
        user = make_member(session, "buyer")
        client = FreshClient(changed_site(HUB_PROXIES=1, SERVER_NAME="match.example.org"))
        values = {"email": user.email, "password": "seven wet otters sing"}
        answer = client.post("/sign-in", data=values, headers=self.TLS, base_url="https://match.example.org")
        assert answer.status_code == 303
        cookies = {c.split("=")[0]: c.split("; ")[1:] for c in answer.headers.getlist("Set-Cookie")}
        assert cookies.keys() == {"__Host-hub", "__Host-device"}
        for parts in cookies.values():
            assert {"Secure", "HttpOnly", "Path=/", "SameSite=Lax"} <= set(parts)
            assert not [part for part in parts if part.startswith("Domain")]
        start = client.get("/start", headers=self.TLS, base_url="https://match.example.org")
        assert start.headers["Location"] == "/requirements"

    def test_the_form_of_a_page_without_a_referrer_can_be_sent(self, changed_site: Site) -> None:
        """Over TLS Flask-WTF would ask for one; a page with a token in its address sends none."""
        client = FreshClient(changed_site(HUB_PROXIES=1, WTF_CSRF_ENABLED=True))
        page = client.get("/sign-in", headers=self.TLS, base_url="https://localhost").text
        token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)
        values = {"csrf_token": token.group(1), "email": "a@mail.example", "password": "x"}
        sent = client.post("/sign-in", data=values, headers=self.TLS, base_url="https://localhost")
        assert sent.status_code == 200
        assert client.post("/sign-in", data=values | {"csrf_token": "x"}, headers=self.TLS).status_code == 400

    def test_nobody_is_believed_where_no_web_server_stands_in_front(self, changed_site: Site) -> None:
        client = FreshClient(changed_site(HUB_PROXIES=0))
        assert "Strict-Transport-Security" not in client.get("/", headers=self.TLS).headers

    @pytest.mark.parametrize(
        ("proxies", "forwarded", "seen"),
        [
            (0, "192.0.2.1", "127.0.0.1"),
            (1, "192.0.2.1", "192.0.2.1"),
            (1, "203.0.113.66, 192.0.2.1", "192.0.2.1"),  # the first part is what the caller made up
            (2, "203.0.113.66, 192.0.2.1, 198.51.100.1", "192.0.2.1"),
        ],
    )
    def test_the_callers_address_is_what_the_web_servers_say(
        self, changed_site: Site, proxies: int, forwarded: str, seen: str
    ) -> None:
        from flask import request

        app = changed_site(HUB_PROXIES=proxies)
        app.add_url_rule("/who", "who", lambda: str(request.remote_addr))
        name_policies(app, {"who": ANYONE})
        assert FreshClient(app).get("/who", headers={"X-Forwarded-For": forwarded}).text == seen
