"""What a supplier's figures come to, as pages tell it: the answers and the rules they follow from."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.orm import Session

from hub.facts.models import SizeStatement
from hub.facts.queries import find_statement
from hub.facts.sizing import Sizes
from hub.facts.stating_size import sizes_of
from hub.rules.held import SizeRule, size_rule
from hub.suppliers.models import Supplier

VCSE_WORDS = {
    "": "No",
    "charity": "Yes, a charity",
    "community interest company": "Yes, a community interest company",
    "reinvests": "Yes, it mainly reinvests its surpluses in its aims",
}


@dataclass(frozen=True, slots=True)
class ToldSize:
    """The figures themselves stay with the statement: a page shows what follows from them."""

    statement: SizeStatement
    sizes: Sizes
    uk: SizeRule
    ec: SizeRule

    @property
    def vcse(self) -> str:
        return VCSE_WORDS[self.statement.vcse]


def told_size(session: Session, supplier: Supplier) -> ToldSize | None:
    """None where nothing was stated. One statement."""
    statement = find_statement(session, supplier)
    if statement is None:
        return None
    return ToldSize(statement, sizes_of(statement), size_rule("uk"), size_rule("ec"))
