"""Where suppliers are, drawn around a place from coordinates alone: points in the units of the picture."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from math import cos, radians, sqrt

from hub.matches.nearness import Near
from hub.places.models import Place
from matching.gates import EARTH_RADIUS_KM

SIZE = 600
"""Width and height of the picture; the place is in its middle."""

REACH = 2.0
"""The picture goes out to so many times the radius, and no farther."""

MARGIN = 1.1
"""Room around the farthest."""

LETTER, LINE = 8.5, 18
"""Width of a letter and height of a line of a label."""

DIRECTIONS = ("north", "north-east", "east", "south-east", "south", "south-west", "west", "north-west")
CLOSE_KM = 0.5
"""Nearer than that there is no direction."""

Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Dot:
    """A place with its suppliers. ``kind`` is `county`, `region` or `elsewhere`; no ``label`` where another
    stands in the way."""

    name: str
    x: float
    y: float
    r: float
    suppliers: int
    kind: str
    label: str


@dataclass(frozen=True, slots=True)
class Drawing:
    """``ring`` is the radius in units; ``farther`` counts suppliers beyond the edge, ``placeless`` those
    without a place."""

    dots: tuple[Dot, ...]
    ring: float
    edge_km: float
    farther: int
    placeless: int


def draw(centre: Place, radius: float, near: Sequence[Near]) -> Drawing:
    """The suppliers by their places, out to the farthest or `REACH` radii."""
    farthest = max((each.km for each in near if each.km is not None), default=0.0)
    edge, middle = min(max(radius, farthest) * MARGIN, radius * REACH), SIZE / 2
    scale = middle / edge
    inside = [each for each in near if each.km is not None and each.km <= edge]
    placeless = sum(each.km is None for each in near)
    placed = [(place, number, _spot(centre, place, scale)) for place, number in _by_place(inside)]
    dots = [
        Dot(place.name, x, y, _radius(number), number, _kind(centre, place), "")
        for place, number, (x, y) in placed
    ]
    dots = _labelled(dots, centre.name)
    return Drawing(tuple(dots), radius * scale, edge, len(near) - len(inside) - placeless, placeless)


def _spot(centre: Place, place: Place, scale: float) -> tuple[float, float]:
    east, north = offset_km(centre, place)
    return round(SIZE / 2 + east * scale, 1), round(SIZE / 2 - north * scale, 1)


def _radius(suppliers: int) -> float:
    return round(min(4 + 2 * sqrt(suppliers), 14), 1)


def _labelled(dots: Sequence[Dot], centre: str) -> list[Dot]:
    """With a label beside each dot that has room for it, in their order; the centre has one of its own."""
    middle = SIZE / 2
    taken = [(dot.x - dot.r, dot.y - dot.r, dot.x + dot.r, dot.y + dot.r) for dot in dots]
    taken.append(_label_box(centre, middle, middle, 8))
    found = []
    for dot in dots:
        text = f"{dot.name} ({dot.suppliers})" if dot.suppliers > 1 else dot.name
        box = _label_box(text, dot.x, dot.y, dot.r)
        is_free = dot.name != centre and box[2] <= SIZE and not any(_overlap(box, other) for other in taken)
        taken += [box] if is_free else []
        found.append(replace(dot, label=text) if is_free else dot)
    return found


def offset_km(centre: Place, place: Place) -> tuple[float, float]:
    """Kilometres east and north of the centre, on a plane: right to a hundredth within a hundred or two."""
    of_a_degree = radians(1) * EARTH_RADIUS_KM
    shrunk = cos(radians((centre.latitude + place.latitude) / 2))
    east = (place.longitude - centre.longitude) * shrunk * of_a_degree
    return east, (place.latitude - centre.latitude) * of_a_degree


def direction(centre: Place, place: Place | None) -> str:
    """Where a place lies as seen from the centre: `north-east`; nothing for the place itself."""
    if place is None:
        return ""
    east, north = offset_km(centre, place)
    if east * east + north * north < CLOSE_KM**2:
        return ""
    # Eight winds of 45 degrees each: the one whose unit vector points most the same way.
    slant = sqrt(0.5)
    winds = (
        (0, 1),
        (slant, slant),
        (1, 0),
        (slant, -slant),
        (0, -1),
        (-slant, -slant),
        (-1, 0),
        (-slant, slant),
    )
    along = [east * to_east + north * to_north for to_east, to_north in winds]
    return DIRECTIONS[along.index(max(along))]


def _by_place(near: Iterable[Near]) -> list[tuple[Place, int]]:
    """The places with how many suppliers are at each, the most first."""
    counted: dict[str, tuple[Place, int]] = {}
    for each in near:
        place = each.supplier.place
        if place is not None:
            counted[place.code] = place, counted.get(place.code, (place, 0))[1] + 1
    return sorted(counted.values(), key=lambda pair: (-pair[1], pair[0].code))


def _kind(centre: Place, place: Place) -> str:
    if centre.county_id is not None and place.county_id == centre.county_id:
        return "county"
    return "region" if centre.region and place.region == centre.region else "elsewhere"


def _label_box(text: str, x: float, y: float, r: float) -> Box:
    """Left, top, right and bottom of a label to the right of a dot."""
    left = x + r + 3
    return left, y - LINE / 2, left + LETTER * len(text), y + LINE / 2


def _overlap(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
