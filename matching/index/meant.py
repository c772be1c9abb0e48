"""What of a catalogue is near a need in meaning, where the index has a model."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matching.index.blocks import Columns
from matching.index.candidates import Found, Piece, nearest
from matching.index.postings import Postings
from matching.items import Item
from matching.meaning import Meaning, Vectors, closeness, passages, to_text
from matching.records import Requirement


@dataclass(frozen=True, slots=True)
class Near:
    """The vector of a need, and the rows near it: what is known of them, and how near."""

    postings: Postings
    asked: Vectors
    columns: Columns
    closeness: NDArray[np.float64]

    def strongest(self, most: int) -> NDArray[np.int32]:
        """The owners of at most so many rows, the nearest."""
        first = np.lexsort((self.columns.owner, -self.closeness))[:most]
        return np.unique(self.columns.owner[first])

    def among(self, owners: NDArray[np.int32]) -> Meant:
        """The rows of some owners."""
        kept = np.isin(self.columns.owner, owners)
        return Meant(self.postings, self.asked, nearest(self.columns.at(kept), self.closeness[kept]))


@dataclass(frozen=True, slots=True)
class Meant:
    """The vector of a need, and the pieces near it. Of an owner's pieces the nearest counts, and it alone:
    texts of one trade are all a little near, and a little must not add up."""

    postings: Postings
    asked: Vectors
    found: Found

    def of(self, owner: int) -> list[Piece]:
        """The pieces of one owner, the nearest first."""
        return self.found.of(owner)

    def quote(self, owner: int, piece: Piece, item: Item) -> str:
        """The passage of a piece that is nearest, of equals the first."""
        near = closeness(self.postings.vectors_of(owner, piece.place), self.asked)
        return passages(item)[int(np.argmax(near))].quote


def find_near(
    model: Meaning,
    postings: Postings,
    requirement: Requirement,
    day: int | None,
    name: Callable[[str], str],
) -> Near:
    """``name`` gives the name of a category. Rows that have expired on the day are left out."""
    (asked,) = model.vectors([text_of(requirement, name)])
    columns, near = postings.nearest(asked, day)
    return Near(postings, asked, columns, near)


def text_of(requirement: Requirement, name: Callable[[str], str]) -> str:
    """The need as the one text that its vector stands for."""
    headings = ". ".join(name(key) for key in sorted(set(requirement.categories)))
    return to_text(requirement.title, requirement.description, headings)
