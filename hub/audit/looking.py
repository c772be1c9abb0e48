"""Looks: every time somebody of the hub opens an organisation's private thing, a row says so.

A page is read in a session that cannot write. The row is written once the page is on its way to the reader,
in a short transaction of its own, so that nobody who reads waits for one who writes.
"""

from __future__ import annotations

import logging
from functools import partial
from typing import Any

from flask import Flask, Response, current_app, g, request
from sqlalchemy import insert
from sqlalchemy.exc import SQLAlchemyError

from hub.accounts.actors import Actor, current_actor
from hub.audit.models import Look
from hub.database import get_engine, utc_now

logger = logging.getLogger(__name__)
REFUSED = frozenset({403, 404, 500})
"""With these the page did not show what was asked for; with a 409 it did."""


def note_look(kind: str, public_id: str, organisation_id: int | None) -> None:
    """Say that this request shows the thing. Kept where the actor is of the hub, not its owner."""
    actor = current_actor()
    if actor.is_adviser and not _belongs(actor, organisation_id):
        g.setdefault("looks", []).append((kind, public_id, organisation_id))


def _belongs(actor: Actor, organisation_id: int | None) -> bool:
    return organisation_id is not None and actor.role_in(organisation_id) is not None


def init_looking(app: Flask) -> None:
    app.after_request(_keep_afterwards)


def _keep_afterwards(response: Response) -> Response:
    looks = g.pop("looks", [])
    if looks and response.status_code not in REFUSED:
        about = {"at": utc_now(), "user_id": current_actor().user_id, "page": (request.endpoint or "")[:80]}
        rows = [
            about | {"kind": kind, "public_id": public_id, "organisation_id": organisation_id}
            for kind, public_id, organisation_id in dict.fromkeys(looks)
        ]
        app = current_app._get_current_object()  # type: ignore[attr-defined]
        response.call_on_close(partial(_keep, app, rows))
    return response


def _keep(app: Flask, rows: list[dict[str, Any]]) -> None:
    with app.app_context():
        try:
            with get_engine().execution_options(writes=True).begin() as connection:
                connection.execute(insert(Look), rows)
        except SQLAlchemyError as error:
            kinds = sorted({row["kind"] for row in rows})
            logger.error("Looks were not kept: %s, %s", kinds, type(error).__name__)
