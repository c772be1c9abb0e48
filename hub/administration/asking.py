"""What the address of a list is searched for."""

from __future__ import annotations

from typing import Any

from hub.fields import strip

LONGEST = 200


def asked_text(values: Any) -> str:
    return strip(values.get("q", "")[:LONGEST]) or ""
