"""Who may do what: every rule of the site x method x identity x {own, another's, missing thing}.

Each cell is a request, and what is asserted is what happens: status, where it sends the reader, which rows
changed, whether a private text of somebody else's stands in the reply. No decorator is read.

To add a route, add a line to a file of `tests/permissions/table/`: its endpoint, the things that its address
names, a pattern of `expecting.py` for each method, and for a POST a form that would be accepted (`forms.py`):

    Route("members.invite", on("supplier organisation"), GET=SUPPLIER_OWNING, POST=..., form=forms.INVITE),

A kind of thing that no route had before is a line in `things.py`. A route that is not in the table fails the
first test.
"""

from __future__ import annotations

import pytest
from flask import Flask
from werkzeug.exceptions import MethodNotAllowed

from hub.runs import ranking
from tests.permissions.asking import ASKED, Cell, ask, cells_of, form_of, judge, outcome_of, send
from tests.permissions.expecting import PUBLIC, TARGETS, Pattern, pattern
from tests.permissions.forging import columns_of, every_column, token_of
from tests.permissions.identities import BY_NAME, IDENTITIES
from tests.permissions.route import Route
from tests.permissions.table import ROUTES
from tests.permissions.world import World, settings

LINES = {
    f"{method} {route.name}": (route, method, expected)
    for route in ROUTES
    for method, expected in route.methods
}
UNSAFE = {name: line for name, line in LINES.items() if line[1] == "POST"}
MOST_POWERFUL = {"nobody", "supplier_owner", "buyer_owner", "administrator"}
ONE_OF_EACH = {route.endpoint: route for route in reversed(ROUTES)}


def rules(app: Flask) -> dict[str, set[str]]:
    """The methods of each endpoint."""
    found: dict[str, set[str]] = {}
    for rule in app.url_map.iter_rules():
        found.setdefault(rule.endpoint, set()).update(rule.methods or ())
    return found


def test_every_route_is_in_the_table(migrated_app: Flask) -> None:
    there = {
        (endpoint, method)
        for endpoint, methods in rules(migrated_app).items()
        for method in methods - {"HEAD", "OPTIONS"}
    }
    listed = {(route.endpoint, method) for route, method, _expected in LINES.values()}
    missing = [f'Route("{endpoint}", ..., {method}=...)' for endpoint, method in sorted(there - listed)]
    assert not missing, f"Add to tests/permissions/table/: {'; '.join(missing)}"
    assert not listed - there, "These are in the table and not on the site"


@pytest.mark.parametrize("name", LINES)
def test_the_route_does_what_the_table_says(world: World, name: str) -> None:
    cells = list(cells_of(world, *LINES[name]))
    named = set(LINES[name][0].parameters.values())
    targets = 1 if all(thing.startswith("=") for thing in named) else len(TARGETS)
    assert len(cells) >= len(IDENTITIES) * targets
    faults = [fault for cell in cells if (fault := ask(world, cell))]
    assert not faults, "\n".join(faults)


@pytest.mark.long
@pytest.mark.parametrize("endpoint", [endpoint for endpoint, route in ONE_OF_EACH.items() if route.GET])
def test_head_is_answered_as_get(world: World, endpoint: str) -> None:
    route = ONE_OF_EACH[endpoint]
    faults = [fault for cell in cells_of(world, route, "HEAD", route.GET) if (fault := ask(world, cell))]
    assert not faults, "\n".join(faults)


@pytest.mark.long
def test_options_tell_nobody_whether_a_thing_is_there(world: World) -> None:
    for route in filter(_names_a_thing, ONE_OF_EACH.values()):
        told: dict[str, set[str]] = {}
        for cell in cells_of(world, route, "OPTIONS", PUBLIC):
            response = send(world, cell)
            told.setdefault(cell.identity.name, set()).add(
                outcome_of(response, world.database.change(), cell)
            )
            ASKED["OPTIONS"] += 1
        different = {name: answers for name, answers in told.items() if len(answers) > 1}
        assert not different, f"OPTIONS {route.name}: {different}"
        assert set.union(*told.values()) <= {"page", "sign in", "403"}, route.name


def _names_a_thing(route: Route) -> bool:
    return any(not thing.startswith("=") for thing in route.parameters.values())


@pytest.mark.long
@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
def test_a_method_that_a_rule_does_not_take_is_refused(world: World, method: str) -> None:
    taken = rules(world.app)
    refused = pattern(anyone="405")
    faults = [
        fault
        for endpoint, route in ONE_OF_EACH.items()
        if method not in taken[endpoint]
        for cell in cells_of(world, _without_form(route), method, refused)
        if cell.target == "own" and cell.identity.name in MOST_POWERFUL
        if not _takes(world.app, cell) and (fault := ask(world, cell))
    ]
    assert not faults, "\n".join(faults)


