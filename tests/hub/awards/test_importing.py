"""What an import does to what the hub holds already."""

import csv
import os
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from hub.awards import commands
from hub.categories.models import Category
from hub.suppliers.models import Capability, Contract, Removal, Supplier
from tests.hub.awards.conftest import Hub, RunImport
from tests.hub.awards.publishers import make_release, write_opportunities, write_releases, write_sales


def test_importing_a_file_twice_changes_nothing_at_all(
    run_import: RunImport, hub: Hub, tmp_path: Path
) -> None:
    files = {
        "g-cloud-sales": write_sales(tmp_path / "a.csv", [{}, {}, {"SupplierName": "Big plc"}]),
        "digital-outcomes": write_opportunities(tmp_path / "b.csv", [{}, {"ID": "8"}]),
        "ocds": write_releases(tmp_path / "c.jsonl", [make_release("Elm Ltd", "Oak Ltd")]),
    }
    for source, path in files.items():
        run_import(path, source)
    before, version = hub.rows(), hub.version()
    for source, path in files.items():
        result = run_import(path, source)
        assert "new                0" in result.stdout
        assert "changed            0" in result.stdout

    assert hub.rows() == before
    assert hub.version() == version


def test_a_corrected_file_changes_the_contract_and_notes_its_supplier_alone(
    run_import: RunImport, hub: Hub, tmp_path: Path
) -> None:
    other = {"ID": "8", "Winning supplier": "Rowan Ltd"}
    run_import(write_opportunities(tmp_path / "a.csv", [{}, other]), "digital-outcomes")
    before, version = hub.contracts(), hub.version()
    corrected = write_opportunities(tmp_path / "b.csv", [{"Contract amount": "65000"}, other])
    result = run_import(corrected, "digital-outcomes")

    assert "changed            1" in result.stdout
    after = hub.contracts()
    assert [each.id for each in after] == [each.id for each in before]
    assert [each.value for each in after] == [Decimal(65000), Decimal(50000)]
    assert hub.changed_since(version) == {"Birch Digital Ltd"}
    assert hub.version() == version + 1


def test_a_claimed_supplier_gets_the_contract_and_nothing_else(
    run_import: RunImport, hub: Hub, tmp_path: Path
) -> None:
    claimed = Supplier(name="Birch", name_key="birch digital", state="claimed", size="", postcode="")
    claimed.capabilities.append(Capability(title="Websites"))
    hub.write(lambda session: session.add(claimed))
    before = hub.rows()
    run_import(write_opportunities(tmp_path / "a.csv", [{}]), "digital-outcomes")

    after = hub.rows()
    assert [each.title for each in hub.contracts_of("Birch")] == ["Booking service alpha"]
    for table in ("supplier", "capability", "fact"):
        assert after[table] == before[table]


def test_a_claimed_supplier_is_joined_before_an_unclaimed_one_of_its_name(
    run_import: RunImport, hub: Hub, tmp_path: Path
) -> None:
    suppliers = [
        Supplier(name="Birch unclaimed", name_key="birch digital", state="unclaimed"),
        Supplier(name="Birch claimed", name_key="birch digital", state="claimed"),
    ]
    hub.write(lambda session: session.add_all(suppliers))
    run_import(write_opportunities(tmp_path / "a.csv", [{}]), "digital-outcomes")

    assert len(hub.contracts_of("Birch claimed")) == 1


def test_an_unclaimed_supplier_has_its_empty_fields_filled_once(
    run_import: RunImport, hub: Hub, tmp_path: Path
) -> None:
    run_import(write_sales(tmp_path / "a.csv", [{"SupplierName": "Birch Digital"}]), "g-cloud-sales")
    run_import(write_opportunities(tmp_path / "b.csv", [{}]), "digital-outcomes")
    filled = hub.suppliers()["Birch Digital"]
    later = write_opportunities(tmp_path / "c.csv", [{"Size of supplier": "large"}])
    run_import(later, "digital-outcomes")

    assert (filled.size, filled.version) == ("small", 2)
    assert hub.suppliers()["Birch Digital"].size == "small"
    assert len(hub.contracts_of("Birch Digital")) == 2


def test_a_firm_that_changed_its_name_since_keeps_its_awards(
    run_import: RunImport, hub: Hub, tmp_path: Path
) -> None:
    run_import(write_opportunities(tmp_path / "a.csv", [{}]), "digital-outcomes")

    def rename(session: Session) -> None:
        supplier = session.query(Supplier).filter_by(name="Birch Digital Ltd").one()
        supplier.name, supplier.name_key, supplier.state = "Silver Birch", "silver birch", "claimed"

    hub.write(rename)
    run_import(write_opportunities(tmp_path / "b.csv", [{}, {"ID": "8"}]), "digital-outcomes")

    assert list(hub.suppliers()) == ["Silver Birch"]
    assert len(hub.contracts()) == 2


