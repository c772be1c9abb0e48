"""Which column of a list holds what: proposed by the headings, decided by the person."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz
from rapidfuzz.utils import default_process

ALIKE = 82.0
"""Points of 100 from which two headings count as alike: one slip in a word of eight letters is 87."""


@dataclass(frozen=True, slots=True)
class ListField:
    """Something of a firm that a list may hold. `headings` are what people call it."""

    key: str
    label: str
    headings: tuple[str, ...]


FIELDS = (
    ListField(
        "name",
        "Business name",
        (
            "business name",
            "company name",
            "name",
            "company",
            "firm",
            "firm name",
            "organisation",
            "supplier",
            "supplier name",
            "registered name",
            "legal name",
            "client",
            "client name",
            "account name",
        ),
    ),
    ListField(
        "trading_name", "Trading name", ("trading name", "trading as", "t/a", "brand", "also known as")
    ),
    ListField(
        "company_number",
        "Company number",
        (
            "company number",
            "company no",
            "companies house number",
            "registration number",
            "company reg no",
            "crn",
            "registered number",
            "company registration number",
        ),
    ),
    ListField(
        "kind",
        "Kind of business",
        (
            "kind",
            "legal form",
            "business type",
            "type",
            "company type",
            "legal status",
            "kind of business",
            "entity type",
        ),
    ),
    ListField(
        "size",
        "Size of business",
        (
            "size",
            "company size",
            "size band",
            "business size",
            "sme size",
            "employees band",
            "number of employees",
            "employees",
            "headcount",
            "staff",
        ),
    ),
    ListField("postcode", "Postcode", ("postcode", "post code", "postal code", "zip", "business postcode")),
    ListField("vat_number", "VAT number", ("vat number", "vat no", "vat", "vat registration number")),
    ListField("website", "Website", ("website", "web site", "web address", "url", "homepage", "web")),
    ListField(
        "contact_name",
        "Contact name",
        ("contact name", "contact", "main contact", "contact person", "full name", "key contact"),
    ),
    ListField(
        "contact_email",
        "Contact email address",
        ("email", "email address", "e-mail", "contact email", "mail", "contact email address"),
    ),
    ListField(
        "contact_phone",
        "Contact telephone number",
        (
            "telephone",
            "phone",
            "telephone number",
            "phone number",
            "tel",
            "mobile",
            "contact phone",
            "contact telephone",
            "contact number",
        ),
    ),
    ListField(
        "title",
        "What it does, in a few words",
        (
            "what it does",
            "services",
            "service",
            "activity",
            "trade",
            "main activity",
            "title",
            "product or service",
            "what they do",
            "speciality",
            "sic description",
        ),
    ),
    ListField(
        "description",
        "Description",
        (
            "description",
            "business description",
            "about",
            "details",
            "summary",
            "description of services",
            "long description",
        ),
    ),
    ListField("category", "Category", ("category", "sector", "industry", "heading", "lot", "category name")),
)
BY_KEY = {field.key: field for field in FIELDS}


def propose_columns(headings: Sequence[str]) -> dict[str, int]:
    """The column whose heading is likest to what people call each field; no column serves two.

    >>> propose_columns(["Firm", "Post code", "Notes"])
    {'name': 0, 'postcode': 1}
    """
    points = sorted(
        (-_likeness(heading, field), at, field.key)
        for at, heading in enumerate(headings)
        for field in FIELDS
        if heading.strip()
    )
    found: dict[str, int] = {}
    for likeness, at, key in points:
        if -likeness >= ALIKE and key not in found and at not in found.values():
            found[key] = at
    return {field.key: found[field.key] for field in FIELDS if field.key in found}


def _likeness(heading: str, field: ListField) -> float:
    plain = default_process(heading)
    known = (field.label, *field.headings)
    return max(fuzz.token_sort_ratio(plain, default_process(each)) for each in known)


def read_fields(cells: Sequence[str], columns: Mapping[str, int]) -> dict[str, str]:
    """What a row says of each field; a row that ends early says nothing of the rest."""
    return {key: cells[at] if at < len(cells) else "" for key, at in columns.items()}
