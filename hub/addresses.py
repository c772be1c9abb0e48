"""Addresses of the hub's own pages, the pattern of each built once.

A list of 25 rows with their links asks for a hundred addresses, and Flask holds each against the rules
anew. What follows from the rules alone is kept here: the address of an endpoint with a gap for each value
that is plain text. Anything else goes to Flask.
"""

from __future__ import annotations

import re
from typing import Any

from flask import Flask, current_app, has_request_context, request, url_for
from werkzeug.routing import BuildError

PLAIN = re.compile(r"[A-Za-z0-9_.-]{1,60}\Z").match
"""Values that stand in an address as they are, in its path and behind it: ids, names of files, filters."""
GAP = "gap{}pag"
Pattern = tuple[str, ...]
Kept = dict[tuple[str, str, tuple[str, ...]], Pattern | None]


def init_addresses(app: Flask) -> None:
    """Templates ask for addresses here."""
    app.extensions["addresses"] = {}
    app.jinja_env.globals["url_for"] = address_of


def address_of(endpoint: str, **values: Any) -> str:
    """As Flask's `url_for`. Raises BuildError for an endpoint or values that no rule takes."""
    if not has_request_context() or endpoint.startswith("."):
        return url_for(endpoint, **values)
    if not all(type(value) is str and PLAIN(value) for value in values.values()):
        return url_for(endpoint, **values)
    kept: Kept = current_app.extensions["addresses"]
    key = (request.root_path, endpoint, tuple(values))
    if key not in kept:
        kept[key] = _pattern(endpoint, key[2])
    pattern = kept[key]
    return url_for(endpoint, **values) if pattern is None else _filled(pattern, values)


def supplier_page(public_id: str) -> str:
    """The whole address of a supplier's page, for what is read outside the hub."""
    return url_for("suppliers.show", public_id=public_id, _external=True)


def _pattern(endpoint: str, names: tuple[str, ...]) -> Pattern | None:
    """The texts between the values, and between them the names; None where a rule takes no such value."""
    gaps = {GAP.format(number): name for number, name in enumerate(names)}
    values: dict[str, Any] = {name: gap for gap, name in gaps.items()}
    try:
        address = url_for(endpoint, **values)
    except (BuildError, ValueError):
        return None
    parts = re.split("(" + "|".join(gaps) + ")", address) if gaps else [address]
    return tuple(gaps.get(part, part) for part in parts) if len(parts) == 2 * len(names) + 1 else None


def _filled(pattern: Pattern, values: dict[str, str]) -> str:
    if len(pattern) == 1:
        return pattern[0]
    return "".join(values[part] if at % 2 else part for at, part in enumerate(pattern))
