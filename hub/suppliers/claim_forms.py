"""What a claimant says, and what the adviser answers."""

from __future__ import annotations

from wtforms import Field, ValidationError

from hub.fields import AtMost, Enter
from hub.forms import HubForm
from hub.suppliers import fields

PROOF_LENGTH = 2_000
NUMBERED = {
    "yes": "It has a company number",
    "none": "It has none: a sole trader, a charity or a school supplier, say",
}


class ClaimForm(HubForm):
    numbered = fields.one_of_field(
        "Does the business have a company number?", NUMBERED, "whether it has a company number"
    )
    company_number = fields.company_number_field("Company number (optional)")
    proof = fields.LongTextField(
        "How can the hub check that you speak for the business?",
        validators=[
            Enter("how the hub can check that you speak for the business"),
            AtMost(PROOF_LENGTH, "What you say"),
        ],
    )

    def validate_numbered(self, field: Field) -> None:
        given = bool(self.company_number.data)
        if field.data == "yes" and not given:
            raise ValidationError("Enter the company number, or select that it has none")
        if field.data == "none" and given:
            raise ValidationError("Leave the company number empty, or select that it has one")


class AnswerForm(HubForm):
    """The adviser's reason; the button pressed says which way it goes."""

    answer = fields.LongTextField(
        "Your reason",
        validators=[
            Enter("your reason, for the claimant to read"),
            AtMost(2_000, "Your reason"),
        ],
    )
