"""Checking a request against its limits, before anything else of it is done.

Counting takes a transaction of its own, and on SQLite a request that may change something holds the only lock
for writing from its first statement on. So the check comes before whatever asks the database anything; who is
signed in is the first question of every other step. It comes before the CSRF check as well: anybody can post
a guess, with a token or without. One thing is counted afterwards: a guess that was right is taken back, once
the request's session is closed.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from ipaddress import IPv6Address, ip_address
from math import ceil
from typing import Any

from flask import (
    Flask,
    Response,
    abort,
    after_this_request,
    current_app,
    g,
    render_template,
    request,
    session,
)
from flask_limiter import Limiter
from flask_security.signals import password_changed, password_reset, user_authenticated
from limits import parse
from sqlalchemy import select

from hub.accounts.models import User
from hub.accounts.presence import WAITING
from hub.database import close_session, open_session
from hub.fields import strip
from hub.limits.browsers import LIFE, Browser, read_browser, write_browser
from hub.limits.disguising import disguise
from hub.limits.guessing import (
    Guess,
    TooManyGuesses,
    account_of,
    count_guess,
    guess_at,
    guess_by_stranger,
    take_back,
)
from hub.limits.storage import counting, current_moment

GOES_ON = {302, 303}
"""What a right guess is answered with; a wrong one gets its form back. Anything but a way on stays counted,
or the count would tell a right password from a wrong one where the page may not (a disabled account)."""


@dataclass(frozen=True, slots=True)
class Limit:
    """So many posts, by whom."""

    most: str
    by: Callable[[], str]


def client_network() -> str:
    """The address a request came from; of IPv6 the half that one customer is given."""
    try:
        address = ip_address(request.remote_addr or "")
    except ValueError:
        return ""
    if isinstance(address, IPv6Address) and address.ipv4_mapped is None:
        return address.exploded[:19]
    return str(address)


def typed_address() -> str:
    """The email address of the form, in the one spelling that is counted."""
    return account_of(request.form.get("email", ""))


def guess_of_password() -> Guess | None:
    """Signing in. Empty boxes are no guess."""
    email, password = request.form.get("email"), request.form.get("password")
    if not (email and password):
        return None
    browser = _browser()
    account = _find_account(email) if browser and browser.marks else None
    if browser and account and browser.knows(account, _secret()):
        return guess_at(_secret(), "password", account, browser=browser.number)
    return guess_by_stranger(_secret(), "password", account_of(email), client_network())


def guess_of_own_password() -> Guess | None:
    """The password once more, by somebody signed in: it is not the owner in a session that was stolen."""
    return _guess_for(session.get("_user_id"), "own password")


def guess_of_code() -> Guess | None:
    """The second factor or a recovery code, once the password was right."""
    waiting = session.get(WAITING)
    return _guess_for(waiting[0] if waiting else None, "code")


def _guess_for(account: str | None, kind: str) -> Guess | None:
    if not account:
        return None
    browser = _browser()
    known = browser.number if browser and browser.knows(account, _secret()) else ""
    return guess_at(_secret(), kind, account, browser=known)


def init_checking(
    app: Flask,
    limits: dict[str, tuple[Limit, ...]],
    guesses: dict[str, Callable[[], Guess | None]],
) -> None:
    """Hold the endpoints to these limits, in front of all that was registered to run before a request."""
    app.extensions["limits"], app.extensions["guesses"] = limits, guesses
    app.before_request_funcs.setdefault(None, []).insert(0, _check)
    app.after_request(_take_back_right_guess)
    for signal in (user_authenticated, password_reset, password_changed):
        signal.connect(_remember_browser, app)


def _check() -> tuple[str, int, dict[str, str]] | None:
    if request.method != "POST" or not current_app.config.get("RATELIMIT_ENABLED", True):
        return None
    return _check_guess() or _check_limits()


def _check_limits() -> tuple[str, int, dict[str, str]] | None:
    endpoint = request.endpoint or ""
    limiter: Limiter = current_app.extensions["hub_limiter"]
    for limit in current_app.extensions["limits"].get(endpoint, ()):
        item, key = parse(limit.most), disguise(_secret(), endpoint, limit.by())
        if not limiter.limiter.hit(item, key, endpoint):
            return _refuse(limiter.limiter.get_window_stats(item, key, endpoint).reset_time)
    return None


def _check_guess() -> tuple[str, int, dict[str, str]] | None:
    make_guess = current_app.extensions["guesses"].get(request.endpoint)
    if make_guess is None:
        return None
    if request.is_json:
        abort(415)  # a form is what is read here; the library would read the guess from JSON as well
    guess = make_guess()
    if guess is None:
        return None
    try:
        with counting() as connection:
            count_guess(connection, guess, now=current_moment())
    except TooManyGuesses as refused:
        return _refuse(refused.until, guess=True)
    g.guess = guess
    return None


def _refuse(until: float, *, guess: bool = False) -> tuple[str, int, dict[str, str]]:
    seconds = max(1, ceil(until - current_moment()))
    minutes = ceil(seconds / 60)
    page = render_template(
        "limits/too_many.html",
        wait="1 minute" if minutes == 1 else f"{minutes} minutes",
        guess=guess,
        reset="security.forgot_password" in current_app.view_functions,
    )
    return page, 429, {"Retry-After": str(seconds)}


def _was_right(response: Response) -> bool:
    """Whether the answer leads on, or is the file that was asked for."""
    is_file = response.headers.get("Content-Disposition", "").startswith("attachment")
    return response.status_code in GOES_ON or is_file


def _take_back_right_guess(response: Response) -> Response:
    guess = g.pop("guess", None)
    if guess is not None and _was_right(response):
        close_session()
        with counting() as connection:
            take_back(connection, guess)
    return response


def _remember_browser(_app: Flask, user: User, **_more: Any) -> None:
    """This browser is the account's: it signed in, or chose the account's new password."""
    browser = (_browser() or Browser()).with_account(user.fs_uniquifier, _secret())

    @after_this_request
    def send(response: Response) -> Response:
        response.set_cookie(
            current_app.config["DEVICE_COOKIE_NAME"],
            write_browser(browser, _secret()),
            max_age=LIFE,
            path="/",
            secure=current_app.config["SESSION_COOKIE_SECURE"],
            httponly=True,
            samesite="Lax",
        )
        return response


def _browser() -> Browser | None:
    return read_browser(request.cookies.get(current_app.config["DEVICE_COOKIE_NAME"]), _secret())


def _find_account(email: str) -> str | None:
    """The account's `fs_uniquifier`, read in a session that is closed again."""
    with open_session(writes=False) as reading:
        return reading.scalar(select(User.fs_uniquifier).where(User.email == (strip(email) or "").lower()))


def _secret() -> str:
    secret: str = current_app.config["SECRET_KEY"]
    return secret
