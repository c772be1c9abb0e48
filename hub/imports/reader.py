"""The process that reads one file: `python -m hub.imports.reader SHEET`, the file as its standard input.

It has little memory, little time, opens nothing and writes only what it read: a line of JSON about the table,
then a line for each row. A refusal is one line and exit code 3.
"""

from __future__ import annotations

import json
import resource
import sys

from hub.imports.refusing import LARGEST_FILE, MEMORY, SECONDS, TOO_HEAVY, TOO_LARGE, RefusedFileError
from hub.imports.tables import Table

REFUSED = 3
LARGEST_ANSWER = 64 * 1024 * 1024


def limit_oneself() -> None:
    """From here on: the system ends a process that takes more time, and gives one no more memory."""
    for what, most in (
        (resource.RLIMIT_CPU, SECONDS),
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_FSIZE, LARGEST_ANSWER),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(what, (most, most))


def read(content: bytes, sheet: str) -> Table:
    """The table in the file. Raises RefusedFileError."""
    from hub.imports.recognising import recognise

    if len(content) > LARGEST_FILE:
        raise RefusedFileError(TOO_LARGE)
    if recognise(content) == "workbook":
        from hub.imports.workbooks import read_workbook

        return read_workbook(content, sheet)
    from hub.imports.text_tables import read_text_table

    return read_text_table(content)


def main() -> int:
    limit_oneself()
    try:
        table = read(sys.stdin.buffer.read(LARGEST_FILE + 1), sys.argv[1])
        print(json.dumps({"headings": table.headings, "sheet": table.sheet, "sheets": table.sheets}))
        for row in table.rows:
            print(json.dumps(row))
    except RefusedFileError as error:
        return _refuse(str(error))
    except MemoryError:
        return _refuse(TOO_HEAVY)
    return 0


def _refuse(reason: str) -> int:
    """In the place of what was written so far: the answer is a file."""
    sys.stdout.flush()
    sys.stdout.seek(0)
    sys.stdout.truncate()
    print(json.dumps({"refused": reason}))
    return REFUSED


if __name__ == "__main__":
    sys.exit(main())
