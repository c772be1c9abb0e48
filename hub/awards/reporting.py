"""Telling what an import did: a summary to read, and every skipped entry as CSV."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import TextIO

from hub.awards.applying import Applied
from hub.awards.inspecting import Inspected
from hub.awards.records import Skipped
from hub.formatters import format_count
from hub.formulas import neutralise

FIRST_LINES = 5


def write_report(skipped: Iterable[Skipped], file: TextIO) -> None:
    """One CSV row a skipped entry: line, reason, supplier, what stood there. Formulas are neutralised."""
    writer = csv.writer(file)
    writer.writerow(["Line", "Reason", "Supplier", "What it says"])
    for entry in skipped:
        writer.writerow([entry.line, entry.reason, neutralise(entry.supplier), neutralise(entry.detail)])


def summarise(applied: Applied, skipped: Iterable[Skipped], inspected: Inspected) -> Iterator[str]:
    """The lines of the summary. The hash says which copy of the file it was."""
    entries = format_count(applied.read, "entry", "entries")
    yield f"Read {entries} of {inspected.path.name}, SHA-256 {inspected.sha256}."
    yield f"  new        {applied.new:>9,}  {_plural(applied.new)}"
    yield f"  changed    {applied.changed:>9,}  {_plural(applied.changed)} that the publisher has corrected"
    yield f"  unchanged  {applied.unchanged:>9,}  {_plural(applied.unchanged)} the hub held already"
    yield f"  merged     {applied.merged:>9,}  further lines of a contract, or older editions of it"
    yield f"  skipped    {applied.skipped:>9,}"
    yield f"{format_count(applied.suppliers, 'supplier')}, {applied.suppliers_new:,} of them new."
    yield from _remarks(applied)
    yield from _reasons(skipped)


def _plural(number: int) -> str:
    return "contract" if number == 1 else "contracts"


def _remarks(applied: Applied) -> Iterator[str]:
    if applied.without_value:
        contracts = format_count(applied.without_value, "contract")
        yield f"{contracts} without a value: none stated, one sum for several winners, or not above £0."
    if applied.withdrawn:
        yield f"{format_count(applied.withdrawn, 'contract')} taken back: a newer notice names other winners."


def _reasons(skipped: Iterable[Skipped]) -> Iterator[str]:
    """A line a reason, the most frequent first, with the first lines of the file it was met on."""
    times: Counter[str] = Counter()
    lines: dict[str, list[str]] = {}
    for entry in skipped:
        times[entry.reason] += 1
        first = lines.setdefault(entry.reason, [])
        if len(first) < FIRST_LINES:
            first.append(str(entry.line))
    for reason, number in times.most_common():
        more = ", …" if number > len(lines[reason]) else ""
        noun = "line" if number == 1 else "lines"
        yield f"Skipped {number:,}: {reason} ({noun} {', '.join(lines[reason])}{more})."
