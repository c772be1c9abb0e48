"""Examples to start a requirement from, by category. The table is `examples.json`, in the hub's own words."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources
from typing import Any

from hub.facts.kinds import FACT_KINDS, FactKind


@dataclass(frozen=True, slots=True)
class Example:
    """A requirement as it might be written for a category, with blanks in square brackets.

    ``facts`` are the kinds that buyers of it often ask for; ``as_at`` is the day it was written.
    """

    slug: str
    name: str
    category: str
    title: str
    problem: str
    users: str
    work: tuple[str, ...]
    musts: tuple[str, ...]
    shoulds: tuple[str, ...]
    facts: tuple[FactKind, ...]
    as_at: date

    @property
    def description(self) -> str:
        """The whole text, for the form: the problem, for whom, the work, and the musts and shoulds."""
        return "\n\n".join(
            (
                f"The problem: {self.problem}",
                f"Who it is for: {self.users}",
                "\n".join(("The work:", *(f"- {each}" for each in self.work))),
                "\n".join(f"- {each}" for each in (*self.musts, *self.shoulds)),
            )
        )


@cache
def list_examples() -> tuple[Example, ...]:
    """All examples, by their names."""
    table = json.loads(resources.files(__package__).joinpath("examples.json").read_bytes())
    as_at = date.fromisoformat(table["as_at"])
    return tuple(sorted((_example(row, as_at) for row in table["examples"]), key=lambda each: each.name))


def find_example(slug: str) -> Example | None:
    return next((each for each in list_examples() if each.slug == slug), None)


def facts_often_asked(slugs: Collection[str]) -> list[FactKind]:
    """The kinds that the examples of these categories name, each once."""
    found = (kind for each in list_examples() if each.category in slugs for kind in each.facts)
    return list({kind.name: kind for kind in found}.values())


def _example(row: Mapping[str, Any], as_at: date) -> Example:
    lists = {name: tuple(row[name]) for name in ("work", "musts", "shoulds")}
    facts = tuple(FACT_KINDS[name] for name in row["facts"])
    return Example(**{**row, **lists, "facts": facts, "as_at": as_at})
