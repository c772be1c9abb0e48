"""How often one address may try the things that can be guessed or that anybody can send."""

from __future__ import annotations

from typing import Any

from flask import Flask, Response
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address

LIMITS = {
    "security.login": "10 per 5 minutes",
    "accounts.create_account": "20 per hour",
    "suppliers.ask_removal": "10 per hour",
}
"""Endpoint and limit on its POST. A sign-in counts only where it failed."""


def init_limits(app: Flask) -> None:
    limiter = app.extensions["hub_limiter"] = Limiter(get_remote_address, app=app)
    for endpoint, limit in LIMITS.items():
        guard = limiter.limit(
            limit, methods=["POST"], deduct_when=_failed if endpoint == "security.login" else None
        )
        view: Any = guard(app.view_functions[endpoint])
        app.view_functions[endpoint] = view


def _failed(response: Response) -> bool:
    return response.status_code == 200
