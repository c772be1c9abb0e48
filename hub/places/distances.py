"""How far apart two points are."""

from __future__ import annotations

from math import asin, cos, radians, sin, sqrt
from typing import Protocol

EARTH_RADIUS_KM = 6371.0088
"""The mean radius: (2a + b) / 3 of the WGS 84 ellipsoid."""


class Point(Protocol):
    """Anything with a latitude and a longitude in degrees."""

    @property
    def latitude(self) -> float: ...

    @property
    def longitude(self) -> float: ...


def distance_km(one: Point, other: Point) -> float:
    """Kilometres along the great circle, by the haversine formula.

    hav(c) = hav(difference of latitude) + cos(lat 1) cos(lat 2) hav(difference of longitude).
    """
    north, south = radians(one.latitude), radians(other.latitude)
    across = radians(one.longitude - other.longitude)
    haversine = sin((north - south) / 2) ** 2 + cos(north) * cos(south) * sin(across / 2) ** 2
    return 2 * EARTH_RADIUS_KM * asin(min(1.0, sqrt(haversine)))
