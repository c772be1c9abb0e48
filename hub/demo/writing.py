"""Writing what a fictional firm says of itself.

Each trade brings hand-written sentences of five sorts: what is done, how, for whom, with what outcome, and a
quirk. A sentence has choices in square brackets, `[two|three]`, and gaps in braces, `{town}`; one that opens
with `+` needs a team. Sentences are dealt from shuffled decks, so that neighbours do not share them before a
deck is through, and set in frames of different length and order. Pure, and the same for the same seed.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from random import Random
from typing import Any, Generic, NamedTuple, TypeVar

Item = TypeVar("Item")

CHOICE = re.compile(r"\[([^\]]*)\]")
SORTS = {"h": "how", "w": "whom", "o": "outcomes", "q": "quirks"}
FRAMES = (
    "dho",
    "sdw",
    "dlq",
    "dlo",
    "dwhq",
    "dh",
    "doh",
    "sdl/ho",
    "dwo/lq",
    "dhl",
    "d/lh",
    "sdho",
    "dwl",
    "dlh",
    "dd/ho",
    "sdl/w",
    "sdd",
    "ddl",
    "dhw",
    "dq",
    "sdhw/dlo/q",
    "dhl/dwo/h",
    "sd/dd/hlow",
)
"""Orders of a description: d what is done, h how, w for whom, o outcome, q quirk, l a list, s how the firm
started, / a new paragraph."""
REMEMBERED = 180
"""Pairs of sentences a trade remembers having used together, before it starts afresh."""
TRIES, TRIES_OF_A_SORT = 14, 3
OTHER_SORTS = "hoqw"
ORDERS = 16

ONE_PERSON = {
    "we are": "I am",
    "we were": "I was",
    "we’re": "I’m",
    "we’ve": "I’ve",
    "we’ll": "I’ll",
    "we’d": "I’d",
    "we": "I",
    "ourselves": "myself",
    "ours": "mine",
    "our own": "my own",
    "our": "my",
    "us": "me",
}
PLURAL = re.compile(rf"\b({'|'.join(ONE_PERSON)})\b", re.IGNORECASE)


def for_one_person(text: str) -> str:
    """A sentence of several people as one person would say it."""

    def replaced(found: re.Match[str]) -> str:
        word = ONE_PERSON[found[0].lower()]
        return word[0].upper() + word[1:] if found[0][0].isupper() else word

    return PLURAL.sub(replaced, text)


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence taken apart once: plain text and choices in turn. `key` tells it apart within its trade."""

    parts: tuple[str | tuple[str, ...], ...]
    gaps: bool
    key: int = 0

    def say(self, random: Random, gaps: Mapping[str, str]) -> str:
        draw = random.random
        said = [part if part.__class__ is str else part[int(draw() * len(part))] for part in self.parts]
        text = "".join(said)
        return text.format_map(gaps) if self.gaps else text


@dataclass(frozen=True, slots=True)
class Job:
    """A thing the trade does: a sentence with the title and the category it goes under."""

    sentence: Sentence
    title: Sentence
    category: str


class Written(NamedTuple):
    """One capability, ready to show."""

    title: str
    description: str
    category: str


def read_sentence(text: str, key: int = 0) -> Sentence:
    pieces = CHOICE.split(text.removeprefix("+"))
    parts = tuple(tuple(piece.split("|")) if odd % 2 else piece for odd, piece in enumerate(pieces))
    return Sentence(parts, "{" in text, key)


class Deck(Generic[Item]):
    """Items dealt in random order; none comes twice before all have come once, nor twice in a row.

    A few orders are drawn once and taken in turn at random, which is quick enough for a million firms.
    """

    def __init__(self, items: Iterable[Item], random: Random) -> None:
        self.random = random
        held = tuple(items)
        self.orders = [random.sample(held, len(held)) for _ in range(ORDERS)]
        self.left: list[Item] = []
        self.last: Item | None = None

    def deal(self) -> Item:
        if not self.left:
            self.left = self.orders[int(self.random.random() * ORDERS)][:]
            if self.left[-1] is self.last:
                self.left.reverse()
        self.last = self.left.pop()
        return self.last


@cache
def read_material(name: str) -> Any:
    """A JSON file of this package."""
    return json.loads(resources.files(__package__).joinpath(name).read_bytes())


@cache
def read_trades() -> tuple[Mapping[str, Any], ...]:
    """Every trade's material, by family."""
    names = sorted(
        each.name for each in resources.files(__package__).iterdir() if each.name.startswith("trades_")
    )
    return tuple(trade for name in names for trade in read_material(name)["trades"])


