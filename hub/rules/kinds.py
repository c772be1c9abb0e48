"""Kinds of buying organisation, as far as the rules tell them apart, and kinds of what is bought."""

from __future__ import annotations

KINDS = {
    "central": "a central government department, agency or other central body",
    "council": "a council in England",
    "police": "a police body in England",
    "fire": "a fire and rescue authority in England",
    "NHS": "an NHS body in England",
    "school": "a school, college or trust in England",
    "scotland": "a public body in Scotland",
    "wales": "a public body in Wales",
    "northern_ireland": "a public body in Northern Ireland",
    "other": "another public body",
}

BUYING = {
    "goods_services": "Goods or services",
    "works": "Building or engineering works",
    "light_touch": "Health, social care, education and other services under the light touch",
}


def name_kind(kind: str) -> str:
    """As it stands in a sentence; who has not said is a body of a kind that is not stated."""
    return KINDS.get(kind, "a public body whose kind is not stated")
