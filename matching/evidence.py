"""From counted pieces to reasons: shares, worths, verdicts, and the supplier's own words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from matching.gates import Ruling
from matching.items import Item
from matching.quoting import Read, Sought, Spans, passage
from matching.records import Criterion, Evidence, EvidenceKind, Importance, Verdict
from matching.scoring import noisy_or, split, verdict_of


@dataclass(frozen=True, slots=True)
class Reason:
    """One thing that counts in a line, before it is worded.

    ``value`` is its weight times its strength; ``loss`` what the value of the line loses were it not there.
    ``category`` is the name of the heading that the item stands under; ``quote`` the passage that is nearest
    in meaning, where that is what counts.
    """

    kind: EvidenceKind
    value: float
    loss: float
    title: str
    item: Item | None = None
    category: str = ""
    quote: str = ""


def reasons_to_evidence(
    criterion: str, part: float, reasons: Sequence[Reason], sought: Sought, read: Read
) -> list[Evidence]:
    """The reasons of one line as evidence; ``part`` is the line's part of the score."""
    values = [reason.value for reason in reasons]
    found = []
    for reason, share in zip(reasons, split(values), strict=True):
        quote, spans = _quoted(reason, sought, read)
        found.append(
            Evidence(
                criterion=criterion,
                kind=reason.kind,
                share=part * share,
                worth=part * reason.loss,
                title=reason.title,
                quote=quote,
                spans=spans,
                piece=reason.item.id if reason.item else None,
            )
        )
    return found


def _quoted(reason: Reason, sought: Sought, read: Read) -> tuple[str, Spans]:
    """What proves it. A category is proof by its name, which stands as the title: it is nobody's words."""
    if reason.item is None or reason.kind == "meaning":
        return reason.quote, ()
    return passage((reason.item.title, reason.item.text), reason.category, sought, read)


def in_words(
    criterion: str, text: str, importance: Importance, part: float, reasons: Sequence[Reason]
) -> Verdict:
    value = noisy_or([reason.value for reason in reasons])
    found = found_in([reason.kind for reason in reasons])
    return Verdict(criterion, text, importance, verdict_of(value), part * value, part, found)


def as_ruled(criterion: Criterion, part: float, ruling: Ruling) -> Verdict:
    return Verdict(
        criterion.id,
        criterion.text,
        criterion.importance,
        ruling.verdict,
        part * ruling.value,
        part,
        ruling.reason,
    )


def found_in(kinds: Sequence[EvidenceKind]) -> str:
    """Where the reasons of a line were found, in words.

    >>> found_in(["contract", "capability", "contract"])
    'Found in 1 capability and 2 contracts'
    """
    if not kinds:
        return "Nothing in the profile speaks of this. Ask the supplier."
    counted = [(kind, sum(each == kind for each in kinds)) for kind in _NAMES]
    spoken = [f"{number} {_NAMES[kind][number > 1]}" for kind, number in counted if number]
    return "Found in " + " and ".join(filter(None, (", ".join(spoken[:-1]), spoken[-1])))


_NAMES: dict[EvidenceKind, tuple[str, str]] = {
    "capability": ("capability", "capabilities"),
    "contract": ("contract", "contracts"),
    "category": ("category", "categories"),
    "fact": ("stated fact", "stated facts"),
    "meaning": ("text close in meaning", "texts close in meaning"),
}
