"""Releases in the Open Contracting Data Standard, one oddity a test."""

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from hub.places.models import Place
from hub.suppliers.models import Contract
from tests.hub.awards.conftest import Hub, RunImport
from tests.hub.awards.publishers import make_release, write_releases


def test_an_award_makes_a_supplier_with_its_contract(run_import: RunImport, hub: Hub, tmp_path: Path) -> None:
    run_import(write_releases(tmp_path / "a.jsonl", [make_release("Elm Roofing Ltd")]), "ocds")

    [contract] = hub.contracts_of("Elm Roofing Ltd")
    assert (contract.title, contract.description) == ("Roof repairs", "New slates for two schools.")
    assert contract.buyer_name == "Derby City Council"
    assert contract.value == Decimal("1500.50")
    assert (contract.starts_on, contract.ends_on) == (date(2025, 4, 1), date(2026, 3, 31))
    assert contract.category_label == "Roof repair and maintenance work"


def test_each_of_several_winners_gets_the_contract_and_none_the_whole_sum(
    run_import: RunImport, hub: Hub, tmp_path: Path
) -> None:
    winners = [f"Firm {number} Ltd" for number in range(35)]
    run_import(write_releases(tmp_path / "a.jsonl", [make_release(*winners)]), "ocds")

    assert list(hub.suppliers()) == winners
    assert [each.value for each in hub.contracts()] == [None] * 35


def test_a_winner_named_twice_is_one_and_has_its_sum_once(
    run_import: RunImport, hub: Hub, tmp_path: Path
) -> None:
    path = write_releases(tmp_path / "a.jsonl", [make_release("Axis plc", "AXIS PLC")])
    result = run_import(path, "ocds")

    assert [each.value for each in hub.contracts()] == [Decimal("1500.50")]
    assert "merged             1" in result.stdout


def test_of_one_process_the_newest_release_counts_wherever_it_stands(
    run_import: RunImport, hub: Hub, tmp_path: Path
) -> None:
    releases = [
        make_release("Elm Ltd", date="2025-03-11T12:27:50Z", amount=188487),
        make_release("Oak Ltd", "Elm Ltd", date="2025-03-11T13:21:44+01:00", amount=18848731),
        make_release("Elm Ltd", ocid="ocds-abc-2", amount=5),
    ]
    result = run_import(write_releases(tmp_path / "a.jsonl", releases), "ocds")

    assert list(hub.suppliers()) == ["Elm Ltd"]  # 13:21 in Paris is 12:21 in London: the older release
    assert [each.value for each in hub.contracts()] == [188487, 5]
    assert "merged             2" in result.stdout


def test_a_newer_file_takes_the_contract_from_a_winner_it_leaves_out(
    run_import: RunImport, hub: Hub, tmp_path: Path
) -> None:
    run_import(write_releases(tmp_path / "a.jsonl", [make_release("Elm Ltd", "Oak Ltd")]), "ocds")
    update = make_release("Elm Ltd", "Yew Ltd", date="2025-04-01T00:00:00Z")
    run_import(write_releases(tmp_path / "b.jsonl", [update]), "ocds")

    assert [len(hub.contracts_of(name)) for name in ("Elm Ltd", "Oak Ltd", "Yew Ltd")] == [1, 0, 1]


@pytest.mark.parametrize(
    ("release", "reason"),
    [
        ({"ocid": "ocds-1", "tag": ["tender"], "tender": {"title": "x"}}, "the release holds no award"),
        (make_release(), "no supplier is named"),
        (make_release(None), "no supplier is named"),
        (make_release("Elm Ltd", status="cancelled"), "the award is not active"),
        (make_release("Elm Ltd", title="", cpv={}), "the award has no title"),
        (make_release("Elm Ltd", amount=10**13), "the amount is larger than the hub can hold"),
        (make_release("Elm Ltd", ocid="o" * 101), "the ocid is too long"),
        (make_release("Elm Ltd", period={"startDate": "soon"}), "the date is not a day of the calendar"),
    ],
)
def test_a_release_that_gives_no_contract_is_skipped_with_its_reason(
    run_import: RunImport, hub: Hub, tmp_path: Path, release: dict[str, Any], reason: str
) -> None:
    result = run_import(write_releases(tmp_path / "a.jsonl", [release]), "ocds")

    assert result.exit_code == 0
    assert f"Skipped 1: {reason} (line 1)." in result.stdout
    assert hub.contracts() == []
    assert hub.suppliers() == {}


