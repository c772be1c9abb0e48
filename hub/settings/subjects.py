"""What a key of the settings is about: its name on pages, what it comes with, what its parts are called."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from flask import current_app

from hub.settings import identity, mails

CATEGORY = "category."
CATEGORY_LABELS = {
    "name": "Name",
    "help": "In one line",
    "under": "Stands under",
    "retired": "Not offered any more",
}


@dataclass(frozen=True, slots=True)
class Subject:
    """A setting for its history: `endpoint` and `values` lead to the page where it is set."""

    key: str
    heading: str
    endpoint: str
    labels: Mapping[str, str]
    own: Mapping[str, Any]
    values: Mapping[str, Any] = field(default_factory=dict)
    refills: bool = False
    """Whether an earlier version fills the form, to be looked at and saved, and is not put in place."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One part of a setting that two versions say differently; a side is empty where it says nothing."""

    label: str
    before: str
    after: str


def find_subject(key: str) -> Subject | None:
    """None for a key that is no setting of the hub, or one without versions to go back to."""
    if key == identity.KEY:
        own = identity.identity_value(identity.read_identity(None, current_app.config["HUB_NAME"]))
        return Subject(key, "Name, colours and contact", "settings.show_identity", identity.LABELS, own)
    kind = mails.BY_NAME.get(key.removeprefix(mails.START)) if key.startswith(mails.START) else None
    if kind is not None:
        text = mails.own_text(kind)
        own = {"subject": text.subject, "body": text.body}
        return Subject(key, text.subject, "settings.show_mail", mails.LABELS, own, {"name": kind.name})
    if key.startswith(CATEGORY):
        slug = key.removeprefix(CATEGORY)
        parts: dict[str, Any] = {**dict.fromkeys(CATEGORY_LABELS, ""), "retired": False}
        values = {"slug": slug}
        return Subject(
            key, f"category “{slug}”", "settings.show_category", CATEGORY_LABELS, parts, values, refills=True
        )
    return None


def differences(subject: Subject, before: Any, after: Any) -> list[Difference]:
    """Part by part, in the order of the page. None stands for what the hub comes with."""
    one, other = ({**subject.own, **(value or {})} for value in (before, after))
    return [
        Difference(label, _told(one[part]), _told(other[part]))
        for part, label in subject.labels.items()
        if one[part] != other[part]
    ]


def _told(value: Any) -> str:
    return {True: "Yes", False: "No"}[value] if isinstance(value, bool) else str(value)
