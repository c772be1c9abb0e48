"""How checks, consent and sharing read."""

from __future__ import annotations

CHECK_WAYS = {
    "document": "Saw the document",
    "issuer": "Asked who issued it",
    "register": "Looked in a public register",
    "visit": "Saw it at the firm",
}
PURPOSES = {
    "contacts": "The hub keeps a log of its contacts with the firm",
    "partner": "The hub shares the firm’s record with a partner body",
    "buyers": "The hub gives the firm’s contact to buyers in a file",
    "results": "The hub asks the firm about results for its funders",
}
ACTS = {"given": "Given", "withdrawn": "Withdrawn"}
CONSENT_WAYS = {"writing": "In writing", "phone": "By telephone", "person": "In person"}
"""What an adviser can say of it; a firm does it on the site itself."""
ALL_CONSENT_WAYS = CONSENT_WAYS | {"site": "On this site"}
GROUNDS = {
    "consent": "The firm’s consent",
    "request": "The firm asked for it",
    "task": "The hub’s public task",
    "law": "The law requires it",
}


def purpose_words(purpose: str, partner: str) -> str:
    """`The hub shares the firm’s record with a partner body: North Trust`."""
    return f"{PURPOSES[purpose]}{': ' if partner else ''}{partner}"
