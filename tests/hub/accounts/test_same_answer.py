"""Nobody finds out who has an account: not by words, headers or status, and not by holding the database."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import text
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from hub.accounts import account_views, mailed_views, second_factor_views, sign_in_views, views
from hub.accounts.pacing import PACED, seconds_to_wait
from hub.database import create_database_engine, get_engine
from tests.mailbox import Mailbox
from tests.page_client import PageClient
from tests.people import PASSWORD, give_second_factor, make_user

Values = Callable[[str], dict[str, str]]
PAGES: dict[str, Values] = {
    "/sign-in": lambda email: {"email": email, "password": "wrong wrong wrong"},
    "/create-account": lambda email: {
        "email": email,
        "name": "Maria Silva",
        "password": PASSWORD,
        "wants": "buyer",
    },
    "/reset-password": lambda email: {"email": email},
    "/confirm-email": lambda email: {"email": email},
}
NONCE = re.compile(r"""'nonce-[^']*'|nonce="[^"]*\"""")
CSRF = re.compile(r'name="csrf_token"[^>]*value="[^"]*"')


def make_accounts(session: Session) -> dict[str, str]:
    """An address of each kind: unknown, and known in every state."""
    known, unconfirmed, disabled, twofold = (make_user(session) for _ in range(4))
    unconfirmed.confirmed_at, disabled.active = None, False
    session.flush()
    give_second_factor(session, twofold)
    session.commit()
    return {
        "unknown": "nobody@mail.example",
        "known": known.email,
        "unconfirmed": unconfirmed.email,
        "disabled": disabled.email,
        "with a second factor": twofold.email,
    }


def answers(client: PageClient, page: str, email: str) -> list[Any]:
    """Status, headers and body of the answer and of the page that it leads to, with the address masked."""
    found = []
    response = client.client.post(page, data=PAGES[page](email))
    while True:
        headers = {name: value for name, value in response.headers if name != "Set-Cookie"}
        headers["Content-Security-Policy"] = NONCE.sub("", headers["Content-Security-Policy"])
        body = NONCE.sub("", CSRF.sub("", response.text)).replace(email, "ADDRESS")
        headers["Content-Length"] = str(len(body))
        found.append((response.status_code, headers, body))
        if response.location is None:
            return found
        response = client.client.get(response.location)


@pytest.mark.parametrize("page", PAGES)
def test_known_and_unknown_addresses_get_the_same_bytes(app: Flask, session: Session, page: str) -> None:
    told = {kind: answers(PageClient(app), page, email) for kind, email in make_accounts(session).items()}
    for kind, answer in told.items():
        assert answer == told["unknown"], kind
    assert told["unknown"][0][0] == (200 if page == "/sign-in" else 303)


def test_each_page_that_takes_an_address_answers_at_a_fixed_moment(app: Flask) -> None:
    taking = {*PAGES, "/account/email"}
    assert {rule.endpoint for rule in app.url_map.iter_rules() if str(rule) in taking} <= PACED


@pytest.mark.parametrize(
    ("taken", "wait"), [(0.0, 0.3), (0.1, 0.2), (0.3, 0.0), (0.31, 0.29), (0.6, 0.0), (0.75, 0.15)]
)
def test_an_answer_waits_for_the_next_whole_step(taken: float, wait: float) -> None:
    assert seconds_to_wait(taken, 0.3) == pytest.approx(wait)
    assert seconds_to_wait(taken, 0) == 0


def test_the_answer_waits_with_the_database_let_go_of(
    app: Flask, page_client: PageClient, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    waits: list[float] = []

    def wait(seconds: float) -> None:
        waits.append(seconds)
        require_free_database(app)

    monkeypatch.setitem(app.config, "HUB_PACE", 60)
    monkeypatch.setattr("hub.accounts.pacing.time.sleep", wait)
    for page, values in PAGES.items():
        page_client.client.post(page, data=values("nobody@mail.example"))
    page_client.get("/sign-in")
    assert len(waits) == len(PAGES), "a page that is only looked at does not wait"
    assert all(seconds > 0 for seconds in waits)


def require_free_database(app: Flask) -> None:
    """Fails where somebody holds SQLite's one write lock now."""
    with app.app_context():
        engine = get_engine()
    if engine.dialect.name != "sqlite":
        return
    impatient = create_database_engine(engine.url.render_as_string(hide_password=False))
    with impatient.execution_options(writes=True).connect() as connection:
        connection.execute(text("SELECT 1"))
    impatient.dispose()


def test_no_cache_keeps_a_page_of_links_or_addresses(page_client: PageClient) -> None:
    for page in (*PAGES, "/check-your-email", "/reset-password/x"):
        assert page_client.client.get(page).headers["Cache-Control"] == "no-store"


@pytest.fixture
def watched_hashes(app: Flask, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """From now on every hash fails where a lock is held meanwhile; the list says which were made."""
    monkeypatch.setattr("hub.database.BUSY_SECONDS", 0)
    made: list[str] = []
    for module in (account_views, mailed_views, second_factor_views, sign_in_views, views):
        for name in ("is_password", "hash_new_password"):
            original = getattr(module, name, None)
            if original is not None:
                monkeypatch.setattr(module, name, _watch(app, original, made))
    return made


def _watch(app: Flask, original: Any, made: list[str]) -> Any:
    def watched(*arguments: Any) -> Any:
        require_free_database(app)
        made.append(original.__name__)
        return original(*arguments)

    return watched


def test_no_hash_is_made_while_a_lock_is_held(
    app: Flask, page_client: PageClient, session: Session, mailbox: Mailbox, watched_hashes: list[str]
) -> None:
    user = make_user(session)
    session.flush()
    give_second_factor(session, user)
    session.commit()
    for email in (user.email, "nobody@mail.example"):
        page_client.client.post("/sign-in", data={"email": email, "password": "wrong wrong wrong"})
        page_client.client.post("/create-account", data=PAGES["/create-account"](email))
    page_client.client.post("/reset-password", data={"email": user.email})
    page_client.submit(mailbox.link(user.email), {"password": PASSWORD})
    page_client.sign_in(user)
    page_client.submit("/confirm-password", {"password": PASSWORD})
    page_client.submit("/account/email", {"email": "new@mail.example", "password": PASSWORD})
    page_client.submit("/account/password", {"current": PASSWORD, "password": "nine slow herons waded"})
    page_client.post("/account/second-factor/turn-off", {"password": "wrong wrong wrong", "code": "1"})
    assert (watched_hashes.count("is_password"), watched_hashes.count("hash_new_password")) == (7, 4)


def test_a_lock_held_during_a_hash_would_be_found(app: Flask, session: Session, watched_hashes: Any) -> None:
    if session.get_bind().dialect.name != "sqlite":
        pytest.skip("PostgreSQL locks rows, not the database")
    session.execute(text("SELECT 1"))
    with pytest.raises(OperationalError, match="locked"):
        require_free_database(app)
