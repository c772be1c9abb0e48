"""Many requirements against a saved index, by whoever has its folder: a process here or on another machine.

A process loads an index once, for the run that it belongs to, and maps its files. Whoever has the same files
and the same recipe comes to the same orders.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from threading import Lock

from matching.index import Index
from matching.records import Category, Order, Requirement
from matching.synonyms import Synonyms
from matching.weights import Weights


@dataclass(frozen=True)
class Recipe:
    """What an index is loaded from and with; ``run`` is a name that no other recipe has."""

    run: str
    folder: Path
    categories: tuple[Category, ...]
    weights: Weights
    synonyms: Synonyms


def order_batch(recipe: Recipe, requirements: Sequence[Requirement], limit: int) -> list[Order]:
    """The order of each requirement. Raises SnapshotError where the folder cannot be read from here."""
    index = _index_of(recipe)
    return [index.order(requirement, limit) for requirement in requirements]


_lock = Lock()
_held: list[tuple[str, Index]] = []


def _index_of(recipe: Recipe) -> Index:
    """That of the run which this process was asked for last."""
    with _lock:
        if not _held or _held[0][0] != recipe.run:
            index = Index(recipe.categories, recipe.weights, synonyms=recipe.synonyms)
            index.load(recipe.folder)
            _held[:] = [(recipe.run, index)]
        return _held[0][1]


def forget_index() -> None:
    """Let go of the files, which are deleted when the run is over."""
    with _lock:
        _held.clear()
