"""Undoing is exact: whatever two organisations held, after a transfer and its undoing they hold it again."""

from __future__ import annotations

from collections.abc import Callable
from itertools import count

from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hub.accounts.actors import Actor, Standing
from hub.accounts.models import Membership, Organisation
from hub.administration.planning import NotTransferableError, Plan, hold_both, plan_merger, plan_move
from hub.administration.queries import find_transfer
from hub.administration.transferring import carry_out
from hub.administration.undoing import undo_transfer
from hub.members.roles import TEAM
from tests.hub.administration.transfers_made import make_invitation, make_people, make_things, state_of
from tests.hub.members.organisations_made import writing
from tests.people import make_organisation

ADMINISTRATOR = Actor(None, "An administrator", (Standing(0, "hub", "administrator", True),))
roles = st.sampled_from([None, *TEAM])
places = st.lists(st.tuples(roles, roles), max_size=6)
"""For each person the role in the source and in the target."""
amounts = st.tuples(st.integers(0, 3), st.integers(0, 2), st.integers(0, 2))
"""Requirements, shortlists of each, invitations."""
names = count(1)


Places = list[tuple[str | None, str | None]]
Filled = tuple[list[Organisation], list[str], list[str]]


def fill(app: Flask, people: Places, things: tuple[int, int, int]) -> Filled:
    """Two organisations and the people and requirements of the first."""
    with writing(app) as session:
        both = [make_organisation(session, "buyer", f"Council {next(names)}") for _ in range(2)]
        users = make_people(session, *(f"Person {number}" for number in range(len(people))))
        for user, held in zip(users, people, strict=True):
            for organisation, role in zip(both, held, strict=True):
                if role:
                    session.add(Membership(user=user, organisation=organisation, role=role))
        needs = make_things(session, both[0], requirements=things[0], shortlists=things[1])
        make_things(session, both[1])
        for _ in range(things[2]):
            make_invitation(session, both[0])
        here = [user.public_id for user, held in zip(users, people, strict=True) if held[0]]
        return both, here, [need.public_id for need in needs]


def there_and_back(app: Flask, both: list[Organisation], plan_of: Callable[..., Plan]) -> list[str]:
    """Carry out and undo, each in a transaction of its own; nothing where the plan cannot be."""
    ids = [each.id for each in both]
    with writing(app) as session:
        hold_both(session, *ids)
        try:
            plan = plan_of(session, *(session.get_one(Organisation, each) for each in ids))
        except NotTransferableError:
            return []
        transfer = carry_out(session, plan, ADMINISTRATOR)
        session.flush()
        public_id = transfer.public_id
    with writing(app) as session:
        hold_both(session, *ids)
        found = find_transfer(session, ADMINISTRATOR, public_id)
        assert found is not None
        return undo_transfer(session, found, ADMINISTRATOR)


UNHURRIED = settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@UNHURRIED
@given(people=places, things=amounts)
def test_a_merger_undone_is_as_it_was(app: Flask, people: Places, things: tuple[int, int, int]) -> None:
    with app.app_context():
        both, _, _ = fill(app, people, things)
        before = state_of(*both)
        told = there_and_back(app, both, plan_merger)
        assert state_of(*both) == before
        assert not [line for line in told if "did not go back" in line]


@UNHURRIED
@given(people=places, things=amounts, chosen=st.data())
def test_a_move_undone_is_as_it_was(
    app: Flask,
    people: Places,
    things: tuple[int, int, int],
    chosen: st.DataObject,
) -> None:
    with app.app_context():
        both, here, needs = fill(app, people, things)
        moving = chosen.draw(st.sets(st.sampled_from(here))) if here else set()
        going = chosen.draw(st.sets(st.sampled_from(needs))) if needs else set()
        before = state_of(*both)
        told = there_and_back(app, both, lambda session, *pair: plan_move(session, *pair, moving, going))
        assert state_of(*both) == before
        assert not [line for line in told if "did not go back" in line]
