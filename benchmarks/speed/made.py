"""A made-up catalogue of any size: firms of 60 words, and requirements that misspell two of their words.

Words are drawn by Zipf's law with its head cut off (Mandelbrot), since small words are no words here, and
stand in one of four forms. The same seed makes the same firms, and a larger catalogue begins with a smaller.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np

from matching import Index, Piece, Profile, Requirement
from matching.index.snapshot import CURRENT

LEMMAS, HEAD = 30_000, 18.0
"""Words of the trade, and how many of the commonest are missing. A word of a requirement is used by one firm
in fourteen, on the mean."""

FORMS, FORM_CHANCES = ("", "s", "ing", "ed"), (0.6, 0.2, 0.12, 0.08)

SHAPES = ((4, 18), (4, 14), (6, 14))
"""Words of the title and of the text: two capabilities and a contract, 60 in all."""

BATCH = 10_000

_CONSONANTS, _VOWELS = "bdfgklmnprtvz", "aiou"


class MadeCatalogue:
    """Firms and requirements from one seed."""

    def __init__(self, seed: int = 0) -> None:
        self.seed = seed
        chances = 1 / (np.arange(LEMMAS) + 1 + HEAD)
        self._chances = np.cumsum(chances / chances.sum())
        self._lemmas = [_word(number) for number in range(LEMMAS)]

    def profiles(self, count: int) -> Iterator[Profile]:
        for first in range(0, count, BATCH):
            words = self._drawn(np.random.default_rng((self.seed, 1, first)), BATCH * 60)
            for at in range(min(BATCH, count - first)):
                yield _profile(first + at, words[at * 60 : at * 60 + 60])

    def requirement(self, words: int, number: int) -> Requirement:
        """A third of the words, but at least three, are its title; two are misspelt where it has more."""
        drawn = np.random.default_rng((self.seed, 2, words, number))
        said = self._drawn(drawn, words)
        for at in drawn.choice(words, 2, replace=False) if words > 3 else ():
            said[at] = _misspelt(said[at], drawn)
        title = max(3, words // 3)
        return Requirement(" ".join(said[:title]), " ".join(said[title:]))

    def _drawn(self, drawn: np.random.Generator, count: int) -> list[str]:
        lemmas = np.searchsorted(self._chances, drawn.random(count))
        forms = drawn.choice(len(FORMS), count, p=FORM_CHANCES)
        return [
            self._lemmas[min(lemma, LEMMAS - 1)] + FORMS[form]
            for lemma, form in zip(lemmas.tolist(), forms.tolist(), strict=True)
        ]


def index_in(folder: Path, catalogue: MadeCatalogue, profiles: int) -> Index:
    """The index that a folder holds; where there is none, one of so many firms, which is kept there."""
    if not (folder / CURRENT).exists():
        Index().fit(catalogue.profiles(profiles)).save(folder)
    index = Index()
    index.load(folder)
    return index


def text_of(profile: Profile) -> str:
    """What every system indexes of a firm."""
    return " ".join(f"{piece.title} {piece.text}" for piece in profile.pieces)


def _profile(number: int, words: list[str]) -> Profile:
    pieces, at = [], 0
    for shape, (title, text) in enumerate(SHAPES):
        said, at = words[at : at + title + text], at + title + text
        pieces.append(
            Piece(
                f"p{shape}",
                "contract" if shape == 2 else "capability",
                " ".join(said[:title]),
                " ".join(said[title:]),
            )
        )
    return Profile(f"s{number:07}", f"Firm {number}", tuple(pieces))


def _word(number: int) -> str:
    """A word of three syllables or more that no other number has."""
    letters, rest = "", number + len(_CONSONANTS) * len(_VOWELS)
    while rest or len(letters) < 6:
        rest, consonant = divmod(rest, len(_CONSONANTS))
        rest, vowel = divmod(rest, len(_VOWELS))
        letters += _CONSONANTS[consonant] + _VOWELS[vowel]
    return letters + _CONSONANTS[number % len(_CONSONANTS)]


def _misspelt(word: str, drawn: np.random.Generator) -> str:
    """Two letters, not the first, exchanged."""
    at = int(drawn.integers(2, len(word) - 1))
    return word[:at] + word[at + 1] + word[at] + word[at + 2 :] if at + 1 < len(word) else word + word[-1]
