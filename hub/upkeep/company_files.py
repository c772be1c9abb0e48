"""Reading the company register's snapshot: the CSV of basic company data that Companies House gives away.

A snapshot has a line for each live company, five million of them, as one file or in parts, plain or zipped.
Its columns are known by name (`CompanyName`, ` CompanyNumber` with a leading blank, `CompanyStatus`,
`DissolutionDate`, `PreviousName_1.CompanyName` and so on); only what the hub needs is kept of a line.
"""

from __future__ import annotations

import csv
import hashlib
import re
import sys
import zipfile
import zlib
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from io import TextIOWrapper
from pathlib import Path
from typing import BinaryIO, TextIO, cast

from tqdm import tqdm

from hub.suppliers.naming import NAME_LENGTH, name_key, tidy_name
from hub.text_files import TextFileError
from hub.upkeep.statuses import read_status

NUMBER, NAME, STATUS, ENDED = "CompanyNumber", "CompanyName", "CompanyStatus", "DissolutionDate"
NEEDED = (NUMBER, NAME, STATUS)
FORMER = re.compile(r"PreviousName_?\d+\.CompanyName")
LONGEST_LINE = 100_000
LARGEST = 16 * 1024**3
"""Characters of a file once it is unpacked. The whole register is a sixth of that."""
NUMBER_LENGTH = 8
BROKEN_ARCHIVE = (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, NotImplementedError)
"""What Python raises for an archive that is cut, damaged, locked with a password or packed in another way."""
DAY_IN_NAME = re.compile(r"(20\d\d)-(\d\d)-(\d\d)")


@dataclass(frozen=True, slots=True)
class Company:
    """What the register says of one company. `key` is its name's, `former` those of names that it gave up."""

    number: str
    name: str
    key: str
    status: str
    ended_on: date | None
    former: tuple[str, ...]


Keep = Callable[[Sequence[Company]], None]


def hash_file(path: Path) -> str:
    """SHA-256 of its bytes. Raises OSError."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def day_in_name(path: Path) -> date | None:
    """The day that a snapshot is as at, where its name tells: `BasicCompanyData-2026-11-01-part1_6.zip`."""
    found = DAY_IN_NAME.search(path.name)
    try:
        return date(*map(int, found.groups())) if found else None
    except ValueError:
        return None


def read_companies(path: Path, wanted: Collection[str], counted: list[int]) -> Iterator[Company]:
    """The companies of a file whose numbers are wanted. `counted` gets the number of all its lines.

    Raises TextFileError at the first line that can't be read, and OSError.
    """
    with _open_text(path) as file:
        reader = csv.reader(_bounded_lines(file), strict=True)
        try:
            yield from _companies(reader, path, wanted, counted)
        except csv.Error as error:
            raise TextFileError(f"line {reader.line_num + 1}: this is not CSV ({error})") from error
        except BROKEN_ARCHIVE as error:
            raise TextFileError(f"after line {reader.line_num}: the archive is damaged") from error


@contextmanager
def _open_text(path: Path) -> Iterator[TextIO]:
    """The CSV, plain or out of its archive. What is no UTF-8 is kept as it is until somebody needs it."""
    if not path.is_file():
        raise TextFileError("it is not a file" if path.exists() else "there is no such file")
    with path.open("rb") as plain:
        if plain.read(4) != b"PK\x03\x04":
            plain.seek(0)
            yield _as_text(plain)
            return
    try:
        with zipfile.ZipFile(path) as archive, archive.open(_only_csv(archive)) as packed:
            yield _as_text(cast(BinaryIO, packed))
    except BROKEN_ARCHIVE as error:
        raise TextFileError("the archive can’t be opened: it is damaged or locked") from error


def _as_text(file: BinaryIO) -> TextIO:
    return TextIOWrapper(file, encoding="utf-8-sig", errors="surrogateescape", newline="")


def _only_csv(archive: zipfile.ZipFile) -> zipfile.ZipInfo:
    found = [each for each in archive.infolist() if each.filename.casefold().endswith(".csv")]
    if len(found) != 1:
        raise TextFileError(f"the archive holds {len(found)} CSV files and must hold one")
    if found[0].file_size > LARGEST:
        raise TextFileError(f"it is larger than {LARGEST // 1024**3} GB once unpacked")
    return found[0]


def _bounded_lines(file: TextIO) -> Iterator[str]:
    number = size = 0
    while line := file.readline(LONGEST_LINE + 1):
        number, size = number + 1, size + len(line)
        if len(line) > LONGEST_LINE:
            raise TextFileError(f"line {number}: it is longer than {LONGEST_LINE:,} characters")
        if size > LARGEST:
            raise TextFileError(f"line {number}: the file is larger than {LARGEST // 1024**3} GB")
        yield line


def _companies(
    reader: Iterator[list[str]], path: Path, wanted: Collection[str], counted: list[int]
) -> Iterator[Company]:
    heading = [name.strip() for name in next(reader, [])]
    for name in NEEDED:
        if name not in heading:
            raise TextFileError(f"line 1: add the column {name!r} (needed: {', '.join(NEEDED)})")
    width, at, lines = len(heading), heading.index(NUMBER), 0
    hidden = not sys.stderr.isatty()
    for row in tqdm(reader, f"Reading {path.name}", unit=" companies", disable=hidden, leave=False):
        lines += 1
        if len(row) != width:
            raise TextFileError(f"entry {lines:,}: it has {len(row)} cells and the heading has {width}")
        number = row[at].strip()
        if len(number) < NUMBER_LENGTH:
            number = _padded(number, lines)
        if number in wanted:
            yield _company(number, dict(zip(heading, row, strict=True)), lines)
    if not lines:
        raise TextFileError("line 1: the file holds no companies")
    counted.append(lines)


def _padded(number: str, line: int) -> str:
    """A spreadsheet may have taken the leading noughts away. Raises TextFileError for no number at all."""
    if not number:
        raise TextFileError(f"entry {line:,}: the company number is empty")
    return number.zfill(NUMBER_LENGTH) if number.isdecimal() else number


def _company(number: str, cells: dict[str, str], line: int) -> Company:
    former = (name_key(_text(cells[name])) for name in cells if cells[name] and FORMER.fullmatch(name))
    name = tidy_name(_text(cells[NAME]))[:NAME_LENGTH]
    return Company(
        number,
        name,
        name_key(name),
        read_status(cells[STATUS]),
        _day(cells.get(ENDED, ""), line),
        tuple(key for key in former if key),
    )


def _text(cell: str) -> str:
    """The cell as it was written: where it is no UTF-8 it is the Windows text of an older file."""
    return cell.encode("utf-8", "surrogateescape").decode("cp1252", "replace") if _is_raw(cell) else cell


def _is_raw(cell: str) -> bool:
    return any("\udc80" <= character <= "\udcff" for character in cell)


def _day(cell: str, line: int) -> date | None:
    if not cell.strip():
        return None
    try:
        return datetime.strptime(cell.strip(), "%d/%m/%Y").date()
    except ValueError:
        raise TextFileError(f"entry {line:,}: {cell!r} is no day written as 31/12/2026") from None
