"""The matcher: records in, a ranking with its reasons out. No Flask, no database."""

from matching.index import Index
from matching.records import (
    Category,
    Correction,
    Criterion,
    Evidence,
    Exclusion,
    Fact,
    Match,
    Piece,
    Place,
    Profile,
    Proposal,
    Ranking,
    Reading,
    Requirement,
    Verdict,
    Widening,
)

__all__ = [
    "Category",
    "Correction",
    "Criterion",
    "Evidence",
    "Exclusion",
    "Fact",
    "Index",
    "Match",
    "Piece",
    "Place",
    "Profile",
    "Proposal",
    "Ranking",
    "Reading",
    "Requirement",
    "Verdict",
    "Widening",
]
