"""Finding records of one firm: for one that is typed in, for one that changed, in the whole register."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from hub.database import in_batches
from hub.duplicates.blocking import SURE, WORD, candidate_pairs, count_words, keys_of
from hub.duplicates.comparing import Verdict, compare
from hub.duplicates.keeping import Pair, drop_pairs, held_pairs, keep_keys, keep_pairs
from hub.duplicates.models import SupplierBlock
from hub.duplicates.rarity import Rarity
from hub.duplicates.reading import (
    count_firms,
    count_keys,
    place_words,
    rarity_of,
    read_rarity,
    read_suppliers,
)
from hub.duplicates.records import Firm, Signals, read_signals
from hub.suppliers.models import Supplier

MOST_CANDIDATES = 400
"""Records that one is compared with: rare keys first, so those left out share but common words."""
MOST_SHOWN = 10
MOST_AT_ONCE = 20
"""Suppliers changed in one transaction that pairs are looked for at once; more wait for `find-duplicates`."""

Progress = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class Likely:
    """A record that may be the same firm's, and why."""

    supplier: Supplier
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class Compared:
    """What a look at the whole register came to, in pairs."""

    suppliers: int
    new: dict[Pair, float]
    again: dict[Pair, float]
    gone: list[int]
    decided: int


def find_likely_same(
    session: Session,
    *,
    name: str,
    trading_name: str = "",
    company_number: str | None = None,
    vat_number: str = "",
    postcode: str = "",
    website: str = "",
    email: str = "",
    phone: str = "",
    besides: int | None = None,
    limit: int = MOST_SHOWN,
) -> list[Likely]:
    """Shown records that may be the firm so described, likeliest first; without the record `besides`.

    Values as the register keeps them (see `hub/suppliers/fields.py`), empty where they are not known. With
    `verdict.is_likely` an adviser would be asked as well; the others are only possible. The firm itself need
    not be in the register. At most six statements, whatever the register holds.
    """
    numbers = (company_number or "", vat_number, postcode)
    signals = read_signals(Firm(name, trading_name, *numbers, website, email, phone))
    verdicts = _likely(session, signals, besides)
    ranked = sorted(verdicts, key=lambda number: (-verdicts[number].score, number))[:limit]
    chosen = select(Supplier).where(Supplier.id.in_(ranked)).options(joinedload(Supplier.place))
    suppliers = {supplier.id: supplier for supplier in session.scalars(chosen)}
    return [Likely(suppliers[number], verdicts[number]) for number in ranked]


def _likely(session: Session, signals: Signals, besides: int | None) -> dict[int, Verdict]:
    """Verdicts on candidates that are at least possible, by number of the supplier."""
    keys = count_keys(session, keys_of(signals))
    candidates = read_suppliers(session, _candidates(session, keys) - {besides})
    firms = count_firms(session)
    near = _verdicts(signals, candidates, rarity_of(firms, keys))
    # The words of the near ones have counts of their own, which decide whether a slip is one.
    words = {WORD + word for number in near for word in _words(candidates[number])}
    counts = keys | count_keys(session, words - set(keys))
    return _verdicts(signals, {number: candidates[number] for number in near}, rarity_of(firms, counts))


def _words(signals: Signals) -> set[str]:
    return {word for called in signals.names for word in called.words}


def _verdicts(signals: Signals, candidates: Mapping[int, Signals], rarity: Rarity) -> dict[int, Verdict]:
    found = {number: compare(signals, each, rarity) for number, each in candidates.items()}
    return {number: verdict for number, verdict in found.items() if verdict.is_possible}


def _candidates(session: Session, counts: Mapping[str, int]) -> set[int]:
    """Numbers of the records under the keys, the sure keys and then the rarest first."""
    chosen: list[str] = []
    room = MOST_CANDIDATES
    for key in sorted(counts, key=lambda key: (not key.startswith(SURE), counts[key], key)):
        if counts[key] > room and chosen:
            break
        chosen.append(key)
        room -= counts[key]
    under = select(SupplierBlock.supplier_id).where(SupplierBlock.key.in_(chosen)).distinct()
    return set(session.scalars(under.order_by(SupplierBlock.supplier_id).limit(2 * MOST_CANDIDATES)))


