"""Who the hub says that it is: its name, its colours, and how it is reached."""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields
from typing import Any

KEY = "identity"
LABELS = {
    "name": "Name of the hub",
    "strapline": "Line under the name",
    "mail": "Email address",
    "phone": "Telephone",
    "address": "Address",
    "opening": "When you are there",
    "brand": "Colour of the header",
    "accent": "Colour of links and buttons",
}
OWN_BRAND = "#14532d"


@dataclass(frozen=True, slots=True)
class Identity:
    """Texts are empty where the hub says nothing; `accent` is, where links and buttons keep their colours."""

    name: str
    strapline: str = ""
    mail: str = ""
    phone: str = ""
    address: str = ""
    opening: str = ""
    brand: str = OWN_BRAND
    accent: str = ""

    @property
    def has_contact(self) -> bool:
        return bool(self.mail or self.phone or self.address or self.opening)

    @property
    def has_own_colours(self) -> bool:
        return self.brand != OWN_BRAND or bool(self.accent)


def read_identity(value: Any, own_name: str) -> Identity:
    """From a version's value, or from None. What a version does not say is as the hub comes."""
    names = {field.name for field in fields(Identity)}
    return Identity(**{"name": own_name} | {key: text for key, text in (value or {}).items() if key in names})


def identity_value(identity: Identity) -> dict[str, str]:
    return asdict(identity)
