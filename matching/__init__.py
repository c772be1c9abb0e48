"""The matcher: records in, a ranking with its reasons out. No Flask, no database."""

from matching.evidence import found_in
from matching.flags import Asked
from matching.index import Index
from matching.records import (
    Advice,
    Category,
    Change,
    Correction,
    Criterion,
    Evidence,
    Exclusion,
    Fact,
    Flag,
    Match,
    Order,
    Outcome,
    Piece,
    Place,
    Profile,
    Proposal,
    Ranking,
    Reading,
    Requirement,
    Verdict,
    VerdictWord,
    Widening,
)
from matching.scoring import verdict_of

__all__ = [
    "Advice",
    "Asked",
    "Category",
    "Change",
    "Correction",
    "Criterion",
    "Evidence",
    "Exclusion",
    "Fact",
    "Flag",
    "Index",
    "Match",
    "Order",
    "Outcome",
    "Piece",
    "Place",
    "Profile",
    "Proposal",
    "Ranking",
    "Reading",
    "Requirement",
    "Verdict",
    "VerdictWord",
    "Widening",
    "found_in",
    "verdict_of",
]
