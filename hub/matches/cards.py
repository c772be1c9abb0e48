"""A match laid out for reading: each line's verdict, its proof in the supplier's words, its points.

Points are tenths of a hundredth of the score, rounded so that those of all proofs add up to the score shown.
The matcher holds a supplier against the need as a whole and against each part of it; a reader sees one line,
and what proves several of them once, with the sum.
A match may be a record of the matcher or its stored JSON: both are read alike.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from math import floor
from typing import Any

from hub.formatters import format_score
from hub.privacy.erased_texts import WORDS, is_hash, told
from hub.suppliers.models import Contract
from matching import found_in, verdict_of
from matching.records import EvidenceKind

VERDICT_COLOURS = {"met": "green", "partly": "yellow", "not stated": "grey", "not met": "red"}
IMPORTANCES = {"need": "What you need", "must": "Must", "should": "Should"}
SOURCES = {
    "capability": "Capability",
    "contract": "Contract",
    "category": "Category",
    "fact": "Stated fact",
    "place": "Place",
    "meaning": "Capability",
}
MEANT = "close in meaning"


@dataclass(frozen=True, slots=True)
class Proof:
    """One reason: whose word it is, what it is called, for whom and when it was done, the passage in parts
    (text, marked), its points and those of the reasons before it."""

    kind: EvidenceKind
    source: str
    title: str
    about: str
    parts: tuple[tuple[str, bool], ...]
    tenths: int
    before: int

    @property
    def points(self) -> str:
        return f"{self.tenths / 10:.1f}"


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the requirement as this supplier answers it."""

    importance: str
    text: str
    verdict: str
    colour: str
    reason: str
    proofs: tuple[Proof, ...]
    most: str
    criterion: str = ""
    """The public id of the line, or of the first of those told in one."""

    @property
    def points(self) -> str:
        return f"{sum(proof.tenths for proof in self.proofs) / 10:.1f}"

    @property
    def counts(self) -> bool:
        """Whether it brings points to anybody: who may supply does not."""
        return self.most != "0.0"


@dataclass(frozen=True, slots=True)
class Card:
    """A whole match, the score in points of 100."""

    score: str
    lines: tuple[Line, ...]

    @property
    def proofs(self) -> tuple[Proof, ...]:
        return tuple(proof for line in self.lines for proof in line.proofs)

    @property
    def tally(self) -> tuple[str, ...]:
        """What is there and what is missing at a glance: `Musts: 3 met, 1 not stated`, then the shoulds."""
        told = ((name, self._verdicts_of(name)) for name in ("Must", "Should"))
        return tuple(
            f"{name}s: {', '.join(f'{count} {word}' for word, count in found.items())}"
            for name, found in told
            if found
        )

    def _verdicts_of(self, importance: str) -> dict[str, int]:
        counted = Counter(line.verdict for line in self.lines if line.importance == importance)
        return {word: counted[word] for word in VERDICT_COLOURS if counted[word]}


def card_of(match: Any, contracts: Mapping[str, Contract] | None = None) -> Card:
    """Lay out a match. ``contracts`` by public id tell a published award from the supplier's own word."""
    groups = _groups(list(_get(match, "verdicts")))
    reasons = _reasons(groups, list(_get(match, "evidence")))
    score = format_score(_get(match, "score"))
    tenths = apportion([share * 1000 for _, _, share in reasons], round(float(score) * 10))
    proofs: list[list[Proof]] = [[] for _ in groups]
    before = 0
    for (line, each, _), part in zip(reasons, tenths, strict=True):
        proofs[line].append(_proof(each, part, before, contracts or {}))
        before += part
    lines = (_line(group, tuple(proved)) for group, proved in zip(groups, proofs, strict=True))
    return Card(score, tuple(lines))


def _groups(verdicts: Sequence[Any]) -> list[list[Any]]:
    """The verdicts told in one line: those of the need together, every other alone."""
    need = [verdict for verdict in verdicts if _get(verdict, "importance") == "need"]
    others = [[verdict] for verdict in verdicts if _get(verdict, "importance") != "need"]
    return [need, *others] if need else others


