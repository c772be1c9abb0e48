"""Six ways to game a ranking, each done to a supplier that has nothing to do with the requirement.

An attack takes the supplier and a `Try`, and gives the supplier as it would stand. What is added stands in
the text of its first own piece or in a new capability, by turns, with spaces or with commas. A published
award is not the supplier's to change.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from itertools import cycle

from matching import Category, Piece, Profile, Requirement

HIDDEN = "\u200b"
SOFT_HYPHEN = "\u00ad"
LOOK_ALIKES = str.maketrans("aeocp", "аеоср")
REPEATS = 50
TWINS = 20


@dataclass(frozen=True)
class Try:
    """What is attacked, and how: ``turn`` counts the tries, ``best`` is an honest supplier ranked high."""

    requirement: Requirement
    words: tuple[str, ...]
    turn: int
    best: Profile
    categories: tuple[Category, ...]

    def add(self, profile: Profile, text: str) -> Profile:
        own = next((piece for piece in profile.pieces if not piece.published), None)
        if own is not None and self.turn % 2 == 0:
            longer = replace(own, text=f"{own.text} {text}".strip())
            pieces = tuple(longer if piece is own else piece for piece in profile.pieces)
            return replace(profile, pieces=pieces)
        title, text = (text, "") if self.turn % 4 == 1 else ("Other services", text)
        return replace(profile, pieces=(*profile.pieces, Piece("added", "capability", title, text)))

    def listed(self, words: tuple[str, ...]) -> str:
        return (", " if self.turn % 3 == 2 else " ").join(words)


Attack = Callable[[Profile, Try], Profile]


def text_of(requirement: Requirement) -> str:
    """All its words, as a supplier reads them."""
    lines = (criterion.text for criterion in requirement.criteria)
    return "\n".join([requirement.title, requirement.description, *lines])


def words(profile: Profile, at: Try) -> Profile:
    return at.add(profile, at.listed(at.words))


def repeat(profile: Profile, at: Try) -> Profile:
    return at.add(profile, at.listed(at.words * REPEATS))


def copy(profile: Profile, at: Try) -> Profile:
    return at.add(profile, text_of(at.requirement))


def hidden(profile: Profile, at: Try) -> Profile:
    """Every word disguised: something unseen after its first letter, look-alike letters, a soft hyphen."""
    ways = cycle(
        (
            lambda word: f"{word[0]}{HIDDEN}{word[1:]}",
            lambda word: word.translate(LOOK_ALIKES),
            lambda word: f"{word[: len(word) // 2]}{SOFT_HYPHEN}{word[len(word) // 2 :]}",
        )
    )
    return at.add(profile, at.listed(tuple(way(word) for way, word in zip(ways, at.words, strict=False))))


def categories(profile: Profile, at: Try) -> Profile:
    """A capability under every heading: all with one text, or each with nothing but the heading's name."""
    own = next(iter(profile.pieces), Piece("", "capability", "Services"))
    ticked = (
        Piece(
            f"ticked-{number}",
            "capability",
            own.title if at.turn % 2 else category.name,
            own.text if at.turn % 2 else "",
            category.key,
        )
        for number, category in enumerate(at.categories)
    )
    return replace(profile, pieces=(*profile.pieces, *ticked))


def twins(profile: Profile, at: Try) -> Profile:
    """One of twenty: the text of the best, with one word of it changed, in another place for each."""
    text = " ".join(f"{piece.title} {piece.text}" for piece in at.best.pieces).split()
    text[at.turn % len(text)] = f"number{at.turn}"
    return replace(profile, pieces=(Piece("twin", "capability", "Services", " ".join(text)),))


ATTACKS: Mapping[str, Attack] = {
    "words": words,
    "repeat": repeat,
    "copy": copy,
    "hidden": hidden,
    "categories": categories,
    "twins": twins,
}
