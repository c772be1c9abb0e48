"""Texts that an adviser should look at."""

from __future__ import annotations

from flask import Blueprint, render_template

from hub.accounts.policies import ADVISERS, allow
from hub.database import session
from hub.matches.flagging import list_flagged

blueprint = Blueprint("flags", __name__, url_prefix="/advice")

SHOWN = 100
"""Suppliers on the page; seeing to the first makes room for the next."""


@blueprint.get("/flags")
@allow(ADVISERS)
def show() -> str:
    flagged = list_flagged(session)
    return render_template("advice/flags.html", flagged=flagged[:SHOWN], total=len(flagged))