def _takes(app: Flask, cell: Cell) -> bool:
    """Whether any rule answers that method at the cell's address: another one may share it."""
    try:
        return bool(app.url_map.bind("localhost").match(cell.address.partition("?")[0], cell.method))
    except MethodNotAllowed:
        return False


def _without_form(route: Route) -> Route:
    return Route(route.endpoint, route.parameters, form=lambda *_who: {})


@pytest.mark.parametrize("name", UNSAFE)
def test_a_post_that_somebody_may_send_changes_something(world: World, name: str) -> None:
    """Otherwise nothing is shown by the refusals: the form may be one that nobody's press would send."""
    route = UNSAFE[name][0]
    acted = any(
        {"changed", "signs"} & {other.expected(identity, "own") for identity in IDENTITIES}
        for each, _post, other in UNSAFE.values()
        if each.endpoint == route.endpoint
    )
    assert acted or route.idle, f"no identity's {name} changes a row"


@pytest.mark.long
@pytest.mark.parametrize("name", UNSAFE)
def test_a_post_without_ones_own_token_changes_nothing(world: World, name: str) -> None:
    faults = []
    refused = pattern(anyone="400")
    with settings(world.app, WTF_CSRF_ENABLED=True):
        tokens = {identity.name: token_of(world, identity) for identity in IDENTITIES}
        for cell in cells_of(world, *UNSAFE[name][:2], refused):
            if cell.target != "own":
                continue
            cookie, _own = tokens[cell.identity.name]
            other = "buyer_other" if cell.identity.name != "buyer_other" else "supplier_other"
            for forged in ({}, {"csrf_token": tokens[other][1]}):
                data = form_of(world, cell) | forged
                response = send(world, cell, data, headers={"Cookie": cookie})
                faults.append(judge(world, cell, response, world.database.change()))
    world.database.restore()
    assert not [fault for fault in faults if fault]


@pytest.mark.long
@pytest.mark.parametrize("name", UNSAFE)
def test_a_post_with_ones_own_token_is_done(world: World, name: str) -> None:
    """The control of the test above: it is the token, and nothing else, that those posts lacked."""
    with settings(world.app, WTF_CSRF_ENABLED=True):
        for cell in acting(world, name):
            cookie, token = token_of(world, cell.identity)
            data = form_of(world, cell) | {"csrf_token": token}
            response = send(world, cell, data, headers={"Cookie": cookie})
            fault = judge(world, cell, response, world.database.change())
            world.database.restore()
            assert fault is None, f"{cell.name}: {fault}"


@pytest.mark.long
@pytest.mark.parametrize("name", UNSAFE)
def test_more_fields_than_the_form_has_change_nothing_more(
    world: World, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every column of every table is sent along. A column that two plain posts write differently (an id, a
    moment) is left out of the comparison, but nothing of what was sent along may stand in it."""
    monkeypatch.setattr(ranking, "new_seed", lambda: "0" * 32)
    for cell in acting(world, name):
        form = form_of(world, cell)
        first, second = (_write(world, cell, form) for _ in range(2))
        more = _write(world, cell, every_column(world, form))
        noise = {place for place in first if first[place] != second.get(place)}
        assert more.keys() == first.keys(), f"{cell.name}: {more.keys() ^ first.keys()}"
        different = {place for place in first.keys() - noise if first[place] != more[place]}
        assert not different, f"{cell.name}: {different}"
        smuggled = {place for place in noise if str(more[place])[:8] in {"smuggled", "2001-02-03"[:8]}}
        assert not smuggled, f"{cell.name}: {smuggled}"


def acting(world: World, name: str) -> list[Cell]:
    """The cells of an unsafe route in which something is done."""
    return [cell for cell in cells_of(world, *UNSAFE[name]) if cell.expected in {"changed", "signs"}]


def _write(world: World, cell: Cell, form: dict[str, object]) -> dict[tuple[str, int, str], object]:
    send(world, cell, form)
    written = columns_of(world.database.change())
    world.database.restore()
    return written


def test_the_matrix_finds_a_wrong_table(world: World) -> None:
    """A table that says something else than what happens must fail: the judge is not asleep."""
    route, method, expected = LINES["GET requirements.show public_id=private requirement"]
    wrong: Pattern = expected.but(buyer_other="page", nobody="page", adviser="page/page/404")
    faults = [fault for cell in cells_of(world, route, method, wrong) if (fault := ask(world, cell))]
    assert {fault.split(" as ")[1].split(",")[0] for fault in faults} == {
        "buyer_other",
        "nobody",
        "disabled",
        "adviser",
    }
    assert BY_NAME.keys() >= {"nobody", "disabled"}
