"""Faults of the usual kinds, on pages of their own: a scan that misses them would prove nothing."""

from __future__ import annotations

from pathlib import Path
from traceback import format_exception_only
from typing import Any

from flask import Flask, redirect, request
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from hub.accounts.policies import ANYONE, allow
from hub.database import session
from tests.drills.scanners.surface import Probe

PLANTED_SQL = Probe("planted_sql", "GET", "/planted/sql?state=unclaimed", "", ("state",), "")
NOTES: list[str] = []
INDEX = """<!DOCTYPE html><title>Planted</title><h1>Planted</h1>
<a href="/planted/sql?state=unclaimed">sql</a> <a href="/planted/echo?text=hello">echo</a>
<a href="/planted/go?to=/categories">go</a> <a href="/planted/file?name=README.md">file</a>
<a href="/planted/notes">notes</a>"""


@allow(ANYONE)
def index() -> str:
    return INDEX


@allow(ANYONE)
def sql() -> tuple[str, int] | str:
    try:
        rows = session.execute(text(f"SELECT name FROM supplier WHERE state = '{request.args['state']}'"))  # noqa: S608
        return "<ul>" + "".join(f"<li>{name}</li>" for (name,) in rows) + "</ul>"
    except DatabaseError as error:
        return "".join(format_exception_only(error.orig or error)), 500


@allow(ANYONE)
def echo() -> str:
    return f"<p>{request.args['text']}</p>"


@allow(ANYONE)
def go() -> Any:
    return redirect(request.args["to"])


@allow(ANYONE)
def file() -> str:
    try:
        return Path(request.args["name"]).read_text()
    except (OSError, ValueError):
        return "no such file"


@allow(ANYONE)
def notes() -> str:
    if request.method == "POST":
        NOTES.append(request.form["note"])
    held = "".join(f"<li>{note}</li>" for note in NOTES)
    return f'<ul>{held}</ul><form method="post"><input name="note" value="hello"><button>Keep</button></form>'


def plant_faults(app: Flask) -> None:
    app.add_url_rule("/planted", "planted", index)
    for view in (sql, echo, go, file):
        app.add_url_rule(f"/planted/{view.__name__}", f"planted_{view.__name__}", view)
    app.add_url_rule("/planted/notes", "planted_notes", notes, methods=["GET", "POST"])
    app.after_request(_without_policy)


def _without_policy(response: Any) -> Any:
    if request.path.startswith("/planted"):
        response.headers["Content-Security-Policy"] = "default-src * 'unsafe-inline'"
    return response