def test_a_removed_name_is_skipped_on_every_import(run_import: RunImport, hub: Hub, tmp_path: Path) -> None:
    asked = [
        Removal(supplier_name="Ash Advice", name_key="ash advice", state="removed"),
        Removal(supplier_name="Oak", name_key="oak", state="declined"),
        Removal(supplier_name="Elm", name_key="elm", state="asked"),
    ]
    hub.write(lambda session: session.add_all(asked))
    sales = [{}, {"SupplierName": "ASH ADVICE LIMITED"}, {"SupplierName": "Oak"}, {"SupplierName": "Elm"}]
    path = write_sales(tmp_path / "a.csv", sales)
    for _time in range(2):
        result = run_import(path, "g-cloud-sales")
        assert "Skipped 2: removed on request (lines 2, 3)." in result.stdout

    assert list(hub.suppliers()) == ["Oak", "Elm"]


def test_work_is_filed_under_the_hubs_own_headings_where_it_has_them(
    run_import: RunImport, hub: Hub, tmp_path: Path
) -> None:
    hub.write(_add_headings)
    slugs = _slugs(hub)
    roles = [{"ID": str(number), "Category": "digital-specialists"} for number in (1, 2, 3)]
    for role, name in zip(roles, ("agileCoach", "serviceManager", "businessAnalyst"), strict=True):
        role["Specialist"] = name
    run_import(write_opportunities(tmp_path / "a.csv", roles), "digital-outcomes")
    run_import(write_sales(tmp_path / "b.csv", [{}]), "g-cloud-sales")
    codes = ["45261900", "45261000", "45300000", "79410000", "99000000"]
    releases = [
        make_release("Elm Ltd", ocid=code, cpv={"scheme": "CPV", "id": code, "description": f"CPV {code}"})
        for code in codes
    ]
    run_import(write_releases(tmp_path / "c.jsonl", releases), "ocds")

    assert [(slugs.get(each.category_id), each.category_label) for each in hub.contracts()] == [
        ("digital-specialists-agile-coach", ""),
        ("digital-specialists", "Digital specialists: service manager"),  # the lot alone is listed
        ("analysts", ""),  # by its name
        ("cloud-support", ""),
        ("roofing", ""),  # 45261900 begins with 452619
        ("construction", ""),  # roofing and slating both cover 45261: their parent
        ("construction", ""),  # 45300000 begins with 45
        (None, "CPV 79410000"),  # advice and catering both cover it and share no parent
        (None, "CPV 99000000"),
    ]


def test_headings_loaded_later_are_found_by_the_next_import(
    run_import: RunImport, hub: Hub, tmp_path: Path
) -> None:
    path = write_sales(tmp_path / "a.csv", [{}])
    run_import(path, "g-cloud-sales")
    hub.write(_add_headings)
    result = run_import(path, "g-cloud-sales")

    assert "changed            1" in result.stdout
    assert [each.category_label for each in hub.contracts()] == [""]


def test_the_report_holds_every_skipped_line_with_formulas_neutralised(
    run_import: RunImport, hub: Hub, tmp_path: Path
) -> None:
    sales = [{"SupplierName": "@UK Plc", "EvidencedSpend": "=1+1"}, {"LotDescription": "9"}, {}]
    report = tmp_path / "skipped.csv"
    path = write_sales(tmp_path / "a.csv", sales)
    result = run_import(path, "g-cloud-sales", "--report", str(report))

    with report.open(encoding="utf-8-sig", newline="") as file:
        assert list(csv.reader(file)) == [
            ["Line", "Reason", "Supplier", "What it says"],
            ["2", "the amount is not a number of pounds", "'@UK Plc", "'=1+1"],
            ["3", "the lot is none of 1 to 4", "Ash Advice Ltd", "9"],
        ]
    assert "Read 3 entries of a.csv" in result.stdout
    assert "1 supplier, 1 of them new." in result.stdout


def test_a_report_that_cannot_be_written_stops_the_import(
    run_import: RunImport, hub: Hub, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_values: object) -> None:
        raise OSError(28, os.strerror(28))

    monkeypatch.setattr(commands, "write_report", fail)
    before = hub.rows()
    report = str(tmp_path / "skipped.csv")
    result = run_import(write_sales(tmp_path / "a.csv", [{}]), "g-cloud-sales", "--report", report)

    assert result.exit_code == 1
    assert "can't be written (No space left on device)" in result.stderr
    assert hub.rows() == before


