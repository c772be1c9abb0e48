"""A model of meaning for tests: every word points in a direction of its own, and some words share one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from hashlib import sha256

import numpy as np

from matching.meaning import Vectors
from matching.words import stems

SAME: Mapping[str, str] = {
    "gutter": "drain",
    "unblock": "clean",
    "jet": "clean",
    "wage": "payrol",
    "salari": "payrol",
}
"""Stems that mean what another does."""


class WordSums:
    """The sum of the directions of a text's words, at length 127. Counts the texts that it was asked for."""

    version = "0123456789ab"
    width = 32

    def __init__(self) -> None:
        self.read: list[str] = []

    def vectors(self, texts: Sequence[str]) -> Vectors:
        self.read += texts
        sums = [
            sum((_direction(SAME.get(stem, stem)) for stem in stems(text)), np.zeros(32)) for text in texts
        ]
        lengths = [float(np.linalg.norm(each)) or 1.0 for each in sums]
        rows = [np.rint(127 * each / length) for each, length in zip(sums, lengths, strict=True)]
        return np.array(rows, np.int8).reshape(len(texts), self.width)


def _direction(stem: str) -> np.ndarray:
    return np.frombuffer(sha256(stem.encode()).digest(), np.uint8).astype(float) - 127.5
