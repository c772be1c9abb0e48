"""A case that the rules are asked about: who buys what, for how much, beginning when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Case:
    """``kind`` is that of the organisation and ``buying`` of what is bought (`hub.rules.kinds`).

    ``value`` is estimated, in pounds with VAT, None where the buyer has not said. ``on`` is the day that the
    procurement begins: rules that change later do not touch one that has begun.
    """

    kind: str
    value: Decimal | None
    buying: str
    on: date
