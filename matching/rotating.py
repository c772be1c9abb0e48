"""Turns inside a band: suppliers that cannot be told apart come first one after the other.

Who was seen least often in recorded rankings stands first; who was seen equally often, as the seed of the
ranking says. Neither bands nor scores change, and without a seed the order is that of the scores.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from hashlib import sha256
from typing import NamedTuple

SEEN = 10
"""Places of a recorded ranking that everybody reads: who stands in them was seen."""


class Exposure(NamedTuple):
    """In how many recorded rankings a supplier stood in the first `SEEN` places, and in how many first."""

    seen: int = 0
    first: int = 0


UNSEEN = Exposure()


def rotate(
    profiles: Sequence[str], bands: Sequence[int], exposure: Mapping[str, Exposure], seed: str
) -> list[int]:
    """The places of an order, from 0, as the seed rotates it: band by band, the least seen first.

    ``bands`` never fall. Of two that were seen equally often the one comes first that stood first less often,
    then the one whose hash with the seed is smaller.

    >>> rotate(["a", "b", "c"], [1, 1, 2], {"a": Exposure(2, 1)}, "seed")
    [1, 0, 2]
    """
    places = range(len(profiles))
    if not seed:
        return list(places)
    return sorted(
        places,
        key=lambda at: (bands[at], exposure.get(profiles[at], UNSEEN), lot(seed, profiles[at]), profiles[at]),
    )


def lot(seed: str, profile: str) -> str:
    """What a supplier draws: the SHA-256 of the seed and its id."""
    return sha256(f"{seed} {profile}".encode()).hexdigest()
