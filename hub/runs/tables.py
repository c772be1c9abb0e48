"""The order and the exclusions of a run as rows, for a file that a spreadsheet program opens."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from hub.matches.models import Run
from hub.privacy.erased_texts import firm_name, told
from hub.runs.choices import Choice
from hub.tables.books import Book, Cell

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


def book_of(run: Run, choices: Iterable[Choice] = ()) -> Book:
    """The table, and what it is of on a sheet of its own: only what the run and the choices determine.

    Nobody of the buyer's stands in it by name: a file travels further than permissions do.
    """
    title = f"Recorded ranking for “{run.asked['title']}”"
    version = str(run.requirement_version or "")
    about: list[tuple[str, Cell]] = [
        ("Ranking for", run.asked["title"]),
        ("Buyer", run.requirement.organisation.name),
        ("Recorded on", f"{run.recorded_at:%Y-%m-%d %H:%M} UTC"),
        ("Run", run.public_id),
        ("Requirement", f"{run.requirement.public_id}, version {version}" if version else ""),
        ("Digest of order and scores (SHA-256)", run.digest),
        ("Suppliers considered", run.considered or ""),
        ("Ranked", len(run.matches)),
        ("Left out by a must", len(run.excluded)),
        ("Program", run.code_version),
        ("What it is for", "A ranking helps people decide. It does not decide."),
    ]
    rows: list[list[Cell]] = [list(HEADINGS), *table(run, choices)]
    return Book(title, run.recorded_at, "Ranking", rows, [line for line in about if line[1] != ""])
