"""The kinds of facts that a supplier may state: what is asked, where it matters, and how it is answered.

The table is `kinds.json`. Its questions, answers and their order follow those of the UK Digital Marketplace
(Crown copyright, Open Government Licence v3); the insurances are those public buyers ask for by name.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any, Literal

Kind = Literal["certificate", "choice", "many", "yes_no", "number", "money", "area", "price", "words"]

ASKS_FOR_NOTHING = frozenset({"none", "no", "other"})
"""Weakest answers that no buyer asks for as the least."""


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer of a choice. `words` is how the fact reads to a buyer."""

    value: str
    label: str
    words: str


@dataclass(frozen=True, slots=True)
class FactKind:
    """A fact's name, how it is asked for, where it matters and what is kept with it.

    `matters_in` are slugs of lots and categories of the list, none for everywhere. `choices` of a `ranked`
    choice stand in rising strength. `proved` facts carry a body, a number, days and perhaps a document.
    `asked` ones a buyer may put into a requirement; the others are shown and count for nothing.
    `words` tells a number or the answers of many, with `{value}` or `{answers}`; `yes` and `no` the rest.
    """

    name: str
    label: str
    group: str
    kind: Kind
    hint: str
    matters_in: frozenset[str] = frozenset()
    choices: tuple[Answer, ...] = ()
    ranked: bool = True
    proved: bool = False
    asked: bool = True
    words: str = ""
    yes: str = ""
    no: str = ""
    unit: str = ""
    lowest: float = 0.0
    highest: float = 0.0
    less_is_better: bool = False

    def answer(self, value: object) -> Answer | None:
        return next((choice for choice in self.choices if choice.value == value), None)

    @property
    def is_general(self) -> bool:
        """Whether it matters whatever a supplier does."""
        return not self.matters_in

    def matters(self, slugs: Collection[str]) -> bool:
        """Whether it matters to who works under one of these headings, those above them included."""
        return self.is_general or not self.matters_in.isdisjoint(slugs)


@cache
def _table() -> Mapping[str, Any]:
    table: dict[str, Any] = json.loads(resources.files(__package__).joinpath("kinds.json").read_bytes())
    return table


def _kind(row: Mapping[str, Any]) -> FactKind:
    values = {name: value for name, value in row.items() if name != "from"}
    values["matters_in"] = frozenset(row["matters_in"])
    values["choices"] = tuple(Answer(*each) for each in row.get("choices", ()))
    return FactKind(**values)


FACT_KINDS: Mapping[str, FactKind] = {row["name"]: _kind(row) for row in _table()["kinds"]}
GROUPS: tuple[str, ...] = tuple(_table()["groups"])
SOURCE: str = _table()["source"]
ASKABLE = tuple(kind for kind in FACT_KINDS.values() if kind.asked and kind.kind != "area")
"""Those that a buyer asks for as a fact; who works where the work is has questions of its own."""
SERVES = "serves"
CERTIFICATES: Mapping[str, str] = {
    kind.name: kind.label.removesuffix(" certificate")
    for kind in FACT_KINDS.values()
    if kind.kind == "certificate" or kind.name == "cyber_essentials"
}
"""What suppliers prove by a certificate, by the name of the fact, as it is called."""
PRICE = "price_guide"


def in_groups(kinds: Iterable[FactKind]) -> dict[str, list[FactKind]]:
    """The kinds by their headings, both in the order of the table; a heading without any is left out."""
    chosen = {kind.name for kind in kinds}
    grouped: dict[str, list[FactKind]] = {}
    for kind in FACT_KINDS.values():
        if kind.name in chosen:
            grouped.setdefault(kind.group, []).append(kind)
    return {group: grouped[group] for group in GROUPS if group in grouped}
