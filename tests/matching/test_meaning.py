"""Nearness in meaning as one more reason: additive, quoted, and for nobody's name, accent or pronoun."""

from __future__ import annotations

import os
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest

from matching import Index, Match, Piece, Profile, Requirement
from matching.items import items
from matching.meaning import closeness, passages, to_text
from matching.sentence_model import SentenceModel, SentenceModelError, require_model
from tests.matching.catalogue_made import OTHERS, order, supplier
from tests.matching.meaning_made import WordSums

GUTTERS = supplier("Adams", "Gutters unblocked", text="We mend roofs. We unblock gutters. We paint walls.")
NEED = Requirement("Drain cleaning")


def index(*profiles: Profile) -> Index:
    return Index(meaning=WordSums()).fit([*OTHERS, *profiles])


def explained(profile: Profile, requirement: Requirement = NEED) -> Match:
    found = index(profile).explain(requirement, profile.id)
    assert isinstance(found, Match)
    return found


def test_closeness_begins_at_a_cosine_of_three_tenths():
    """cos 45 degrees is 0.7071: (0.7071 - 0.3) / 0.7 = 0.5816; cos 75 degrees is 0.2588, less than 0.3."""
    rows = np.array([[127, 0], [90, 90], [33, 123], [-127, 0]], np.int8)
    near = closeness(rows, np.array([127, 0], np.int8))
    assert near == pytest.approx([1, 0.5816, 0, 0], abs=1e-4)


def test_many_rows_are_read_in_parts_and_all_are_there(monkeypatch):
    monkeypatch.setattr("matching.meaning.ROWS_AT_ONCE", 2)
    rows = np.array([[127, 0], [0, 127], [127, 0], [0, 127], [127, 0]], np.int8)
    assert closeness(rows, rows[0]).tolist() == [1, 0, 1, 0, 1]


def test_who_says_the_same_in_other_words_is_found():
    assert order(index(GUTTERS).rank(NEED))[0] == "adams"
    assert order(Index().fit([*OTHERS, GUTTERS]).rank(NEED)) == ["carder"]


def test_the_sentence_that_is_nearest_is_quoted_under_the_title_of_its_piece():
    """Title and sentence say the same here, and so does the title alone: of equals the first is quoted."""
    (evidence,) = explained(GUTTERS).evidence
    assert (evidence.kind, evidence.piece, evidence.spans) == ("meaning", "Adams-cap-0", ())
    assert evidence.quote == "Gutters unblocked"
    elsewhere = supplier("Adams", "What we do", text="We mend roofs. We unblock gutters. We paint walls.")
    (evidence,) = explained(elsewhere).evidence
    assert evidence.quote == "We unblock gutters."


def test_only_the_nearest_piece_counts():
    """One text means the very same: weight 0.9 of the whole need, which has no other line."""
    many = supplier("Adams", "Gutters unblocked", "Unblocking of gutters", "Gutter jetting")
    (evidence,) = explained(many).evidence
    assert evidence.share == explained(many).score == pytest.approx(0.9, abs=1e-3)
    assert evidence.worth == pytest.approx(0, abs=1e-3)  # the next one says it as well


def test_words_and_meaning_of_one_text_are_two_reasons_and_are_lost_together():
    drains = supplier("Adams", "Drain cleaning")
    match = explained(drains)
    assert {evidence.kind for evidence in match.evidence} == {"capability", "meaning"}
    assert sum(evidence.worth for evidence in match.evidence) == pytest.approx(match.score, abs=1e-9)


def test_fifty_unrelated_contracts_bring_nothing():
    won = tuple(
        Piece(f"c{at}", "contract", title, text)
        for at, (title, text) in enumerate(
            (piece.title, piece.text) for _ in range(8) for other in OTHERS for piece in other.pieces
        )
        if "cleaning" not in title.lower()
    )[:50]
    more = Profile(GUTTERS.id, GUTTERS.name, (*GUTTERS.pieces, *won))
    with_more = index(more).explain(NEED, "adams")
    meant = [evidence for evidence in with_more.evidence if evidence.kind == "meaning"]
    assert len(won) == 50
    assert [evidence.piece for evidence in meant] == ["Adams-cap-0"]
    assert with_more.score == explained(GUTTERS).score


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Her team runs the café; he advises", "His team runs the cafe; she advises"),
        ("She runs it herself", "He runs it himself"),
        ("Drain clean\u00ading", "Drain cleaning"),
        ("Dr\u0430in cleaning", "Drain cleaning"),  # a Cyrillic letter
    ],
)
def test_pronouns_accents_and_disguises_read_alike(one, other):
    assert to_text(one) == to_text(other)


def test_the_name_of_a_firm_changes_nothing():
    renamed = Profile(GUTTERS.id, "Drain Cleaning Ltd", GUTTERS.pieces)
    assert explained(renamed).score == explained(GUTTERS).score


def test_a_changed_index_equals_one_fitted_anew():
    changed = index(GUTTERS)
    for turn in range(700):
        changed.put(supplier("Passer", f"Road signs number {turn}", f"Gutter jetting number {turn}"))
    changed.remove("passer")
    assert changed.rank(NEED) == index(GUTTERS).rank(NEED)
    assert changed.meant("adams").keys() == index(GUTTERS).meant("adams").keys()
    assert changed.meant("passer") == {}


def test_passages_are_the_title_and_each_sentence_and_none_is_too_long():
    profile = supplier(
        "Adams", "Roofs", text=f"Slate and tile; flat roofs.\n{'very ' * 100}long. Version 2.1 too"
    )
    said = [passage.quote for passage in passages(items(profile)[0])]
    assert said[:3] == ["Roofs", "Slate and tile;", "flat roofs."]
    assert said[-1] == "Version 2.1 too"
    assert max(map(len, said)) <= 240
    assert " ".join(said).count("very") == 100


def test_a_requirement_without_words_has_no_meaning_either():
    asked = index(GUTTERS)
    assert asked.rank(Requirement("the and of")).matches == ()


def test_a_folder_without_a_model_is_refused(tmp_path):
    with pytest.raises(SentenceModelError, match="no sentence model is in"):
        require_model(tmp_path)


def test_a_model_without_the_extra_is_refused(tmp_path, monkeypatch):
    (tmp_path / "modules.json").write_text("[]")
    monkeypatch.setattr("matching.sentence_model.find_spec", lambda name: None)
    with pytest.raises(SentenceModelError, match="needs the extra"):
        SentenceModel(tmp_path)


def test_a_real_model_finds_what_no_word_says():
    folder = os.environ.get("HUB_SENTENCE_MODEL")
    if not folder:
        pytest.skip("HUB_SENTENCE_MODEL names no sentence model")
    if find_spec("sentence_transformers") is None:
        pytest.skip("the extra `semantic` is not installed")
    model = SentenceModel(Path(folder))
    profiles = [*OTHERS, supplier("Adams", "Gutters unblocked", text="Blockages jetted out of pipes.")]
    ranking = Index(meaning=model).fit(profiles).rank(Requirement("Sewer clearance"))
    assert order(ranking)[0] == "adams"
    assert np.array_equal(model.vectors(["Roofs", "Drains"])[1], model.vectors(["Drains"])[0])