def test_one_nameless_winner_does_not_take_the_others_along(
    run_import: RunImport, hub: Hub, tmp_path: Path
) -> None:
    run_import(write_releases(tmp_path / "a.jsonl", [make_release("Elm Ltd", None)]), "ocds")

    assert list(hub.suppliers()) == ["Elm Ltd"]


def test_a_garbled_party_and_wrong_types_are_read_around(
    run_import: RunImport, hub: Hub, tmp_path: Path
) -> None:
    release = make_release("Elm Ltd", description=["not", "a", "text"], amount="1500", cpv="45261900")
    release["parties"] = [{"id": "S-0", "    roles": ["supplier"], "address": "Derby"}, "party", None]
    result = run_import(write_releases(tmp_path / "a.jsonl", [release]), "ocds")

    assert result.exit_code == 0
    [contract] = hub.contracts()
    assert (contract.title, contract.description, contract.value) == ("Roof repairs", "", None)


def test_broken_line_ends_entities_and_garbled_signs_are_mended(
    run_import: RunImport, hub: Hub, tmp_path: Path
) -> None:
    release = make_release(
        "Ash &amp; Elm Ltd",
        title="Schoolâ€™s roofrn",
        description="The modern festival.rnrnAdditional information: rnCost &lt; Â£5 <br/>per m2",
    )
    run_import(write_releases(tmp_path / "a.jsonl", [release]), "ocds")

    [contract] = hub.contracts_of("Ash & Elm Ltd")
    assert contract.title == "School’s roof"
    assert contract.description == ("The modern festival.\n\nAdditional information:\nCost < £5\nper m2")


def test_a_published_address_gives_the_postcode_and_its_place(
    run_import: RunImport, hub: Hub, tmp_path: Path
) -> None:
    area = Place(code="DE", level="area", name="Derby", latitude=52.9, longitude=-1.5)
    hub.write(lambda session: session.add(area))
    party = {
        "address": {"streetAddress": "1 High Street,nDerbynDE22 3BH"},
        "identifier": {"scheme": "GB-COH", "id": "4103211"},
    }
    run_import(write_releases(tmp_path / "a.jsonl", [make_release("Elm Ltd", party=party)]), "ocds")

    supplier = hub.suppliers()["Elm Ltd"]
    assert supplier.postcode == "DE22 3BH"
    assert supplier.place_id == area.id
    assert supplier.company_number == "04103211"


@pytest.mark.parametrize("scale", ["sme", "large"])
def test_scale_is_no_size(run_import: RunImport, hub: Hub, tmp_path: Path, scale: str) -> None:
    release = make_release("S Taxis", party={"details": {"scale": scale, "vcse": False}})
    run_import(write_releases(tmp_path / "a.jsonl", [release]), "ocds")

    assert hub.suppliers()["S Taxis"].size == ""


def test_another_currency_gives_no_value(run_import: RunImport, hub: Hub, tmp_path: Path) -> None:
    run_import(write_releases(tmp_path / "a.jsonl", [make_release("Elm Ltd", currency="EUR")]), "ocds")

    assert [each.value for each in hub.contracts()] == [None]


def test_a_firm_with_another_company_number_is_another_firm(
    run_import: RunImport, hub: Hub, session: Session, tmp_path: Path
) -> None:
    releases = [
        make_release("Elm Ltd", ocid=ocid, party={"identifier": {"scheme": "GB-COH", "id": number}})
        for ocid, number in (("ocds-1", "01111111"), ("ocds-2", "02222222"))
    ]
    first = write_releases(tmp_path / "a.jsonl", releases[:1])
    second = write_releases(tmp_path / "b.jsonl", releases[1:])
    run_import(first, "ocds")
    run_import(second, "ocds")
    before = hub.rows()
    run_import(first, "ocds")
    run_import(second, "ocds")

    found = session.scalars(select(Contract).where(Contract.source == "ocds").order_by(Contract.source_key))
    assert [each.supplier.company_number for each in found] == ["01111111", "02222222"]
    assert hub.rows() == before
