"""Small files in the publishers' own shapes: bytes, line ends and all."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

SALE = {
    "ID": "1",
    "Framework": "G-Cloud",
    "LotDescription": "4",
    "SupplierName": "Ash Advice Ltd",
    "CustomerName": "Home Office",
    "ReturnMonth": "2013-05-01",
    "ProjectNameAndDescription": "Agile coaching",
    "EvidencedSpend": "100",
    "Sector": "Central Government",
    "SMEorLarge": "SME",
}
OPPORTUNITY = {
    "ID": "7",
    "Opportunity": "Booking service alpha",
    "Link": "https://marketplace.example/7",
    "Framework": "digital-outcomes-and-specialists",
    "Category": "digital-outcomes",
    "Specialist": "",
    "Organisation Name": "Derby City Council",
    "Buyer Domain": "derby.example",
    "Location Of The Work": "Offsite",
    "Published At": "2016-04-28",
    "Open For": "2 weeks",
    "Expected Contract Length": "up to 2 years",
    "Applications from SMEs": "3.0",
    "Applications from Large Organisations": "1.0",
    "Total Organisations": "4.0",
    "Status": "awarded",
    "Winning supplier": "Birch Digital Ltd",
    "Size of supplier": "small",
    "Contract amount": "50000.0",
    "Contract start date": "2016-7-29",
}


def write_sales(path: Path, sales: Sequence[Mapping[str, str]], encoding: str = "cp1252") -> Path:
    """G-Cloud sales: lines end in a bare CR."""
    rows = [SALE | {"ID": str(number)} | dict(sale) for number, sale in enumerate(sales, 1)]
    path.write_bytes(_csv(rows, list(SALE), "\r").encode(encoding))
    return path


def write_opportunities(path: Path, opportunities: Sequence[Mapping[str, str]]) -> Path:
    rows = [OPPORTUNITY | dict(each) for each in opportunities]
    path.write_bytes(_csv(rows, list(OPPORTUNITY), "\n").encode())
    return path


def write_releases(path: Path, releases: Sequence[Mapping[str, Any]]) -> Path:
    path.write_bytes("".join(json.dumps(release) + "\n" for release in releases).encode())
    return path


def make_release(*winners: str | None, **changes: Any) -> dict[str, Any]:
    """One award to `winners`. Of the changes, `party` is laid over the party of every winner."""
    party = changes.get("party", {})
    suppliers = [{"id": f"S-{number}", "name": name} for number, name in enumerate(winners)]
    return {
        "ocid": changes.get("ocid", "ocds-abc-1"),
        "id": "notice",
        "date": changes.get("date", "2025-03-01T10:00:00Z"),
        "tag": ["award"],
        "tender": {
            "title": changes.get("title", "Roof repairs"),
            "description": changes.get("description", "New slates for two schools."),
            "classification": changes.get(
                "cpv", {"scheme": "CPV", "id": "45261900", "description": "Roof repair and maintenance work"}
            ),
        },
        "parties": [
            {"id": each["id"], "name": each["name"], "roles": ["supplier"]} | party for each in suppliers
        ],
        "buyer": {"id": "B", "name": "Derby City Council"},
        "awards": [
            {
                "id": "a-1",
                "status": changes.get("status", "active"),
                "value": {
                    "amount": changes.get("amount", 1500.5),
                    "currency": changes.get("currency", "GBP"),
                },
                "suppliers": suppliers,
                "contractPeriod": changes.get(
                    "period", {"startDate": "2025-04-01T00:00:00Z", "endDate": "2026-03-31T23:59:59+01:00"}
                ),
            }
        ],
    }


def _csv(rows: Sequence[Mapping[str, str]], columns: Sequence[str], line_end: str) -> str:
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, columns, lineterminator=line_end)
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()
