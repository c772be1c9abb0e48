"""A running site sees every committed change at the next search, whoever made it."""

from __future__ import annotations

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest
from flask import Flask, current_app
from sqlalchemy import update
from sqlalchemy.orm import Session

from hub.config import ROOT
from hub.database import open_session
from hub.matches import indexing
from hub.matches.finding import find_by_words
from hub.suppliers.models import Capability, Supplier
from tests.hub.matches.catalogue_made import make_catalogue, make_categories, make_firm


def names_found(words: str) -> list[str]:
    with open_session(writes=False) as reading:
        found = find_by_words(reading, words)
        return [found.suppliers[match.profile].name for match in found.ranking.matches]


def test_a_new_supplier_is_found_at_the_next_search(session: Session) -> None:
    make_catalogue(session)
    assert names_found("slate roofing") == []

    make_firm(session, "Elm Roofing", "Slate roofing")
    session.commit()

    assert names_found("slate roofing") == ["Elm Roofing"]


def test_an_edited_capability_is_found_by_its_new_words_alone(session: Session) -> None:
    firms = make_catalogue(session)
    assert names_found("wireless networks") == ["Kestrel Networks"]

    capability = firms["kestrel"].capabilities[0]
    capability.title, capability.description = "Slate roofing", "Slates and leadwork"
    session.commit()

    assert names_found("wireless networks") == []
    assert names_found("slate leadwork") == ["Kestrel Networks"]


@pytest.mark.parametrize("state", ["withdrawn", "suspended"])
def test_a_supplier_that_may_not_be_shown_leaves_the_index(session: Session, state: str) -> None:
    firms = make_catalogue(session)
    assert "Swift Drainage Ltd" in names_found("blocked drains")

    firms["swift"].state = state
    session.commit()

    assert names_found("blocked drains") == ["Peak Pipe and Gully"]


def test_an_erased_supplier_leaves_the_index(session: Session) -> None:
    firms = make_catalogue(session)
    names_found("blocked drains")

    session.delete(firms["swift"])
    session.commit()

    assert names_found("blocked drains") == ["Peak Pipe and Gully"]


def test_a_change_that_is_not_committed_is_not_searched(session: Session) -> None:
    make_catalogue(session)
    session.add(
        Supplier(name="Elm Roofing", name_key="elm roofing", capabilities=[Capability(title="Slates")])
    )
    session.flush()
    assert find_by_words(session, "slates").ranking.matches == ()

    session.rollback()
    make_firm(session, "Oak Roofing", "Slates")
    session.commit()
    assert names_found("slates") == ["Oak Roofing"]


def test_a_supplier_withdrawn_behind_the_indexs_back_is_not_shown(session: Session) -> None:
    firms = make_catalogue(session)
    assert len(names_found("blocked drains")) == 2

    # A statement that notes no change leaves the index as it was: the database still decides what is shown.
    session.execute(update(Supplier).where(Supplier.id == firms["swift"].id).values(state="withdrawn"))
    session.commit()

    with open_session(writes=False) as reading:
        found = find_by_words(reading, "blocked drains")
    assert [match.profile for match in found.ranking.matches] == [firms["peak"].public_id]
    assert found.ranking.considered == 1


def test_a_renamed_category_is_read_anew(session: Session) -> None:
    categories = make_categories(session)
    firm = make_firm(session, "Swift Drainage Ltd", "Jetting")
    firm.capabilities[0].category = categories["drain-clearance"]
    session.commit()
    assert names_found("sewerage") == []

    categories["drain-clearance"].name = "Sewerage"
    session.commit()

    assert names_found("sewerage") == ["Swift Drainage Ltd"]


ANOTHER_PROCESS = """
import sys
from pathlib import Path
from hub import create_app
from hub.database import open_session
from hub.suppliers.models import Capability, Supplier

app = create_app({"INSTANCE": Path(sys.argv[1]), "DATABASE_URL": sys.argv[2], "SECRET_KEY": "tests"})
with app.app_context(), open_session(writes=True) as session:
    firm = Supplier(name="Elm Roofing", name_key="elm roofing")
    firm.capabilities = [Capability(title="Slate roofing")]
    session.add(firm)
    session.commit()
"""


def test_a_change_made_by_another_process_is_seen(app: Flask, session: Session) -> None:
    make_catalogue(session)
    assert names_found("slate roofing") == []

    command = [sys.executable, "-c", ANOTHER_PROCESS, str(app.config["INSTANCE"]), app.config["DATABASE_URL"]]
    subprocess.run(command, cwd=ROOT, check=True, timeout=60)

    assert names_found("slate roofing") == ["Elm Roofing"]


def test_only_what_changed_is_read_again(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    firms = make_catalogue(session)
    names_found("drains")
    read: list[list[str]] = []
    load = indexing.load_profiles
    monkeypatch.setattr(
        indexing, "load_profiles", lambda reading, ids: (read.append(list(ids)), load(reading, ids))[1]
    )

    names_found("drains")
    firms["peak"].capabilities[0].title = "Gullies"
    session.commit()
    names_found("drains")

    assert read == [[firms["peak"].public_id]]


def test_threads_that_search_while_others_save_see_whole_changes(app: Flask, session: Session) -> None:
    make_catalogue(session)

    def search(_number: int) -> list[str]:
        with app.app_context():
            return names_found("slate roofing")

    with ThreadPoolExecutor(4) as pool:
        searches = pool.map(search, range(24))
        for number in range(6):
            make_firm(session, f"Roofer {number}", "Slate roofing")
            session.commit()
        seen = list(searches)
    assert all(set(names) <= {f"Roofer {number}" for number in range(6)} for names in seen)
    assert len(names_found("slate roofing")) == 6
    assert "index" in current_app.extensions
