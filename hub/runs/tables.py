"""The order and the exclusions of a run as rows, for a file that a spreadsheet program opens."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator

from hub.formulas import neutralise
from hub.matches.models import Run
from hub.privacy.erased_texts import firm_name, told
from hub.runs.choices import Choice

BYTE_ORDER_MARK = "\ufeff"
"""Without it a spreadsheet program reads UTF-8 as the code page of its country."""

Cell = str | int | float
"""Text is somebody's words and is neutralised; a number is the hub's own."""

HEADINGS = (
    *("Outcome", "Place", "Supplier", "Score of 100", "Tie band", "Musts not met", "What was stated"),
    *("Position on a shortlist", "Why chosen"),
    *("Supplier id", "Requirement", "Recorded", "Run", "Digest"),
)


def table(run: Run, choices: Iterable[Choice]) -> Iterator[list[Cell]]:
    """A row for each supplier: those ranked in the recorded order, then those that musts left out."""
    chosen: dict[int, list[Choice]] = {}
    for choice in choices:
        chosen.setdefault(choice.place, []).append(choice)
    ending = (run.asked["title"], f"{run.recorded_at:%Y-%m-%d %H:%M} UTC", run.public_id, run.digest)
    for place, row in enumerate(run.matches, start=1):
        score = round(row["score"] * 100, 1)
        positions = " | ".join(str(each.position) for each in chosen.get(place, ()))
        reasons = " | ".join(each.reason for each in chosen.get(place, ()) if each.reason)
        name, known = firm_name(row["name"]), (row["supplier"], *ending)
        yield ["Ranked", place, name, score, row["band"], "", "", positions, reasons, *known]
    for row in run.excluded:
        gates = row["gates"]
        yield [
            "Near miss" if len(gates) == 1 else "Left out",
            "",
            firm_name(row["name"]),
            round(row["score"] * 100, 1),
            "",
            " | ".join(gate["text"] for gate in gates),
            " | ".join(told(gate["reason"]) for gate in gates),
            *("", ""),
            *(row["supplier"], *ending),
        ]


def to_csv(run: Run, choices: Iterable[Choice] = ()) -> bytes:
    """The file: UTF-8 with a byte order mark, RFC 4180, one heading row."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(HEADINGS)
    for cells in table(run, choices):
        writer.writerow([cell if isinstance(cell, (int, float)) else neutralise(cell) for cell in cells])
    return (BYTE_ORDER_MARK + text.getvalue()).encode("utf-8", "replace")
