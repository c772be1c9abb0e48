"""Charts and maps of supply and demand, as points in the units of a picture. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from math import cos, radians, sqrt

from hub.insight.queries import CountyBalance

WIDTH, HEIGHT = 600, 240
LEFT, BOTTOM = 45, 30
MAP = 600
MARGIN = 60
"""Units of the map kept free at each side, for marks and labels."""


@dataclass(frozen=True, slots=True)
class Line:
    """One series: its points as SVG writes them, and the value it ends with."""

    name: str
    points: str
    last: int
    y: float


@dataclass(frozen=True, slots=True)
class Chart:
    """Lines over months, with the marks of both axes: (unit, text)."""

    lines: tuple[Line, ...]
    months: tuple[tuple[float, str], ...]
    values: tuple[tuple[float, str], ...]


def draw_chart(trend: Sequence[tuple[date, int, int]], *, suppliers: bool) -> Chart | None:
    """What was asked for and, where wanted, the suppliers, month by month; None for fewer than two months."""
    if len(trend) < 2:
        return None
    series = [("Asked for in the year before", [row[1] for row in trend])]
    if suppliers:
        series.append(("Suppliers", [row[2] for row in trend]))
    top = max(1, *(value for _name, values in series for value in values))

    def x(at: int) -> float:
        return round(LEFT + (WIDTH - LEFT - 15) * at / (len(trend) - 1), 1)

    def y(value: float) -> float:
        return round(HEIGHT - BOTTOM - (HEIGHT - BOTTOM - 15) * value / top, 1)

    lines = tuple(
        Line(
            name,
            " ".join(f"{x(at)},{y(value)}" for at, value in enumerate(values)),
            values[-1],
            y(values[-1]),
        )
        for name, values in series
    )
    every = max(1, (len(trend) - 1) // 3)
    months = tuple((x(at), f"{trend[at][0]:%b %Y}") for at in range(0, len(trend), every))
    return Chart(lines, months, tuple((y(value), f"{value:,}") for value in sorted({0, top // 2, top})))


@dataclass(frozen=True, slots=True)
class Mark:
    """A county on the map. ``desert`` marks have another shape, so that colour is not all that tells."""

    name: str
    slug: str
    x: float
    y: float
    r: float
    requirements: int
    deserts: int
    label: bool


def draw_map(counties: Sequence[CountyBalance]) -> list[Mark]:
    """Counties by their middles, north up, as large as fits; labels only where they do not overlap."""
    if not counties:
        return []
    middle = sum(each.latitude for each in counties) / len(counties)
    shrunk = cos(radians(middle))
    east = [each.longitude * shrunk for each in counties]
    north = [each.latitude for each in counties]
    span = max(max(east) - min(east), max(north) - min(north), 0.1)
    scale = (MAP - 2 * MARGIN) / span
    marks: list[Mark] = []
    for each, x_degrees, y_degrees in zip(counties, east, north, strict=True):
        x = round(MARGIN + (x_degrees - min(east)) * scale, 1)
        y = round(MARGIN + (max(north) - y_degrees) * scale, 1)
        label = not any(mark.label and abs(mark.y - y) < 18 and abs(mark.x - x) < 130 for mark in marks)
        r = round(min(5 + 2 * sqrt(each.requirements), 20), 1)
        marks.append(Mark(each.name, each.slug, x, y, r, each.requirements, each.deserts, label))
    return marks
