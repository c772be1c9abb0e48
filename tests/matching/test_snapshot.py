"""An index in files: what is loaded is what was saved, and what is broken is not loaded."""

import json
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest.mock import patch

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching import Category, Criterion, Fact, Index, Piece, Place, Profile, Requirement
from matching.index import snapshot
from matching.index.register import Register, from_bytes, to_bytes
from matching.index.snapshot import CURRENT, Snapshot, SnapshotError
from tests.matching.catalogue_made import OTHERS, order, supplier
from tests.matching.test_index import REQUIREMENT, change, changes

values = st.one_of(
    st.booleans(), st.floats(allow_nan=False), st.text(), st.lists(st.text(), max_size=3).map(tuple)
)
facts = st.builds(Fact, st.text(), values, st.text(), st.none() | st.dates(), st.text())
pieces = st.builds(
    Piece,
    st.text(),
    st.sampled_from(["capability", "contract"]),
    st.text(),
    st.text(),
    st.none() | st.text(),
    st.booleans(),
)
places = st.builds(
    Place,
    st.text(),
    st.floats(-90, 90),
    st.floats(-180, 180),
    st.none() | st.text(),
    st.none() | st.text(),
)
profiles = st.builds(
    Profile,
    st.text(),
    st.text(),
    st.lists(pieces, max_size=3).map(tuple),
    st.lists(facts, max_size=3).map(tuple),
    st.none() | places,
)


@given(profiles)
def test_a_profile_comes_back_from_its_bytes(profile):
    assert from_bytes(to_bytes(profile)) == profile


def same(one, other):
    assert len(one) == len(other)
    assert one.ids() == other.ids()
    assert one.rank(REQUIREMENT) == other.rank(REQUIREMENT)
    assert one.suggest("roof survey") == other.suggest("roof survey")
    assert all(one.explain(REQUIREMENT, name) == other.explain(REQUIREMENT, name) for name in other.ids())


@settings(deadline=None, max_examples=40)
@given(changes, changes)
def test_an_index_saved_and_loaded_goes_on_as_if_nothing_had_been(before, after):
    index = Index()
    kept = change(before, index)
    with TemporaryDirectory() as folder:
        index.save(Path(folder), "7")
        loaded = Index()
        assert loaded.load(Path(folder)) == "7"
        same(loaded, index)
        kept = change(after, loaded, kept=kept)
        same(loaded, Index().fit(kept.values()))
        loaded.save(Path(folder), "8")
        again = Index()
        assert again.load(Path(folder)) == "8"
        same(again, loaded)


def test_what_expires_and_what_is_said_twice_is_saved(tmp_path):
    firm = Profile(
        "a",
        "A",
        (Piece("1", "capability", "Roof survey"), Piece("2", "contract", "Roof survey")),
        (Fact("f", True, "Roofing certificate", date(2026, 5, 1)),),
    )
    index = Index().fit([firm, *OTHERS])
    index.save(tmp_path)
    loaded = Index()
    loaded.load(tmp_path)
    for day in (date(2026, 5, 1), date(2026, 5, 2)):
        asked = Requirement("Roof survey", criteria=(Criterion("c", "roofing certificate"),), on=day)
        assert loaded.rank(asked) == index.rank(asked)
    in_date, late = (
        loaded.rank(Requirement("roofing certificate", on=day)).considered
        for day in (date(2026, 5, 1), date(2026, 5, 2))
    )
    assert in_date >= late


def test_what_was_removed_is_in_no_file(tmp_path):
    """Neither its words in their order, nor what it stated."""
    gone = Profile(
        "gone",
        "Gone",
        (Piece("1", "capability", "Marigold quibbleworth", "wobblebottom cottages", "zebracraft"),),
        (Fact("certificate", ("abc-secret-77",), "Flimflam"),),
        Place("ZZ1", 51.12345, -1.98765, "Nowhereshire"),
    )
    index = Index().fit([*OTHERS, gone])
    index.put(supplier("Adams", "Drain cleaning"))
    index.remove("gone")
    index.save(tmp_path)
    written = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()).lower()
    for told in ("marigold", "wobble", "cottag", "zebra", "secret", "flimflam", "51.12345", "nowhere"):
        assert told.encode() not in written
    loaded = Index()
    loaded.load(tmp_path)
    same(loaded, index)
    assert loaded._postings.size == index._postings.size - 1
    loaded.put(gone)
    assert order(loaded.rank(Requirement("Marigold quibbleworth"))) == ["gone"]
    index.put(gone)
    same(loaded, index)


def test_of_two_snapshots_the_later_stays_and_no_other_file(tmp_path):
    for version in ("1", "2"):
        Index().fit(OTHERS).save(tmp_path, version)
    assert {path.name for path in tmp_path.iterdir()} == {CURRENT, Snapshot(tmp_path).folder.name}
    assert Snapshot(tmp_path).made_of["version"] == "2"
    Snapshot(tmp_path).verify()


def test_a_write_that_fails_leaves_what_was_there(tmp_path):
    Index().fit(OTHERS).save(tmp_path, "1")
    broken = patch.object(snapshot, "_replace", side_effect=OSError("No space left on device"))
    with broken, pytest.raises(OSError, match="No space"):
        Index().save(tmp_path, "2")
    loaded = Index()
    assert loaded.load(tmp_path) == "1"
    assert len(loaded) == len(OTHERS)


@pytest.mark.parametrize(
    "breaking",
    [
        lambda folder: (folder / CURRENT).unlink(),
        lambda folder: (folder / CURRENT).write_text("{"),
        lambda folder: (folder / CURRENT).write_text("{}"),
        lambda folder: (folder / CURRENT).write_text(json.dumps({"format": 0})),
        lambda folder: (Snapshot(folder).folder / "pages").unlink(),
        lambda folder: (Snapshot(folder).folder / "pages").write_bytes(b"short"),
    ],
)
def test_a_broken_or_missing_snapshot_is_not_loaded_and_what_was_held_stays(tmp_path, breaking):
    Index().fit(OTHERS).save(tmp_path)
    breaking(tmp_path)
    index = Index().fit([supplier("Adams", "Drain cleaning")])
    with pytest.raises(SnapshotError):
        index.load(tmp_path)
    assert order(index.rank(Requirement("Drains"))) == ["adams"]


def test_a_changed_byte_is_found_when_all_is_read(tmp_path):
    Index().fit(OTHERS).save(tmp_path)
    file = Snapshot(tmp_path).folder / "places"
    held = bytearray(file.read_bytes())
    held[0] ^= 1
    file.write_bytes(held)
    with pytest.raises(SnapshotError, match="not what was written"):
        Snapshot(tmp_path).verify()


def test_a_snapshot_of_other_categories_is_not_loaded(tmp_path):
    Index().fit(OTHERS).save(tmp_path)
    with pytest.raises(SnapshotError, match="other categories"):
        Index([Category("a", "A")]).load(tmp_path)


def test_a_register_finds_who_is_held_and_nobody_else(tmp_path):
    index = Index().fit(OTHERS)
    index.save(tmp_path)
    index.load(tmp_path)
    register = index._register
    name = OTHERS[0].id
    assert register.profile(register.number_of(name)) == OTHERS[0]
    for unknown in ("", "nobody", "\x00", name + "x" * 50):
        assert unknown not in register
    index.remove(name)
    assert name not in register
    assert isinstance(register, Register)
