"""What the address of a list asks for: a text and a page."""

from __future__ import annotations

from typing import Any

from hub.fields import strip

LONGEST = 200


def asked_text(values: Any) -> str:
    return strip(values.get("q", "")[:LONGEST]) or ""


def asked_page(values: Any) -> int:
    """The page of a list, 1 where the address says nothing sensible."""
    return int(values.get("page", 1, type=int))
