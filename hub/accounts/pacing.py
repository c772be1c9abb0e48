"""Pages that must not tell who has an account answer at a fixed moment, whatever they had to do.

The same words and the same work for known and unknown addresses come first; what the clock could still tell
(a row found, a mail queued) is hidden by waiting. The database is let go of before.
"""

from __future__ import annotations

import time
from math import ceil

from flask import Flask, Response, current_app, g, request

PACED = {
    "security.login",
    "security.forgot_password",
    "security.send_confirmation",
    "accounts.create_account",
    "accounts.change_email",
}
"""Endpoints whose POST takes an address that may or may not be somebody's."""


def init_pacing(app: Flask) -> None:
    """Call it before anything else registers what happens after a request: waiting comes last."""
    app.before_request(_begin)
    app.after_request(_wait)


def seconds_to_wait(taken: float, step: float) -> float:
    """Up to the next whole step: an answer that took too long waits for the second one, not for none."""
    return step * max(1, ceil(taken / step)) - taken if step else 0.0


def _begin() -> None:
    g.began = time.monotonic()


def _wait(response: Response) -> Response:
    if request.method == "POST" and request.endpoint in PACED:
        session = g.get("session")
        if session is not None:
            session.close()
        now = time.monotonic()
        time.sleep(seconds_to_wait(now - g.get("began", now), current_app.config["HUB_PACE"]))
    return response
