"""Many advisers at once: each item is done once and none is lost."""

from __future__ import annotations

import pytest
from flask import Flask

from tests.drills.queue_at_once import handle_at_once


@pytest.mark.parametrize(("advisers", "items"), [(3, 12), pytest.param(10, 200, marks=pytest.mark.long)])
def test_advisers_at_once_do_each_item_once_and_lose_none(app: Flask, advisers: int, items: int) -> None:
    found = handle_at_once(app, advisers, items)
    assert (found.items, found.done, found.twice, found.lost) == (items, items, 0, 0)
