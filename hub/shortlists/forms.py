"""What a buyer sends: ticked suppliers, and what they make of a shortlist."""

from __future__ import annotations

import re
from collections.abc import Mapping
from hashlib import sha256
from typing import Any

from wtforms import HiddenField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import InputRequired, Regexp

from hub.fields import OPTIONAL, AtMost, Enter, FormKeyField, choices, strip, whole_number
from hub.forms import HubForm
from hub.privacy.erased_texts import firm_name
from hub.shortlists.arranging import Arrangement
from hub.shortlists.cutting import Cut
from hub.shortlists.models import QUICK_REASONS, Shortlist, ShortlistEntry

REASON_CHARACTERS = 2000
USUAL = {"": "No reason given yet", **QUICK_REASONS}
ACT = re.compile(r"(?P<act>save|up|down|remove)(?:-(?P<rank>\d{1,6}))?")


class TickForm(HubForm):
    """Ticks on a recorded ranking. `form_key` makes one form one shortlist."""

    supplier = SelectMultipleField(choices=[], validate_choice=False)
    form_key = FormKeyField()


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


class AddForm(HubForm):
    """One more supplier of the ranking."""

    supplier = HiddenField(validators=[InputRequired()])


class KeyForm(HubForm):
    """A button whose form, sent twice, is one thing."""

    form_key = FormKeyField()


class FreezeForm(HubForm):
    """Why suppliers were passed over, and why few were chosen. Each of those passed over adds `quick-<rank>`
    and `words-<rank>`; `quick-all` is for those that have neither."""

    version = HiddenField(validators=[InputRequired(), Regexp(r"\d{1,9}\Z")])
    act = HiddenField(default="save", validators=[Regexp(r"(save|freeze)\Z")])
    few_reason = TextAreaField(
        "Why are fewer than three chosen?",
        [AtMost(REASON_CHARACTERS, "Why fewer than three are chosen")],
        filters=[strip],
    )
    quick_all = SelectField(
        "Why all those without a reason of their own were passed over", choices=choices(USUAL), default=""
    )
    ranks: tuple[int, ...] = ()

    def reasons(self) -> dict[int, tuple[str, str]]:
        """By rank the usual reason and the words."""
        found = {}
        for rank in self.ranks:
            quick, words = self[f"quick-{rank}"].data or "", self[f"words-{rank}"].data or ""
            found[rank] = (quick, words) if quick or words else (self.quick_all.data or "", "")
        return found

    def lacks(self, shortlist: Shortlist, cut: Cut) -> bool:
        """Tell, beside each field, what is missing before it can be frozen; whether anything is."""
        if cut.few and not self.few_reason.data:
            self.few_reason.errors = ["Enter why fewer than three are chosen"]
        for place in cut.passed_over:
            if not any(self.reasons()[place.rank]):
                name = firm_name(place.name)
                self[f"quick-{place.rank}"].errors = [
                    f"Select why {name} was passed over, or enter it in words"
                ]
        unsaid = [firm_name(entry.supplier_name) for entry in shortlist.entries if not entry.reason]
        if unsaid:
            self.form_errors = [f"Say on the page of the shortlist why you chose {name}" for name in unsaid]
        return bool(self.errors)


def freeze_form(shortlist: Shortlist, cut: Cut, **options: Any) -> FreezeForm:
    """The form for this shortlist and the cut it makes."""
    held = {each.rank: each for each in shortlist.passed_over}
    values: dict[str, Any] = {"version": str(shortlist.version), "few_reason": shortlist.few_reason}
    fields: dict[str, Any] = {"ranks": tuple(place.rank for place in cut.passed_over)}
    for place in cut.passed_over:
        name = firm_name(place.name)
        fields[f"quick-{place.rank}"] = SelectField(
            f"Why {name} was passed over", choices=choices(USUAL), default=""
        )
        fields[f"words-{place.rank}"] = TextAreaField(
            f"In your words: why {name} was passed over{OPTIONAL}",
            [AtMost(REASON_CHARACTERS, f"Why {name} was passed over")],
            filters=[strip],
        )
        if place.rank in held:
            values[f"quick-{place.rank}"] = held[place.rank].quick
            values[f"words-{place.rank}"] = held[place.rank].words
    form: FreezeForm = type("ThisFreezeForm", (FreezeForm,), fields)(data=values, **options)
    return form
