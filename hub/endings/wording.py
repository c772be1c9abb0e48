"""How a requirement ended, in words: for its buyer, and for each supplier that it was put to."""

from __future__ import annotations

from collections.abc import Sequence

from hub.endings.models import Ending, EndingAward
from hub.formatters import format_pounds
from hub.privacy.erased_texts import firm_name
from hub.suppliers.models import Supplier

ENDED = {
    "awarded": "Awarded",
    "cancelled": "Cancelled",
    "unsuitable": "Nothing suitable",
    "assessing": "Still being assessed",
}
NOT_TOLD = "Not said yet how it ended"
VAT = {"included": "VAT included", "excluded": "without VAT"}


def tell_ending(ending: Ending | None) -> str:
    """`Awarded to Alder Drains Ltd and 2 others`, for those who see the whole."""
    if ending is None:
        return NOT_TOLD
    if not ending.awards:
        return ENDED[ending.how]
    first, *others = ending.awards
    more = f" and {len(others)} other{'s' if len(others) > 1 else ''}" if others else ""
    return f"{ENDED['awarded']} to {firm_name(first.supplier_name)}{more}"


def tell_value(award: EndingAward) -> str:
    """`£12,000, VAT included`; nothing where none was given."""
    return "" if award.value is None else f"{format_pounds(award.value)}, {VAT[award.vat]}"


def tell_own_result(ending: Ending | None, supplier: Supplier) -> str:
    """What became of it for one supplier, in a few words. It names nobody."""
    if ending is None:
        return NOT_TOLD
    if ending.how != "awarded":
        return ENDED[ending.how]
    return f"Awarded to {_winners(ending.awards, supplier)}"


def explain_own_result(ending: Ending | None, supplier: Supplier) -> str:
    """The same as a sentence. Others are named where the buyer has published their award, and not else."""
    if ending is None:
        return "The buyer has not said yet how it ended."
    if ending.how != "awarded":
        return SENTENCES[ending.how]
    named = [firm_name(each.supplier_name) for each in _others(ending.awards, supplier) if each.is_published]
    published = (
        f" The buyer has published the award to {_listed(list(dict.fromkeys(named)))}." if named else ""
    )
    return f"It was awarded to {_winners(ending.awards, supplier)}.{published}"


SENTENCES = {
    "cancelled": "The buyer cancelled it. Nobody was awarded it.",
    "unsuitable": "The buyer found nothing suitable. Nobody was awarded it.",
    "assessing": "The buyer is still assessing. The decision is to come.",
}


def _winners(awards: Sequence[EndingAward], supplier: Supplier) -> str:
    others = len({each.supplier_id or each.supplier_name for each in _others(awards, supplier)})
    if len(_others(awards, supplier)) < len(awards):
        return "your business, and to others" if others else "your business"
    return "another supplier" if others == 1 else "other suppliers"


def _others(awards: Sequence[EndingAward], supplier: Supplier) -> list[EndingAward]:
    return [each for each in awards if each.supplier_id != supplier.id]


def _listed(names: Sequence[str]) -> str:
    return " and ".join(filter(None, (", ".join(names[:-1]), names[-1])))