def _reasons(groups: Sequence[Sequence[Any]], evidence: Iterable[Any]) -> list[tuple[int, Any, float]]:
    """(line, evidence, share) in the order of the lines and, in a line, the weightiest first."""
    line_of = {_get(each, "criterion"): at for at, group in enumerate(groups) for each in group}
    found: dict[tuple[Any, ...], tuple[Any, float]] = {}
    for each in evidence:
        key = line_of[_get(each, "criterion")], _get(each, "kind"), _get(each, "piece"), _get(each, "title")
        first, share = found.get(key, (each, 0.0))
        found[key] = first, share + _get(each, "share")
    told = [(key[0], each, share) for key, (each, share) in found.items()]
    return sorted(told, key=lambda reason: (reason[0], -reason[2]))


def apportion(parts: Sequence[float], whole: int) -> list[int]:
    """Parts as whole numbers that sum to ``whole``: each rounded down, the largest remainders then up.

    >>> apportion([33.4, 33.3, 33.3], 100)
    [34, 33, 33]
    """
    # A share of exactly 25 may arrive as 24.999999999996.
    low = [floor(part + 1e-6) for part in parts]
    ranked = sorted(range(len(parts)), key=lambda at: low[at] - parts[at])
    for at in ranked[: max(0, whole - sum(low))]:
        low[at] += 1
    return low


def _proof(evidence: Any, tenths: int, before: int, contracts: Mapping[str, Contract]) -> Proof:
    kind, contract = _get(evidence, "kind"), contracts.get(_get(evidence, "piece") or "")
    source, about = SOURCES[kind], ""
    if contract is not None:
        source = (
            "Contract, supplier’s own account" if contract.source == "own" else "Contract, published award"
        )
        about = _circumstances(contract)
    if kind == "meaning":
        source = f"{source}, {MEANT}"
    title, quote = _get(evidence, "title"), _get(evidence, "quote")
    if is_hash(quote) or is_hash(title):
        title, quote = WORDS, ""
    parts = tuple(marked_parts(quote, _get(evidence, "spans")))
    said = quote == title or (kind == "fact" and bool(quote))
    return Proof(kind, source, "" if said else title, about, parts, tenths, before)


def _circumstances(contract: Contract) -> str:
    """For whom and when. Shown, never scored."""
    year = str(contract.starts_on.year) if contract.starts_on else ""
    return ", ".join(part for part in (told(contract.buyer_name, ""), year) if part)


def _line(verdicts: Sequence[Any], proofs: tuple[Proof, ...]) -> Line:
    first, possible = verdicts[0], sum(_get(verdict, "possible") for verdict in verdicts)
    word, reason = _get(first, "verdict"), told(_get(first, "reason"))
    if len(verdicts) > 1:
        word = verdict_of(sum(_get(verdict, "share") for verdict in verdicts) / possible)
        reason = found_in([proof.kind for proof in proofs])
    most = max(round(possible * 1000), sum(proof.tenths for proof in proofs))
    return Line(
        importance=IMPORTANCES[_get(first, "importance")],
        text=_get(first, "text"),
        verdict=word,
        colour=VERDICT_COLOURS[word],
        reason=reason,
        proofs=proofs,
        most=f"{most / 10:.1f}",
        criterion=_get(first, "criterion"),
    )


@dataclass(frozen=True, slots=True)
class KeptContract:
    """What stored evidence keeps of a quoted contract: whose word it is, for whom, when."""

    source: str
    buyer_name: str
    starts_on: date | None


def kept_contracts(evidence: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """The contracts that stored evidence quotes, by public id, as they stood: a `KeptContract` each."""
    return {
        each["piece"]: KeptContract(
            source=each["contract"]["source"],
            buyer_name=each["contract"]["buyer_name"],
            starts_on=_day(each["contract"]["starts_on"]),
        )
        for each in evidence
        if "contract" in each
    }


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def marked_parts(quote: str, spans: Iterable[Sequence[int]]) -> Iterable[tuple[str, bool]]:
    """The quote cut at the half-open ranges, each part with whether it is marked. Overlaps are one mark."""
    at = 0
    for start, end in sorted((start, end) for start, end in spans):
        if end <= at:
            continue
        if start > at:
            yield quote[at:start], False
        yield quote[max(start, at) : end], True
        at = end
    if at < len(quote):
        yield quote[at:], False


def _get(thing: Any, name: str) -> Any:
    return thing[name] if isinstance(thing, Mapping) else getattr(thing, name)
