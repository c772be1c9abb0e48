"""Every change has words, and what has none never breaks a page."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask

from hub.audit.models import Event, Look
from hub.audit.wording import (
    CHANGES_NOTHING,
    LABELS,
    LONG,
    PHRASES,
    SOME_CHANGE,
    SOMEBODY,
    THINGS,
    tell_event,
    tell_look,
)
from hub.database import utc_now
from hub.models import Base

UNSAFE = {"POST", "PUT", "PATCH", "DELETE"}


def event(changes: list[dict[str, Any]] | None, **columns: Any) -> Event:
    columns = {"action": "suppliers.edit_profile", "actor_role": "owner"} | columns
    return Event(at=utc_now(), subjects=[["supplier", "one"]], changes=changes, **columns)


def tell(*changes: dict[str, Any], **columns: Any) -> list[tuple[str, list[tuple[str, str, str]], list[str]]]:
    told = tell_event(event(list(changes), **columns), "supplier", "one")
    return [
        (change.words, [(each.label, each.before, each.after) for each in change.differences], change.untold)
        for change in told.changes
    ]


def test_every_endpoint_that_can_change_something_has_words(migrated_app: Flask) -> None:
    rules = migrated_app.url_map.iter_rules()
    changing = {rule.endpoint for rule in rules if (rule.methods or set()) & UNSAFE}
    wordless = sorted(changing - set(PHRASES) - CHANGES_NOTHING)
    assert wordless == [], (
        f"Say in PHRASES of hub/audit/wording.py what each did, in the past tense, or name it in "
        f"CHANGES_NOTHING there: {', '.join(wordless)}"
    )


def test_words_are_for_endpoints_that_are_there(migrated_app: Flask) -> None:
    named = {name for name in PHRASES if "." in name} | CHANGES_NOTHING
    assert sorted(named - set(migrated_app.view_functions)) == []


def test_labels_are_for_columns_that_are_there() -> None:
    columns = {column.name for table in THINGS for column in Base.metadata.tables[table].columns}
    assert set(LABELS) <= columns


@pytest.mark.parametrize(
    ("role", "who"),
    [
        ("owner", "An owner"),
        ("adviser", "An adviser of the hub"),
        ("command", "A command of the operator"),
        ("nobody signed in", "Somebody who was not signed in"),
        ("astronaut", SOMEBODY),
    ],
)
def test_people_stand_by_role(role: str, who: str) -> None:
    assert tell_event(event([], actor_role=role), "supplier", "one").who == who


def test_what_has_no_words_gets_general_ones() -> None:
    told = tell_event(
        event([{"boiled": "egg"}, {"made": "rocket", "id": "x"}, {}], action="kitchen.boil"),
        "supplier",
        "one",
    )
    assert (told.what, told.changes) == (SOME_CHANGE, [])
    assert tell_look(Look(page="kitchen.boil", kind="egg")) == "looked at it"


def test_public_facts_are_told_before_and_after() -> None:
    row = {"changed": "supplier", "id": "one", "columns": {"size": ["micro", "small"], "name": ["A", "B"]}}
    assert tell(row) == [("Profile changed", [("Size", "Micro", "Small"), ("Name", "A", "B")], [])]


def test_what_is_not_public_is_told_by_name_alone() -> None:
    row = {
        "changed": "supplier",
        "id": "one",
        "columns": {"postcode": ["NN1 1AA", "NN1 9ZZ"], "name_key": ["a", "b"]},
        "names": ["contact_email"],
    }
    assert tell(row) == [("Profile changed", [], ["postcode", "contact email address"])]


def test_rows_of_other_tables_never_show_values() -> None:
    row = {"changed": "claim", "id": "two", "columns": {"state": ["asked", "lost"]}, "names": ["answer"]}
    assert tell(row, row) == [("2 claims changed", [], [])]
    assert tell({"changed": "membership", "id": 1, "columns": {"role": ["owner", "viewer"]}}) == []


def test_alike_rows_with_nothing_to_tell_are_counted() -> None:
    rows = [{"deleted": "contract", "id": str(number)} for number in range(3)]
    assert tell(*rows, {"deleted": "fact", "id": "x"}) == [
        ("3 contracts removed", [], []),
        ("Fact removed", [], []),
    ]


def test_of_an_event_about_many_only_the_rows_of_this_one_are_told() -> None:
    found = event(
        [
            {"made": "supplier", "id": "one", "columns": {"name": [None, "Mine"]}},
            {"made": "supplier", "id": "two", "columns": {"name": [None, "Theirs"]}},
            {"made": "contract", "rows": 302},
        ]
    )
    found.subjects = [["supplier", "one"], ["supplier", "two"]]
    told = tell_event(found, "supplier", "one")
    assert [each.differences[0].after for each in told.changes] == ["Mine"]


def test_what_an_erasure_took_is_said() -> None:
    told = tell_event(event(None), "supplier", "one")
    assert (told.erased, told.changes) == (True, [])


def test_long_texts_are_folded_away() -> None:
    long, short = "x" * (LONG + 1), "x" * LONG
    for text, folded in ((long, True), (short, False)):
        told = tell_event(
            event([{"made": "capability", "id": "c", "columns": {"title": [None, text]}}]), "supplier", "one"
        )
        assert told.changes[0].differences[0].is_long is folded
