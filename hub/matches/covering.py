"""Finding two or three firms that meet the musts together, and lots, with what a page needs to show them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from hub.matches.cards import Line, card_of
from hub.matches.finding import Found
from hub.matches.indexing import current_index
from hub.matches.profiling import to_requirement
from hub.matches.queries import quoted_contracts, shown_suppliers
from hub.requirements.models import Requirement
from hub.suppliers.models import Contract, Supplier
from matching import Cover, Match, Together

MOST_COVERS = 10
"""Sets that a page shows."""

FEWEST_MUSTS = 2
"""One must cannot be shared out."""


@dataclass(frozen=True, slots=True)
class Share:
    """A must as the firms of a set answer it: each that meets it with its line, and those to be asked."""

    text: str
    own: bool
    met: tuple[tuple[Supplier, Line], ...]
    asked: tuple[Supplier, ...]


@dataclass(frozen=True, slots=True)
class FirmSet:
    """Firms that meet the musts together. ``asked`` counts what would have to be asked of them."""

    firms: tuple[Supplier, ...]
    shares: tuple[Share, ...]
    asked: int
    strength: float


@dataclass(frozen=True, slots=True)
class FoundLot:
    """The musts of a lot in words, the SMEs able for it, and those of them that are not for the whole."""

    musts: tuple[str, ...]
    able: int
    unseen: int


@dataclass(frozen=True, slots=True)
class FoundTogether:
    """What a page shows of what suppliers can do together; see `Together`."""

    sets: tuple[FirmSet, ...]
    alone: int
    lots: tuple[FoundLot, ...]
    able: int
    unseen: int
    unmet: tuple[str, ...]

    @property
    def suppliers(self) -> list[Supplier]:
        """Those of all sets, each once."""
        return list({firm.public_id: firm for each in self.sets for firm in each.firms}.values())


def find_together(session: Session, requirement: Requirement, *, today: date | None = None) -> FoundTogether:
    """Who meets the musts of a saved requirement together, and the lots that would bring more SMEs in."""
    asked = to_requirement(requirement, today or date.today())
    together = current_index().cover(asked, MOST_COVERS)
    matches = {firm.profile: firm for cover in together.covers for firm in cover.firms}
    suppliers = shown_suppliers(session, matches.keys())
    contracts = quoted_contracts(session, (each for firm in matches.values() for each in firm.evidence))
    lines = {name: _lines(firm, contracts) for name, firm in matches.items()}
    text = {line.id: line.text for line in asked.criteria}
    musts = [line.id for line in asked.criteria if line.importance == "must"]
    return FoundTogether(
        tuple(
            _laid_out(cover, musts, suppliers, lines)
            for cover in together.covers
            if all(firm.profile in suppliers for firm in cover.firms)
        ),
        together.alone,
        _lots(together, musts, text),
        together.able,
        together.unseen,
        tuple(text[must] for must in musts if must in together.unmet),
    )


def nobody_alone(found: Found) -> bool:
    """Whether none of those that a ranking lists meets every must."""
    met = [
        [verdict.verdict == "met" for verdict in match.verdicts if verdict.importance == "must"]
        for match in found.ranking.matches
    ]
    return not any(map(all, met))


def count_musts(requirement: Requirement) -> int:
    return sum(line.importance == "must" for line in requirement.criteria)


def _laid_out(
    cover: Cover,
    musts: Sequence[str],
    suppliers: Mapping[str, Supplier],
    lines: Mapping[str, Mapping[str, Line]],
) -> FirmSet:
    """A set with its musts in the order that the buyer wrote them in: the matcher goes by their ids."""
    answered = {line.criterion: line for line in cover.lines}
    shares = (
        Share(
            line.text,
            line.own,
            tuple((suppliers[name], lines[name][must]) for name in line.by),
            tuple(suppliers[name] for name in line.asked),
        )
        for must, line in ((must, answered[must]) for must in musts)
    )
    firms = tuple(suppliers[firm.profile] for firm in cover.firms)
    return FirmSet(firms, tuple(shares), cover.asked, cover.strength)


def _lines(match: Match, contracts: Mapping[str, Contract]) -> dict[str, Line]:
    """The lines of a supplier as a card lays them out, by criterion: those of the need come first, as one."""
    criteria = [verdict.criterion for verdict in match.verdicts if verdict.importance != "need"]
    lines = card_of(match, contracts).lines
    return dict(zip(criteria, lines[len(lines) - len(criteria) :], strict=True))


def _lots(together: Together, musts: Sequence[str], text: Mapping[str, str]) -> tuple[FoundLot, ...]:
    """The lots, and in each the musts, as the buyer wrote them one after the other."""
    lots = [([must for must in musts if must in lot.criteria], lot.able, lot.unseen) for lot in together.lots]
    return tuple(
        FoundLot(tuple(text[must] for must in held), able, unseen)
        for held, able, unseen in sorted(lots, key=lambda lot: musts.index(lot[0][0]))
    )
