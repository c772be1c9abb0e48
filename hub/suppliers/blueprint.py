"""The blueprint that the views of this area share."""

from __future__ import annotations

from typing import Any

from flask import Blueprint

from hub.facts.wording import describe_fact, has_lapsed
from hub.suppliers.fields import KINDS, SIZES

blueprint = Blueprint("suppliers", __name__)


@blueprint.context_processor
def words_for_pages() -> dict[str, Any]:
    """How a profile's keys read."""
    return {
        "supplier_kinds": KINDS,
        "supplier_sizes": SIZES,
        "describe_fact": describe_fact,
        "has_lapsed": has_lapsed,
    }
