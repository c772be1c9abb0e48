"""What a buyer sends: ticked suppliers, and what they make of a shortlist."""

from __future__ import annotations

import re
from collections.abc import Mapping
from hashlib import sha256
from typing import Any

from wtforms import HiddenField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import InputRequired, Regexp

from hub.fields import AtMost, Enter, strip, whole_number
from hub.forms import HubForm
from hub.privacy.erased_texts import firm_name
from hub.shortlists.arranging import Arrangement
from hub.shortlists.models import Shortlist, ShortlistEntry

REASON_CHARACTERS = 2000
ACT = re.compile(r"(?P<act>save|up|down|remove)(?:-(?P<rank>\d{1,6}))?")


class TickForm(HubForm):
    """Ticks on a recorded ranking. `form_key` makes one form one shortlist."""

    supplier = SelectMultipleField(choices=[], validate_choice=False)
    form_key = HiddenField(validators=[InputRequired(), Regexp(r"[0-9A-Za-z_-]{16,40}\Z")])


class ChooseForm(TickForm):
    """Ticks on a ranked page. `digest` names the ranking shown."""

    digest = HiddenField(validators=[InputRequired(), Regexp(r"[0-9a-f]{64}\Z")])


class ArrangementForm(HubForm):
    """A shortlist's order and reasons. Each entry adds `position-<rank>` and `reason-<rank>`.

    `seen-<rank>` is a mark of both as the page showed them, so that what a person left alone is told from
    what they changed.
    """

    version = HiddenField(validators=[InputRequired(), Regexp(r"\d{1,9}\Z")])
    act = HiddenField(default="save", validators=[Regexp(ACT.pattern + r"\Z")])
    ranks: tuple[int, ...] = ()

    def is_stale(self, shortlist: Shortlist) -> bool:
        """Whether this was sent from a page that showed another version."""
        return (self.version.data or "").isdecimal() and int(self.version.data) != shortlist.version

    def take_over(self, shortlist: Shortlist) -> None:
        """Stand on the shortlist as it is now: theirs wherever the sender changed nothing."""
        self.version.data = str(shortlist.version)
        for entry in shortlist.entries:
            position, reason = self[f"position-{entry.rank}"], self[f"reason-{entry.rank}"]
            seen = self[f"seen-{entry.rank}"]
            was_position, _, was_reason = (seen.data or "").partition(":")
            position.data = str(entry.position) if position.data == was_position else position.data
            reason.data = entry.reason if _mark(reason.data or "") == was_reason else reason.data
            seen.data = seen_mark(entry)

    def wanted(self) -> Arrangement:
        act = ACT.fullmatch(self.act.data or "save")
        return Arrangement(
            positions={rank: int(re.sub(r"\D", "", self[f"position-{rank}"].data)) for rank in self.ranks},
            reasons={rank: self[f"reason-{rank}"].data or "" for rank in self.ranks},
            act=act["act"] if act else "save",
            rank=int(act["rank"]) if act and act["rank"] else None,
        )


def arrangement_form(shortlist: Shortlist, **options: Any) -> ArrangementForm:
    """The form for this shortlist as it stands now."""
    fields: dict[str, Any] = {"ranks": tuple(entry.rank for entry in shortlist.entries)}
    last = len(shortlist.entries)
    for entry in shortlist.entries:
        name = firm_name(entry.supplier_name)
        position = f"Position of {name}"
        fields[f"position-{entry.rank}"] = StringField(
            position,
            [Enter(f"a position for {name}"), whole_number(position, 1, max(last, 1))],
            filters=[strip],
        )
        fields[f"reason-{entry.rank}"] = TextAreaField(
            f"Why {name} was chosen",
            [AtMost(REASON_CHARACTERS, f"Why {name} was chosen")],
            filters=[strip],
        )
        fields[f"seen-{entry.rank}"] = HiddenField()
    return type("ThisArrangementForm", (ArrangementForm,), fields)(data=_as_it_stands(shortlist), **options)


def _as_it_stands(shortlist: Shortlist) -> Mapping[str, Any]:
    values: dict[str, Any] = {"version": str(shortlist.version), "act": "save"}
    for entry in shortlist.entries:
        values[f"position-{entry.rank}"] = str(entry.position)
        values[f"reason-{entry.rank}"] = entry.reason
        values[f"seen-{entry.rank}"] = seen_mark(entry)
    return values


def seen_mark(entry: ShortlistEntry) -> str:
    return f"{entry.position}:{_mark(entry.reason)}"


def _mark(text: str) -> str:
    return sha256(text.encode()).hexdigest()[:16]
