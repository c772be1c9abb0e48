"""What one supplier answers to one line in words, and what the line loses with each text it answers with."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from matching.index.candidates import Piece, counted
from matching.scoring import noisy_or
from matching.weights import Weights


@dataclass(frozen=True, slots=True)
class Answer:
    """The pieces that are like the line in words, and those near it in meaning, both the best first.

    ``category`` is the value of the supplier's nearest category, 0 for none.
    """

    weights: Weights
    pieces: Sequence[Piece]
    meant: Sequence[Piece] = ()
    category: float = 0.0

    @property
    def by_words(self) -> list[tuple[Piece, float]]:
        """The pieces that count for their words, each with its value."""
        return [(piece, self.weights.piece * piece.likeness) for piece in counted(self.pieces)]

    @property
    def by_meaning(self) -> list[tuple[Piece, float]]:
        """The piece that counts for its meaning, if any."""
        return [(piece, self.weights.meaning * piece.likeness) for piece in self.meant[:1]]

    @property
    def values(self) -> list[float]:
        """Of all that counts, each 0 to 1; the last is that of the category."""
        return [*(value for _, value in (*self.by_words, *self.by_meaning)), self.category]

    def loss(self, piece: Piece, category: float) -> float:
        """What the value loses with the text of a piece, which may count for its words and for its meaning.

        ``category`` is the value of the category that is left. A text of which there are copies is no loss.
        """
        if piece.copies > 1:
            return 0.0
        left = Answer(self.weights, _but(piece, self.pieces), _but(piece, self.meant), category)
        return noisy_or(self.values) - noisy_or(left.values)

    @property
    def loss_of_category(self) -> float:
        """What the value loses without any category."""
        return noisy_or(self.values) - noisy_or(self.values[:-1])


def _but(piece: Piece, pieces: Sequence[Piece]) -> list[Piece]:
    return [other for other in pieces if other.place != piece.place]
