"""What a ranked page shows of a ranking: how far down, who ties with whom, and the whole list's ends."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence

from hub.matches.finding import Found

PAGE = 20
PAGES = 5
"""A page shows twenty more each time, up to a hundred. Who must read further says more of the need."""


def depth_of(page: str | None) -> int:
    """How many suppliers the page with that number in its address shows: twenty for each page up to it."""
    number = int(page) if page and page.isdecimal() and len(page) < 4 else 1
    return PAGE * min(max(number, 1), PAGES)


def depth_holding(order: Sequence[str], ticked: Collection[str], shown: int) -> int:
    """That depth, or as many twenties more as it takes to show every ticked supplier, by public id, of the
    first hundred as the page orders them."""
    first = order[: PAGE * PAGES]
    deepest = max((place for place, each in enumerate(first, start=1) if each in ticked), default=0)
    return max(shown, -(-deepest // PAGE) * PAGE)


def count_gone(found: Found, ticked: Collection[str]) -> int:
    """How many of the ticked suppliers the first hundred of this ranking do not hold."""
    return len(set(ticked) - {match.profile for match in found.ranking.matches[: PAGE * PAGES]})


def next_page(found: Found, shown: int) -> int | None:
    """The number of the page that shows more, or None where there is no more to show."""
    left = found.ranking.considered - found.ranking.left_out > shown
    return shown // PAGE + 1 if left and shown < PAGE * PAGES else None


def ties(found: Found) -> Mapping[str, list[str]]:
    """For each supplier, by public id, the names of the others in its band, best first."""
    bands: dict[int, list[str]] = defaultdict(list)
    for match in found.ranking.matches:
        bands[match.band].append(match.profile)
    return {
        one: [found.suppliers[other].name for other in band if other != one]
        for band in bands.values()
        for one in band
    }
