"""The menu marks the link that a page belongs to, and one at most."""

from __future__ import annotations

import pytest
from flask import Flask

from hub.accounts.actors import NOBODY, Actor, Standing
from hub.navigation import navigation_links

ADVISER = Actor(1, "Kim", (Standing(1, "hub", "adviser", True),))


@pytest.mark.parametrize(
    ("actor", "here", "marked"),
    [
        (ADVISER, "/advice", ["More"]),
        (ADVISER, "/advice/today", ["Today"]),
        (ADVISER, "/advice/today/k4q7", ["Today"]),
        (ADVISER, "/advice/duplicates", ["More"]),
        (ADVISER, "/advicers", []),
        (NOBODY, "/", ["Search"]),
        (NOBODY, "/categories/drains", ["Categories"]),
        (NOBODY, "/search", []),
    ],
)
def test_the_nearest_link_is_marked(migrated_app: Flask, actor: Actor, here: str, marked: list[str]) -> None:
    with migrated_app.test_request_context(here):
        links = list(navigation_links(actor, here))
    assert [text for text, _address, current in links if current] == marked
    assert len({address for _text, address, _current in links}) == len(links)
