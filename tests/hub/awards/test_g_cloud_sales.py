"""Lines of G-Cloud sales, one oddity a test."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from tests.hub.awards.conftest import Hub, RunImport
from tests.hub.awards.publishers import write_sales


def test_months_of_one_purchase_are_one_contract_with_their_sum(
    run_import: RunImport, hub: Hub, tmp_path: Path
) -> None:
    sales = [
        {"ReturnMonth": "2013-06-01", "EvidencedSpend": "100.25"},
        {"ReturnMonth": "2013-05-01", "EvidencedSpend": "50"},
        {"ReturnMonth": "2013-09-01", "EvidencedSpend": "-20.125"},
    ]
    result = run_import(write_sales(tmp_path / "a.csv", sales), "g-cloud-sales")

    assert result.exit_code == 0
    [contract] = hub.contracts()
    assert contract.title == "Agile coaching"
    assert contract.buyer_name == "Home Office"
    assert contract.value == Decimal("130.13")  # 100.25 + 50 - 20.125 = 130.125, to the penny
    assert (contract.starts_on, contract.ends_on) == (date(2013, 5, 1), date(2013, 9, 1))
    assert contract.category_label == "Specialist cloud services"
    assert hub.suppliers()["Ash Advice Ltd"].state == "unclaimed"


def test_a_line_that_repeats_in_every_cell_is_a_further_invoice(
    run_import: RunImport, hub: Hub, tmp_path: Path
) -> None:
    run_import(write_sales(tmp_path / "a.csv", [{}, {}, {}]), "g-cloud-sales")

    assert [contract.value for contract in hub.contracts()] == [Decimal(300)]


def test_case_and_spaces_do_not_part_a_purchase_but_lot_and_buyer_do(
    run_import: RunImport, hub: Hub, tmp_path: Path
) -> None:
    sales = [
        {},
        {"ProjectNameAndDescription": " AGILE  coaching ", "SupplierName": "ASH ADVICE LIMITED"},
        {"LotDescription": "3"},
        {"CustomerName": "Cabinet Office"},
    ]
    run_import(write_sales(tmp_path / "a.csv", sales), "g-cloud-sales")

    assert [contract.value for contract in hub.contracts()] == [200, 100, 100]
    assert list(hub.suppliers()) == ["Ash Advice Ltd"]


@pytest.mark.parametrize("spends", [("0",), ("100", "-100"), ("5", "-7")])
def test_a_purchase_that_sums_to_nothing_or_less_is_work_without_a_value(
    run_import: RunImport, hub: Hub, tmp_path: Path, spends: tuple[str, ...]
) -> None:
    path = write_sales(tmp_path / "a.csv", [{"EvidencedSpend": spend} for spend in spends])
    result = run_import(path, "g-cloud-sales")

    assert [contract.value for contract in hub.contracts()] == [None]
    assert "1 contract without a value" in result.stdout


@pytest.mark.parametrize(
    ("lot", "heading"),
    [
        ("1", "Infrastructure as a service"),
        ("2", "Platform as a service"),
        ("3", "Software as a service"),
        ("4", "Specialist cloud services"),
    ],
)
def test_words_that_say_nothing_give_way_to_the_lot(
    run_import: RunImport, hub: Hub, tmp_path: Path, lot: str, heading: str
) -> None:
    sales = [
        {"LotDescription": lot, "ProjectNameAndDescription": ""},
        {"LotDescription": lot, "ProjectNameAndDescription": "2"},
    ]
    run_import(write_sales(tmp_path / "a.csv", sales), "g-cloud-sales")

    assert [(each.title, each.description) for each in hub.contracts()] == [(heading, ""), (heading, "2")]


def test_sme_is_no_size_and_large_is_one(run_import: RunImport, hub: Hub, tmp_path: Path) -> None:
    sales = [{}, {"SupplierName": "Big plc", "SMEorLarge": "Large"}]
    run_import(write_sales(tmp_path / "a.csv", sales), "g-cloud-sales")

    assert {name: each.size for name, each in hub.suppliers().items()} == {
        "Ash Advice Ltd": "",
        "Big plc": "large",
    }


@pytest.mark.parametrize("encoding", ["utf-8", "cp1252", "mac_roman"])
def test_the_three_encodings_in_use_read_alike(
    run_import: RunImport, hub: Hub, tmp_path: Path, encoding: str
) -> None:
    sale = {"ProjectNameAndDescription": "The Commissioner’s “Miniserver” – VM®", "SupplierName": "Café Ltd"}
    run_import(write_sales(tmp_path / "a.csv", [sale] * 3, encoding), "g-cloud-sales")

    assert [each.title for each in hub.contracts()] == ["The Commissioner’s “Miniserver” – VM®"]
    assert list(hub.suppliers()) == ["Café Ltd"]


def test_text_garbled_before_it_was_garbled_again_is_mended(
    run_import: RunImport, hub: Hub, tmp_path: Path
) -> None:
    sale = {"ProjectNameAndDescription": "Memstoreâ„¢ Cloud, MiniserverÂ®"}
    run_import(write_sales(tmp_path / "a.csv", [sale], "mac_roman"), "g-cloud-sales")

    assert [each.title for each in hub.contracts()] == ["Memstore™ Cloud, Miniserver®"]


def test_a_name_is_imported_as_written(run_import: RunImport, hub: Hub, tmp_path: Path) -> None:
    sales = [{"SupplierName": "@UK Plc"}, {"SupplierName": "NINIAN SOLUTIONS LTD T/A HUDDLE"}]
    run_import(write_sales(tmp_path / "a.csv", sales), "g-cloud-sales")

    assert list(hub.suppliers()) == ["@UK Plc", "NINIAN SOLUTIONS LTD T/A HUDDLE"]


@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        ({"SupplierName": " "}, "no supplier is named"),
        ({"SupplierName": "x" * 201}, "the supplier’s name is longer than 200 characters"),
        ({"LotDescription": "7"}, "the lot is none of 1 to 4"),
        ({"EvidencedSpend": ""}, "no amount is given"),
        ({"EvidencedSpend": "1e5"}, "the amount is not a number of pounds"),
        ({"EvidencedSpend": "nan"}, "the amount is not a number of pounds"),
        ({"EvidencedSpend": "1000000000000"}, "the amount is larger than the hub can hold"),
        ({"ReturnMonth": "2013-13-01"}, "the date is not a day of the calendar"),
        ({"ReturnMonth": "May 2013"}, "the date is not a day of the calendar"),
    ],
)
def test_a_line_that_cannot_be_used_is_skipped_with_its_reason(
    run_import: RunImport, hub: Hub, tmp_path: Path, cells: dict[str, str], reason: str
) -> None:
    result = run_import(write_sales(tmp_path / "a.csv", [{}, cells]), "g-cloud-sales")

    assert result.exit_code == 0
    assert f"Skipped 1: {reason} (line 3)." in result.stdout
    assert len(hub.contracts()) == 1


def test_thousands_may_be_separated(run_import: RunImport, hub: Hub, tmp_path: Path) -> None:
    sales = [{"EvidencedSpend": "£1,234,567.80"}]
    run_import(write_sales(tmp_path / "a.csv", sales), "g-cloud-sales")

    assert [contract.value for contract in hub.contracts()] == [Decimal("1234567.80")]
