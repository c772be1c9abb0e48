"""Reading a published file by its source, and naming the source of a file that was given the wrong one."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from hub.awards import digital_outcomes, g_cloud_sales, ocds, tables
from hub.awards.inspecting import Inspected, inspect_file, read_lines
from hub.awards.records import Award, BrokenFileError, Skipped

Entries = Iterator[Award | Skipped]


@dataclass(frozen=True, slots=True)
class Source:
    """How one publisher's files are read. `columns` is empty where they are not CSV;
    `old_encodings` allows cp1252 and Mac Roman beside UTF-8."""

    read: Callable[[Inspected], Entries]
    columns: tuple[str, ...] = ()
    old_encodings: bool = False


SOURCES = {
    "g-cloud-sales": Source(g_cloud_sales.read_g_cloud_sales, g_cloud_sales.COLUMNS, old_encodings=True),
    "digital-outcomes": Source(digital_outcomes.read_digital_outcomes, digital_outcomes.COLUMNS),
    "ocds": Source(ocds.read_ocds),
}


def open_file(path: Path, source: str) -> Inspected:
    """The file, if it is text of this source. Raises BrokenFileError, naming the source it looks like."""
    inspected = inspect_file(path)
    found = _recognise(inspected)
    if found not in {source, None}:
        raise BrokenFileError(1, f"this is a file of another source: import it with --source {found}")
    if inspected.not_utf8 and not SOURCES[source].old_encodings:
        raise BrokenFileError(inspected.not_utf8, "it is not in UTF-8: save the file as text in UTF-8")
    return inspected


def read_entries(inspected: Inspected, source: str) -> Entries:
    """Every entry of the file in its order. Raises BrokenFileError at the line that can't be read."""
    return SOURCES[source].read(inspected)


def _recognise(inspected: Inspected) -> str | None:
    first = next(read_lines(inspected), "")
    if first.lstrip().startswith("{"):
        return "ocds"
    header = set(tables.read_header(inspected))
    for name, source in SOURCES.items():
        if source.columns and header.issuperset(source.columns):
            return name
    return None
