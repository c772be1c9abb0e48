"""What every answer tells the browser: what may run, who may frame it, what may be kept."""

from __future__ import annotations

import secrets

from flask import Flask, Response, abort, g, request

from hub.accounts.actors import current_actor

HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": (
        "accelerometer=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), magnetometer=(), "
        "microphone=(), midi=(), payment=(), usb=()"
    ),
}
HSTS = "max-age=63072000; includeSubDomains"
"""Two years."""
FILES = {"static", "pages.asset", "settings.look"}
"""Endpoints of files that are the same for everybody: they keep the caching their view gives them."""
KEPT_NOWHERE = {"accounts.create_account", "accounts.check_email", "demo.outbox", "demo.mail"}
"""Endpoints that ask for a password or show an address; all of `security.…` are held to the same."""
KEY_IN_ADDRESS = "token"
"""The name that a secret has in the address of a route: `/invitations/<token>`. Such a page is never
kept, and nobody is told its address."""
ELSEWHERE = {"cross-site", "same-site"}


def init_headers(app: Flask) -> None:
    app.jinja_env.globals["csp_nonce"] = csp_nonce
    app.before_request(_refuse_posts_from_elsewhere)
    app.after_request(_add_headers)


def csp_nonce() -> str:
    """The number that the scripts of this answer, and of no other, carry."""
    if "csp_nonce" not in g:
        g.csp_nonce = secrets.token_urlsafe(16)
    nonce: str = g.csp_nonce
    return nonce


def _content_security_policy(response: Response) -> str:
    """Nothing but the hub's own files; scripts only by the nonce, and none where no page asked for it. A file
    to save may do nothing at all, were it opened all the same."""
    scripts = f"'nonce-{g.csp_nonce}' 'strict-dynamic'" if "csp_nonce" in g else "'none'"
    is_file = response.headers.get("Content-Disposition", "").startswith("attachment")
    return (
        f"default-src 'none'; script-src {scripts}; style-src 'self'; img-src 'self' data:; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'; object-src 'none'"
    ) + ("; sandbox" if is_file else "")


def _refuse_posts_from_elsewhere() -> None:
    """A browser says which site a post comes from, whatever the page's referrer policy. Not in place of the
    CSRF token: beside it."""
    if (
        request.method not in {"GET", "HEAD", "OPTIONS"}
        and request.headers.get("Sec-Fetch-Site") in ELSEWHERE
    ):
        abort(400)


def _add_headers(response: Response) -> Response:
    holds_key = KEY_IN_ADDRESS in (request.view_args or {})
    response.headers["Content-Security-Policy"] = _content_security_policy(response)
    response.headers["Referrer-Policy"] = "no-referrer" if holds_key else "same-origin"
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    if request.is_secure:
        response.headers["Strict-Transport-Security"] = HSTS
    if request.endpoint not in FILES:
        response.headers["Cache-Control"] = "no-store" if holds_key or _is_private() else "no-cache"
    return response


def _is_private() -> bool:
    endpoint = request.endpoint or ""
    return endpoint.startswith("security.") or endpoint in KEPT_NOWHERE or current_actor().signed_in
