"""What the accessibility statement says: facts in a file beside this, with the day each was found."""

from __future__ import annotations

import json
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

FILE = Path(__file__).with_name("accessibility.json")


@cache
def accessibility_facts() -> dict[str, Any]:
    """`standard`, `status`, `prepared_on`, `means`, `tested` (what, how, on), `not_tested`, `limits`."""
    facts: dict[str, Any] = json.loads(FILE.read_text(encoding="utf-8"))
    facts["prepared_on"] = date.fromisoformat(facts["prepared_on"])
    for test in facts["tested"]:
        test["on"] = date.fromisoformat(test["on"])
    return facts
