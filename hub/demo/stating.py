"""What fictional firms state as facts: certificates in and out of date, insurance, clearance, and so on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from functools import cache
from random import Random

from hub.demo.firms import FirmFact
from hub.demo.writing import read_material

SHARES: Mapping[str, Mapping[str, float]] = {
    "trade": {
        "public_liability": 0.94,
        "employers_liability": 0.8,
        "iso_9001": 0.22,
        "iso_14001": 0.2,
        "professional_indemnity": 0.12,
    },
    "creative": {
        "public_liability": 0.8,
        "professional_indemnity": 0.6,
        "employers_liability": 0.55,
        "iso_14001": 0.1,
        "iso_27001": 0.06,
    },
    "training": {
        "public_liability": 0.86,
        "professional_indemnity": 0.7,
        "employers_liability": 0.7,
        "iso_9001": 0.2,
        "cyber_essentials": 0.25,
    },
    "professional": {
        "professional_indemnity": 0.95,
        "public_liability": 0.6,
        "employers_liability": 0.6,
        "cyber_essentials": 0.4,
        "iso_9001": 0.2,
    },
    "digital": {
        "professional_indemnity": 0.8,
        "public_liability": 0.65,
        "employers_liability": 0.7,
        "cyber_essentials": 0.75,
        "iso_27001": 0.3,
        "clearance": 0.5,
        "data_location": 0.5,
        "support_hours": 0.4,
    },
    "cloud": {
        "professional_indemnity": 0.8,
        "public_liability": 0.5,
        "cyber_essentials": 0.85,
        "iso_27001": 0.65,
        "iso_9001": 0.3,
        "clearance": 0.55,
        "data_location": 0.9,
        "support_hours": 0.9,
    },
}
"""The share of firms of each sort that state a fact at all; the rest leave it out."""

CHOICES: Mapping[str, tuple[str, ...]] = {
    "cyber_essentials": ("none", *("cyber_essentials",) * 5, *("cyber_essentials_plus",) * 3),
    "clearance": ("none", *("bpss",) * 4, "sc", "sc", "dv"),
    "data_location": (*("uk",) * 7, "eea", "eea", "other"),
    "support_hours": (*("9_to_5_mon_to_fri",) * 5, "9_to_5_7_days", "24_7", "24_7"),
}
COVERS: Mapping[str, tuple[float, ...]] = {
    "public_liability": (1e6, 2e6, 2e6, 5e6, 5e6, 5e6, 10e6),
    "professional_indemnity": (250e3, 500e3, 1e6, 1e6, 2e6, 5e6),
    "employers_liability": (5e6, 10e6, 10e6, 10e6),
}
CERTIFICATE_DAYS, YEARLY_DAYS = (-150, 950), (-45, 360)
"""Days from today on which a certificate of three years, or one of a year, ends. Some have ended."""


def state_facts(profile: str, kind: str, size: str, random: Random, today: date) -> Iterator[FirmFact]:
    """The facts of one firm. Sole traders employ nobody and seldom pay for a standard."""
    draw = random.random
    for name, share in SHARES[profile].items():
        if name == "employers_liability" and kind == "sole trader":
            continue
        likely = share * (0.3 if size == "micro" and name.startswith("iso_") else 1.0)
        if draw() < likely:
            yield _state(name, random, today)


def _state(name: str, random: Random, today: date) -> FirmFact:
    if name.startswith("iso_"):
        return FirmFact(name, True, *_proof("certifiers", CERTIFICATE_DAYS, random, today))
    if name in COVERS:
        cover = COVERS[name][int(random.random() * len(COVERS[name]))]
        return FirmFact(name, cover, *_proof("insurers", YEARLY_DAYS, random, today))
    answer = CHOICES[name][int(random.random() * len(CHOICES[name]))]
    if name == "cyber_essentials" and answer != "none":
        return FirmFact(name, answer, *_proof("certifiers", YEARLY_DAYS, random, today))
    return FirmFact(name, answer)


SERVED = (
    *({"within_km": kilometres} for kilometres in (25, 40, 60, 100)),
    {"regions": ["East Midlands"]},
    {"regions": ["East Midlands", "West Midlands"]},
    {"anywhere": True},
)
FROM_AFAR = ({"anywhere": True, "remote": True}, {"remote": True}, {"within_km": 80, "remote": True})
PRICES: Mapping[str, tuple[tuple[int, int, str, str], ...]] = {
    "trade": ((25, 45, "hour", "one person with a van and tools"), (180, 320, "day", "a gang of two")),
    "creative": ((350, 600, "day", "a designer or camera operator"),),
    "training": ((450, 900, "day", "a trainer for up to 12 people"),),
    "professional": ((80, 160, "hour", "a qualified person, letters and calls included"),),
    "digital": ((400, 750, "day", "a developer or designer"),),
    "cloud": ((4, 12, "user", "support in office hours included"), (60, 240, "month", "one server")),
}
PLEDGES = ("fair_work", "local_skills", "supply_chain", "environment", "equal_chances", "wellbeing")
AVAILABILITY, RESPONSE = (99.5, 99.9, 99.95, 99.99), (0.5, 1.0, 2.0, 4.0, 8.0)


def state_more(profile: str, public_id: str) -> Iterator[FirmFact]:
    """Where a firm works, what it costs, what it commits itself to. Drawn apart from all else, by its id."""
    drawn = Random(f"facts of {public_id}")  # noqa: S311  nothing depends on it
    at_desks = profile in ("digital", "cloud", "training", "professional")
    if drawn.random() < 0.8:
        yield FirmFact("serves", drawn.choice(FROM_AFAR if at_desks and drawn.random() < 0.6 else SERVED))
    if drawn.random() < 0.4:
        least, most, per, covers = drawn.choice(PRICES[profile])
        yield FirmFact("price_guide", {"from": least, "to": most, "per": per, "covers": covers})
    if drawn.random() < 0.35:
        yield FirmFact("social_value", sorted(drawn.sample(PLEDGES, 1 + int(drawn.random() * 3))))
    if profile in ("digital", "cloud") and drawn.random() < 0.5:
        yield FirmFact("response_time", drawn.choice(RESPONSE))
    if profile == "cloud" and drawn.random() < 0.7:
        yield FirmFact("availability", drawn.choice(AVAILABILITY))


def _proof(key: str, days: tuple[int, int], random: Random, today: date) -> tuple[str, str, date]:
    """Who vouches for a fact, under what number, until when."""
    bodies = _bodies(key)
    body, initials = bodies[int(random.random() * len(bodies))]
    first, last = days
    expires_on = today + timedelta(days=first + int(random.random() * (last - first)))
    return body, f"{initials}-{10_000 + int(random.random() * 90_000)}", expires_on


@cache
def _bodies(key: str) -> tuple[tuple[str, str], ...]:
    """Names with the initials that their numbers start with."""
    names: list[str] = read_material("names.json")[key]
    return tuple((name, "".join(word[0] for word in name.split() if word[0].isalpha())) for name in names)
