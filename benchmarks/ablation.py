"""``python -m benchmarks.ablation [FOLDER...]`` prints what each part of the matcher is worth on judged sets.

A table in Markdown: nDCG@10 of the whole, and how much it changes where one part is taken away, all others as
they are. `docs/ablation.md` keeps it.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from statistics import mean
from typing import Any
from unittest.mock import patch

from benchmarks.needs import MissingError, need_sets
from benchmarks.quality.judged import JudgedSet, read
from benchmarks.quality.learned import cases
from matching import Index, reading, scoring, spelling, synonyms, words
from matching.index import candidates, counting, worths
from matching.weights import Weights, shipped_weights

Part = tuple[str, dict[str, float], Sequence[tuple[Any, str, Any]]]
"""What is taken away: its name, weights set otherwise, and names of modules that mean something else then."""

PARTS: Sequence[Part] = (
    ("title, description and category by themselves", {"title": 0, "description": 0, "heading": 0}, ()),
    ("words as they are written", {"written": 0}, ()),
    ("stems", {}, ((words._stemmer, "stemWord", str), (words, "_SPELLINGS", ()), (words, "_VARIANTS", {}))),
    ("word pairs", {}, ((reading, "PAIR_WEIGHT", 0.0),)),
    (
        "other names",
        {},
        ((synonyms, "shipped_entries", lambda: {"same": (), "problem": ()}),),
    ),
    ("misspelling repair", {}, ((spelling, "MOST_REPAIRS", 0),)),
    ("words of procurement told apart", {}, ((reading, "WEAK", set()), (worths, "WEAK", set()))),
    ("a title counting more", {}, ((counting, "TITLE", 1),)),
    ("the need in its weightiest words", {}, ((scoring, "WIDTH", 1000),)),
    ("guesses counting less", {"guess": 1}, ()),
    ("category as evidence", {"category": 0, "next_door": 0}, ()),
    ("more pieces than the best one", {}, ((candidates, "BEST", 1),)),
)


def main(arguments: Sequence[str]) -> int:
    """The exit status: 0, or 1 with a line on stderr that says what is missing."""
    try:
        folders = need_sets(arguments)
    except MissingError as error:
        print(error, file=sys.stderr)
        return 1
    sets = [read(folder) for folder in folders]
    print(f"| without | {' | '.join(judged.name for judged in sets)} |")
    print("| --- |" + " --- |" * len(sets))
    whole = [_ndcg(judged, shipped_weights()) for judged in sets]
    print(f"| nothing: the whole | {' | '.join(f'{figure:.3f}' for figure in whole)} |", flush=True)
    for name, weights, others in PARTS:
        with _otherwise(others):
            figures = [_ndcg(judged, replace(shipped_weights(), **weights)) for judged in sets]
        told = (f"{figure / before - 1:+.1%}" for figure, before in zip(figures, whole, strict=True))
        print(f"| {name} | {' | '.join(told)} |", flush=True)
    return 0


def _ndcg(judged: JudgedSet, weights: Weights) -> float:
    index = Index(judged.categories, weights).fit(judged.profiles)
    return mean(case.ndcg(weights) for case in cases(judged, index).values())


@contextmanager
def _otherwise(others: Sequence[tuple[Any, str, Any]]) -> Iterator[None]:
    """Names of modules that mean something else for a while; what was remembered of words is forgotten."""
    with ExitStack() as kept:
        for module, name, value in others:
            kept.enter_context(patch.object(module, name, value))
        _forget()
        try:
            yield
        finally:
            kept.close()
            _forget()


def _forget() -> None:
    words.forget()
    synonyms.stems_of.cache_clear()
    synonyms.shipped_synonyms.cache_clear()


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
