"""From counted pieces to reasons: shares, worths, verdicts, and the supplier's own words."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from matching.gates import Ruling
from matching.index.rows import Item
from matching.records import Criterion, Evidence, EvidenceKind, Importance, Verdict, VerdictWord
from matching.scoring import noisy_or, split
from matching.words import Token, tokens

PASSAGE = 240
"""Characters of a quotation: two or three lines on a page."""

MET = 0.5
"""Value from which a line in words is met. One piece that holds half of what was asked for reaches it."""


@dataclass(frozen=True, slots=True)
class Reason:
    """One thing that counts in a line, before it is worded.

    ``value`` is its weight times its strength; ``without`` the value of the whole line were it not there.
    """

    kind: EvidenceKind
    value: float
    without: float
    title: str
    item: Item | None = None


def reasons_to_evidence(
    criterion: str, part: float, reasons: Sequence[Reason], terms: Collection[str]
) -> list[Evidence]:
    """The reasons of one line as evidence; ``part`` is the line's part of the score."""
    values = [reason.value for reason in reasons]
    whole = noisy_or(values)
    found = []
    for reason, share in zip(reasons, split(values), strict=True):
        quote, spans = passage(reason.item, terms) if reason.item else ("", ())
        found.append(
            Evidence(
                criterion=criterion,
                kind=reason.kind,
                share=part * share,
                worth=part * (whole - reason.without),
                title=reason.title,
                quote=quote,
                spans=spans,
                piece=reason.item.id if reason.item else None,
            )
        )
    return found


def in_words(
    criterion: str, text: str, importance: Importance, part: float, reasons: Sequence[Reason]
) -> Verdict:
    """The verdict of a line in words. Silence is not a no: nothing in words is ever "not met"."""
    value = noisy_or([reason.value for reason in reasons])
    verdict: VerdictWord = "met" if value >= MET else "partly" if value > 0 else "not stated"
    return Verdict(criterion, text, importance, verdict, part * value, part, _reason(reasons))


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


def _reason(reasons: Sequence[Reason]) -> str:
    if not reasons:
        return "Nothing in the profile speaks of this. Ask the supplier."
    counted = [(kind, sum(reason.kind == kind for reason in reasons)) for kind in _NAMES]
    spoken = [f"{number} {_NAMES[kind][number > 1]}" for kind, number in counted if number]
    return "Found in " + " and ".join(spoken)


_NAMES: dict[EvidenceKind, tuple[str, str]] = {
    "capability": ("capability", "capabilities"),
    "contract": ("contract", "contracts"),
    "category": ("category", "categories"),
    "fact": ("stated fact", "stated facts"),
}


def passage(item: Item, terms: Collection[str]) -> tuple[str, tuple[tuple[int, int], ...]]:
    """A passage of at most `PASSAGE` characters with the most different words of ``terms``, and their spans.

    The text is quoted where it holds any of them, else the title.
    """
    for text in (item.text, item.title):
        marked = [token for token in tokens(text) if token.stem in terms]
        if marked:
            return _cut(text, _window(marked))
    return item.title[:PASSAGE], ()


def _window(marked: Sequence[Token]) -> list[Token]:
    """The first run of marked words, no longer than a passage, that holds the most different stems."""
    best: tuple[int, int, int] = (0, 0, 0)
    last = 0
    held: dict[str, int] = {}
    for first, token in enumerate(marked):
        while last < len(marked) and marked[last].end - token.start <= PASSAGE:
            held[marked[last].stem] = held.get(marked[last].stem, 0) + 1
            last += 1
        if len(held) > best[0]:
            best = (len(held), first, last)
        if last > first:
            held[token.stem] -= 1
            if not held[token.stem]:
                del held[token.stem]
        last = max(last, first + 1)
    return list(marked[best[1] : best[2]]) or [marked[0]]


def _cut(text: str, window: Sequence[Token]) -> tuple[str, tuple[tuple[int, int], ...]]:
    """The words around the window, cut between words, as even on both sides as the text allows."""
    start, end = window[0].start, min(window[-1].end, window[0].start + PASSAGE)
    spare = PASSAGE - (end - start)
    left = max(0, min(start - spare // 2, len(text) - PASSAGE))
    right = min(len(text), left + PASSAGE)
    while left > 0 and left < start and not text[left - 1].isspace():
        left += 1
    while right < len(text) and right > end and not text[right].isspace():
        right -= 1
    spans = ((token.start - left, token.end - left) for token in window if token.end <= right)
    return text[left:right], tuple(dict.fromkeys(spans))
