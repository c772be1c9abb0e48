"""Making fictional firms in real places: any number of them, one at a time, the same for the same seed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from random import Random
from typing import Any, NamedTuple

from hub.demo.firms import Firm, FirmCapability, FirmContract
from hub.demo.naming import Namer, make_public_id
from hub.demo.stating import state_facts, state_more
from hub.demo.writing import Deck, Writer, read_material, read_trades
from hub.places.loading import own_places

KINDS = (
    *("company",) * 29,
    *("sole trader",) * 8,
    *("partnership",) * 4,
    *("charity",) * 4,
    *("community interest company",) * 4,
    "other",
)
CIVIC_KINDS = frozenset({"charity", "community interest company", "other"})
"""Kinds that are found in some trades only: nobody meets a roofing charity."""
SIZES = (*("micro",) * 9, *("small",) * 6, *("medium",) * 3)
COUNTS = {"micro": (1, 1, 2, 2), "small": (1, 2, 2, 3), "medium": (2, 2, 3), "large": (3,)}
"""How many capabilities a firm of each size describes."""
UNCLAIMED = 0.12
PUBLISHED = {"cloud": "g-cloud-sales", "digital": "digital-outcomes"}
"""Where awards of a sort are published; others come as OCDS."""
FAR = 0.06
"""The share of firms outside the hub's own counties."""
OURS = {"trade": "helpdesk", "outcode": "ST16", "name": "Thackwold IT Support Ltd"}
"""The firm of the demo's supplier: in Stafford, 45 km from the Derby council that needs it."""


class Spot(NamedTuple):
    """Where a firm is: outward code, town and county."""

    code: str
    town: str
    county: str


def generate_firms(count: int, seed: int, today: date) -> Iterator[Firm]:
    """`count` firms. The first is the demo supplier's own; the second is the one large firm."""
    maker = FirmMaker(seed, today)
    for index in range(count):
        yield maker.make(index)


