"""The three publishers' real files, where they are at hand: sums, second runs, names."""

import re
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from hub.suppliers.models import Contract, Supplier
from hub.suppliers.naming import name_key
from tests.hub.awards.conftest import Hub, RunImport


@dataclass(frozen=True)
class Published:
    """Counts that were taken from the file by other means than the hub's."""

    name: str
    read: int
    new: int
    skipped: int
    firms: int


FILES = {
    "g-cloud-sales": Published("g-cloud-sales-2012-2014.csv", 13_492, 3_553, 0, 342),
    "digital-outcomes": Published("digital-outcomes-opportunities-2016-2018.csv", 2_118, 606, 1_512, 239),
    "ocds": Published("contracts-finder-releases-2025.jsonl", 500, 234, 234, 231),
}


@pytest.mark.parametrize("source", FILES)
def test_the_counts_of_a_published_file_add_up_and_a_second_run_changes_nothing(
    source: str, run_import: RunImport, hub: Hub, shared_data: Path
) -> None:
    published = FILES[source]
    path = shared_data / "data" / "published" / published.name
    first = _counts(run_import(path, source).stdout)
    before = hub.rows()
    second = _counts(run_import(path, source).stdout)

    for counts in (first, second):
        told = ("new", "changed", "unchanged", "merged", "skipped")
        assert counts["Read"] == published.read == sum(counts[name] for name in told)
        assert counts["skipped"] == published.skipped
    assert first["new"] == second["unchanged"] == published.new
    assert second["new"] == second["changed"] == 0
    assert hub.rows() == before
    suppliers = hub.suppliers()
    assert len({each.name_key for each in suppliers.values()}) == published.firms


def test_all_three_files_together(
    run_import: RunImport, hub: Hub, session: Session, shared_data: Path
) -> None:
    for source, published in FILES.items():
        run_import(shared_data / "data" / "published" / published.name, source)

    suppliers = session.scalars(select(Supplier).where(Supplier.state == "unclaimed")).all()
    assert len(suppliers) == 759  # 802 spellings; the groups that meet were read one by one
    assert all(each.name.strip() and each.name_key == name_key(each.name) for each in suppliers)
    assert "@UK Plc" in {each.name for each in suppliers}
    spend = session.scalar(select(func.sum(Contract.value)).where(Contract.source == "g-cloud-sales"))
    assert 217_455_674 < spend < 219_000_000  # all lines, less the purchases that sum to £0 or below
    texts = " ".join(
        f"{title} {text}" for title, text in session.execute(select(Contract.title, Contract.description))
    )
    assert not re.search(r"â€|Â[£®]|&(amp|apos);|rnrn", texts)
    assert {"return", "government", "internal"} <= set(texts.casefold().split())


def _counts(summary: str) -> dict[str, int]:
    found = re.findall(r"^(?:  (\w+)|(Read)) +([\d,]+)", summary, re.MULTILINE)
    return {name or read: int(number.replace(",", "")) for name, read, number in found}
