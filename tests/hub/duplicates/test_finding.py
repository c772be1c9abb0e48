"""Doubles are found as a firm is typed in, as records change, and in the whole register."""

from __future__ import annotations

from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from hub.audit.models import Event
from hub.database import get_engine, open_session
from hub.duplicates.finding import find_likely_same
from hub.duplicates.models import DuplicatePair, SupplierBlock
from hub.suppliers.models import Supplier
from tests.hub.suppliers.suppliers_made import make_supplier


def names(session: Session, **firm: str) -> list[str]:
    return [each.supplier.name for each in find_likely_same(session, **firm)]  # type: ignore[arg-type]


def test_a_typed_name_finds_records_spelled_nearly_so_with_reasons(session: Session) -> None:
    make_supplier(session, "Noise and Sons Ltd")
    make_supplier(session, "Quillfeather Roofing Ltd", state="unclaimed", postcode="NN1 1AA")
    make_supplier(session, "Quillfeather Flooring Ltd", state="suspended")
    session.commit()
    [found] = find_likely_same(session, name="Quilfeather Roofing", postcode="NN1 1AA")
    assert found.supplier.name == "Quillfeather Roofing Ltd"
    assert found.verdict.is_likely
    assert "Both are at the same postcode" in {part.words for part in found.verdict.reasons_for}


def test_a_number_a_vat_number_or_a_website_finds_a_firm_of_another_name(session: Session) -> None:
    make_supplier(session, "Tarn Ltd", company_number="01234567")
    make_supplier(session, "Merlin Ltd", vat_number="980780684")
    session.commit()
    assert names(session, name="Quillfeather", company_number="01234567") == ["Tarn Ltd"]
    assert names(session, name="Merlyn", vat_number="980780684") == ["Merlin Ltd"]
    assert names(session, name="Nobody of the kind") == []


def test_looking_one_up_sends_few_statements_however_many_there_are(app: Flask, session: Session) -> None:
    for number in range(60):
        make_supplier(session, f"Quillfeather Roofing {chr(97 + number % 26)}{number}")
    session.commit()
    counted: list[str] = []
    with app.app_context(), open_session(writes=False) as reading:
        from sqlalchemy import event

        def count(_c: object, _k: object, statement: str, *_m: object) -> None:
            counted.append(statement)

        event.listen(get_engine(), "before_cursor_execute", count)
        find_likely_same(reading, name="Quillfeather Roofing", postcode="NN1 1AA")
        event.remove(get_engine(), "before_cursor_execute", count)
    assert len([each for each in counted if each.startswith("SELECT")]) <= 7


def pairs(session: Session) -> list[tuple[str, str, str]]:
    session.expire_all()
    found = session.scalars(select(DuplicatePair).order_by(DuplicatePair.id))
    return [(each.first.name, each.second.name, each.state) for each in found]


def test_an_edited_profile_makes_and_unmakes_pairs(session: Session) -> None:
    make_supplier(session, "Quillfeather Roofing Ltd")
    other = make_supplier(session, "Tarn Ltd", state="unclaimed")
    session.commit()
    assert pairs(session) == []
    other.name = "Quillfeather Roofing"
    session.commit()
    assert pairs(session) == [("Quillfeather Roofing Ltd", "Quillfeather Roofing", "found")]
    other.name = "Merlin Catering"
    session.commit()
    assert pairs(session) == []


def test_the_whole_register_is_compared_and_a_second_run_changes_nothing(
    app: Flask, session: Session
) -> None:
    rows = [("Quillfeather Roofing Ltd", "a"), ("Quillfeather Rofing", "b"), ("Tarn Ltd", "c")]
    for name, public_id in rows:  # past the unit of work, as a bulk import writes
        session.connection().execute(
            Supplier.__table__.insert(),  # type: ignore[attr-defined]
            {"public_id": public_id, "name": name, "name_key": name, "state": "unclaimed"},
        )
    session.commit()
    runner = app.test_cli_runner()
    first = runner.invoke(args=["find-duplicates"])
    assert first.exit_code == 0, first.output
    assert "Suppliers compared: 3. Pairs that may be one firm: 1 new, 0 as before" in first.stdout
    assert pairs(session) == [("Quillfeather Roofing Ltd", "Quillfeather Rofing", "found")]
    keys = session.scalar(select(func.count()).select_from(SupplierBlock))
    events = session.scalar(select(func.count()).select_from(Event))
    session.rollback()
    second = runner.invoke(args=["find-duplicates"])
    assert "0 new, 1 as before, 0 no longer" in second.stdout
    assert session.scalar(select(func.count()).select_from(SupplierBlock)) == keys
    assert session.scalar(select(func.count()).select_from(Event)) == events
