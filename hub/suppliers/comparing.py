"""What a claimant says, held against what the record says: hints for the adviser, never a decision."""

from __future__ import annotations

from dataclasses import dataclass

from hub.suppliers.domains import is_same_name, mail_name, site_name
from hub.suppliers.models import Claim

MATCHES, DIFFERS, UNKNOWN = "matches", "differs", "unknown"


@dataclass(frozen=True, slots=True)
class Hint:
    """One thing compared, how it came out, and the sentence that says so."""

    outcome: str
    words: str


def compare_claim(claim: Claim) -> list[Hint]:
    """The company number and the domain of the claimant's confirmed address, each against the record."""
    return [_compare_number(claim), _compare_address(claim)]


def _compare_number(claim: Claim) -> Hint:
    given, held = claim.company_number, (claim.supplier.company_number if claim.supplier else None) or ""
    if given and given == held:
        return Hint(MATCHES, f"Company number {given} is the record’s")
    if given and held:
        return Hint(DIFFERS, f"Company number differs: the claimant gives {given}, the record holds {held}")
    if held:
        return Hint(DIFFERS, f"The claimant says it has no company number; the record holds {held}")
    if given:
        return Hint(UNKNOWN, f"The claimant gives company number {given}; the record holds none")
    return Hint(UNKNOWN, "The claimant says it has no company number, and the record holds none")


def _compare_address(claim: Claim) -> Hint:
    email, website = claim.user.email, claim.supplier.website if claim.supplier else ""
    if claim.user.confirmed_at is None:
        return Hint(UNKNOWN, "The claimant’s address is not confirmed, so it proves nothing")
    if not mail_name(email):
        return Hint(UNKNOWN, "The claimant’s address is one that anybody can have")
    if not site_name(website):
        return Hint(UNKNOWN, "The record names no website of its own to compare the address with")
    if is_same_name(email, website):
        return Hint(MATCHES, f"Address matches the website: both are of {site_name(website)}")
    return Hint(DIFFERS, f"Address is of {mail_name(email)}, the website of {site_name(website)}")
