"""A sign-in ends: when it is ended, left alone or too old, and when what opened it changes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from hub.accounts import presence
from hub.accounts.browsers import describe_browser
from hub.accounts.entering import end_sign_ins
from hub.accounts.models import SignIn, User
from hub.audit.models import Event
from hub.database import utc_now
from tests.hub.shortlists.test_statements import counted
from tests.page_client import PageClient
from tests.people import PASSWORD, make_member, make_user

FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0"
Later = Callable[[timedelta], None]


@pytest.fixture
def user(session: Session) -> User:
    make_member(session, "buyer")
    return make_member(session, "buyer")


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> Later:
    """Let time pass for whoever is signed in."""
    passed = timedelta()

    def pass_time(more: timedelta) -> None:
        nonlocal passed
        passed += more
        monkeypatch.setattr(presence, "utc_now", lambda: utc_now() + passed)

    return pass_time


def cookie_of(client: PageClient) -> str:
    cookie = client.client.get_cookie("session")
    assert cookie is not None
    return str(cookie.value)


def is_signed_in(app: Flask, cookie: str) -> bool:
    """Whether a browser that holds this cookie is let in."""
    client = PageClient(app)
    client.client.set_cookie("session", cookie)
    return client.client.get("/account").status_code == 200


def test_the_cookie_holds_a_key_of_which_only_the_hash_is_kept(
    page_client: PageClient, session: Session, user: User
) -> None:
    page_client.sign_in(user)
    with page_client.client.session_transaction() as cookie:
        key = cookie["sign_in"]
    row = session.scalars(select(SignIn)).one()
    assert len(key) >= 43, "256 bits in base64"
    assert row.user_id == user.id
    assert key not in row.key_hash
    assert len(row.key_hash) == 64


def test_signing_in_starts_a_new_cookie(app: Flask, page_client: PageClient, user: User) -> None:
    """Nobody can plant a cookie and have it signed in for them."""
    page_client.get("/sign-in")
    with page_client.client.session_transaction() as cookie:
        cookie["planted"] = "by somebody else"
    planted = cookie_of(page_client)
    page_client.sign_in(user)
    with page_client.client.session_transaction() as cookie:
        assert "planted" not in cookie
    assert not is_signed_in(app, planted)
    assert is_signed_in(app, cookie_of(page_client))


def test_a_cookie_from_before_signing_out_opens_nothing(
    app: Flask, page_client: PageClient, user: User
) -> None:
    page_client.sign_in(user)
    kept = cookie_of(page_client)
    assert is_signed_in(app, kept)
    page_client.sign_out()
    assert not is_signed_in(app, kept)


def test_a_cookie_from_before_a_new_place_in_an_organisation_opens_nothing(
    app: Flask, page_client: PageClient, session: Session
) -> None:
    user = make_user(session)
    session.commit()
    page_client.sign_in(user)
    kept = cookie_of(page_client)
    page_client.submit("/buying-organisation/register", {"name": "Ashby Council", "body": "council"})
    assert not is_signed_in(app, kept)
    assert is_signed_in(app, cookie_of(page_client))


def test_a_cookie_from_before_a_password_change_opens_nothing(
    app: Flask, page_client: PageClient, user: User
) -> None:
    page_client.sign_in(user)
    kept = cookie_of(page_client)
    page_client.submit("/account/password", {"current": PASSWORD, "password": "nine slow herons waded"})
    assert not is_signed_in(app, kept)
    assert is_signed_in(app, cookie_of(page_client))


def test_a_disabled_person_is_out_at_the_next_click(
    page_client: PageClient, session: Session, user: User
) -> None:
    page_client.sign_in(user)
    session.execute(update(User).where(User.id == user.id).values(active=False))
    session.commit()
    assert page_client.redirect("/account") == "/sign-in?next=/account"


def test_the_password_a_sign_in_rests_on_must_be_the_one_there_is(
    app: Flask, page_client: PageClient, session: Session, user: User
) -> None:
    """Whoever changes it by another way need not know of sign-ins."""
    page_client.sign_in(user)
    session.execute(update(User).where(User.id == user.id).values(fs_uniquifier="another"))
    session.commit()
    assert not is_signed_in(app, cookie_of(page_client))


@pytest.mark.parametrize(("kind", "minutes"), [("hub", 30), ("buyer", 120), ("supplier", 120)])
def test_a_sign_in_left_alone_ends(
    page_client: PageClient, session: Session, later: Later, kind: str, minutes: int
) -> None:
    page_client.sign_in(make_member(session, kind))
    for _time in range(3):
        later(timedelta(minutes=minutes - 1))
        page_client.get("/account")
    later(timedelta(minutes=minutes + 1))
    assert page_client.redirect("/account") == "/sign-in?next=/account"
    assert page_client.redirect("/account") == "/sign-in?next=/account", "and stays ended"


def test_a_sign_in_ends_after_twelve_hours_however_busy(
    page_client: PageClient, later: Later, user: User
) -> None:
    page_client.sign_in(user)
    for _hour in range(11):
        later(timedelta(hours=1))
        page_client.get("/account")
    later(timedelta(minutes=59))
    page_client.get("/account")
    later(timedelta(minutes=1))
    assert page_client.redirect("/account") == "/sign-in?next=/account"


def test_the_moment_of_last_use_is_noted_once_a_minute_at_most(
    page_client: PageClient, later: Later, user: User
) -> None:
    page_client.sign_in(user)
    page_client.get("/account")  # tells once what signing in had to tell
    for seconds, noted in ((1, False), (61, True), (1, False)):
        later(timedelta(seconds=seconds))
        response = page_client.client.get("/account")
        assert ("Set-Cookie" in response.headers) is noted


def test_a_person_sees_their_sign_ins_and_nobody_elses(
    app: Flask, page_client: PageClient, session: Session, user: User
) -> None:
    stranger, other = PageClient(app), PageClient(app)
    stranger.sign_in(make_member(session, "buyer"))
    other.client.environ_base["HTTP_USER_AGENT"] = FIREFOX
    other.sign_in(user)
    page_client.sign_in(user)
    page = page_client.get("/account/sign-ins")
    rows = page.texts("tbody tr")
    assert len(rows) == 2
    assert "This one" in rows[0]
    assert rows[1].startswith("Firefox on Windows")
    end = page.one("tbody form").get("action")
    assert stranger.client.post(end).status_code == 404
    other.get("/account")
    assert page_client.submit(end) == "/account/sign-ins"
    assert other.redirect("/account") == "/sign-in?next=/account"
    stranger.get("/account")


def test_all_others_are_ended_at_once(app: Flask, page_client: PageClient, user: User) -> None:
    others = [PageClient(app) for _ in range(2)]
    for client in (*others, page_client):
        client.sign_in(user)
    page_client.submit("/account/sign-ins/end-others")
    for client in others:
        assert client.redirect("/account") == "/sign-in?next=/account"
    assert len(page_client.get("/account/sign-ins").select("tbody tr")) == 1


def test_a_change_of_role_can_end_a_persons_sign_ins(
    page_client: PageClient, session: Session, user: User
) -> None:
    page_client.sign_in(user)
    assert end_sign_ins(session, session.get_one(User, user.id)) == 1
    session.commit()
    assert page_client.redirect("/account") == "/sign-in?next=/account"


def test_a_sign_in_is_on_record_as_its_persons_own(
    page_client: PageClient, session: Session, user: User
) -> None:
    page_client.sign_in(user)
    page_client.sign_out()
    events = session.scalars(select(Event).order_by(Event.number.desc()).limit(2)).all()
    assert [(each.action, each.actor_id, each.subjects) for each in events] == [
        ("security.logout", user.id, [["person", user.public_id]]),
        ("security.login", user.id, [["person", user.public_id]]),
    ]


def test_who_is_signed_in_takes_one_read_and_who_is_not_takes_none(
    app: Flask, page_client: PageClient, user: User
) -> None:
    """The sign-in with its person and the person’s places."""
    for expected in (0, 1):
        with counted(app) as sent:
            page_client.get("/help/ranking")
        assert len([each for each in sent if each.startswith("SELECT")]) == expected
        page_client.sign_in(user)


def test_a_token_in_the_address_signs_nobody_in(app: Flask, page_client: PageClient, user: User) -> None:
    """The library would take one; the hub hands none out and takes none."""
    with app.test_request_context():
        token = user.get_auth_token()
    assert page_client.redirect(f"/account?auth_token={token}").startswith("/sign-in")
    headers = {"Authentication-Token": token}
    assert page_client.client.get("/account", headers=headers).status_code == 303


@pytest.mark.parametrize(
    ("user_agent", "words"),
    [
        (FIREFOX, "Firefox on Windows"),
        (
            "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/140.0 Safari/537.36",
            "Chrome on Linux",
        ),
        (
            "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/140.0 Safari/537.36 Edg/140.0",
            "Edge on Windows",
        ),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Mobile Safari/604.1",
            "Safari on an iPhone",
        ),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15) Version/18.0 Safari/605.1", "Safari on a Mac"),
        ("curl/8.0", "A browser"),
        ("", "A browser"),
    ],
)
def test_a_browser_is_told_in_words(user_agent: str, words: str) -> None:
    assert describe_browser(user_agent) == words
