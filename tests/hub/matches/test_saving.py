"""The index in files: a process starts from them, catches up, and never shows or keeps what is gone."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from time import time
from typing import Any, ClassVar
from unittest.mock import patch

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from hub.categories.models import Category
from hub.matches import indexing, saving
from hub.matches.clustering import ClusterError, shared_index
from hub.matches.indexing import LiveIndex
from hub.matches.models import CatalogueVersion
from hub.matches.saving import SavedCatalogue
from matching import Index, Requirement
from matching.index.snapshot import CURRENT, Snapshot
from tests.hub.matches.catalogue_made import make_catalogue, make_categories, make_firm

DRAINS = Requirement("Blocked drains")


class AtOnce:
    """A thread that has run when it was started."""

    def __init__(self, target: Any, args: tuple[Any, ...] = (), daemon: bool = False) -> None:
        self._run = lambda: target(*args)

    def start(self) -> None:
        self._run()

    def is_alive(self) -> bool:
        return False


@pytest.fixture(autouse=True)
def small() -> Iterator[None]:
    with patch.multiple(saving, SAVED_FROM=1, CHANGED=3, Thread=AtOnce):
        yield


@pytest.fixture
def folder(app: Flask, tmp_path: Path) -> Path:
    return tmp_path / "catalogue"


def live(folder: Path) -> LiveIndex:
    return LiveIndex(saved=SavedCatalogue(folder))


def found(index: LiveIndex, asked: Requirement = DRAINS) -> list[tuple[str, float]]:
    ranking, _ = index.rank(asked, 20)
    return [(match.profile, match.score) for match in ranking.matches]


def bytes_in(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())


def test_a_second_process_starts_from_the_files_and_reads_no_supplier(session: Session, folder: Path) -> None:
    make_catalogue(session)
    first = found(live(folder))
    with patch.object(indexing, "load_catalogue", side_effect=AssertionError("read anew")):
        assert found(live(folder)) == first
    assert len(first) == 2


def test_what_changed_since_is_caught_up_with(session: Session, folder: Path) -> None:
    firms = make_catalogue(session)
    found(live(folder))
    make_firm(session, "Elm Drains", "Blocked drains cleared")
    firms["peak"].capabilities[0].title = "Slate roofing"
    firms["peak"].capabilities[0].description = ""
    session.commit()
    with patch.object(indexing, "load_catalogue", side_effect=AssertionError("read anew")):
        started = live(folder)
        ranking = found(started)
    assert ranking == found(LiveIndex())
    assert len(ranking) == 2
    assert found(started, Requirement("Slate roofing"))


@pytest.mark.parametrize("gone", ["withdrawn", "suspended"])
def test_what_may_not_be_shown_leaves_the_files_with_the_next_question(
    session: Session, folder: Path, gone: str
) -> None:
    firms = make_catalogue(session)
    index = live(folder)
    found(index)
    assert b"Swift Drainage" in bytes_in(folder)
    firms["swift"].state = gone
    session.commit()
    found(index)
    assert (folder / CURRENT).exists()
    assert b"Swift Drainage" not in bytes_in(folder)


def test_what_was_begun_before_something_went_is_written_again(session: Session, folder: Path) -> None:
    make_catalogue(session)
    saved = SavedCatalogue(folder)
    index = LiveIndex(saved=saved)
    found(index)
    held, versions = index._index, []
    save = Index.save

    def slow(self: Index, where: Path, version: str) -> None:
        save(self, where, version)
        versions.append(version)
        if len(versions) == 1:
            saved.forget()

    with patch.object(Index, "save", slow):
        saved.save(held, 7)
    assert versions == ["7", "7"]
    assert Snapshot(folder).made_of["version"] == "7"


def test_it_is_written_again_after_so_many_changes_and_not_before(session: Session, folder: Path) -> None:
    make_catalogue(session)
    index = live(folder)
    found(index)
    first = Snapshot(folder).made_of["version"]
    for number in range(2):
        make_firm(session, f"Elm {number}", "Drains")
        session.commit()
        found(index)
    assert Snapshot(folder).made_of["version"] == first
    make_firm(session, "Elm 3", "Drains")
    session.commit()
    found(index)
    assert Snapshot(folder).made_of["version"] != first


def test_files_that_are_not_what_was_written_are_made_anew(session: Session, folder: Path) -> None:
    make_catalogue(session)
    first = found(live(folder))
    broken = Snapshot(folder).folder / "places"
    broken.write_bytes(bytes(255 - byte for byte in broken.read_bytes()))
    started = live(folder)
    found(started)
    assert found(started) == first
    Snapshot(folder).verify()


def test_files_that_are_missing_or_cut_are_made_anew(session: Session, folder: Path) -> None:
    make_catalogue(session)
    first = found(live(folder))
    (Snapshot(folder).folder / "rows").write_bytes(b"")
    assert found(live(folder)) == first
    (folder / CURRENT).write_text("{")
    assert found(live(folder)) == first
    Snapshot(folder).verify()


def test_files_that_are_replaced_while_they_are_read_are_read_again(session: Session, folder: Path) -> None:
    make_catalogue(session)
    first = found(live(folder))
    shelf, tries = Snapshot.shelf, []

    def replaced(self: Snapshot) -> Any:
        tries.append(self.folder.name)
        if len(tries) == 1:
            raise FileNotFoundError(self.folder / "texts")
        return shelf(self)

    with (
        patch.object(Snapshot, "shelf", replaced),
        patch.object(indexing, "load_catalogue", side_effect=AssertionError("read anew")),
    ):
        assert found(live(folder)) == first
    assert len(tries) == 2


def test_files_of_a_later_version_or_another_list_of_categories_are_not_used(
    session: Session, folder: Path
) -> None:
    make_catalogue(session)
    make_categories(session)
    session.commit()
    found(live(folder))
    session.get_one(CatalogueVersion, 1).number -= 1
    session.commit()
    fitted = []
    fit = Index.fit

    def noting(self: Index, profiles: Any) -> Index:
        fitted.append(True)
        return fit(self, profiles)

    with patch.object(Index, "fit", noting):
        found(live(folder))
        assert len(fitted) == 1
        found(live(folder))
        assert len(fitted) == 1
        session.query(Category).first().name = "Another name"
        session.commit()
        found(live(folder))
        assert len(fitted) == 2


def test_a_full_disk_is_logged_and_the_search_goes_on(
    session: Session, folder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    make_catalogue(session)
    with patch.object(Index, "save", side_effect=OSError("No space left on device")):
        assert len(found(live(folder))) == 2
    assert "No space left on device" in caplog.text


def test_of_two_writers_one_writes_and_the_other_goes_on(session: Session, folder: Path) -> None:
    make_catalogue(session)
    index = live(folder)
    found(index)
    one, other = SavedCatalogue(folder), SavedCatalogue(folder)
    with one._writing() as first, other._writing() as second:
        assert (first, second) == (True, False)
    with other._writing() as free:
        assert free


def test_files_that_go_while_they_are_checked_are_not_broken(session: Session, folder: Path) -> None:
    make_catalogue(session)
    found(live(folder))
    saved = SavedCatalogue(folder)
    with patch.object(saved, "_verify"):
        assert saved.load(Index()) is not None
    SavedCatalogue(folder).forget()
    saved._verify()
    assert not saved.is_broken


class Later:
    """A thread that has not run yet."""

    waiting: ClassVar[list[Later]] = []

    def __init__(self, target: Any, args: tuple[Any, ...] = (), daemon: bool = False) -> None:
        self._run = lambda: target(*args)
        self._alive = True

    def start(self) -> None:
        self.waiting.append(self)

    def is_alive(self) -> bool:
        return self._alive

    @classmethod
    def run_all(cls) -> None:
        for thread in cls.waiting:
            thread._run()
            thread._alive = False
        cls.waiting = []


def test_other_categories_are_read_beside_the_answering(session: Session, folder: Path) -> None:
    firms = make_catalogue(session)
    categories = make_categories(session)
    firms["bright"].capabilities[0].category = categories["office-cleaning"]
    session.commit()
    asked = Requirement("Ferns and palms")
    with patch.multiple(indexing, BESIDE_FROM=1, Thread=Later):
        index = live(folder)
        assert found(index, asked) == []
        categories["office-cleaning"].name = "Ferns"
        session.commit()
        with patch.object(indexing, "load_catalogue", side_effect=AssertionError("read at once")):
            assert found(index, asked) == []
            assert len(found(index, DRAINS)) == 2
        assert len(Later.waiting) == 1
        make_firm(session, "Palms Ltd", "Palms: Palms for offices")
        session.commit()
        assert [name for name, _ in found(index, Requirement("Palms"))] != []
        Later.run_all()
        expected = found(live(folder.with_name("other")), asked)
        assert found(index, asked) == expected
        assert len(expected) == 2
        assert Later.waiting == []


def test_what_changes_while_other_categories_are_read_is_caught_up_with(
    session: Session, folder: Path
) -> None:
    firms, categories = make_catalogue(session), make_categories(session)
    with patch.multiple(indexing, BESIDE_FROM=1, Thread=Later):
        index = live(folder)
        assert len(found(index)) == 2
        categories["drain-clearance"].name = "Drains and gullies"
        session.commit()
        assert len(found(index)) == 2
        read = indexing.load_catalogue

        def reading(session_: Session) -> Iterator[Any]:
            yield from list(read(session_))
            firms["swift"].state = "withdrawn"
            session.commit()

        with patch.object(indexing, "load_catalogue", reading):
            Later.run_all()
        assert [name for name, _ in found(index)] == [firms["peak"].public_id]


def test_the_files_of_a_run_that_was_killed_are_deleted_by_a_later_one(
    app: Flask, session: Session, tmp_path: Path
) -> None:
    make_catalogue(session)
    index = live(tmp_path / "catalogue")
    index.versions()
    shared = tmp_path / "shared"
    for name, age in (("match-all-old", 90_000), ("match-all-new", 0), ("somebody-elses", 90_000)):
        (shared / name).mkdir(parents=True)
        os.utime(shared / name, (time() - age, time() - age))
    kept = {"match-all-new", "somebody-elses"}
    with shared_index(index, shared) as recipe:
        assert {each.name for each in shared.iterdir()} == {*kept, f"match-all-{recipe.run}"}
    assert {each.name for each in shared.iterdir()} == kept


def test_a_shared_index_that_cannot_be_written_leaves_nothing(
    app: Flask, session: Session, tmp_path: Path
) -> None:
    make_catalogue(session)
    index = live(tmp_path / "catalogue")
    index.versions()
    full = patch("matching.index.snapshot._replace", side_effect=OSError(28, "No space left on device"))
    with full, pytest.raises(ClusterError, match="No space left"), shared_index(index, tmp_path / "shared"):
        pass
    assert not list((tmp_path / "shared").iterdir())


def test_an_index_that_cannot_be_made_is_tried_again_after_a_while(session: Session, folder: Path) -> None:
    make_catalogue(session)
    categories = make_categories(session)
    with patch.multiple(indexing, BESIDE_FROM=1, Thread=AtOnce):
        index = live(folder)
        assert len(found(index)) == 2
        categories["drain-clearance"].name = "Gullies"
        session.commit()
        broken = patch.object(indexing, "load_catalogue", side_effect=OSError("gone"))
        with broken as read:
            assert len(found(index)) == len(found(index)) == 2
            assert read.call_count == 1
        index._make_after = 0.0
        assert len(found(index)) == 2
        assert index._headings == session.execute(indexing.HEADINGS).all()
