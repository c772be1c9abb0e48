"""The pages of the desk that do not stand in the menu: what each is for, in groups."""

from __future__ import annotations

from typing import NamedTuple


class Place(NamedTuple):
    """A page: what it is called, its endpoint, and what an adviser does there."""

    words: str
    endpoint: str
    purpose: str


DESK: dict[str, tuple[Place, ...]] = {
    "To look at": (
        Place(
            "To decide",
            "advice.decisions",
            "Claims on records, requests to remove one, and buying organisations to confirm.",
        ),
        Place(
            "Firms listed twice", "duplicates.waiting", "Pairs of records that may be one firm, and mergers."
        ),
        Place("Profiles to check", "upkeep.list_concerns", "Certificates, Companies House, long untouched."),
        Place("Texts to look at", "flags.show", "Profiles that look as if they were written to be found."),
    ),
    "Where an hour counts": (
        Place(
            "Improve once, win many",
            "unlocking.list_all",
            "The one fact that would bring a firm most requirements into reach.",
        ),
        Place(
            "Shortlists for buyers",
            "drafts.list_all",
            "What buyers asked the hub for, and what it proposed to them.",
        ),
        Place(
            "Supply and demand",
            "insight.supply",
            "Categories and places with demand and no supply, and the other way round.",
        ),
    ),
    "The register and the hub": (
        Place("Import firms", "imports.upload", "Bring a list of firms in, as CSV or XLSX."),
        Place("Find a firm by name", "suppliers.find", "As buyers and firms find it, spelled nearly right."),
        Place("Exports", "exports.list_all", "What was taken as a file, by whom and when."),
        Place(
            "Thresholds and costs",
            "settings.list_figures",
            "The amounts that rules go by, and what things cost.",
        ),
    ),
}
