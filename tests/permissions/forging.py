"""Requests that a page of another site, or a form with more in it, would send."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy import Boolean, Column, DateTime, Float, Integer, Numeric

from hub.accounts.models import MEMBER_ROLES, ORGANISATION_KINDS
from tests.page_client import FreshClient
from tests.permissions.identities import Identity
from tests.permissions.rows import TABLES, Change, Key
from tests.permissions.world import World, cookie_after

TOKEN = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')
VALUES = {
    "kind": ORGANISATION_KINDS[-1],
    "role": MEMBER_ROLES[-1],
    "state": "shared",
    "visibility": "public",
    "source": "ocds",
    "importance": "must",
}
"""Columns that take few words: one that would pass, and that nobody may give themselves."""


def token_of(world: World, identity: Identity) -> tuple[str, str]:
    """The Cookie header and the token of a page that the identity has just opened."""
    client = FreshClient(world.app, world.app.response_class, use_cookies=False)
    cookie = world.cookies.get(identity.name, "")
    for address in ("/start", "/sign-in"):
        response = client.get(address, headers={"Cookie": cookie}, follow_redirects=False)
        cookie = cookie_after(cookie, response.headers.getlist("Set-Cookie"))
        found = TOKEN.search(response.text)
        if found:
            return cookie, found[1]
    response = client.get("/help/privacy", headers={"Cookie": cookie})
    cookie = cookie_after(cookie, response.headers.getlist("Set-Cookie"))
    return cookie, TOKEN.findall(response.text)[0]


def every_column(world: World, form: Mapping[str, Any]) -> dict[str, Any]:
    """The form with every column of every table as one more field; what the form says itself stays.

    A field named like the start of one of the form's own (`starts_on` beside `starts_on-day`) is the form's.
    """
    own = {part for name in form for part in (name, name.partition("-")[0])}
    extra = {column.name: _value(column) for table in TABLES for column in table.columns}
    extra |= {f"{name}s": value for name, value in extra.items()} | {"org_id": "2", "verified": "1"}
    return {name: value for name, value in extra.items() if name not in own} | dict(form)


def _value(column: Column[Any]) -> str:
    if column.name in VALUES:
        return VALUES[column.name]
    if isinstance(column.type, Boolean):
        return "1"
    if isinstance(column.type, Integer):
        return "2"
    if isinstance(column.type, Float | Numeric):
        return "0.987"
    if isinstance(getattr(column.type, "impl", column.type), DateTime):
        return "2001-02-03 04:05:06"
    return "smuggled"


Cells = dict[tuple[str, int, str], Any]


def columns_of(change: Change) -> Cells:
    """What a change wrote: for each row, in the order of keys, each column with its new value."""
    return dict(_columns(change))


def _columns(change: Change) -> Iterator[tuple[tuple[str, int, str], Any]]:
    for name in ("added", "gone", "changed"):
        for table, rows in getattr(change, name).items():
            for at, key in enumerate(sorted(rows, key=_order)):
                row = rows[key]
                if name == "changed":
                    before, after = row
                    row = {column: after[column] for column in after if after[column] != before[column]}
                for column, value in row.items():
                    yield (f"{name} {table}", at, column), value


def _order(key: Key) -> tuple[str, ...]:
    return tuple(str(part).rjust(12) for part in key)
