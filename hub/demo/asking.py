"""What the demo's buyers need: hand-written requirements, asked again by others when they run out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from random import Random
from typing import Any, NamedTuple

from hub.demo.naming import make_public_id
from hub.demo.writing import read_material
from hub.places.loading import own_places


class Buyer(NamedTuple):
    """A fictional buying organisation. `body` is its kind of public body."""

    key: str
    name: str
    body: str
    confirmed: bool


class Line(NamedTuple):
    """One criterion: in words, or as a fact with the value asked for."""

    importance: str
    text: str
    weight: float = 1.0
    fact: str | None = None
    value: Any = None


class Ask(NamedTuple):
    """A requirement of one buyer. `categories` are slugs, `outcode` where it is needed."""

    public_id: str
    buyer: str
    title: str
    description: str
    outcode: str
    visibility: str
    state: str
    categories: tuple[str, ...]
    lines: tuple[Line, ...]


def list_buyers() -> tuple[Buyer, ...]:
    """The fictional buying organisations; the demo's buyer is a member of the first."""
    return tuple(Buyer(**held) for held in read_material("names.json")["buyers"])


def generate_asks(count: int, seed: int) -> Iterator[Ask]:
    """`count` requirements, the first ones as written. Every twelfth is closed."""
    random = Random(seed)  # noqa: S311
    held: list[Mapping[str, Any]] = read_material("requirements.json")["requirements"]
    for index in range(count):
        ask = _ask(held[index % len(held)], make_public_id(random))
        if index >= len(held):
            ask = _asked_again(ask, random)
        yield ask._replace(state="closed") if index % 12 == 11 else ask


def _ask(held: Mapping[str, Any], public_id: str) -> Ask:
    return Ask(
        public_id=public_id,
        buyer=held["buyer"],
        title=held["title"],
        description=held["description"],
        outcode=held["postcode"],
        visibility=held["visibility"],
        state="open",
        categories=tuple(held["categories"]),
        lines=tuple(Line(**line) for line in held["criteria"]),
    )


def _asked_again(ask: Ask, random: Random) -> Ask:
    """Another buyer, elsewhere, to whom some of the lines do not matter."""
    places = own_places()["outcodes"]
    place = places[int(random.random() * len(places))]
    buyers = list_buyers()
    return ask._replace(
        buyer=buyers[int(random.random() * len(buyers))].key,
        outcode=place["code"],
        title=f"{ask.title}, {place['name']}",
        lines=tuple(line for line in ask.lines if random.random() < 0.7),
    )
