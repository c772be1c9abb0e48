"""Naming fictional firms and people. Telephone numbers are Ofcom's for drama; addresses end in .example."""

from __future__ import annotations

import re
from collections.abc import Sequence
from random import Random
from typing import NamedTuple

from hub.database import PUBLIC_ID_ALPHABET
from hub.demo.writing import read_material

CHUNKS = tuple(a + b + c for a in PUBLIC_ID_ALPHABET for b in PUBLIC_ID_ALPHABET for c in PUBLIC_ID_ALPHABET)
"""Public ids are drawn three characters at a time."""
TRIES = 6


class Contact(NamedTuple):
    """How a firm is reached; empty where it has not said."""

    website: str = ""
    name: str = ""
    email: str = ""
    phone: str = ""


def make_public_id(random: Random) -> str:
    draw, held, count = random.random, CHUNKS, len(CHUNKS)
    first, second = held[int(draw() * count)], held[int(draw() * count)]
    return first + second + held[int(draw() * count)] + held[int(draw() * count)]


class Namer:
    """Gives every firm a name of its own."""

    def __init__(self, random: Random) -> None:
        self.random = random
        self.material = read_material("names.json")
        self.given: set[str] = set()

    def name_firm(self, kind: str, trades: Sequence[str]) -> str:
        name = self._draw(kind, trades)
        for _ in range(TRIES):
            if name not in self.given:
                break
            name = f"{self._place()} {self._draw(kind, trades)}"
        self.given.add(name)
        return name

    def _pick(self, key: str) -> str:
        held: list[str] = self.material[key]
        return held[int(self.random.random() * len(held))]

    def _place(self) -> str:
        return self._pick("starts") + self._pick("ends")

    def _draw(self, kind: str, trades: Sequence[str]) -> str:
        trade = trades[int(self.random.random() * len(trades))]
        chance = self.random.random()
        if kind == "sole trader":
            return f"{self._pick('first')[0]} {self._pick('surnames')} {trade}"
        if kind == "partnership":
            return f"{self._pick('surnames')} & {self._pick('surnames')} {trade}"
        if kind == "charity":
            return (
                f"{self._place()} {trade} Trust" if chance < 0.5 else f"The {self._place()} {trade} Project"
            )
        if kind == "community interest company":
            return f"{self._place()} {trade} CIC"
        if kind == "other":
            return f"{self._place()} {trade} Co-operative"
        first = self._place() if chance < 0.7 else self._pick("surnames")
        return f"{first} {trade}{' Ltd' if chance < 0.45 else ''}"

    def make_contact(self, name: str, size: str) -> Contact:
        """Firms without staff often have no site; a few give no number."""
        random = self.random.random
        domain = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-") + ".example"
        person = f"{self._pick('first')} {self._pick('last')}"
        line = int(random() * 1000)
        phone = f"01632 960{line:03}" if random() < 0.7 else f"07700 900{line:03}"
        site = f"https://www.{domain}" if random() < (0.6 if size == "micro" else 0.92) else ""
        mailbox = ("hello", "office", "enquiries")[int(random() * 3)]
        return Contact(site, person, f"{mailbox}@{domain}", phone if random() < 0.9 else "")
