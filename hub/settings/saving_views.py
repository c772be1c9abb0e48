"""How every page of a setting saves: a new version, or the form again beside what somebody else saved."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from hub.accounts.actors import current_actor
from hub.administration.queries import names_of
from hub.database import session
from hub.settings.forms import SettingForm
from hub.settings.saving import ChangedMeanwhileError, save_setting
from hub.settings.subjects import Subject, differences

Answer = Response | str | tuple[str, int]
SAVED = "Saved. It counts from now on."
STANDS_ALREADY = "Nothing differs from what counts already."


@dataclass(frozen=True, slots=True)
class FormPage:
    """The page of a setting's form."""

    template: str
    values: Mapping[str, Any]

    def render(self, **more: Any) -> str:
        return render_template(self.template, **self.values, **more)


def save(form: SettingForm, subject: Subject, value: Any, page: FormPage) -> Answer:
    """Save, commit and go back to the setting; where somebody was quicker, theirs beside the form."""
    try:
        saved = save_setting(
            session, subject.key, value, current_actor(), seen=form.seen_number, why=form.why.data or ""
        )
    except ChangedMeanwhileError as error:
        return beside_theirs(form, subject, value, error, page)
    session.commit()
    flash(SAVED if saved else STANDS_ALREADY)
    return redirect(url_for(subject.endpoint, **subject.values), 303)


def beside_theirs(
    form: SettingForm, subject: Subject, value: Any, error: ChangedMeanwhileError, page: FormPage
) -> Answer:
    """The form again, beside what somebody else saved after it was opened; saving again is then meant."""
    session.rollback()
    theirs = error.newest
    form.seen.data = str(theirs.number)
    meanwhile = {
        "version": theirs,
        "who": names_of(session, {theirs.set_by_id}).get(theirs.set_by_id, ""),
        "differences": differences(subject, theirs.value, value),
    }
    return page.render(meanwhile=meanwhile), 409
