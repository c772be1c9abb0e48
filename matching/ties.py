"""When two scores are too close to tell which supplier is better.

Of two suppliers that people graded differently, the one with the higher score is the better one the more
often, the farther apart they are: half of the time where they are equal. The model is a logistic curve
through that point (Bradley and Terry 1952); `ties.json` holds its slope and what it was estimated from.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from math import exp, log

SURE = 0.6
"""A difference tells two suppliers apart where the higher is better at least this often: three in five."""


@dataclass(frozen=True, slots=True)
class TieModel:
    """``slope`` is that of the curve, per part of the higher score by which the lower one falls short."""

    slope: float

    @property
    def tolerance(self) -> float:
        """The part of the higher score within which the lower one is a tie, 0 to 1."""
        return min(log(SURE / (1 - SURE)) / self.slope, 1.0) if self.slope > 0 else 1.0

    def sureness(self, apart: float) -> float:
        """How often the higher of two scores so far apart is the better supplier.

        >>> TieModel(4.0).sureness(0.0)
        0.5
        """
        return 1 / (1 + exp(-self.slope * apart))


@lru_cache(maxsize=1)
def shipped_ties() -> TieModel:
    return TieModel(json.loads(files("matching").joinpath("ties.json").read_text(encoding="utf-8"))["slope"])
