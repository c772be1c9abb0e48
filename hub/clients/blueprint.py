"""The blueprint that the views of this area share."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import Blueprint

from hub.clients.wording import ACTS, ALL_CONSENT_WAYS, CHECK_WAYS, GROUNDS, purpose_words
from hub.facts.wording import describe_fact, has_lapsed
from hub.suppliers.fields import KINDS, SIZES
from hub.unlocking.wording import STATES, tell_gain

blueprint = Blueprint("clients", __name__)


@blueprint.context_processor
def words_for_pages() -> dict[str, Any]:
    return {
        "acts": ACTS,
        "check_ways": CHECK_WAYS,
        "consent_ways": ALL_CONSENT_WAYS,
        "describe_fact": describe_fact,
        "grounds": GROUNDS,
        "has_lapsed": has_lapsed,
        "plan_states": STATES,
        "purpose_words": purpose_words,
        "supplier_kinds": KINDS,
        "supplier_sizes": SIZES,
        "tell_gain": tell_gain,
        "today": date.today(),
    }
