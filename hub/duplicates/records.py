"""What is compared of a record, and how it is read for that."""

from __future__ import annotations

from dataclasses import dataclass

from hub.duplicates.words import Called, names_of
from hub.places.postcodes import parse_postcode
from hub.suppliers.domains import mail_name, site_name


@dataclass(frozen=True, slots=True)
class Firm:
    """What is compared of one record; empty where the record does not say."""

    name: str
    trading_name: str = ""
    company_number: str = ""
    vat_number: str = ""
    postcode: str = ""
    website: str = ""
    email: str = ""
    phone: str = ""


@dataclass(frozen=True, slots=True)
class Signals:
    """A firm as it is compared: names in words, addresses as registered names, digits of the telephone."""

    names: tuple[Called, ...]
    number: str = ""
    vat: str = ""
    domains: frozenset[str] = frozenset()
    phone: str = ""
    postcode: str = ""
    outcode: str = ""


def read_signals(firm: Firm) -> Signals:
    place = parse_postcode(firm.postcode)
    domains = {site_name(firm.website) if firm.website else "", mail_name(firm.email)}
    return Signals(
        names=names_of(firm.name, firm.trading_name),
        number=firm.company_number,
        vat=firm.vat_number[:9],
        domains=frozenset(domains - {""}),
        phone=read_phone(firm.phone),
        postcode=str(place) if place and place.incode else "",
        outcode=place.outcode if place else "",
    )


def read_phone(phone: str) -> str:
    """The last nine digits, extension left out: what stays the same however a number is written."""
    before = phone.lower().partition("x")[0].partition("ext")[0]
    digits = "".join(character for character in before if character.isdecimal())
    return digits[-9:] if len(digits) >= 9 else ""
