"""A recorded ranking made again, from what was recorded alone.

The exact stage adds in a fixed order and rounds to nine decimals, and no supplier's score depends on who else
is looked at: an index of the profiles that were considered, with the counts of the whole catalogue, gives the
same scores. A supplier that was erased since keeps the line that was recorded.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from typing import NamedTuple

import numpy as np

from matching.bands import bands
from matching.index import Index
from matching.index.register import from_bytes
from matching.meaning import Vectors
from matching.records import Category, Counts, Profile, Record, Requirement
from matching.rotating import Exposure, rotate
from matching.scoring import DIGITS
from matching.synonyms import Synonyms
from matching.weights import Weights

__all__ = [
    "KeptMeaning",
    "Line",
    "Makings",
    "digest_of",
    "from_bytes",
    "lines_of",
    "replay",
    "text_key",
    "told",
]


class Line(NamedTuple):
    """A supplier of a recorded ranking; one that musts left out has no band, and their ids."""

    profile: str
    score: float
    band: int = 0
    gates: tuple[str, ...] = ()


class KeptMeaning:
    """A `Meaning` that knows the vectors of some texts, by `text_key`. Raises KeyError for others."""

    def __init__(self, version: str, width: int, vectors: Mapping[bytes, bytes]) -> None:
        self.version, self.width, self._vectors = version, width, vectors

    def vectors(self, texts: Sequence[str]) -> Vectors:
        """Shape (texts, width)."""
        found = b"".join(self._vectors[text_key(text)] for text in texts)
        return np.frombuffer(found, np.int8).reshape(len(texts), self.width)


def text_key(text: str) -> bytes:
    return sha256(text.encode()).digest()


@dataclass(frozen=True, slots=True)
class Makings:
    """What a recorded ranking was made from. ``tolerance`` is that of `bands`."""

    requirement: Requirement
    weights: Weights
    tolerance: float
    categories: tuple[Category, ...]
    synonyms: Synonyms
    counts: Counts
    seed: str = ""
    exposure: Mapping[str, Exposure] = field(default_factory=dict)
    meaning: KeptMeaning | None = None


def lines_of(record: Record) -> list[Line]:
    """The matches as recorded, then those left out by score."""
    order = record.order
    matches = map(Line, order.profiles, order.scores, order.bands)
    return [
        *matches,
        *(
            Line(each.profile, each.score, 0, tuple(gate.criterion for gate in each.gates))
            for each in record.excluded
        ),
    ]


def replay(makings: Makings, profiles: Iterable[Profile], erased: Iterable[Line] = ()) -> list[Line]:
    """The lines that `lines_of` the record had. ``erased`` are those whose profiles are gone."""
    index = Index(makings.categories, makings.weights, makings.meaning, makings.synonyms).fit(profiles)
    index.recall(makings.counts)
    found = [*lines_of(index.record(makings.requirement)), *erased]
    scored = sorted((line for line in found if not line.gates), key=_by_score)
    left_out = sorted((line for line in found if line.gates), key=_by_score)
    band_of = bands([line.score for line in scored], makings.tolerance)
    places = rotate([line.profile for line in scored], band_of, makings.exposure, makings.seed)
    return [*(scored[at]._replace(band=band_of[at]) for at in places), *left_out]


def _by_score(line: Line) -> tuple[float, str]:
    return -line.score, line.profile


def told(lines: Iterable[Line]) -> bytes:
    """The lines as text, one for each: its place, or `-` for one left out; supplier, score, band or gates."""
    text = []
    for place, line in enumerate(lines, start=1):
        ending = ",".join(line.gates) if line.gates else str(line.band)
        text.append(f"{'-' if line.gates else place} {line.profile} {line.score:.{DIGITS}f} {ending}\n")
    return "".join(text).encode()


def digest_of(lines: Iterable[Line]) -> str:
    """SHA-256 of the lines as text."""
    return sha256(told(lines)).hexdigest()