class Voice:
    """The sentences of one trade as a firm of one or of several says them."""

    def __init__(self, trade: Mapping[str, Any], random: Random, *, alone: bool) -> None:
        self.jobs = Deck(_jobs(trade["does"], alone), random)
        self.decks = {
            letter: Deck(_sentences(trade[sort], alone, 100 * number), random)
            for number, (letter, sort) in enumerate(SORTS.items(), 1)
        }
        lists = [text for text in read_material("phrases.json")["lists"] if not (alone and "people" in text)]
        self.lists = Deck([for_one_person(text) if alone else text for text in lists], random)


def _jobs(held: Sequence[Mapping[str, str]], alone: bool) -> list[Job]:
    sentences = _sentences([job["text"] for job in held], alone, 0)
    return [
        Job(sentence, read_sentence(held[sentence.key]["title"]), held[sentence.key]["category"])
        for sentence in sentences
    ]


def _sentences(texts: Sequence[str], alone: bool, first_key: int) -> list[Sentence]:
    """Numbered from `first_key` in the order of the material, whoever says them."""
    keyed = list(enumerate(texts, first_key))
    if not alone:
        return [read_sentence(text, key) for key, text in keyed]
    fitting = [(key, text) for key, text in keyed if not text.startswith("+")]
    return [read_sentence(for_one_person(text), key) for key, text in fitting or keyed]


class Writer:
    """Writes capabilities for firms of one trade. Sentences that stood together once are kept apart."""

    def __init__(self, trade: Mapping[str, Any], random: Random) -> None:
        self.random = random
        self.terms = Deck(trade["terms"], random)
        self.frames = Deck(FRAMES, random)
        self.voices = {alone: Voice(trade, random, alone=alone) for alone in (False, True)}
        self.openers = {
            kind: Deck([read_sentence(text) for text in texts], random)
            for kind, texts in read_material("phrases.json")["openers"].items()
        }
        self.together: set[tuple[int, int]] = set()

    def write(self, kind: str, gaps: Mapping[str, str], *, first: bool) -> Written:
        """A capability in a firm's words. `kind` is the supplier's; only its first tells how it started."""
        voice = self.voices[kind == "sole trader"]
        job = voice.jobs.deal()
        chosen = [job.sentence]
        paragraphs = []
        for paragraph in self.frames.deal().replace("d", "j", 1).split("/"):
            said = [
                self._say(letter, voice, kind, gaps, chosen) for letter in paragraph if first or letter != "s"
            ]
            paragraphs.append(" ".join(said))
        self._remember(chosen)
        return Written(job.title.say(self.random, gaps), "\n\n".join(paragraphs), job.category)

    def _say(
        self, letter: str, voice: Voice, kind: str, gaps: Mapping[str, str], chosen: list[Sentence]
    ) -> str:
        """The next sentence; j is the job that the capability is named after, which is chosen already."""
        if letter == "s":
            return self.openers[kind].deal().say(self.random, gaps)
        if letter == "l":
            return self._list(voice)
        if letter == "j":
            return chosen[0].say(self.random, gaps)
        sentence = self._fresh(letter, voice, chosen)
        return sentence.say(self.random, gaps) if sentence else self._list(voice)

    def _fresh(self, letter: str, voice: Voice, chosen: list[Sentence]) -> Sentence | None:
        """A sentence that has not stood with those chosen; of another sort where that sort is used up."""
        for attempt in range(TRIES):
            sort = letter if attempt < TRIES_OF_A_SORT else OTHER_SORTS[attempt % len(OTHER_SORTS)]
            sentence = voice.jobs.deal().sentence if sort == "d" else voice.decks[sort].deal()
            if not self._met(sentence, chosen):
                chosen.append(sentence)
                return sentence
        return None

    def _met(self, sentence: Sentence, chosen: Sequence[Sentence]) -> bool:
        return any(other is sentence or (other.key, sentence.key) in self.together for other in chosen)

    def _remember(self, chosen: Sequence[Sentence]) -> None:
        if len(self.together) > REMEMBERED:
            self.together.clear()
        keys = [sentence.key for sentence in chosen]
        self.together.update((one, other) for one in keys for other in keys if one != other)

    def _list(self, voice: Voice) -> str:
        deal = self.terms.deal
        text = voice.lists.deal().format(x=deal(), y=deal(), z=deal())
        return text[0].upper() + text[1:]
