"""What of a catalogue is near a need in meaning, where the index has a model."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from matching.index.candidates import Found, Piece, nearest
from matching.index.postings import Postings
from matching.items import Item
from matching.meaning import Meaning, Vectors, closeness, passages, to_text
from matching.records import Requirement


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


def find_meant(
    model: Meaning, postings: Postings, requirement: Requirement, name: Callable[[str], str]
) -> Meant:
    """``name`` gives the name of a category."""
    headings = ". ".join(name(key) for key in sorted(set(requirement.categories)))
    (asked,) = model.vectors([to_text(requirement.title, requirement.description, headings)])
    near = postings.nearest(asked)
    day = requirement.on.toordinal() if requirement.on else None
    rows = np.flatnonzero(postings.usable(day) & (near > 0))
    return Meant(postings, asked, nearest(postings, rows, near[rows]))
