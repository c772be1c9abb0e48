"""`match-all`: what it keeps is what the ranked pages show, and only what changed is matched again."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import date
from time import sleep
from unittest.mock import patch

import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from hub.database import open_session
from hub.matches import commands, matching_all
from hub.matches.finding import find_matches
from hub.matches.indexing import current_index
from hub.matches.matching_all import read_batches, write_orders
from hub.matches.models import Matching, NearMiss, OpenMatch
from hub.requirements.models import Criterion, Requirement
from hub.suppliers.models import Fact, Supplier
from tests.hub.matches.catalogue_made import make_catalogue, make_categories, make_firm, make_many
from tests.hub.matches.test_finding import make_requirement

TODAY = date.today()


def match_all(app: Flask, *arguments: str) -> Result:
    result = app.test_cli_runner().invoke(args=["match-all", *arguments])
    assert not isinstance(result.exception, Exception), result.exception
    return result


def kept(session: Session, requirement: Requirement) -> list[tuple[str, float, int]]:
    session.expire_all()
    chosen = (
        select(Supplier.public_id, OpenMatch.score, OpenMatch.band)
        .join(Supplier, Supplier.id == OpenMatch.supplier_id)
        .where(OpenMatch.requirement_id == requirement.id)
        .order_by(OpenMatch.position)
    )
    return [tuple(row) for row in session.execute(chosen)]


def shown(session: Session, requirement: Requirement) -> list[tuple[str, float, int]]:
    ranking = find_matches(session, requirement, today=TODAY).ranking
    return [(match.profile, match.score, match.band) for match in ranking.matches]


@pytest.fixture
def small_batches() -> Iterator[None]:
    with patch.object(matching_all, "BATCH", 2), patch.object(matching_all, "CHUNK", 3):
        yield


def test_what_is_kept_is_what_the_ranked_pages_show(
    app: Flask, session: Session, small_batches: None
) -> None:
    make_many(session, 30)
    make_catalogue(session)
    asked = [
        make_requirement(session, title)
        for title in ("Blocked drains", "Wi-Fi for schools", "Drains at a school", "Plants", "Nothing at all")
    ]
    result = match_all(app)
    assert result.stdout == "Requirements matched: 5. As they were: 0.\n"
    assert "Matching requirements" in result.stderr
    for requirement in asked:
        assert kept(session, requirement) == shown(session, requirement)
        of_it = session.get_one(Matching, requirement.id)
        assert of_it.considered == len(kept(session, requirement))
    assert len(kept(session, asked[0])) > 20


def test_only_what_changed_is_matched_again(app: Flask, session: Session) -> None:
    firms = make_catalogue(session)
    drains, plants = make_requirement(session), make_requirement(session, "Office plants")
    match_all(app)
    assert match_all(app).stdout == "Requirements matched: 0. As they were: 2.\n"
    drains.title = "Gully emptying"
    session.commit()
    assert match_all(app).stdout == "Requirements matched: 1. As they were: 1.\n"
    assert kept(session, drains) == shown(session, drains)
    make_firm(session, "Gardens Ltd", "Office plants: Plants for offices")
    session.commit()
    assert match_all(app).stdout == "Requirements matched: 2. As they were: 0.\n"
    assert len(kept(session, plants)) == 2
    session.delete(firms["bright"])
    session.commit()
    assert len(kept(session, plants)) == 1


def test_other_categories_are_another_matching(app: Flask, session: Session) -> None:
    firms, categories = make_catalogue(session), make_categories(session)
    firms["bright"].capabilities[0].category = categories["office-cleaning"]
    session.commit()
    requirement = make_requirement(session, "Ferns and palms")
    match_all(app)
    categories["office-cleaning"].name = "Ferns"
    session.commit()
    assert match_all(app).stdout == "Requirements matched: 1. As they were: 0.\n"
    assert kept(session, requirement) == shown(session, requirement) != []


def test_another_day_is_another_matching(app: Flask, session: Session) -> None:
    make_catalogue(session)
    requirement = make_requirement(session)
    match_all(app)
    session.get_one(Matching, requirement.id).matched_on = date(2020, 1, 1)
    session.commit()
    assert match_all(app).stdout == "Requirements matched: 1. As they were: 0.\n"


def test_drafts_are_not_matched_and_what_was_closed_is_forgotten(app: Flask, session: Session) -> None:
    make_catalogue(session)
    make_requirement(session, state="draft")
    requirement = make_requirement(session)
    match_all(app)
    assert session.scalars(select(Matching.requirement_id)).all() == [requirement.id]
    requirement.state = "closed"
    session.commit()
    assert match_all(app).stdout == "Requirements matched: 0. As they were: 0.\n"
    assert not session.scalars(select(OpenMatch)).all()


def test_who_one_must_alone_leaves_out_is_kept_with_that_must(app: Flask, session: Session) -> None:
    firms = make_catalogue(session)
    firms["swift"].facts.append(Fact(name="iso_9001", value=False))
    firms["peak"].facts += [Fact(name="iso_9001", value=False), Fact(name="iso_14001", value=False)]
    musts = [
        Criterion(text="ISO 9001", importance="must", fact="iso_9001", value=True),
        Criterion(text="ISO 14001", importance="must", fact="iso_14001", value=True),
    ]
    requirement = make_requirement(session, criteria=musts)
    match_all(app)
    (near,) = session.scalars(select(NearMiss))
    assert (near.requirement_id, near.supplier_id) == (requirement.id, firms["swift"].id)
    assert near.criterion == musts[0].public_id
    assert session.get_one(Matching, requirement.id).excluded == 2
    assert kept(session, requirement) == []


def test_a_run_that_was_stopped_goes_on_where_it_was(
    app: Flask, session: Session, small_batches: None
) -> None:
    make_catalogue(session)
    for at in range(5):
        make_requirement(session, f"Blocked drains {at}")
    write, calls = matching_all.write_orders, []

    def stopped(*arguments: object) -> int:
        calls.append(arguments)
        if len(calls) == 2:
            raise KeyboardInterrupt
        return write(*arguments)  # type: ignore[arg-type]

    with patch.object(commands, "write_orders", stopped):
        assert app.test_cli_runner().invoke(args=["match-all"]).exit_code == 1
    assert len(session.scalars(select(Matching)).all()) == 2
    session.rollback()
    assert match_all(app).stdout == "Requirements matched: 3. As they were: 2.\n"


def test_a_requirement_closed_meanwhile_is_not_written(app: Flask, session: Session) -> None:
    make_catalogue(session)
    requirement = make_requirement(session)
    orders = matching_all.order_here

    def closing(order: object) -> object:
        ordering = orders(order)  # type: ignore[arg-type]

        def late(batches: object) -> object:
            for done in ordering(batches):  # type: ignore[arg-type]
                requirement.state = "closed"
                session.commit()
                yield done

        return late

    with patch("hub.matches.commands.order_here", closing):
        assert match_all(app).stdout == "Requirements matched: 0. As they were: 0.\n"
    assert not session.scalars(select(Matching)).all()


def test_an_erased_requirement_takes_what_was_found_with_it(app: Flask, session: Session) -> None:
    make_catalogue(session)
    requirement = make_requirement(session)
    match_all(app)
    session.execute(delete(Requirement).where(Requirement.id == requirement.id))
    session.commit()
    assert not session.scalars(select(OpenMatch)).all()


def test_an_erasure_beside_it_waits_and_neither_fails(app: Flask, session: Session) -> None:
    """The rows of an earlier run go with the supplier: who erases wants what this writes anew."""
    firms, requirement = make_catalogue(session), make_requirement(session)
    match_all(app)
    index, gone = current_index(), firms["swift"].public_id
    versions, (batch,) = index.versions(), read_batches([requirement.id], TODAY)
    orders = [index.order(batch[0].requirement, 100)]
    assert orders[0].profiles[0] == gone
    lock, pool = matching_all._lock_suppliers, ThreadPoolExecutor(1)

    def erase() -> None:
        with app.app_context(), open_session(writes=True) as other:
            other.execute(delete(Supplier).where(Supplier.public_id == gone))
            other.commit()

    def locking(session_: Session, public_ids: Collection[str]) -> dict[str, int]:
        found = lock(session_, public_ids)
        erasing.append(pool.submit(erase))
        sleep(0.3)
        return found

    erasing: list[Future[None]] = []
    with patch.object(matching_all, "_lock_suppliers", locking), open_session(writes=True) as writing:
        write_orders(writing, batch, orders, versions, TODAY)
        writing.commit()
    erasing[0].result()
    assert [name for name, *_ in kept(session, requirement)] == [firms["peak"].public_id]


def test_a_cluster_that_does_not_answer_is_named_and_nothing_is_lost(app: Flask, session: Session) -> None:
    pytest.importorskip("distributed", reason="Dask is not installed")
    make_catalogue(session)
    make_requirement(session)
    with patch("hub.matches.clustering.WAIT", 0.2):
        result = match_all(app, "--cluster", "tcp://127.0.0.1:9")
    assert result.exit_code == 1
    assert "Error: No cluster answers at tcp://127.0.0.1:9" in result.stderr
    assert match_all(app).stdout == "Requirements matched: 1. As they were: 0.\n"


def test_without_dask_the_extra_is_named(app: Flask, session: Session) -> None:
    make_catalogue(session)
    make_requirement(session)
    with patch.dict("sys.modules", {"distributed": None}):
        result = match_all(app, "--cluster", "tcp://127.0.0.1:9")
    assert result.exit_code == 1
    assert "pip install '.[cluster]'" in result.stderr
