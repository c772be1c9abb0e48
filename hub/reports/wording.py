"""How the figures of a report read, and the words about what is not shown."""

from __future__ import annotations

from typing import Any

from hub.formatters import format_pounds

NOT_SHOWN = "not shown"
WHY_NOT_SHOWN = (
    "Fewer than 10 firms, or a row that one of fewer than 10 could be worked out from. A row is left out "
    "whole, sums and all. Zero is left out like any count under 10, except where it follows from the total."
)
HEADINGS = ("Measure", "Firms parted", "Group", "Figure", "Value")
SCALES = {"quarters": 4, "tenths": 10}


def plain_value(value: Any, kind: str) -> int | float:
    """A value of a measure as a number in the unit that people read: hours, jobs, pounds."""
    number = float(value) / SCALES.get(kind, 1)
    return int(number) if number == int(number) else round(number, 2)


def tell_value(value: Any, kind: str) -> str:
    """The same as a page shows it.

    >>> tell_value(4930, "quarters"), tell_value(-25, "tenths"), tell_value(-1250, "pounds")
    ('1,232.5', '−2.5', '−£1,250')
    """
    number = plain_value(value, kind)
    if kind == "pounds":
        return format_pounds(number)
    return f"{number:,.10g}".replace("-", "−")
