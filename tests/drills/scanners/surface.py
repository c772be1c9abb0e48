"""Every parameter that the site reads: each route of the table of permissions is asked, and watched."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import ClassVar
from urllib.parse import parse_qsl, urlencode, urlsplit

from flask import Flask, Request
from werkzeug.datastructures import ImmutableMultiDict

from tests.permissions.asking import Cell, cells_of, form_of, send
from tests.permissions.expecting import ALLOWED, Pattern
from tests.permissions.route import Route
from tests.permissions.table import ROUTES
from tests.permissions.world import World

TOKEN = "csrf_token"
"""A token that is wrong ends every request before anything is read."""


@dataclass(frozen=True)
class Probe:
    """One request for a scanner, as somebody who may make it, and the parameters to try in it.

    With `names` empty the places marked `*` in the path are tried.
    """

    route: str
    method: str
    path: str
    data: str
    names: tuple[str, ...]
    cookie: str


class Watched(ImmutableMultiDict):  # type: ignore[type-arg]
    """Values of an address or a form that remember which names were looked for."""

    looked_for: ClassVar[set[str]] = set()

    def __getitem__(self, name: str) -> str:
        self.looked_for.add(name)
        return super().__getitem__(name)  # type: ignore[no-any-return]

    def __contains__(self, name: object) -> bool:
        self.looked_for.add(str(name))
        return super().__contains__(name)

    def getlist(self, name: str, *rest: object) -> list[str]:  # type: ignore[override]
        self.looked_for.add(name)
        return super().getlist(name, *rest)  # type: ignore[call-overload,no-any-return]


def find_probes(world: World) -> dict[str, Probe]:
    """By a name of their own, those of the names and those of the places in the path apart."""
    found: dict[str, Probe] = {}
    with _watching(world.app):
        for route in ROUTES:
            for method, expected in route.methods:
                for probe in _probes(world, _first_let_in(world, route, method, expected)):
                    found.setdefault(f"{method} {route.endpoint} {','.join(probe.names) or '*'}", probe)
    return found


def _first_let_in(world: World, route: Route, method: str, expected: Pattern) -> Cell:
    """The cell of somebody who may, with a thing of their own; of nobody, where none may."""
    cells = [cell for cell in cells_of(world, route, method, expected) if cell.target == "own"]
    return next((cell for cell in cells if cell.expected in ALLOWED), cells[0])


def _probes(world: World, cell: Cell) -> Iterator[Probe]:
    path, _, query = cell.address.partition("?")
    sent: Mapping[str, object] = form_of(world, cell) if cell.method == "POST" else dict(parse_qsl(query))
    names = sorted((_looked_for(world, cell, sent) | set(sent)) - {TOKEN})
    data = urlencode(dict.fromkeys(names, "1") | sent, doseq=True)
    route, cookie = cell.route.endpoint, world.cookies.get(cell.identity.name, "")
    if names and cell.method == "POST":
        yield Probe(route, "POST", cell.address, data, tuple(names), cookie)
    elif names:
        yield Probe(route, "GET", f"{path}?{data}", "", tuple(names), cookie)
    marked = _marked(world.app, cell)
    if "*" in marked:
        yield Probe(
            route, cell.method, marked, (data or "sent=1") if cell.method == "POST" else "", (), cookie
        )


def _looked_for(world: World, cell: Cell, sent: Mapping[str, object]) -> set[str]:
    """Names that the route looks for in the address or the form; a second time with all of them there."""
    Watched.looked_for = set()
    for _ in range(2):
        more = dict.fromkeys(Watched.looked_for - {TOKEN}, "1") | sent
        if cell.method == "POST":
            send(world, cell, more)
        else:
            send(world, replace(cell, address=urlsplit(cell.address).path), query_string=more)
        world.database.restore()
    return set(Watched.looked_for)


def _marked(app: Flask, cell: Cell) -> str:
    """The path with `*` behind each of its values."""
    path = urlsplit(cell.address).path
    _, values = app.url_map.bind("localhost").match(path, method=cell.method)
    return "/".join(
        f"{part}*" if part in set(map(str, values.values())) else part for part in path.split("/")
    )


@contextmanager
def _watching(app: Flask) -> Iterator[None]:
    class Watching(Request):
        parameter_storage_class = Watched

    before = app.request_class
    app.request_class = Watching
    try:
        yield
    finally:
        app.request_class = before
