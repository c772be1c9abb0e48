"""Every table in one place, for whoever needs the whole of `Base.metadata`."""

from hub.accounts.models import Membership, Organisation, User
from hub.categories.models import Category
from hub.database import Base
from hub.matches.models import CatalogueChange, CatalogueVersion, Run
from hub.places.models import County, Place
from hub.requirements.models import Criterion, Requirement
from hub.shortlists.models import Shortlist, ShortlistEntry
from hub.suppliers.models import Capability, Contract, Fact, Registration, Removal, Supplier

__all__ = [
    "Base",
    "Capability",
    "CatalogueChange",
    "CatalogueVersion",
    "Category",
    "Contract",
    "County",
    "Criterion",
    "Fact",
    "Membership",
    "Organisation",
    "Place",
    "Registration",
    "Removal",
    "Requirement",
    "Run",
    "Shortlist",
    "ShortlistEntry",
    "Supplier",
    "User",
]
