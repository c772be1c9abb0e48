"""Opportunities of the Digital Marketplace, one oddity a test."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from hub.awards.digital_outcomes import read_heading
from hub.awards.records import Heading
from tests.hub.awards.conftest import Hub, RunImport
from tests.hub.awards.publishers import write_opportunities


def test_a_winner_gets_the_opportunity_as_a_contract(run_import: RunImport, hub: Hub, tmp_path: Path) -> None:
    run_import(write_opportunities(tmp_path / "a.csv", [{}]), "digital-outcomes")

    [contract] = hub.contracts_of("Birch Digital Ltd")
    assert contract.title == "Booking service alpha"
    assert contract.buyer_name == "Derby City Council"
    assert contract.value == Decimal(50000)
    assert (contract.starts_on, contract.ends_on) == (date(2016, 7, 29), None)
    assert contract.category_label == "Digital outcomes"
    assert hub.suppliers()["Birch Digital Ltd"].size == "small"


def test_an_opportunity_without_a_winner_is_skipped(run_import: RunImport, hub: Hub, tmp_path: Path) -> None:
    path = write_opportunities(tmp_path / "a.csv", [{"ID": "6", "Winning supplier": ""}, {}])
    result = run_import(path, "digital-outcomes")

    assert "Skipped 1: no winner is named (line 2)." in result.stdout
    assert len(hub.contracts()) == 1


def test_a_contract_of_no_pounds_has_no_value(run_import: RunImport, hub: Hub, tmp_path: Path) -> None:
    path = write_opportunities(tmp_path / "a.csv", [{"Contract amount": "0.0"}])
    run_import(path, "digital-outcomes")

    assert [each.value for each in hub.contracts()] == [None]


def test_of_an_opportunity_told_twice_the_last_line_counts(
    run_import: RunImport, hub: Hub, tmp_path: Path
) -> None:
    again = {"Winning supplier": "Rowan Ltd", "Contract amount": "9"}
    result = run_import(write_opportunities(tmp_path / "a.csv", [{}, again]), "digital-outcomes")

    assert list(hub.suppliers()) == ["Rowan Ltd"]
    assert [each.value for each in hub.contracts()] == [9]
    assert "merged             1" in result.stdout


def test_a_corrected_winner_takes_the_contract_over(run_import: RunImport, hub: Hub, tmp_path: Path) -> None:
    run_import(write_opportunities(tmp_path / "a.csv", [{}, {"ID": "8"}]), "digital-outcomes")
    before = hub.version()
    path = write_opportunities(tmp_path / "b.csv", [{"Winning supplier": "Rowan Ltd"}])
    result = run_import(path, "digital-outcomes")

    assert "1 contract taken back" in result.stdout
    assert len(hub.contracts_of("Rowan Ltd")) == 1
    assert len(hub.contracts_of("Birch Digital Ltd")) == 1  # opportunity 8 is not in the second file
    assert hub.changed_since(before) == {"Rowan Ltd", "Birch Digital Ltd"}


@pytest.mark.parametrize(
    ("category", "role", "heading"),
    [
        ("digital-outcomes", "", Heading("Digital outcomes", ("digital-outcomes",))),
        (
            "digital-specialists",
            "agileCoach",
            Heading(
                "Digital specialists: agile coach", ("digital-specialists-agile-coach", "digital-specialists")
            ),
        ),
        (
            "digital-specialists",
            "securityConsultant",
            Heading(
                "Digital specialists: security consultant",
                ("digital-specialists-cyber-security-consultant", "digital-specialists"),
            ),
        ),
        (
            "user-research-participants",
            "",
            Heading("User research participants", ("user-research-participants",)),
        ),
    ],
)
def test_headings_read_as_words(category: str, role: str, heading: Heading) -> None:
    assert read_heading(category, role) == heading
