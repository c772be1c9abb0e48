"""Who is signed in: what the browser's cookie says, held against the row of the sign-in on every request."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from flask import Flask, g, request
from flask import session as cookie
from flask_security.utils import login_user, logout_user

from hub.accounts.actors import forget_actor
from hub.accounts.browsers import describe_browser
from hub.accounts.entering import end_sign_in, is_open, open_sign_in, renew_key
from hub.accounts.keys import hash_key
from hub.accounts.models import SignIn, User
from hub.accounts.queries import find_sign_in
from hub.database import get_session, utc_now

KEY, USED, PROVED, REPLACING, WAITING = "sign_in", "used", "proved", "replacing", "waiting"
"""In the cookie: the key of the sign-in, when it was last used, when the password was last given, when a code
was last given to replace the app, and who has given a password and not yet the code."""
CREATED = "created"
"""In the cookie: which account this browser has just chosen the password of, and when."""
NOTED_EVERY = timedelta(minutes=1)
FRESH = timedelta(minutes=15)
WAITS = timedelta(minutes=10)
CONFIRMS = timedelta(hours=2)
"""How long after it created an account a browser is signed in by the link in the confirming mail."""


def init_presence(app: Flask) -> None:
    """Flask-Login asks us, and nothing else, who a cookie belongs to."""
    manager = app.login_manager  # type: ignore[attr-defined]
    manager.user_loader(load_person)
    manager.request_loader(lambda _request: None)  # no sign-in by a token in the address


def load_person(uniquifier: str) -> User | None:
    """The person of this request's cookie; None where the sign-in has ended in any way. One statement."""
    key = cookie.get(KEY)
    found = find_sign_in(get_session(), hash_key(key)) if isinstance(key, str) else None
    now = utc_now()
    if found is None or found.user.fs_uniquifier != uniquifier or not is_open(found, _moment(USED), now):
        for name in (KEY, USED, PROVED, REPLACING, "_user_id", "_fresh"):
            cookie.pop(name, None)
        return None
    if now - _moment(USED) >= NOTED_EVERY:
        cookie[USED] = _seconds(now)
    g.sign_in = found
    return found.user


def current_sign_in() -> SignIn:
    """The sign-in of this request, whose person is signed in."""
    found: SignIn = g.sign_in
    return found


def enter(user: User, *, by: str) -> SignIn:
    """Sign `user` in here. Whatever the cookie held before is gone: nobody can have planted it."""
    now = utc_now()
    cookie.clear()
    browser = describe_browser(request.user_agent.string)
    g.sign_in, key = open_sign_in(get_session(), user, browser, now)
    cookie[KEY], cookie[USED], cookie[PROVED] = key, _seconds(now), _seconds(now)
    login_user(user, remember=False, authn_via=[by])
    forget_actor()
    found: SignIn = g.sign_in
    return found


def leave() -> None:
    """Sign out here: the row ends, and with it the cookie, in whosever hands."""
    end_sign_in(current_sign_in())
    logout_user()
    cookie.clear()


def renew(user: User) -> None:
    """The same sign-in with a new cookie: after its person got a new place in an organisation or password."""
    cookie[KEY] = renew_key(current_sign_in())
    cookie["_user_id"] = user.get_id()


def prove() -> None:
    """The person has just shown again who they are."""
    cookie[PROVED] = _seconds(utc_now())


def is_fresh() -> bool:
    """Whether the password was given lately enough for something that matters."""
    return utc_now() - _moment(PROVED) < FRESH


def begin_replacing() -> None:
    """The person has shown that the second factor they have is theirs, to put another in its place."""
    cookie[REPLACING] = _seconds(utc_now())


def is_replacing() -> bool:
    return utc_now() - _moment(REPLACING) < FRESH


def end_replacing() -> None:
    cookie.pop(REPLACING, None)


def wait_for_code(user: User, came_from: str) -> None:
    """Keep that the password was right until the code comes. The person is not signed in."""
    cookie.clear()
    cookie[WAITING] = [user.get_id(), _seconds(utc_now()), came_from]


def waiting_for_code() -> tuple[str, str] | None:
    """Whose code is waited for, by uniquifier, and where they are to go then; None after ten minutes."""
    try:
        uniquifier, since, came_from = cookie.get(WAITING, ())
    except ValueError:
        return None
    if utc_now() - datetime.fromtimestamp(since, UTC) >= WAITS:
        return None
    return uniquifier, came_from


def note_created(public_id: str) -> None:
    """This browser chose the password of a new account. An id that is nobody's says nothing to anybody."""
    cookie[CREATED] = [public_id, _seconds(utc_now())]


def has_created(user: User) -> bool:
    """Whether the account's password was chosen in this browser, and lately."""
    try:
        public_id, since = cookie.get(CREATED, ())
    except ValueError:
        return False
    lately = utc_now() - datetime.fromtimestamp(since, UTC) < CONFIRMS
    return bool(lately and public_id == user.public_id)


def _moment(name: str) -> datetime:
    return datetime.fromtimestamp(cookie.get(name, 0), UTC)


def _seconds(moment: datetime) -> int:
    return int(moment.timestamp())
