"""A recorded ranking is made again from its own profiles and counts, to the last digit."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import numpy as np
import pytest

from matching import Category, Criterion, Exclusion, Fact, Index, Piece, Profile, Requirement
from matching.index.register import from_bytes
from matching.records import Record
from matching.replaying import KeptMeaning, Makings, digest_of, lines_of, replay, text_key, told
from matching.rotating import Exposure
from matching.synonyms import Synonym, Synonyms, shipped_synonyms
from matching.ties import shipped_ties
from matching.weights import FIXED, Weights

WORDS = (
    *("drain", "clear", "blocked", "pipe", "school", "council", "office", "clean", "network", "wifi"),
    *("host", "website", "backup", "night", "service", "desk", "plant", "water", "support", "cloud"),
    *("monitor", "gully", "accommodation", "time", "sheet", "roof", "repair", "tree", "hedge", "caretaker"),
)
CATEGORIES = (Category("lot", "Buildings"), Category("drains", "Drain clearance", "lot"))
ASKED = Requirement(
    "Bloked drains acomodation timesheet",
    "help desk and web site support, hedge trimming",
    ("drains",),
    (
        Criterion("a", "backup every night", weight=2.0),
        Criterion("b", "ISO 9001", "must", 1.0, "iso", True),
        Criterion("c", "Insured", "must", 1.0, "insurance", 100.0),
    ),
    keep=("hedge",),
)
OWN = (Synonym("caretaker", ("janitor", "school support"), mutual=True),)
LEARNED = replace(FIXED, written=0.0, category=0.4, guess=0.5)


def catalogue(size: int, seed: int = 7) -> list[Profile]:
    chance = Random(seed)
    return [
        Profile(
            f"firm{at:04}",
            f"Firm {at}",
            tuple(
                Piece(
                    f"{at}-{each}",
                    "capability",
                    " ".join(chance.choices(WORDS, k=3)),
                    " ".join(chance.choices(WORDS, k=chance.randint(2, 30))),
                    chance.choice(["drains", None]),
                )
                for each in range(chance.randint(1, 3))
            ),
            (
                Fact("iso", chance.random() < 0.7, "ISO 9001"),
                Fact("insurance", chance.choice([50.0, 100.0, 500.0]), "Insured"),
            )[: chance.randint(0, 2)],
        )
        for at in range(size)
    ]


def makings(index: Index, record: Record, **more: object) -> Makings:
    made = Makings(
        ASKED,
        index.weights,
        shipped_ties().tolerance,
        index.categories,
        Synonyms.of_table(index.synonyms.table.items()),
        record.counts,
    )
    return replace(made, **more)  # type: ignore[arg-type]


def kept(record: Record) -> list[Profile]:
    return list(map(from_bytes, record.profiles.values()))


@pytest.mark.parametrize("weights", [FIXED, LEARNED], ids=["shipped", "learned"])
def test_the_whole_order_comes_out_the_same_from_what_was_recorded_alone(weights: Weights) -> None:
    index = Index(CATEGORIES, weights, synonyms=shipped_synonyms().with_own(OWN)).fit(catalogue(300))
    exposure = {"firm0003": Exposure(2, 1), "firm0100": Exposure(1, 0)}
    record = index.record(ASKED, exposure, "seed", worded=5)
    again = replay(makings(index, record, seed="seed", exposure=exposure), kept(record))
    assert told(again) == told(lines_of(record))
    assert record.order.considered == len(again) > 250
    assert {len(line.gates) for line in again} == {0, 1, 2}


def test_a_record_says_what_a_ranked_page_says_in_turns() -> None:
    index = Index(CATEGORIES).fit(catalogue(300))
    page, record = index.rank(ASKED, 300), index.record(ASKED, {}, "seed", worded=12)
    by_id = {match.profile: match for match in page.matches}
    assert list(record.shown) == [by_id[name] for name in record.order.profiles[:12]]
    assert record.excluded == page.excluded
    assert sorted(record.order.profiles) == sorted(by_id)
    assert list(record.order.bands) == sorted(record.order.bands)
    assert [by_id[name].score for name in record.order.profiles] == list(record.order.scores)
    assert list(record.order.profiles) != [match.profile for match in page.matches]


def test_a_record_without_a_seed_is_in_the_order_of_the_scores() -> None:
    index = Index(CATEGORIES).fit(catalogue(50))
    page, record = index.rank(ASKED, 50), index.record(ASKED)
    assert list(record.order.profiles) == [match.profile for match in page.matches]
    assert record.shown == ()


def test_what_was_asked_after_is_all_that_is_kept_of_the_counts() -> None:
    index = Index(CATEGORIES).fit(catalogue(300))
    counts = index.record(ASKED).counts
    assert counts.suppliers == 300
    assert {"blocked", "accommodation"} <= counts.forms.keys()
    assert counts.members.keys() == {"drains"}
    assert "roof" not in counts.stems
    assert index._postings.vocabulary.stems["drain"] == counts.stems["drain"]
    assert type(index._postings.vocabulary.stems).__name__ == "Counter"


def test_without_the_counts_of_the_whole_catalogue_the_scores_come_out_otherwise() -> None:
    """The control: profiles alone are not enough where others held the words as well."""
    others = [Profile(f"x{at}", "X", (Piece(f"x{at}", "contract", "Zebra"),)) for at in range(500)]
    index = Index(CATEGORIES).fit([*catalogue(60), *others])
    record = index.record(ASKED)
    wrong = replace(record.counts, suppliers=60)
    assert told(replay(makings(index, record), kept(record))) == told(lines_of(record))
    assert told(replay(makings(index, record, counts=wrong), kept(record))) != told(lines_of(record))


def test_a_repair_is_the_same_though_its_better_word_stands_in_nobodys_kept_profile() -> None:
    """“Gulies” is read as “gullies”, which only one firm writes."""
    left_out = Profile("z", "Z", (Piece("z", "capability", "Gullies"),), (Fact("iso", True, "ISO"),))
    index = Index().fit([*catalogue(5), left_out])
    asked = Requirement("Gulies blocked", criteria=(Criterion("a", "roof"),))
    record = index.record(asked)
    assert record.reading.corrections[0].read_as == "gullies"
    made = replace(makings(index, record), requirement=asked)
    assert told(replay(made, kept(record))) == told(lines_of(record))


def test_an_erased_supplier_keeps_its_line_and_the_others_their_bands_and_turns() -> None:
    index = Index(CATEGORIES).fit(catalogue(80))
    record = index.record(ASKED, {}, "seed")
    lines = lines_of(record)
    gone = {lines[0].profile, lines[7].profile, lines[-1].profile}
    left = [profile for profile in kept(record) if profile.id not in gone]
    erased = [line for line in lines if line.profile in gone]
    assert replay(makings(index, record, seed="seed"), left, erased) == lines
    assert replay(makings(index, record, seed="seed"), left) != lines


class Letters:
    """A model by letters: the same text has the same vector."""

    version, width = "letters", 26

    def vectors(self, texts: list[str]) -> np.ndarray:
        counts = [[min(text.count(chr(97 + at)), 100) for at in range(26)] for text in texts]
        return np.array(counts, np.int8).reshape(len(texts), 26)


def test_what_a_model_told_comes_out_the_same_without_the_model() -> None:
    index = Index(CATEGORIES, meaning=Letters()).fit(catalogue(60))
    record = index.record(ASKED)
    vectors = {text_key(text): each for told in record.meant.values() for text, each in told.items()}
    vectors |= {text_key(text): each for text, each in record.asked.items()}
    meaning = KeptMeaning("letters", 26, vectors)
    again = replay(makings(index, record, meaning=meaning), kept(record))
    assert told(again) == told(lines_of(record))
    kinds = {evidence.kind for match in index.rank(ASKED).matches for evidence in match.evidence}
    assert "meaning" in kinds


def test_lines_are_told_one_to_a_line_with_nine_decimals() -> None:
    index = Index().fit(
        [
            Profile("a", "A", (Piece("1", "capability", "Drains"),)),
            Profile("b", "B", (Piece("2", "capability", "Drains"),), (Fact("iso", False, "No ISO"),)),
        ]
    )
    asked = Requirement("Drains", criteria=(Criterion("m", "ISO", "must", 1.0, "iso", True),))
    record = index.record(asked)
    assert isinstance(record.excluded[0], Exclusion)
    score = f"{record.order.scores[0]:.9f}"
    assert told(lines_of(record)).decode() == f"1 a {score} 1\n- b {record.excluded[0].score:.9f} m\n"
    assert len(digest_of(lines_of(record))) == 64
