"""Bands: suppliers whose scores differ by less than the evidence can tell apart are a tie."""

from __future__ import annotations

from collections.abc import Sequence


def bands(scores: Sequence[float], tolerance: float) -> list[int]:
    """Bands of falling scores, counted from 1: each band reaches down to its first score less the tolerance.

    >>> bands([0.80, 0.77, 0.70, 0.69, 0.0], 0.05)
    [1, 1, 2, 2, 3]
    """
    given: list[int] = []
    band, floor = 0, float("inf")
    for score in scores:
        if score < floor:
            band, floor = band + 1, score * (1 - tolerance)
        given.append(band)
    return given
