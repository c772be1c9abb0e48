"""A hub that names a sentence model: nearness in meaning on its pages, and vectors kept between starts."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from flask import Flask
from sqlalchemy.orm import Session

from hub.config import SettingError, read_settings
from hub.database import open_session
from hub.matches.commands import ranked_lines
from hub.matches.finding import find_by_words
from hub.matches.indexing import LiveIndex, current_index
from hub.matches.remembering import RememberedMeaning
from tests.hub.matches.catalogue_made import make_catalogue, make_firm
from tests.matching.meaning_made import WordSums
from tests.page_client import PageClient


@pytest.fixture
def model() -> WordSums:
    return WordSums()


@pytest.fixture
def remembered(app: Flask, model: WordSums, tmp_path: Path) -> RememberedMeaning:
    """The index of the app has a model."""
    remembered = RememberedMeaning(model, tmp_path / "index")
    app.extensions["index"] = LiveIndex(remembered)
    return remembered


def test_a_firm_without_one_of_the_words_is_found_and_its_sentence_quoted(
    session: Session, remembered: RememberedMeaning
) -> None:
    make_catalogue(session)
    make_firm(session, "Elm Gutters", "What we do: We paint walls. We unblock gutters.")
    session.commit()
    with open_session(writes=False) as reading:
        found = find_by_words(reading, "clean drain")
        lines = "\n".join(ranked_lines(found, 10))
    assert found.versions.meaning == WordSums.version
    assert "Capability, close in meaning: What we do" in lines
    assert "“We unblock gutters.”" in lines
    assert "text close in meaning" in lines


def test_the_page_says_what_is_close_in_meaning(
    session: Session, remembered: RememberedMeaning, page_client: PageClient
) -> None:
    make_firm(session, "Elm Gutters", "What we do: We paint walls. We unblock gutters.")
    session.commit()
    page = page_client.get("/search?q=clean+drain")
    assert "Elm Gutters" in page.text
    assert "close in meaning" in page.text
    assert "We unblock gutters." in page.text


def test_the_next_start_asks_the_model_for_no_text_again(
    app: Flask, session: Session, remembered: RememberedMeaning, model: WordSums
) -> None:
    make_catalogue(session)
    current_index().refresh()
    assert any("blocked drain clearance" in text for text in model.read)
    model.read.clear()

    app.extensions["index"] = LiveIndex(remembered)
    current_index().refresh()

    assert model.read == []


@pytest.mark.parametrize("change", ["edited", "withdrawn", "erased", "while stopped"])
def test_what_is_no_more_in_the_catalogue_is_forgotten(
    app: Flask, session: Session, remembered: RememberedMeaning, model: WordSums, change: str
) -> None:
    firms = make_catalogue(session)
    current_index().refresh()
    if change == "edited":
        firms["kestrel"].capabilities[0].title = "Slate roofing"
    elif change == "withdrawn":
        firms["kestrel"].state = "withdrawn"
    else:
        session.delete(firms["kestrel"])
    if change == "while stopped":
        app.extensions["index"] = LiveIndex(remembered)
    session.commit()
    current_index().refresh()
    model.read.clear()

    remembered.vectors(["wi-fi for schools", "blocked drain clearance"])

    assert model.read == ["wi-fi for schools"]


def test_vectors_of_another_model_are_thrown_away(tmp_path: Path, model: WordSums) -> None:
    (tmp_path / "meaning-ba9876543210.sqlite").write_bytes(b"")
    remembered = RememberedMeaning(model, tmp_path)
    remembered.remember_only({"a": np.ones(32, np.int8)})
    assert [path.name for path in tmp_path.iterdir()] == ["meaning-0123456789ab.sqlite"]


def test_no_words_of_a_firm_are_in_the_file(
    session: Session, remembered: RememberedMeaning, tmp_path: Path
) -> None:
    make_catalogue(session)
    current_index().refresh()
    (file,) = (tmp_path / "index").iterdir()
    assert b"drain" not in file.read_bytes().lower()


@pytest.mark.parametrize(
    ("files", "said"), [((), "there is no modules.json"), (("modules.json",), "pip install")]
)
def test_a_model_that_cannot_be_used_stops_the_start(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, files: tuple[str, ...], said: str
) -> None:
    for name in files:
        (tmp_path / name).write_text("[]")
    monkeypatch.setattr("matching.sentence_model.find_spec", lambda name: None)
    with pytest.raises(SettingError, match="HUB_SENTENCE_MODEL") as refused:
        read_settings({"HUB_SENTENCE_MODEL": str(tmp_path)})
    assert said in refused.value.message


def test_no_model_is_the_rule() -> None:
    settings: dict[str, Any] = read_settings({})
    assert settings["SENTENCE_MODEL"] is None
