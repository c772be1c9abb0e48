"""Likeness in meaning: texts as vectors of whole numbers, from a model that a hub may name.

The matcher stands without one. With one, the sentence of a supplier that is nearest to the need in meaning is
one more reason. Whole numbers make the sums exact, so that two machines with the same vectors rank alike.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from matching.items import Item
from matching.quoting import PASSAGE
from matching.words import fold

Vectors = NDArray[np.int8]
"""(texts, width): one row for each text, every number from -127 to 127."""

READ = 1500
"""Characters of a text whose meaning is read: sentence models take some 250 words at once, and no more."""

UNLIKE = 0.3
"""Cosine of two texts up to which they have nothing in common: most texts of one trade come near it, and few
of two trades pass it."""

ROWS_AT_ONCE = 1 << 16
"""Vectors that are multiplied in one go, so that a large catalogue needs no second copy of all of them."""

_PRONOUN = re.compile(r"\b(?:s?he|him|her|his|hers|himself|herself)\b")
_SENTENCE = re.compile(r"[^.;!?\r\n•]+(?:[.](?=\w)[^.;!?\r\n•]*)*[.;!?]?")


class Passage(NamedTuple):
    """What can be quoted of a piece, and the text that its vector stands for: under a title, a sentence says
    more."""

    quote: str
    text: str


class Meaning(Protocol):
    """A model that tells how near texts are in meaning. The same texts have the same vectors, always.

    ``version`` names what was fitted: twelve hexadecimal digits. ``width`` is that of the vectors.
    """

    version: str
    width: int

    def vectors(self, texts: Sequence[str]) -> Vectors: ...


def closeness(vectors: Vectors, asked: Vectors) -> NDArray[np.float64]:
    """How near each row is to one vector: 0 up to a cosine of `UNLIKE`, and from there evenly to 1.

    >>> closeness(np.array([[127, 0], [0, 127]], np.int8), np.array([127, 0], np.int8))
    array([1., 0.])
    """
    wanted = asked.astype(np.float32)
    near = np.zeros(len(vectors))
    for first in range(0, len(vectors), ROWS_AT_ONCE):
        # No sum of products of these whole numbers passes 2**24, so that single precision holds it exactly.
        rows = vectors[first : first + ROWS_AT_ONCE].astype(np.float32)
        dots, squares = (rows @ wanted).astype(np.float64), (rows * rows).sum(axis=1, dtype=np.float64)
        lengths = np.sqrt(squares * float(wanted @ wanted))
        cosines = np.divide(dots, lengths, out=np.zeros_like(dots), where=lengths > 0)
        near[first : first + ROWS_AT_ONCE] = np.clip((cosines - UNLIKE) / (1 - UNLIKE), 0.0, 1.0)
    return near


def to_text(*parts: str) -> str:
    """The parts of a piece or of a need as the one text that its vector stands for.

    In small letters, without accents, hidden characters and look-alike letters; all third persons are one.

    >>> to_text("Café manager", "She runs her kitchen")
    'cafe manager. they runs they kitchen'
    """
    said = ". ".join(part.strip() for part in parts if part.strip())[:READ]
    return _PRONOUN.sub("they", fold(said))


def passages(item: Item, heading: str = "") -> list[Passage]:
    """The title of a piece, with the name of its category beside it, and then each of its sentences."""
    title = Passage(item.title[:PASSAGE], to_text(item.title, heading))
    return [title, *(Passage(said, to_text(item.title, said)) for said in _sentences(item.text))]


def _sentences(text: str) -> Iterator[str]:
    """The sentences of a text, a long one cut between words, none longer than `PASSAGE`."""
    for sentence in _SENTENCE.finditer(text[:READ]):
        rest = sentence.group().strip()
        while len(rest) > PASSAGE:
            cut = rest.rfind(" ", 1, PASSAGE + 1)
            cut = cut if cut > 0 else PASSAGE
            yield rest[:cut]
            rest = rest[cut:].strip()
        if rest:
            yield rest
