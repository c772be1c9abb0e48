"""Which rows of a table of firms are not shown, so that nobody can work out a count under ten.

A table parts the firms of a total that is published. Hiding the small rows is not enough: one alone is the
total less the others, and several may be known together. Rows are hidden by a rule that looks at their order
and at what a reader could add up anyway, and never at the size of what is shown, so that knowing the rule
tells nothing either: `tests/hub/reports/test_suppressing.py` holds that for every table.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

LEAST = 10
"""Fewer firms are not told of."""


def hidden_rows(
    counts: Sequence[int], most: Sequence[int] | None = None, hidden_there: Collection[int] = ()
) -> set[int]:
    """The rows of a table, by place, that are not shown.

    `counts` part one total. Where the firms are some of those of another table of the report, `most` are its
    counts in the same order and `hidden_there` its hidden rows: they are hidden here as well. Further
    rows hidden here have a known bound there: enough room is left below the bounds.

    Small rows that come to nothing are shown: each is zero, and that follows from the total.

    >>> hidden_rows([40, 3, 25]), hidden_rows([40, 3, 9]), hidden_rows([40, 0, 25]), hidden_rows([4, 5])
    ({1, 2}, {1, 2}, set(), {0, 1})
    """
    rows = set(range(len(counts)))
    if sum(counts) < LEAST:
        return rows
    hidden = {row for row in rows if counts[row] < LEAST} | set(hidden_there)
    if not _sum(counts, hidden):
        return set()
    while hidden != rows and (
        _sum(counts, hidden) < LEAST
        or (most is not None and hidden > set(hidden_there) and _room(counts, most, hidden) < LEAST)
    ):
        hidden.add(_next(hidden, len(counts)))
    if not hidden_there and all(counts[row] < LEAST for row in hidden) and _are_full(counts, hidden):
        return rows
    return hidden


def is_shown(count: int, total: int) -> bool:
    """Whether a group that others overlap is told of: neither it nor the rest may be a few firms.

    >>> [is_shown(count, 60) for count in (0, 9, 10, 50, 51, 60)]
    [False, False, True, True, False, False]
    """
    return LEAST <= count <= total - LEAST


def _sum(counts: Sequence[int], rows: Collection[int]) -> int:
    return sum(counts[row] for row in rows)


def _room(counts: Sequence[int], most: Sequence[int], rows: Collection[int]) -> int:
    """How many more firms the rows could hold together."""
    return _sum(most, rows) - _sum(counts, rows)


def _are_full(counts: Sequence[int], rows: Collection[int]) -> bool:
    """Whether small rows hold as many firms as small rows can, or one less: then they tell each other."""
    return _sum(counts, rows) >= (LEAST - 1) * len(rows) - 1


def _next(hidden: Collection[int], rows: int) -> int:
    """The first row that is not hidden after the last one that is, round the end."""
    last = max(hidden, default=-1)
    return next(row % rows for row in range(last + 1, last + 1 + rows) if row % rows not in hidden)