def test_every_entry_is_counted_once(run_import: RunImport, hub: Hub, tmp_path: Path) -> None:
    path = write_sales(tmp_path / "a.csv", [{}, {}, {"CustomerName": "Other"}, {"LotDescription": "x"}])
    result = run_import(path, "g-cloud-sales")

    numbers = {line.split()[0]: line.split()[1] for line in result.stdout.splitlines()[1:6]}
    assert numbers == {"new": "2", "changed": "0", "unchanged": "0", "merged": "1", "skipped": "1"}
    assert result.stderr == ""  # no bar where there is no terminal


def test_hundreds_of_suppliers_and_contracts_pass_in_batches(
    run_import: RunImport, hub: Hub, tmp_path: Path
) -> None:
    sales = [{"SupplierName": f"Firm {number}"} for number in range(1203)]
    path = write_sales(tmp_path / "a.csv", sales)
    result = run_import(path, "g-cloud-sales")
    again = run_import(path, "g-cloud-sales")

    assert "new            1,203" in result.stdout
    assert "unchanged      1,203" in again.stdout
    assert len(hub.contracts()) == len(hub.suppliers()) == 1203


def _add_headings(session: Session) -> None:
    lots = {
        slug: Category(slug=slug, name=slug, level="lot", cpv=cpv)
        for slug, cpv in (
            ("cloud-support", ""),
            ("digital-specialists", ""),
            ("construction", "45"),
            ("services", ""),
            ("food", ""),
        )
    }
    children = [
        ("digital-specialists-agile-coach", "digital-specialists", "", False),
        ("digital-specialists-service-manager", "digital-specialists", "", True),
        ("roofing", "construction", "45261900 45261000", False),
        ("slating", "construction", "45261000", False),
        ("advice", "services", "79410000", False),
        ("food-advice", "food", "79410000", False),
        ("analysts", "services", "", False),
    ]
    session.add_all(lots.values())
    for slug, parent, cpv, retired in children:
        name = "Business analyst" if slug == "analysts" else slug
        heading = Category(slug=slug, name=name, level="category", cpv=cpv, retired=retired)
        heading.parent = lots[parent]
        session.add(heading)


def _slugs(hub: Hub) -> dict[int | None, str]:
    slugs: dict[int | None, str] = {}
    hub.write(lambda session: slugs.update({each.id: each.slug for each in session.query(Category)}))
    return slugs


def test_a_contract_that_was_moved_stays_where_it_was_put(
    run_import: RunImport, hub: Hub, tmp_path: Path
) -> None:
    path = write_opportunities(tmp_path / "a.csv", [{}])
    run_import(path, "digital-outcomes")
    other = Supplier(name="Rowan Ltd", name_key="rowan")

    def move(session: Session) -> None:
        session.add(other)
        session.flush()
        session.query(Contract).filter_by(source="digital-outcomes").one().supplier_id = other.id

    hub.write(move)
    run_import(path, "digital-outcomes")

    assert len(hub.contracts_of("Rowan Ltd")) == 1
    assert len(hub.contracts()) == 1


def test_an_award_that_its_buyer_published_on_the_hub_is_not_doubled(
    run_import: RunImport, hub: Hub, tmp_path: Path
) -> None:
    """It stays the one contract, at every import; another year's of the same title is another."""

    def publish(session: Session) -> None:
        contract = Contract(
            title="Roof Repairs", buyer_name="Derby City Council", starts_on=date(2025, 4, 1), source="buyer"
        )
        contract.source_key = "award"
        session.add(Supplier(name="Elm Roofing Ltd", name_key="elm roofing", contracts=[contract]))

    hub.write(publish)
    path = write_releases(tmp_path / "a.jsonl", [make_release("Elm Roofing Ltd", "Oak Ltd")])
    for changed in (2, 0):
        version = hub.version()
        result = run_import(path, "ocds")
        assert "unchanged          1" in result.stdout or not changed
        assert [each.source for each in hub.contracts_of("Elm Roofing Ltd")] == ["buyer"]
        assert (hub.version() > version) is bool(changed)
    later = make_release("Elm Roofing Ltd", ocid="ocds-abc-2", period={"startDate": "2026-04-01T00:00:00Z"})
    run_import(write_releases(tmp_path / "b.jsonl", [later]), "ocds")
    assert [each.source for each in hub.contracts_of("Elm Roofing Ltd")] == ["buyer", "ocds"]
