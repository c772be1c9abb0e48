"""Another value or another day, to see what the rules would say: its answers stand in the address."""

from __future__ import annotations

from datetime import date
from typing import Any

from hub.fields import DayField
from hub.forms import HubForm
from hub.requirements.models import Requirement
from hub.requirements.reservation_fields import buying_field, read_pounds, value_field
from hub.rules.cases import Case


class CaseForm(HubForm):
    """What the rules go by beside the kind of organisation."""

    class Meta:
        csrf = False

    value = value_field()
    buying = buying_field()
    on = DayField("Day the procurement begins", required=True)

    def case(self, kind: str, today: date) -> Case:
        """That of the answers, once they are checked."""
        return Case(kind, read_pounds(self.value.data), self.buying.data, self.on.data or today)


def case_of(requirement: Requirement, on: date) -> Case:
    """The case of a requirement whose procurement begins that day."""
    return Case(requirement.organisation.body, requirement.estimated_value, requirement.buying, on)


def first_answers(case: Case) -> dict[str, Any]:
    value = "" if case.value is None else f"{case.value:,.0f}"
    return {"value": value, "buying": case.buying, "on": case.on}
