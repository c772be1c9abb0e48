"""Bands: suppliers whose scores differ by less than the evidence can tell apart are a tie."""

from __future__ import annotations

from collections.abc import Sequence

TOLERANCE = 0.05
"""Part of the band's best score within which a score belongs to the band. One more ordinary word shared with
a requirement moves a score about this much, and one word is no reason to prefer a supplier."""


def bands(scores: Sequence[float]) -> list[int]:
    """Bands of falling scores, counted from 1: each band reaches down to its first score less the tolerance.

    >>> bands([0.80, 0.77, 0.70, 0.69, 0.0])
    [1, 1, 2, 2, 3]
    """
    given: list[int] = []
    band, floor = 0, float("inf")
    for score in scores:
        if score < floor:
            band, floor = band + 1, score * (1 - TOLERANCE)
        given.append(band)
    return given
