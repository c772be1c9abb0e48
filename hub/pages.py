"""What every page shares: templates, the error pages, the health check."""

from __future__ import annotations

import traceback
from typing import Any

from flask import (
    Blueprint,
    Flask,
    Response,
    current_app,
    render_template,
    send_from_directory,
    url_for,
)
from flask_wtf.csrf import CSRFError
from jinja2 import ChoiceLoader, PackageLoader, PrefixLoader, Undefined
from sqlalchemy import select
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.exceptions import HTTPException

from hub.accounts.actors import current_actor
from hub.accounts.policies import ANYONE, allow
from hub.addresses import init_addresses
from hub.assets import GOVUK_FRONTEND
from hub.database import get_session, session
from hub.fields import init_fields
from hub.navigation import init_navigation
from hub.privacy.cookies import cookies
from hub.privacy.purposes import PURPOSES
from hub.privacy.retention_rules import RULES
from hub.privacy.statements import accessibility_facts
from hub.settings import look
from hub.settings.current import identity
from hub.settings.identity import Identity

blueprint = Blueprint("pages", __name__)


class Unprintable(Undefined):
    """A name that a page lacks may be asked about and never printed. The GOV.UK macros print keys that
    their parameters lack, so a missing key of a dictionary is empty."""

    def __str__(self) -> str:
        return "" if isinstance(self._undefined_obj, dict) else self._fail_with_undefined_error()


MOST_CAUSES = 5
YEAR = 365 * 24 * 3600

ERRORS = {
    400: ("This form could not be used", "Go back, reload the page and try again."),
    403: (
        "You do not have access to this page",
        "It is for people with another kind of account. Sign out and sign in with that account, "
        "or ask whoever runs your organisation’s account.",
    ),
    404: (
        "Page not found",
        "If you typed the address, check it is correct. The page may also be private, or removed.",
    ),
    405: ("This page cannot be used in that way", "Go back and use the buttons on the page."),
    409: (
        "Somebody else changed this",
        "It was changed after you opened it. Nothing of yours was saved over theirs: "
        "open it again to see how it stands now.",
    ),
    413: ("That is too much to send at once", "Send a shorter text or a smaller file. Nothing was saved."),
    429: ("Too many tries", "Wait a few minutes, then try again."),
    500: ("Sorry, there is a problem with the service", "Nothing was half saved. Try again later."),
}


@blueprint.get("/healthz")
@allow(ANYONE)
def health() -> tuple[dict[str, str], int]:
    session.execute(select(1))
    return {"status": "ok"}, 200


@blueprint.get("/help/ranking")
@allow(ANYONE)
def help_matching() -> str:
    return render_template("help/ranking.html")


@blueprint.get("/help/privacy")
@allow(ANYONE)
def help_privacy() -> str:
    return render_template("help/privacy.html", purposes=PURPOSES, rules=RULES)


@blueprint.get("/help/cookies")
@allow(ANYONE)
def help_cookies() -> str:
    return render_template("help/cookies.html", cookies=cookies(current_app.config))


@blueprint.get("/help/accessibility")
@allow(ANYONE)
def help_accessibility() -> str:
    return render_template("help/accessibility.html", facts=accessibility_facts())


@blueprint.get("/assets/<path:filename>")
@allow(ANYONE)
def asset(filename: str) -> Response:
    """The GOV.UK Frontend files that set-up brought; their address carries the version."""
    return send_from_directory(current_app.config["ASSETS"], filename, max_age=YEAR)


def init_pages(app: Flask) -> None:
    environment = app.jinja_env
    environment.undefined = Unprintable
    environment.trim_blocks = environment.lstrip_blocks = True
    environment.loader = ChoiceLoader(
        [
            environment.loader,  # type: ignore[list-item]
            PrefixLoader({"govuk_frontend_jinja": PackageLoader("govuk_frontend_jinja")}),
        ]
    )
    environment.globals |= {
        "asset_url": asset_url,
        "govuk_frontend_version": GOVUK_FRONTEND,
        "look_url": look_url,
    }
    init_addresses(app)
    init_fields(app)
    init_navigation(app)
    app.context_processor(_shared_values)
    app.register_blueprint(blueprint)
    app.register_error_handler(HTTPException, _show_error)
    app.register_error_handler(StaleDataError, lambda _error: _error_page(409))
    app.register_error_handler(Exception, _show_failure)


def asset_url(filename: str) -> str:
    """The address of a set-up asset. It changes with the version: a browser may keep the file for a year."""
    return url_for("pages.asset", filename=filename, v=GOVUK_FRONTEND)


def look_url(who: Identity, scope: str = "site") -> str:
    """The address of the stylesheet in the hub's colours. It says all of them, so a browser may keep it."""
    accent = who.accent.removeprefix("#") or look.STANDARD
    brand = who.brand.removeprefix("#")
    return url_for("settings.look", scope=scope, brand=brand, accent=accent, v=look.VERSION)


def _shared_values() -> dict[str, Any]:
    who = identity()
    return {"actor": current_actor(), "hub_name": who.name, "hub_identity": who}


def _show_error(error: HTTPException) -> Any:
    if error.code is None or error.code < 400:
        return error
    return _error_page(400 if isinstance(error, CSRFError) else error.code)


def _show_failure(error: Exception) -> Any:
    if current_app.testing or current_app.debug:
        raise error
    current_app.logger.error("A page failed: %s", describe_failure(error))
    get_session().rollback()
    return _error_page(500)


def describe_failure(error: BaseException) -> str:
    """The kinds of error and where they came from, without their messages: these quote what people sent.

    A database says which address is in use already, and a parser which text it could not read.
    """
    told: list[str] = []
    cause: BaseException | None = error
    while cause is not None and len(told) < MOST_CAUSES:
        lines = "".join(traceback.format_list(traceback.extract_tb(cause.__traceback__)))
        told.append(f"{type(cause).__module__}.{type(cause).__qualname__}\n{lines}")
        cause = cause.__cause__ or cause.__context__
    return "caused by ".join(told)


def _error_page(code: int) -> tuple[str, int]:
    heading, advice = ERRORS.get(code, ERRORS[500 if code >= 500 else 400])
    return render_template("error.html", heading=heading, advice=advice), code
