"""Each rule of `hub/scoping.py` holds for the rows that `tests/permissions/scopes.py` names."""

from __future__ import annotations

import pytest

from hub.database import open_session
from tests.permissions import scopes
from tests.permissions.world import World


@pytest.mark.parametrize("rule", scopes.RULES)
def test_every_rule_is_in_the_table(rule: str) -> None:
    table, rules = scopes.RULES[rule]
    assert {model.__name__ for model in rules} == {model.__name__ for model in table}


def test_each_rule_holds_for_the_rows_that_the_table_says(world: World) -> None:
    with world.app.app_context(), open_session(writes=False) as session:
        faults = scopes.faults(world, session)
    assert not faults, "\n".join(faults)
