"""Text as the cell of a workbook can hold it."""

from __future__ import annotations

import re

MOST = 32_767
"""What a cell of Excel holds, counted as it counts: in UTF-16."""

CUT = " […] Cut here: a cell holds no more."
NOT_IN_XML = re.compile("[^\t\n\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Control characters, halves of a pair, and the two that are none: XML has no way to write them."""

INSTEAD = "\ufffd"


def fit(text: str) -> str:
    """`text` letter for letter, with a visible sign for what no workbook holds, cut to what a cell holds.

    >>> fit("=1+1"), fit("a\\r\\nb"), fit("bell \\x07")
    ('=1+1', 'a\\nb', 'bell \ufffd')
    """
    whole = NOT_IN_XML.sub(INSTEAD, text.replace("\r\n", "\n").replace("\r", "\n"))
    if len(whole) <= MOST // 2 or _units(whole) <= MOST:
        return whole
    kept = whole.encode("utf-16-le")[: 2 * (MOST - len(CUT))]
    return kept.decode("utf-16-le", "ignore") + CUT


def _units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2