def look_again(session: Session, ids: Collection[int]) -> None:
    """Keep the keys of suppliers that changed, and the pairs that they now make with others."""
    signals = read_suppliers(session, ids)
    keep_keys(session, ids, signals)
    if len(ids) > MOST_AT_ONCE:
        return
    scores: dict[Pair, float] = {}
    for number, each in signals.items():
        for other, verdict in _likely(session, each, number).items():
            if verdict.is_likely:
                scores[min(number, other), max(number, other)] = verdict.score
    # A record that is not shown at present keeps its pairs: they are not shown either, and may be again.
    held = held_pairs(session, list(signals))
    absent = {number for pair in held for number in pair} - set(signals)
    there = set(signals) | set(read_suppliers(session, absent))
    gone = [row.id for pair, row in held.items() if pair not in scores and there.issuperset(pair)]
    drop_pairs(session, gone)
    keep_pairs(session, scores)


def look_at_imported(session: Session, public_ids: Sequence[str]) -> None:
    """The same for suppliers that an import wrote past the unit of work, by public id."""
    numbers: set[int] = set()
    for batch in in_batches(public_ids):
        numbers.update(session.scalars(select(Supplier.id).where(Supplier.public_id.in_(batch))))
    look_again(session, numbers)


def compare_register(
    session: Session, signals: Mapping[int, Signals], progress: Progress = lambda done: None
) -> Compared:
    """Hold every two records against each other that share a telling key. Nothing is written.

    `progress` is told how many candidates were compared since it was told last.
    """
    numbers = list(signals)
    scores = score_pairs([signals[number] for number in numbers], progress)
    likely = {(numbers[one], numbers[other]): score for (one, other), score in scores.items()}
    held = held_pairs(session)
    decided = {pair for pair, row in held.items() if row.state != "found"}
    new = {pair: score for pair, score in likely.items() if pair not in held}
    again = {pair: score for pair, score in likely.items() if pair in held and pair not in decided}
    shown = {pair for pair in held if pair[0] in signals and pair[1] in signals}
    gone = [row.id for pair, row in held.items() if pair in shown - decided and pair not in likely]
    return Compared(len(signals), new, again, gone, len(decided))


def keep_compared(session: Session, compared: Compared) -> None:
    """Keep what was found. A record that was erased meanwhile is left out."""
    scores = compared.new | compared.again
    numbers = sorted({number for pair in scores for number in pair})
    there: set[int] = set()
    for batch in in_batches(numbers):
        there.update(session.scalars(select(Supplier.id).where(Supplier.id.in_(batch))))
    drop_pairs(session, compared.gone)
    keep_pairs(session, {pair: score for pair, score in scores.items() if there.issuperset(pair)})


def score_pairs(
    signals: Sequence[Signals], progress: Progress = lambda done: None
) -> dict[tuple[int, int], float]:
    """Likely pairs of positions with their scores. Pure but for the names of places."""
    rarity = Rarity(len(signals), count_words(signals), place_words())
    found: dict[tuple[int, int], float] = {}
    for done, (one, other) in enumerate(candidate_pairs(signals), start=1):
        verdict = compare(signals[one], signals[other], rarity)
        if verdict.is_likely:
            found[one, other] = verdict.score
        if done % 1_000 == 0:
            progress(1_000)
    return found


def explain(session: Session, pairs: Iterable[tuple[Signals, Signals]]) -> list[Verdict]:
    """The verdict on each pair as the register stands. Two statements or more for all together."""
    listed = list(pairs)
    rarity = read_rarity(session, [each for pair in listed for each in pair])
    return [compare(first, second, rarity) for first, second in listed]
