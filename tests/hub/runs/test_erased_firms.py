"""An erased firm leaves nothing in recorded rankings but its place and score; what is over goes whole."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from zlib import decompress

import pytest
from flask import Flask
from sqlalchemy import func, select, type_coerce, update
from sqlalchemy.orm import Session
from sqlalchemy.types import NullType

from hub.accounts.models import Membership, User
from hub.database import get_engine, open_session, utc_now
from hub.matches.models import Run, RunCard, RunSnapshot, Snapshot
from hub.privacy.erasing import erase_person
from hub.privacy.retention import due, let_go
from hub.privacy.retention_rules import rule_named
from hub.requirements.models import Requirement
from hub.runs.unpacking import read_pack
from hub.suppliers.models import Contract, Supplier
from tests.hub.runs.runs_made import newest_run, rank
from tests.hub.runs.test_packs import packed, run_replay
from tests.hub.shortlists.shortlists_made import Desk
from tests.page_client import PageClient
from tests.people import make_member, make_organisation

WORDS = "zyxomma"
NAME = "Zenobia Quillfeather"


@pytest.fixture
def desk(page_client: PageClient, session: Session) -> Desk:
    return Desk(page_client, session)


def give_owner(session: Session, supplier: Supplier) -> User:
    """The firm is theirs alone, and says a word that nobody else does."""
    supplier.organisation = make_organisation(session, "supplier")
    supplier.state = "claimed"
    supplier.capabilities[0].description += f" by {WORDS}"
    session.flush()
    return make_member(session, "supplier", organisation=supplier.organisation)


def stored(app: Flask) -> bytes:
    """Every value of every row of the tables of runs, unpacked."""
    found = []
    tables = [Run.__table__, RunCard.__table__, Snapshot.__table__]
    bare = [select(*(type_coerce(column, NullType()) for column in table.columns)) for table in tables]
    with app.app_context(), get_engine().connect() as connection:
        rows = [row for chosen in bare for row in connection.execute(chosen)]
    for value in (value for row in rows for value in row):
        found.append(decompress(value) if isinstance(value, bytes) else str(value).encode())
    return b"\n".join(found)


def test_the_ranking_is_still_made_again_and_the_erased_are_counted(
    app: Flask, desk: Desk, session: Session, tmp_path: Path
) -> None:
    user = give_owner(session, desk.suppliers["Elm Cloud"])
    address = rank(desk)
    before = packed(desk, address)
    assert WORDS.encode() in stored(app)
    erase_person(session, user, by="a test")
    session.commit()
    assert WORDS.encode() not in stored(app)
    assert b"Elm Cloud" not in stored(app)

    content = packed(desk, address)
    assert WORDS.encode() not in content
    assert b"Elm Cloud" not in content
    code, output = run_replay(app, tmp_path, content)
    assert code == 0, output
    assert output.splitlines()[0] == ("Profiles erased since: 1. Their places and scores stand as recorded.")
    assert "the same bytes" in output
    assert read_pack(content).digest == read_pack(before).digest == newest_run().digest

    page = desk.client.get(address)
    assert "Elm Cloud" not in page.source
    assert "an erased firm" in page.text
    assert "they were erased with the firm" in page.text


def test_a_firm_that_is_a_record_again_loses_its_own_words_and_keeps_its_name(
    app: Flask, desk: Desk, session: Session, tmp_path: Path
) -> None:
    firm = desk.suppliers["Elm Cloud"]
    firm.contracts = [Contract(title="Hosting for a town", source="ocds", source_key="a")]
    user = give_owner(session, firm)
    address = rank(desk)
    erase_person(session, user, by="a test")
    session.commit()
    assert WORDS.encode() not in stored(app)
    code, output = run_replay(app, tmp_path, packed(desk, address))
    assert code == 0, output
    assert output.startswith("Profiles erased since: 1.")
    assert "Elm Cloud" in desk.client.get(address).text


def test_an_erased_firm_cannot_be_chosen_from_a_recorded_ranking(desk: Desk, session: Session) -> None:
    firm = desk.suppliers["Elm Cloud"]
    public_id, user = firm.public_id, give_owner(session, firm)
    address = rank(desk)
    erase_person(session, user, by="a test")
    session.commit()
    form = {"form_key": "0" * 32, "supplier": public_id}
    desk.client.post(f"{address}/shortlists", form, status=400)


def test_the_name_of_an_erased_buyer_goes_from_the_words_and_the_counts_and_the_run_says_so(
    app: Flask, desk: Desk, session: Session, tmp_path: Path
) -> None:
    colleague = make_member(session, "buyer", organisation=desk.organisation, role="editor")
    colleague.name = NAME
    desk.requirement.criteria[0].text = f"Backups as {NAME} wants them"
    desk.suppliers["Elm Cloud"].capabilities[0].description += " Zenobia"
    session.commit()
    address = rank(desk)
    assert b"enobia" in stored(app)
    user = session.get_one(User, colleague.id)
    assert session.scalar(select(func.count(Membership.id)).where(Membership.user_id == user.id)) == 1
    erase_person(session, user, by="a test")
    session.commit()
    left = stored(app)
    assert b"uillfeather" not in left
    run = newest_run()
    assert run.made_with is not None
    assert "zenobia" not in run.made_with["counts"]["forms"]
    assert "[editor]" in run.asked["criteria"][0]["text"]
    assert "[editor]" in desk.client.get(address).text
    code, output = run_replay(app, tmp_path, packed(desk, address))
    assert code == 1
    assert "its words are not those ranked by" in output


def test_runs_past_their_time_take_with_them_what_no_other_run_was_made_from(
    desk: Desk, session: Session
) -> None:
    rank(desk)
    kept = newest_run().id
    other = Requirement(organisation=desk.organisation, title="Web hosting", state="open")
    session.add(other)
    session.commit()
    first, desk.requirement = desk.requirement, other
    desk.suppliers["Elm Cloud"].capabilities[0].description = "Web hosting"
    session.commit()
    rank(desk)
    rule = rule_named("decision records")
    long_ago = utc_now() - timedelta(days=(rule.days or 0) + 1)
    session.execute(update(Requirement).where(Requirement.id == first.id).values(state="closed"))
    session.execute(update(Requirement).values(updated_at=long_ago))
    session.execute(update(Run).values(recorded_at=long_ago))
    session.commit()
    before = set(session.scalars(select(Snapshot.id)))
    let_go(session, rule, due(session, rule, utc_now()))
    session.commit()
    with open_session(writes=False) as reading:
        assert reading.get(Run, kept) is None
        left = set(reading.scalars(select(Snapshot.id)))
        assert left == set(reading.scalars(select(RunSnapshot.snapshot_id)))
        assert len(before - left) == 1
        assert not reading.scalar(select(func.count()).select_from(RunCard).where(RunCard.run_id == kept))
