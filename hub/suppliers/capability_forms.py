"""The form of one thing that a supplier does, with what proves it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from wtforms import Field, SelectField, ValidationError
from wtforms.fields import SelectChoice

from hub.facts.wording import state_fact
from hub.formatters import quote_start
from hub.suppliers import fields
from hub.suppliers.forms import ListedForm
from hub.suppliers.models import Capability, Contract, Fact

CONTRACT, FACT = "contract", "fact"


class CapabilityForm(ListedForm):
    """``contracts`` and ``facts`` are those of the supplier, to be named as proof."""

    title = fields.title_field("What you do, in a few words")
    description = fields.description_field("Describe it in your own words")
    features = fields.lines_field("Features (optional)", "Features")
    benefits = fields.lines_field("Benefits (optional)", "Benefits")
    category = fields.category_field("Category")
    proof = SelectField(
        "Proof (optional)", default="", invalid_choice_message="Select a proof from the list, or none"
    )
    proof_link = fields.website_field("Link to proof (optional)")

    def __init__(self, *, contracts: Iterable[Contract], facts: Iterable[Fact], **options: Any) -> None:
        super().__init__(**options)
        self.contracts = {f"{CONTRACT} {each.public_id}": each for each in contracts}
        self.facts = {f"{FACT} {each.name}": each for each in facts}
        self.proof.choices = [
            SelectChoice("", "No contract or certificate"),
            *(SelectChoice(key, _contract_words(each), optgroup="Contracts") for key, each in self._done()),
            *(
                SelectChoice(key, state_fact(each), optgroup="Certificates and other facts")
                for key, each in self.facts.items()
            ),
        ]

    def _done(self) -> Iterable[tuple[str, Contract]]:
        return self.contracts.items()

    @property
    def length_of_lines(self) -> int:  # type: ignore[override]
        return sum(map(len, (*self.features.data, *self.benefits.data)))

    def validate_category(self, field: Field) -> None:
        if not field.data:
            raise ValidationError("Select the category that fits best, or that none fits")

    @property
    def proved_by(self) -> dict[str, Any]:
        """The proof by the names of the capability's columns."""
        contract, fact = self.contracts.get(self.proof.data), self.facts.get(self.proof.data)
        return {
            "proof_contract": contract,
            "proof_fact": fact.name if fact else "",
            "proof_link": self.proof_link.data,
        }


def _contract_words(contract: Contract) -> str:
    words = quote_start(contract.title)
    return f"{words} for {contract.buyer_name}" if contract.buyer_name else words


def proof_of(capability: Capability) -> str:
    """What the form's list calls the capability's proof; empty for none."""
    if capability.proof_contract is not None:
        return f"{CONTRACT} {capability.proof_contract.public_id}"
    return f"{FACT} {capability.proof_fact}" if capability.proof_fact else ""
