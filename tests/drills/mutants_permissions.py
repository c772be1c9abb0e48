"""Takes each guard of the site away in turn and asks the matrix of permissions: every one must be missed.

    make mutants-permissions
    python -m tests.drills.mutants_permissions --only START...     # guards whose name starts so

Prints each guard that nobody missed, then `mutants=… caught=…`; fails where one survives. Before that every
process asks the whole matrix of the site as it is: where that fails, no mutant would be proof of anything.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from functools import cache
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory

from hub.database import open_session
from tests.conftest import make_app
from tests.drills.guards import Guard, find_guards, without
from tests.drills.staying import stay_signed_in
from tests.permissions import scopes
from tests.permissions.asking import ask, cells_of
from tests.permissions.table import ROUTES
from tests.permissions.world import World, build_world

PROCESSES = 2
_ALL = "an administrator sees every one, and nobody else comes to these pages"
_BOTH = "each of the two conditions is enough beside the other"
_BEFORE = "the organisation was found through the actor before"
_ONE_ID = "no two things have one public id"
_COMMANDS = "asked by commands, and by nobody who signs in"
_NO_NUMBER = "nobody's number is none, and no row is of that number"
_ADVISERS = "only advisers come here, and they see every claim and every supplier"
_MORE = "without it more looks are put on record, and none fewer"
EQUIVALENT = {
    "security.verify is for signed in": "the library asks for a sign-in itself",
    "hub.accounts.actors.Actor.organisations s.kind == kind": "no two organisations share a number",
    "hub.accounts.queries.find_own_buyer": "it only keeps a second registration from being made",
    "hub.accounts.queries.find_membership": "it only keeps a second membership from being made",
    "hub.accounts.queries.find_organisations": _COMMANDS,
    "hub.accounts.queries.find_hub": _COMMANDS,
    "hub.administration.queries.find_transfer seen": _ALL,
    "hub.administration.queries.page_organisations seen": _ALL,
    "hub.administration.queries._standing_buyers seen": _ALL,
    "hub.administration.queries._counts": "each number is its own organisation's all the same",
    "hub.administration.queries.list_movable_requirements Requirement.organisation_id": _ALL,
    "hub.administration.queries.page_transfers seen": _ALL,
    "hub.advice.queries.find_removal_of": "an adviser sees all that is asked, and may decide it",
    "hub.advice.queries.list_open_removals": "what was decided holds no text any more",
    "hub.advice.views.decide_claim found.state": "deciding refuses what was decided",
    "hub.audit.queries.page_events EventSubject.kind": _ONE_ID,
    "hub.audit.queries.list_looks_at_requirement Look.kind": _ONE_ID,
    "hub.audit.queries.list_looks_at_supplier Look.organisation_id": "no record changes hands here",
    "hub.categories.queries.list_suppliers_in Capability.state": "it shows nothing of a draft",
    "hub.matches.queries.shown_suppliers": "the index holds no other supplier, but for a moment",
    "hub.demo.views.mail": "where nothing is found there is nothing to show",
    "hub.members.queries.find_member seen": _BEFORE,
    "hub.members.queries.find_open_invitation": _BOTH,
    "hub.members.queries.find_organisation seen": _ALL,
    "hub.members.queries.find_own_membership": _BOTH,
    "hub.members.queries.list_members": _BOTH,
    "hub.members.queries.list_memberships": _BOTH,
    "hub.members.queries.list_open_invitations": _BOTH,
    "hub.members.queries.hold_invitation Invitation.organisation_id": "it only refuses one moved meanwhile",
    "hub.requirements.queries.list_describing own": _BOTH,
    "hub.scoping._own_claims actor.signed_in": _NO_NUMBER,
    "hub.scoping._own_sign_ins actor.signed_in": _NO_NUMBER,
    "hub.shortlists.queries.page_shared_shortlists": _BOTH,
    "hub.suppliers.claim_queries.find_claim seen": _ADVISERS,
    "hub.suppliers.claim_queries.find_open_claim Claim.state": "the claim is the person's own all the same",
    "hub.suppliers.claim_queries.list_open_claims": _ADVISERS,
    "hub.suppliers.claim_queries.list_rival_claims": _ADVISERS,
    "hub.suppliers.claim_queries.list_owned_alike": _ADVISERS,
    "hub.suppliers.claim_queries.list_others_numbered": _ADVISERS,
    "hub.suppliers.queries.page_contracts": "awards and contracts are public: it only sorts them",
    "hub.registration.views._user_id": "the policy has asked for a sign-in before",
    "hub.suppliers.views.show supplier.state": _MORE,
}
"""Guards without which nobody can do or see more, by the start of their name, each with the reason."""

_worlds: list[World] = []
_kept = ExitStack()


def main() -> int:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    asked.add_argument("--only", nargs="*", default=(), metavar="START")
    only = asked.parse_args().only
    with get_context("spawn").Pool(PROCESSES, _start) as pool:
        if not all(pool.map(_is_sound, range(PROCESSES), chunksize=1)):
            print("The matrix fails on the site as it is: run tests/test_permissions.py first.")
            return 2
        numbers = pool.apply(_numbers, (only,))
        survivors, caught = [], 0
        for guard, fault in pool.imap_unordered(_try, numbers):
            caught += bool(fault)
            if not fault:
                survivors.append(guard)
                print(f"survives: {guard.name}", flush=True)
        if not all(pool.map(_is_sound, range(PROCESSES), chunksize=1)):
            print("The matrix fails on the site as it is after the run: what was caught may not have been.")
            return 2
    print(f"mutants={len(numbers)} caught={caught}")
    return 1 if survivors else 0


def _start() -> None:
    """Its people stay signed in while the process lives: else, after a while, anything would be missed."""
    _kept.enter_context(stay_signed_in())
    app = make_app(Path(_kept.enter_context(TemporaryDirectory())))
    _worlds.append(build_world(app))


def _is_sound(_process: int) -> bool:
    return next(_faults(_worlds[0], ""), None) is None


@cache
def _guards() -> list[Guard]:
    world = _worlds[0]
    return [g for g in find_guards(world.app) if not any(g.name.startswith(name) for name in EQUIVALENT)]


def _numbers(only: Sequence[str]) -> list[int]:
    starts = tuple(only) or ("",)
    return [number for number, guard in enumerate(_guards()) if guard.name.startswith(starts)]


def _try(number: int) -> tuple[Guard, str | None]:
    """The first thing that is missed of the guard with that number."""
    world = _worlds[0]
    guard = _guards()[number]
    with without(world.app, guard):
        return guard, next(_faults(world, guard.module), None)


def _faults(world: World, near: str) -> Iterator[str]:
    """What is wrong, the routes of that module's area first."""
    with world.app.app_context(), open_session(writes=False) as session:
        yield from scopes.faults(world, session)
    words = {near, *near.split(".")}
    for route in sorted(ROUTES, key=lambda each: not {each.endpoint, *each.endpoint.split(".")} & words):
        for method, expected in route.methods:
            for cell in cells_of(world, route, method, expected):
                if fault := ask(world, cell):
                    yield fault


if __name__ == "__main__":
    sys.exit(main())
