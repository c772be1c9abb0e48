"""Where a supplier works, as one stated fact: all of it together, so that suppliers alike share a key.

The fact's value is a tuple of texts: ``uk``, ``remote``, ``county Derbyshire``, ``region East Midlands``,
``within 50 52.92 -1.47``: kilometres around a point in degrees, the supplier's own place.
"""

from __future__ import annotations

from dataclasses import dataclass

from matching.records import FactValue, Place

SERVES = "serves"
"""The name of the fact, and of the line that asks who works where the work is."""

REMOTE = "remote"
"""The line's value where work from afar will do as well."""


@dataclass(frozen=True, slots=True)
class Served:
    """``radius_km`` is measured from ``place``; without a place it tells nothing."""

    anywhere: bool = False
    remote: bool = False
    counties: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    radius_km: float | None = None
    place: Place | None = None

    def to_value(self) -> tuple[str, ...]:
        """As the value of a fact.

        >>> Served(remote=True, radius_km=50, place=Place("Derby", 52.92, -1.47)).to_value()
        ('remote', 'within 50 52.92 -1.47')
        """
        told = ["uk"] * self.anywhere + [REMOTE] * self.remote
        told += [f"county {name}" for name in self.counties] + [f"region {name}" for name in self.regions]
        if self.radius_km is not None and self.place is not None:
            told.append(f"within {self.radius_km!r} {self.place.latitude!r} {self.place.longitude!r}")
        elif self.radius_km is not None:
            told.append(f"within {self.radius_km!r}")
        return tuple(told)


def read_served(value: FactValue) -> Served:
    """What `Served.to_value` made of it. A text of another kind tells nothing."""
    texts = value if isinstance(value, tuple) else ()
    told = [text.partition(" ") for text in texts]
    radius, place = _within(next((rest for word, _, rest in told if word == "within"), ""))
    return Served(
        anywhere="uk" in texts,
        remote=REMOTE in texts,
        counties=tuple(rest for word, _, rest in told if word == "county"),
        regions=tuple(rest for word, _, rest in told if word == "region"),
        radius_km=radius,
        place=place,
    )


def _within(text: str) -> tuple[float | None, Place | None]:
    numbers = [float(part) for part in text.split()]
    if len(numbers) == 3:
        return numbers[0], Place("", numbers[1], numbers[2])
    return (numbers[0] if numbers else None), None
