"""Reading a shortlist back: each entry as the buyer saw it, for a page and for a file."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from hub.matches.cards import Card, Line, Proof, card_of, kept_contracts
from hub.privacy.erased_texts import firm_name, is_hash
from hub.shortlists.exporting import Answer, Origin, Row
from hub.shortlists.models import Shortlist, ShortlistEntry
from hub.suppliers.models import SHOWN_STATES, Supplier


def contracts_of(entry: ShortlistEntry) -> dict[str, Any]:
    """The contracts that the entry's evidence quotes, by public id, as they stood."""
    return kept_contracts(entry.evidence)


def card_of_entry(entry: ShortlistEntry) -> Card:
    return card_of(entry, contracts_of(entry))


def called(entry: ShortlistEntry) -> str:
    """The supplier's name as it stood; of a firm that was erased since, only that it was one."""
    return firm_name(entry.supplier_name)


def present_supplier(entry: ShortlistEntry) -> Supplier | None:
    """The entry's supplier where the register still shows it; its name stands in the entry either way."""
    supplier = entry.supplier
    return supplier if supplier is not None and supplier.state in SHOWN_STATES else None


def departure(entry: ShortlistEntry) -> str:
    """What became of a supplier that is no longer shown; empty for one that is."""
    if is_hash(entry.supplier_name):
        return "Erased at its own request since"
    if entry.supplier is None:
        return "Removed from the register since"
    if entry.supplier.state not in SHOWN_STATES:
        return "Not in the register at present"
    if entry.supplier.is_gone:
        return "Gone from Companies House since"
    return ""


def ties_of(shortlist: Shortlist) -> dict[int, list[str]]:
    """For each entry, by rank, the names of the others in its band of the ranking."""
    return {
        entry.rank: [called(o) for o in shortlist.entries if o.band == entry.band and o is not entry]
        for entry in shortlist.entries
    }


def row_of(entry: ShortlistEntry, address_of: Callable[[str], str]) -> Row:
    """The entry as a row of a file, with the points that its page shows. `address_of` takes a public id."""
    card, supplier = card_of_entry(entry), present_supplier(entry)
    return Row(
        position=entry.position,
        supplier=called(entry),
        place=supplier.place.name if supplier and supplier.place else "",
        rank=entry.rank,
        score=float(card.score),
        band=entry.band,
        answers=tuple(_answer(line) for line in card.lines),
        reasons=tuple(_reason(proof) for proof in card.proofs),
        chosen_because=entry.reason,
        page=address_of(supplier.public_id) if supplier else "",
        note=departure(entry),
    )


def _answer(line: Line) -> Answer:
    most = line.most if line.counts else ""
    return Answer(f"{line.importance}: {line.text}", line.verdict, line.points, most)


def _reason(proof: Proof) -> str:
    """`12.3 points: Contract, published award: Hosting (Ashby Council, 2031): “We hosted ...”`."""
    quote = "".join(text for text, _marked in proof.parts)
    title = f"{proof.title} ({proof.about})" if proof.about and proof.title else proof.title or proof.about
    parts = (f"{proof.points} points", proof.source, title, f"“{quote}”" if quote else "")
    return " ".join(": ".join(part for part in parts if part).split())


def origin_of(shortlist: Shortlist, *, downloaded_at: datetime, downloaded_by: str) -> Origin:
    return Origin(
        requirement=shortlist.requirement.title,
        buyer=shortlist.organisation.name,
        ranked_at=shortlist.run.recorded_at,
        run=shortlist.run.public_id,
        digest=shortlist.run.digest,
        downloaded_at=downloaded_at,
        downloaded_by=downloaded_by,
    )
