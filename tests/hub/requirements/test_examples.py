"""The examples that a requirement can be started from: of this hub's categories and facts, and well read."""

from __future__ import annotations

import json
from datetime import date
from importlib import resources
from typing import Any

import pytest

from hub.facts.kinds import FactKind
from hub.requirements.examples import Example, facts_often_asked, find_example, list_examples
from hub.requirements.forms import LONGEST_TITLE
from matching.sentences import read_lines


def above(rows: list[dict[str, Any]], parents: tuple[str, ...] = ()) -> dict[str, set[str]]:
    """By slug, itself and all slugs above it."""
    found: dict[str, set[str]] = {}
    for row in rows:
        path = (*parents, row["slug"])
        found |= {row["slug"]: set(path)} | above(row.get("children", []), path)
    return found


HEADINGS = above(
    [
        row
        for name in ("marketplace", "local")
        for row in json.loads(resources.files("hub.categories").joinpath(f"{name}.json").read_bytes())[
            "categories"
        ]
    ]
)


def test_there_is_one_for_ten_categories_and_more() -> None:
    assert len({each.category for each in list_examples()}) >= 10
    assert len({each.slug for each in list_examples()}) == len(list_examples())


@pytest.mark.parametrize("example", list_examples(), ids=lambda each: each.slug)
def test_an_example_is_whole_and_its_lines_are_read_as_meant(example: Example) -> None:
    assert example.category in HEADINGS
    assert all(kind.asked and kind.matters(HEADINGS[example.category]) for kind in example.facts)
    assert len(example.title) <= LONGEST_TITLE
    assert example.problem
    assert example.users
    assert date(2026, 1, 1) <= example.as_at
    read = read_lines(example.description)
    assert [line.text for line in read] == [
        each.removesuffix(".") for each in (*example.musts, *example.shoulds)
    ]
    assert [line.importance for line in read] == ["must"] * len(example.musts) + ["should"] * len(
        example.shoulds
    )


def test_one_is_found_by_its_slug() -> None:
    found = find_example("drains")
    assert found is not None
    assert found.name == "Drain and sewer cleaning"
    assert find_example("") is None


def test_the_facts_of_several_categories_are_each_named_once() -> None:
    def names(*slugs: str) -> list[str]:
        kinds: list[FactKind] = facts_often_asked(slugs)
        return [kind.name for kind in kinds]

    assert names("construction-and-trades-roofing") == ["public_liability", "employers_liability", "iso_9001"]
    both = names("construction-and-trades-roofing", "creative-and-print-printing")
    assert sorted(both) == ["employers_liability", "iso_14001", "iso_9001", "public_liability"]
    assert names("nowhere") == []
