"""The words for jobs, turnover and ownership."""

from __future__ import annotations

GIVEN_WORDS = {
    "firm": "The firm itself",
    "call": "By telephone",
    "visit": "In a meeting",
    "mail": "By email or letter",
    "accounts": "From its published accounts",
}
BY_ADVISER = {key: words for key, words in GIVEN_WORDS.items() if key != "firm"}
OWNERSHIP_WORDS = {
    "women": "Led by women",
    "ethnic_minority": "Led by people of an ethnic minority",
    "disabled": "Led by disabled people",
    "young": "Founded by somebody under 30",
    "veteran": "Led by veterans of the armed forces",
    "lgbt": "Led by lesbian, gay, bisexual or transgender people",
    "family": "Owned by a family",
    "social": "A social enterprise or a co-operative",
    "prefer_not": "Prefer not to say",
}


def tell_jobs(tenths: int | None) -> str:
    """Tenths of a job in words; nothing for none given.

    >>> tell_jobs(10), tell_jobs(125), tell_jobs(None)
    ('1', '12.5', '')
    """
    return "" if tenths is None else f"{tenths / 10:,.10g}"
