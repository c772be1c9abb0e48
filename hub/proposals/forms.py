"""What is sent about a proposal: by the adviser who makes it, and by the buyer who decides."""

from __future__ import annotations

import re
from typing import Any

from wtforms import Field, HiddenField, SelectMultipleField, StringField, TextAreaField, ValidationError
from wtforms.validators import InputRequired, Regexp

from hub.fields import OPTIONAL, AtMost, Enter, FormKeyField, strip, whole_number
from hub.forms import HubForm
from hub.privacy.erased_texts import firm_name
from hub.proposals.drafting import MOST_FIRMS, Wanted
from hub.proposals.models import Proposal

CHARACTERS = 2000
ACT = re.compile(r"(?P<act>save|propose|remove)(?:-(?P<entry>[0-9a-z]{1,12}))?")


class StartForm(HubForm):
    """A button whose form, sent twice, is one proposal."""

    form_key = FormKeyField()


class AddForm(HubForm):
    """Ticked firms, of the ranking or found by name."""

    supplier = SelectMultipleField("Firms to add", choices=[], validate_choice=False)

    def validate_supplier(self, field: Field) -> None:
        if not field.data:
            raise ValidationError("Tick at least one firm")


class DraftForm(HubForm):
    """A draft's introduction, order and reasons. Each entry adds `position-<id>` and `reason-<id>`."""

    version = HiddenField(validators=[InputRequired(), Regexp(r"\d{1,9}\Z")])
    act = HiddenField(default="save", validators=[Regexp(ACT.pattern + r"\Z")])
    introduction = TextAreaField(
        f"A word to the buyer{OPTIONAL}", [AtMost(CHARACTERS, "The word to the buyer")], filters=[strip]
    )
    entries: tuple[str, ...] = ()

    @property
    def proposes(self) -> bool:
        return self.act.data == "propose"

    def is_stale(self, proposal: Proposal) -> bool:
        """Whether this was sent from a page that showed another version."""
        return self.version.data != str(proposal.version)

    def says(self, proposal: Proposal) -> bool:
        """Whether the draft holds what this asks for: the same form was sent a moment ago."""
        wanted = self.wanted()
        held = {entry.public_id: entry for entry in proposal.entries}
        return (
            proposal.introduction == wanted.introduction
            and wanted.remove not in held
            and all(wanted.positions[each] == held[each].position for each in held)
            and all(wanted.reasons[each] == held[each].reason for each in held)
        )

    def lacks(self) -> bool:
        """Tell what is missing before it can be proposed; whether anything is."""
        if not self.entries:
            self.form_errors = ["Add at least one firm"]
        for each in self.entries:
            reason = self[f"reason-{each}"]
            if not reason.data:
                reason.errors = [f"Enter {reason.label.text[:1].lower()}{reason.label.text[1:]}"]
        return bool(self.errors)

    def wanted(self) -> Wanted:
        act = ACT.fullmatch(self.act.data or "save")
        return Wanted(
            introduction=self.introduction.data or "",
            positions={each: int(re.sub(r"\D", "", self[f"position-{each}"].data)) for each in self.entries},
            reasons={each: self[f"reason-{each}"].data or "" for each in self.entries},
            remove=act["entry"] if act and act["act"] == "remove" else None,
        )


def draft_form(proposal: Proposal, **options: Any) -> DraftForm:
    """The form for this draft as it stands now."""
    fields: dict[str, Any] = {"entries": tuple(entry.public_id for entry in proposal.entries)}
    values: dict[str, Any] = {"version": str(proposal.version), "introduction": proposal.introduction}
    for entry in proposal.entries:
        name = firm_name(entry.supplier_name)
        position, reason = f"Position of {name}", f"Why you propose {name}"
        fields[f"position-{entry.public_id}"] = StringField(
            position,
            [Enter(f"a position for {name}"), whole_number(position, 1, MOST_FIRMS)],
            filters=[strip],
        )
        fields[f"reason-{entry.public_id}"] = TextAreaField(
            reason, [AtMost(CHARACTERS, reason)], filters=[strip]
        )
        values[f"position-{entry.public_id}"] = str(entry.position)
        values[f"reason-{entry.public_id}"] = entry.reason
    form: DraftForm = type("ThisDraftForm", (DraftForm,), fields)(data=values, **options)
    return form


class KeepForm(HubForm):
    """The firms of a proposal that the buyer keeps, by public id of their entries."""

    keep = SelectMultipleField("Firms to keep", choices=[], validate_choice=False)

    def validate_keep(self, field: Field) -> None:
        if not field.data:
            raise ValidationError("Keep at least one firm, or decline the proposal")


class DeclineForm(HubForm):
    """Why a proposal is declined."""

    answer = TextAreaField(
        "Why do you decline it?",
        [Enter("why you decline it"), AtMost(CHARACTERS, "Why you decline it")],
        filters=[strip],
    )
