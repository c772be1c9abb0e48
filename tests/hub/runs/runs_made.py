"""A buyer at a desk who ranks and records."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from hub.database import open_session
from hub.matches.models import Run
from tests.hub.shortlists.shortlists_made import Desk


def rank_values(desk: Desk) -> dict[str, Any]:
    """What the button of the ranked page would send."""
    page = desk.client.get(f"/requirements/{desk.requirement.public_id}/matches")
    form = page.one(f"form[action='/requirements/{desk.requirement.public_id}/runs']")
    return {name: value for name, value in form.form_values() if name != "csrf_token"}


def rank(desk: Desk) -> str:
    """Press the button. Returns the address of the run."""
    return desk.client.submit(f"/requirements/{desk.requirement.public_id}/runs", rank_values(desk))


def newest_run() -> Run:
    """Read anew, with its requirement."""
    with open_session(writes=False) as reading:
        newest = select(Run).order_by(Run.id.desc()).limit(1).options(joinedload(Run.requirement))
        return reading.scalars(newest).one()
