"""What a published business address and register entry give: a postcode and a company number."""

from __future__ import annotations

import re

POSTCODE_AREAS = frozenset(
    """
    AB AL B BA BB BD BH BL BN BR BS BT CA CB CF CH CM CO CR CT CV CW DA DD DE DG DH DL DN DT DY E EC EH EN EX
    FK FY G GL GU GY HA HD HG HP HR HS HU HX IG IM IP IV JE KA KT KW KY L LA LD LE LL LN LS LU M ME MK ML N NE
    NG NN NP NR NW OL OX PA PE PH PL PO PR RG RH RM S SA SE SG SK SL SM SN SO SP SR SS ST SW SY TA TD TF TN TQ
    TR TS TW UB W WA WC WD WF WN WR WS WV YO ZE
    """.split()  # noqa: SIM905 (a paragraph of words reads better than a page of quotes)
)
"""Royal Mail's 124 areas. A Canadian code has a British shape, but no such area."""
SHAPE = r"([A-Z]{1,2})([0-9][A-Z0-9]?) {0,4}([0-9][ABD-HJLNP-UW-Z]{2})"
WRITTEN_IN_CAPITALS = re.compile(rf"(?<![A-Z0-9]){SHAPE}(?![A-Z0-9])")
"""Small letters may touch it: some publishers left `n` where a line ended."""
WRITTEN_ANYHOW = re.compile(rf"(?<![A-Za-z0-9]){SHAPE}(?![A-Za-z0-9])", re.IGNORECASE)
COMPANY_NUMBER = re.compile(r"[A-Z0-9]{2}[0-9]{5}[A-Z0-9]")


def find_postcode(address: str) -> str:
    """The last British postcode in an address, as `AB1 2CD`; empty where there is none."""
    for shape in (WRITTEN_IN_CAPITALS, WRITTEN_ANYHOW):
        found = [match for match in shape.finditer(address) if match[1].upper() in POSTCODE_AREAS]
        if found:
            area, district, inward = found[-1].groups()
            return f"{area}{district} {inward}".upper()
    return ""


def read_company_number(text: str) -> str:
    """A Companies House number of eight characters, its leading zeros back; empty where it is none."""
    plain = re.sub(r"\s", "", text).upper()
    number = plain.zfill(8) if plain.isascii() and plain.isdecimal() else plain
    return number if COMPANY_NUMBER.fullmatch(number) and any(c != "0" for c in number) else ""
