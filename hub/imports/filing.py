"""The hub's category that a word of a list stands for: found by slug or name, proposed by likeness."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from rapidfuzz import fuzz, process
from rapidfuzz.utils import default_process

from hub.categories.queries import Choices

MOST_PROPOSALS = 3
PROPOSED = 55.0
"""Points of 100 from which a category's name is worth showing beside the word."""
NEARLY = 80.0
"""Points of the whole names from which one is the other misspelled, or its words in another order."""
MOST_WORDS = 60
"""Unknown words that a person is asked about; a column with more of them is no column of categories."""


@dataclass(frozen=True, slots=True)
class Filing:
    """The hub's list as names to look up: labels by slug, and slugs by every way a list may write them."""

    labels: Mapping[str, str]
    slugs: Mapping[str, str]

    def find(self, word: str) -> str | None:
        """The slug of the category so called, by slug, by name or by `Category: subcategory`."""
        return self.slugs.get(plain(word))

    def propose(self, word: str) -> list[str]:
        """Slugs of the categories whose names are likest, likest first."""
        found = process.extract(
            word,
            self.labels,
            scorer=fuzz.WRatio,
            processor=default_process,
            score_cutoff=PROPOSED,
            limit=MOST_PROPOSALS,
        )
        return [slug for _label, _points, slug in found]

    def guess(self, word: str) -> str:
        """The slug of the category whose name is nearly the word; empty where none is."""
        scorer = fuzz.token_sort_ratio
        found = process.extractOne(
            word, self.labels, scorer=scorer, processor=default_process, score_cutoff=NEARLY
        )
        return found[2] if found else ""


def build_filing(choices: Choices) -> Filing:
    """A name that two categories bear stands for neither: a list must say which by its slug."""
    labels = {slug: label for group in choices.values() for slug, label in group}
    called: dict[str, set[str]] = {}
    for slug, label in labels.items():
        for name in (slug, label, label.rpartition(": ")[2]):
            called.setdefault(plain(name), set()).add(slug)
    slugs = {name: next(iter(found)) for name, found in called.items() if len(found) == 1}
    return Filing(labels, slugs | {plain(slug): slug for slug in labels})


def unknown_words(words: Iterable[str], filing: Filing) -> list[str]:
    """The words that no category is called by, each once, in the order they come."""
    found: dict[str, str] = {}
    for word in words:
        if word.strip() and filing.find(word) is None:
            found.setdefault(plain(word), " ".join(word.split()))
    return list(found.values())


def plain(word: str) -> str:
    """A word without what makes no difference: capitals, spare spaces, `&` for `and`."""
    return " ".join(word.replace("&", " and ").split()).casefold()
