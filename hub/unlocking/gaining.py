"""Which kinds of facts a firm may be advised to gain."""

from __future__ import annotations

from hub.facts.kinds import ASKABLE, FactKind


def _can_be_gained(kind: FactKind) -> bool:
    """Whether one answer is better than another."""
    return kind.kind in {"certificate", "yes_no", "money", "number"} or (
        kind.kind == "choice" and kind.ranked
    )


GAINABLE = tuple(kind for kind in ASKABLE if _can_be_gained(kind))
GAINED = frozenset(kind.name for kind in GAINABLE)
"""Their names."""
