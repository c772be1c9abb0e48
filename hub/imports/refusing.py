"""What a file may hold at most, and the refusal of one that holds more or is something else.

The limits are checked before anything is parsed, and again by what parsing finds: a file says of itself what
it likes. See docs/decisions/0030.
"""

from __future__ import annotations

MEBIBYTE = 1024 * 1024
LARGEST_FILE = 10 * MEBIBYTE
LARGEST_PART = 32 * MEBIBYTE
"""Bytes of a workbook's sheet, or of its texts, once unpacked."""
MOST_PARTS = 1_000
LARGEST_DIRECTORY = MEBIBYTE // 4
MOST_ROWS = 20_000
MOST_COLUMNS = 100
MOST_CELLS = 500_000
LONGEST_CELL = 32_767
"""What a cell of a spreadsheet program holds."""
LONGEST_LINE = MEBIBYTE
SECONDS = 2
"""How long reading a file may take: of the processor, and by the clock."""
MEMORY = 150 * MEBIBYTE


class RefusedFileError(ValueError):
    """A file that cannot be imported. The message says why and what to do instead."""


TOO_LARGE = f"The file must be {LARGEST_FILE // MEBIBYTE} MB or smaller. Split it and import the parts"
TOO_LONG = f"Reading the file takes longer than {SECONDS} seconds. Split it, or save the sheet alone as CSV"
TOO_HEAVY = "Reading the file takes too much memory. Save the sheet with the firms alone as CSV"
TOO_MANY_ROWS = f"The file must have {MOST_ROWS:,} rows or fewer. Split it and import the parts"
TOO_MANY_COLUMNS = f"The file must have {MOST_COLUMNS} columns or fewer. Delete those that are not needed"
TOO_MANY_CELLS = f"The file must have {MOST_CELLS:,} cells or fewer. Split it and import the parts"
DAMAGED = "The file is damaged or cut short. Save it again and upload the new file"
EMPTY = "The file is empty"
NOT_TEXT = "The file is neither a CSV file nor an Excel workbook (.xlsx). Save it as one of these"