class FirmMaker:
    """Holds the decks that firms are dealt from."""

    def __init__(self, seed: int, today: date) -> None:
        self.seed = seed
        self.today = today
        self.random = Random(seed)  # noqa: S311
        self.namer = Namer(self.random)
        trades = read_trades()
        self.by_key = {trade["key"]: trade for trade in trades}
        self.writers = {key: Writer(trade, self.random) for key, trade in self.by_key.items()}
        self.trades = Deck(trades, self.random)
        self.civic = Deck([trade for trade in trades if trade["civic"]], self.random)
        self.kinds = Deck(KINDS, self.random)
        self.sizes = Deck(SIZES, self.random)
        self.places = _places()
        self.far = list(read_material("names.json")["far_outcodes"].items())
        self.contracts = {key: Deck(trade["contracts"], self.random) for key, trade in self.by_key.items()}
        self.bodies: list[str] = read_material("names.json")["bodies"]

    def make(self, index: int) -> Firm:
        if index == 0:
            return self._ours()
        kind = self.kinds.deal()
        trade = (self.civic if kind in CIVIC_KINDS else self.trades).deal()
        size = "micro" if kind == "sole trader" else self.sizes.deal()
        if index == 1:
            kind, size = "company", "large"
        elif self.random.random() < UNCLAIMED:
            return self._unclaimed(trade)
        return self._claimed(trade, kind, size, self._place())

    def _ours(self) -> Firm:
        place = next(each for each in self.places if each.code == OURS["outcode"])
        firm = self._claimed(self.by_key[OURS["trade"]], "company", "small", place)
        facts = (fact for fact in firm.facts if fact.expires_on is None or fact.expires_on >= self.today)
        contact = self.namer.make_contact(OURS["name"], "small")
        return firm._replace(
            name=OURS["name"],
            website=contact.website,
            contact_email=contact.email,
            facts=tuple(facts),
        )

    def _claimed(self, trade: Mapping[str, Any], kind: str, size: str, place: Spot) -> Firm:
        name = self.namer.name_firm(kind, trade["names"])
        contact = self.namer.make_contact(name, size)
        public_id = make_public_id(self.random)
        return Firm(
            public_id=public_id,
            trade=trade["key"],
            state="claimed",
            name=name,
            kind=kind,
            size=size,
            outcode=place.code,
            company_number=self._company_number(kind),
            website=contact.website,
            contact_name=contact.name,
            contact_email=contact.email,
            contact_phone=contact.phone,
            capabilities=self._capabilities(trade, kind, size, place),
            contracts=self._contracts(trade, place, int(self.random.random() * 4), published=0.2),
            facts=(
                *state_facts(trade["profile"], kind, size, self.random, self.today),
                *state_more(trade["profile"], public_id),
            ),
        )

    def _unclaimed(self, trade: Mapping[str, Any]) -> Firm:
        """A firm known from awards alone: a name, what it won, sometimes where it is."""
        place = self._place()
        return Firm(
            public_id=make_public_id(self.random),
            trade=trade["key"],
            state="unclaimed",
            name=self.namer.name_firm("company", trade["names"]),
            outcode=place.code if self.random.random() < 0.6 else "",
            contracts=self._contracts(trade, place, 1 + int(self.random.random() * 3), published=1.0),
        )

    def _place(self) -> Spot:
        held = self.places
        if self.random.random() < FAR:
            code, town = self.far[int(self.random.random() * len(self.far))]
            return Spot(code, town, town)
        return held[int(self.random.random() * len(held))]

    def _company_number(self, kind: str) -> str | None:
        """Numbers from 99 000 000 have never been issued."""
        if kind not in {"company", "community interest company"}:
            return None
        return str(99_000_000 + int(self.random.random() * 1_000_000))

    def _capabilities(
        self, trade: Mapping[str, Any], kind: str, size: str, place: Spot
    ) -> tuple[FirmCapability, ...]:
        random, writer = self.random, self.writers[trade["key"]]
        year = self.today.year - 2 - int(random.random() ** 2 * 38)
        gaps = {"town": place.town, "county": place.county, "year": str(year)}
        count = COUNTS[size][int(random.random() * len(COUNTS[size]))]
        made = []
        for number in range(count):
            state = "draft" if number and random.random() < 0.06 else "published"
            written = writer.write(kind, gaps, first=number == 0)
            made.append(FirmCapability(make_public_id(random), *written, state))
        return tuple(made)

    def _contracts(
        self, trade: Mapping[str, Any], place: Spot, count: int, *, published: float
    ) -> tuple[FirmContract, ...]:
        return tuple(self._contract(trade, place.county, published) for _ in range(count))

    def _contract(self, trade: Mapping[str, Any], county: str, published: float) -> FirmContract:
        draw = self.random.random
        job = self.contracts[trade["key"]].deal()
        low, high = job["thousands"]
        public_id = make_public_id(self.random)
        source = PUBLISHED.get(trade["profile"], "ocds") if draw() < published else "own"
        starts_on = self.today - timedelta(days=40 + int(draw() * 2400))
        return FirmContract(
            public_id=public_id,
            title=job["title"].format(county=county),
            description=job["description"].format(county=county),
            buyer_name=self.bodies[int(draw() * len(self.bodies))],
            category=trade["categories"][0],
            value=500 * int(2 * (low + (high - low) * draw() ** 2)) if draw() < 0.9 else None,
            starts_on=starts_on,
            ends_on=starts_on + timedelta(days=60 + int(draw() * 1000)) if draw() < 0.85 else None,
            source=source,
            source_key=None if source == "own" else f"demo-{self.seed}-{public_id}",
        )


def _places() -> list[Spot]:
    table = own_places()
    counties = {county["slug"]: county["name"] for county in table["counties"]}
    return [Spot(each["code"], each["name"], counties[each["county"]]) for each in table["outcodes"]]
