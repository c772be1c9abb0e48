"""A made-up register of firms of many trades, and requirements that a few of them could meet together.

A task is two words of its trade and one of every trade. A firm offers tasks of one to three trades, uses
stray words of them, and states what it likes of certificates, insurance, place and size. A requirement asks
for tasks that some firms offer between them, and for what these state: how few will do is not known
beforehand. The same seed makes the same.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from random import Random

from matching import Criterion, Fact, Piece, Place, Profile, Requirement

TRADES, TASKS, TOWNS, COUNTIES = 60, 30, 120, 12
CERTIFICATES = tuple(f"certificate_{at}" for at in range(8))
INSURED = (1e6, 2e6, 5e6, 10e6)
SIZES = ("micro", "micro", "small", "medium", "large", "")
_CONSONANTS, _VOWELS = "bdfgklmnprtvz", "aiou"


@dataclass(frozen=True)
class MadeRegister:
    """So many firms of one seed."""

    firms: int
    seed: int = 0

    def profiles(self) -> Iterator[Profile]:
        """The first of them are those of a smaller register."""
        for number in range(self.firms):
            yield self._firm(number)

    def requirements(self) -> Iterator[Requirement]:
        """Without end: what two to five firms offer and state, and now and then what perhaps nobody does."""
        number = 0
        while True:
            yield self._requirement(Random(f"{self.seed} requirement {number}"))
            number += 1

    def _firm(self, number: int) -> Profile:
        drawn = Random(f"{self.seed} firm {number}")
        trades = drawn.sample(range(TRADES), drawn.choice((1, 1, 2, 3)))
        tasks = [_task(drawn.choice(trades), drawn.randrange(TASKS)) for _ in range(drawn.randint(2, 7))]
        stray = [drawn.choice(_task(drawn.choice(trades), drawn.randrange(TASKS))) for _ in range(6)]
        texts = [" ".join(stray), *[""] * len(tasks)]
        pieces = tuple(
            Piece(f"p{at}", "contract" if at % 3 == 2 else "capability", " ".join(task), text)
            for at, (task, text) in enumerate(zip(tasks, texts, strict=False))
        )
        place = _place(drawn) if drawn.random() < 0.9 else None
        return Profile(f"s{number:06}", f"Firm {number}", pieces, _facts(drawn), place, drawn.choice(SIZES))

    def _requirement(self, drawn: Random) -> Requirement:
        firms = [self._firm(drawn.randrange(self.firms)) for _ in range(drawn.randint(2, 5))]
        titles = sorted({piece.title for firm in firms for piece in firm.pieces})
        words = drawn.sample(titles, min(len(titles), drawn.randint(2, 16)))
        if drawn.random() < 0.1:
            words.append(" ".join(_task(drawn.randrange(TRADES), drawn.randrange(TASKS))))
        lines = [Criterion(f"w{at:02}", text, "must") for at, text in enumerate(words)]
        title = " ".join(dict.fromkeys(" ".join(words[:2]).split()))
        return Requirement(title, "", (), (*lines, *_typed(drawn, firms)), firms[0].place)


def _typed(drawn: Random, firms: Sequence[Profile]) -> Iterator[Criterion]:
    """Typed musts: what some of the firms state, and where and how large everybody must be."""
    held = sorted({fact.name for firm in firms for fact in firm.facts if fact.value is True})
    for name in drawn.sample(held, min(len(held), drawn.randint(0, 7))):
        yield Criterion(name, name, "must", 1.0, name, True)
    insured = [fact.value for firm in firms for fact in firm.facts if fact.name == "insurance"]
    if insured and drawn.random() < 0.5:
        yield Criterion("insurance", "Insured", "must", 1.0, "insurance", drawn.choice(insured))
    if drawn.random() < 0.3:
        yield Criterion("size", "An SME", "must", 1.0, "size", ("micro", "small", "medium"))
    if drawn.random() < 0.5:
        yield Criterion("area", "Near", "must", 1.0, "area", drawn.choice((80.0, 150.0, 300.0)))


def _facts(drawn: Random) -> tuple[Fact, ...]:
    """Of each certificate a firm says yes, no or nothing."""
    facts = [
        Fact(name, drawn.random() < 0.8, name.replace("_", " "))
        for at, name in enumerate(CERTIFICATES)
        if drawn.random() < 0.6 / (1 + at / 2)
    ]
    if drawn.random() < 0.7:
        facts.append(Fact("insurance", drawn.choice(INSURED), "insured"))
    return tuple(facts)


def _place(drawn: Random) -> Place:
    """A town of England or Wales."""
    town = drawn.randrange(TOWNS)
    here = Random(f"town {town}")
    north, east = here.uniform(50.8, 54.5), here.uniform(-3.5, 0.5)
    return Place(f"Town {town}", north, east, f"County {town % COUNTIES}")


def _task(trade: int, task: int) -> tuple[str, str, str]:
    """Two words that only this trade has, and one that every trade has."""
    return _word(trade * 12 + task % 12), _word(trade * 12 + (task * 5 + 1) % 12), _word(TRADES * 12 + task)


def _word(number: int) -> str:
    """A word of three syllables that no other number has."""
    letters, rest = "", number + len(_CONSONANTS) * len(_VOWELS)
    while rest or len(letters) < 6:
        rest, consonant = divmod(rest, len(_CONSONANTS))
        rest, vowel = divmod(rest, len(_VOWELS))
        letters += _CONSONANTS[consonant] + _VOWELS[vowel]
    return letters + _CONSONANTS[number % len(_CONSONANTS)]
