"""Golden cases: small catalogues in which anybody sees who comes first. No weights may make one worse."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files
from typing import Any

from matching.index import Index
from matching.learning import Case
from matching.records import Fact, Piece, PieceKind, Profile, Requirement
from matching.weights import Weights


@lru_cache(maxsize=1)
def golden_cases() -> Mapping[str, Case]:
    """Each held against its own suppliers among those of unlike trades, by the name of what it shows."""
    held = json.loads(files("matching").joinpath("golden.json").read_text(encoding="utf-8"))
    return {case["name"]: _case(case, held["others"]) for case in held["cases"]}


def worsened(weights: Weights, before: Weights) -> list[str]:
    """The golden cases that these weights rank worse than those before."""
    cases = golden_cases()
    return [name for name, case in cases.items() if case.ndcg(weights) < case.ndcg(before)]


def _case(case: Mapping[str, Any], others: list[Mapping[str, Any]]) -> Case:
    index = Index().fit(map(_profile, [*others, *case["suppliers"]]))
    asked = Requirement(case["title"], case.get("description", ""), tuple(case.get("categories", ())))
    return Case(index.hold(asked), {case["first"]: 1})


def _profile(row: Mapping[str, Any]) -> Profile:
    pieces = (*_pieces(row, "capability", "capabilities"), *_pieces(row, "contract", "contracts"))
    facts = tuple(Fact(name, True, words) for name, words in row.get("facts", ()))
    return Profile(row["id"], row["id"].title(), pieces, facts)


def _pieces(row: Mapping[str, Any], kind: PieceKind, key: str) -> tuple[Piece, ...]:
    return tuple(
        Piece(f"{row['id']}-{kind}-{at}", kind, title, text, *category)
        for at, (title, text, *category) in enumerate(row.get(key, ()))
    )
