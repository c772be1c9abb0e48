"""How much each kind of evidence counts.

`weights.json` holds the numbers and, beside them, the measurement that chose them. A hub may learn its own.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from functools import lru_cache
from hashlib import sha256
from importlib.resources import files
from typing import Any


class WeightsError(ValueError):
    """What was read is no weights; the message says what is wrong with it."""


@dataclass(frozen=True, slots=True)
class Weights:
    """Each 0 to 1.

    - ``piece``: how far one perfect piece proves a line alone. A capability, a contract and a stated fact are
      all alike, so that a new firm can reach the top;
    - ``category``: how far a category proves a need alone, where few suppliers are in it; ``next_door``: one
      that is a step up, down or beside the one asked for;
    - ``title``, ``description``, ``heading``: these parts of a need, the last the names of its categories,
      are lines by themselves as well, each of this weight beside the whole: one contract may prove the trade,
      and another the task;
    - ``written``: the part of a likeness that goes by the words as they are written; the rest goes by their
      stems. Who cleaned drains is found for drain cleaning, after who writes of drain cleaning;
    - ``meaning``: how far a text that means the very same proves a need alone, where a model tells;
    - ``guess``: a piece that holds fewer of the words asked for than are `enough` is a guess. It counts this
      part of what it would, and only where the supplier has nothing better: chance must not add up.
    """

    piece: float
    category: float
    next_door: float
    title: float
    description: float
    heading: float
    written: float
    meaning: float
    guess: float

    def __post_init__(self) -> None:
        wrong = [name for name, value in asdict(self).items() if not 0 <= value <= 1]
        if wrong:
            raise WeightsError(f"Not between 0 and 1: {', '.join(wrong)}")

    @property
    def version(self) -> str:
        """Twelve hexadecimal digits that no other weights have."""
        return sha256(json.dumps(asdict(self), sort_keys=True).encode()).hexdigest()[:12]


FIXED = Weights(
    piece=0.95,
    category=0.25,
    next_door=0.1,
    title=0.25,
    description=0.25,
    heading=0.25,
    written=0.5,
    meaning=0.9,
    guess=0.75,
)
"""Where learning starts: round numbers, set by hand. None that ship may rank worse on judged sets."""

NAMES = tuple(each.name for each in fields(Weights))


def to_weights(held: Any) -> Weights:
    """From what JSON holds. Raises WeightsError where a weight is missing, unknown or no number of 0 to 1."""
    given = held.get("weights") if isinstance(held, Mapping) else None
    if not isinstance(given, Mapping):
        raise WeightsError('There is no object "weights"')
    if unlike := sorted(given.keys() ^ set(NAMES)):
        raise WeightsError(f"Missing or unknown: {', '.join(map(str, unlike))}")
    odd = [
        name for name in NAMES if isinstance(given[name], bool) or not isinstance(given[name], (int, float))
    ]
    if odd:
        raise WeightsError(f"Not a number: {', '.join(odd)}")
    return Weights(**{name: float(given[name]) for name in NAMES})


@lru_cache(maxsize=1)
def shipped_weights() -> Weights:
    return to_weights(json.loads(files("matching").joinpath("weights.json").read_text(encoding="utf-8")))
