"""Spellings of firms in the published files, and which of them are one firm's.

The files are those of `import-awards`, read as the hub reads them: G-Cloud sales, Digital Outcomes, OCDS
releases. They give a supplier's name; a quarter of the OCDS ones have a company number as well, and hardly
any an address, so that names alone decide almost everywhere.

The truth is of two kinds, and neither comes from what is measured. First, spellings that one company number
or one rule of law makes the same: the strict key of a name, by which the hub joins awards anyway. Second,
pairs that were found by reading all 802 spellings in alphabetical order, before the comparison was written.
They stand below. Where reading does not tell (a group's companies, a firm and its division), the pair counts
neither way and stands under `DOUBTFUL`.
"""

from __future__ import annotations

from itertools import combinations
from pathlib import Path

from hub.awards.reading import open_file, read_entries
from hub.awards.records import Award
from hub.duplicates.records import Firm
from hub.suppliers.naming import name_key

FILES = {
    "g-cloud-sales": "g-cloud-sales-2012-2014.csv",
    "digital-outcomes": "digital-outcomes-opportunities-2016-2018.csv",
    "ocds": "contracts-finder-releases-2025.jsonl",
}
SAME = (
    ("6 POINT 6", "6point6 Ltd"),
    ("ComputaCenter (UK) Ltd", "Computacentre"),
    ("Equal Experts", "Equal Experts UK Limited"),
    ("Ernst & Young LLP", "Ernst & Young LLP (EY)"),
    ("Glue Reply", "Glue Reply (a trading division of Reply Ltd.)"),
    ("NCC Group (The)", "NCC GROUP PLC", "NCC Services Limited. Trading as NCC Group."),
    ("North Highland (formerly Qedis Consulting Ltd)", "North Highland UK Ltd"),
    ("PA Consulting Services Limited (UK)", "PA Consulting Services Ltd"),
    ("PricewaterhouseCoopers (LLP) PwC", "PwC (PricewaterhouseCoopers)"),
    ("Royal School for the Deaf Derby", "The Royal School of the Deaf (Derby)"),
    ("SCC (Specialist Computer Centre)", "SPECIALIST COMPUTER CENTRE"),
    ("SciSys Ltd", "SCISYS UK Ltd"),
    ("Solirius Consulting", "Solirius Ltd"),
    ("The Engine Group", "Engine Partners UK LLP (The Engine Group)"),
    ("THE DEXTROUS WEB LTD TRADING AS DXW", "dxw"),
    ("Trustmarque", "TRUSTMARQUE SOLUTIONS LIMITED"),
    ("British Telecommunications Plc", "BT PLC"),
)
"""Groups of spellings of one firm, by reading."""
DOUBTFUL = (
    ("Atos IT Services UK Ltd", "Atos IT Solutions & Services"),
    ("CACI Ltd", "CACI UK Ltd"),
    ("CGI", "CGI IT UK Limited"),
    ("Gartner", "Gartner UK Ltd"),
    ("Skyline Taxi and Private Hire Limited", "SKYLINE TAXIS"),
    ("Mullen Property Services Ltd", "Mullen Property Solutions Ltd"),
    ("Reply UK Ltd", "Glue Reply", "Glue Reply (a trading division of Reply Ltd.)"),
    ("Harvey Nash Group Plc", "Harvey Nash Plc"),
)
"""Where nobody can tell by reading."""

Pair = tuple[int, int]


def read_spellings(folder: Path) -> list[Firm]:
    """Every spelling once, in the order of the files, with what the file tells beside it."""
    found: dict[str, Firm] = {}
    for source, name in FILES.items():
        for entry in read_entries(open_file(folder / name, source), source):
            if isinstance(entry, Award):
                firm = entry.firm
                told = Firm(firm.name, company_number=firm.company_number, postcode=firm.postcode)
                found.setdefault(firm.name, told)
    return list(found.values())


def judged_pairs(firms: list[Firm]) -> tuple[set[Pair], set[Pair]]:
    """Pairs of positions that are one firm's, and those that nobody can tell."""
    keys = [name_key(firm.name) for firm in firms]
    same = {pair for pair in combinations(range(len(firms)), 2) if keys[pair[0]] == keys[pair[1]]}
    same |= {
        (at, other)
        for at, other in combinations(range(len(firms)), 2)
        if firms[at].company_number and firms[at].company_number == firms[other].company_number
    }
    same |= _listed(keys, SAME)
    return same, _listed(keys, DOUBTFUL) - same


def _listed(keys: list[str], groups: tuple[tuple[str, ...], ...]) -> set[Pair]:
    """Pairs of the groups, with every spelling that has the key of one of them."""
    found: set[Pair] = set()
    for group in groups:
        wanted = {name_key(name) for name in group}
        found.update(combinations([at for at, key in enumerate(keys) if key in wanted], 2))
    return found
