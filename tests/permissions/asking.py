"""One cell of the matrix: its request, and whether what happened is what the table says."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from flask import Flask, url_for
from werkzeug.test import TestResponse

from tests.page_client import FreshClient
from tests.permissions.expecting import ALLOWED, TARGETS, Pattern
from tests.permissions.identities import IDENTITIES, OTHER_SIDE, Identity
from tests.permissions.marks import kind_of, leaks
from tests.permissions.route import Route
from tests.permissions.rows import Change
from tests.permissions.things import Side
from tests.permissions.world import MISSING, World, settings

REDIRECTS = frozenset({301, 302, 303, 307, 308})
SIGNING_TABLES = frozenset({"sign_in", "user", "message"})
"""What signing in and out may write to."""

ASKED: Counter[str] = Counter()
"""Cells asked in this run, by method; told at its end."""


@dataclass(frozen=True, slots=True)
class Cell:
    """`target` is own, other, missing, or for an address with two things a mixture of these."""

    route: Route
    method: str
    identity: Identity
    target: str
    address: str
    side: str
    expected: str

    @property
    def name(self) -> str:
        return f"{self.method} {self.route.name} as {self.identity.name}, {self.target}"


def cells_of(world: World, route: Route, method: str, expected: Pattern) -> Iterator[Cell]:
    """Every identity with every thing: its own, the other side's, a missing one, and mixtures."""
    for identity in IDENTITIES:
        for target, sides in _targets(route, identity.side):
            address = address_of(world, route, identity, sides)
            outcome = _expected(expected, identity, target)
            yield Cell(route, method, identity, target, address, sides[0] or identity.side, outcome)


def _targets(route: Route, own: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Name of each target, and for each thing in the address the side it is of; no side is a missing one."""
    things = [thing for thing in route.parameters.values() if not thing.startswith("=")]
    other = OTHER_SIDE[own]
    yield "own", tuple(own for _ in things) or (own,)
    if not things:
        return
    yield "other", tuple(other for _ in things)
    yield "missing", tuple("" for _ in things)
    if len(things) == 2 and route.nested:
        yield "other in own", (own, other)
        yield "own in other", (other, own)
        yield "missing in own", (own, "")


def _expected(expected: Pattern, identity: Identity, target: str) -> str:
    """In a mixture the first thing decides; who may use that finds nothing of the second in it."""
    if target in TARGETS:
        return expected.expected(identity, target)
    first = expected.expected(identity, target.rpartition(" in ")[2])
    return "404" if first in ALLOWED else first


def address_of(world: World, route: Route, identity: Identity, sides: tuple[str, ...]) -> str:
    left = list(sides)
    values = {
        key: thing.removeprefix("=") if thing.startswith("=") else _id_of(world, thing, identity, left.pop(0))
        for key, thing in route.parameters.items()
    }
    return address(world.app, route.endpoint, values)


def _id_of(world: World, thing: str, identity: Identity, side: str) -> str:
    """What is personal is of the identity itself, or of another person where another side is asked for."""
    if not side:
        return MISSING
    if not thing.startswith("@"):
        return world.sides[side].ids[thing]
    own = side == identity.side and identity.name in world.personal
    other = "buyer_other" if identity.name != "buyer_other" else "supplier_other"
    return world.personal[identity.name if own else other][thing.removeprefix("@")]


def address(app: Flask, endpoint: str, values: Mapping[str, Any]) -> str:
    with app.test_request_context():
        return url_for(endpoint, **values)


def form_of(world: World, cell: Cell) -> dict[str, Any]:
    assert cell.route.form is not None, f"{cell.route.name} needs a form to be tried with"
    side: Side = world.sides[cell.side]
    return cell.route.form(world, side, cell.identity)


def send(world: World, cell: Cell, data: Mapping[str, Any] | None = None, **options: Any) -> TestResponse:
    """The cell's request, with the cookies of its identity and no others."""
    client = FreshClient(world.app, world.app.response_class, use_cookies=False)
    options.setdefault("headers", {"Cookie": world.cookies.get(cell.identity.name, "")})
    with settings(world.app, **cell.route.under):
        response = client.open(cell.address, method=cell.method, data=data, **options)
    response.get_data()  # a file is read to its end before it is closed
    response.close()
    return response


def ask(world: World, cell: Cell, **options: Any) -> str | None:
    """Ask, judge, put everything back. Returns what is wrong, or None."""
    try:
        data = form_of(world, cell) if cell.method == "POST" else None
        response = send(world, cell, data, **options)
        fault = judge(world, cell, response, world.database.change())
    except Exception as error:
        fault = f"it failed with {error!r}"
    finally:
        world.database.restore()
    ASKED[cell.method] += 1
    return fault and f"{cell.name}: {fault}"


def judge(world: World, cell: Cell, response: TestResponse, change: Change) -> str | None:
    """What is wrong with the answer, or None."""
    happened = outcome_of(response, change, cell)
    if happened != cell.expected:
        return f"{happened} ({response.status_code}, changed {change}) and not {cell.expected}"
    strange = change.touched() & world.rows_of[OTHER_SIDE[cell.side]]
    if strange:
        return f"it changed rows of the other side: {strange}"
    found = [each for each in leaks(cell.identity, response) if kind_of(each) != cell.route.shows]
    return f"it shows {', '.join(found)}" if found else None


def outcome_of(response: TestResponse, change: Change, cell: Cell) -> str:
    """The word of the table for what happened."""
    status, location = response.status_code, response.location or ""
    touched = change.touched()
    if status in REDIRECTS and not is_inside(location):
        return f"sent away to {location}"
    if cell.expected == "signs" and status in {200, *REDIRECTS} and _only_signing(change):
        return "page" if urlsplit(location).path == "/sign-in" else "signs"
    if status in {200, *REDIRECTS} and touched:
        return "changed"
    if touched:
        return f"{status} and changed {change}"
    if status in REDIRECTS and urlsplit(location).path == "/sign-in":
        return "sign in"
    return "page" if status in {200, *REDIRECTS} else str(status)


def _only_signing(change: Change) -> bool:
    return {table for table, _key in change.touched()} <= SIGNING_TABLES


def is_inside(location: str) -> bool:
    parts = urlsplit(location)
    return not parts.scheme and not parts.netloc and location.startswith("/")
