"""Addresses from patterns are those that Flask builds."""

from __future__ import annotations

import pytest
from flask import Flask, url_for
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.routing import BuildError, Rule

from hub.addresses import address_of

NAMES = st.sampled_from(("filename", "public_id", "page", "kind", "_anchor", "of"))
WORDS = st.text(st.sampled_from("ab-_.0Z gapé/&=#?%"), max_size=8) | st.sampled_from(("gap0pag", "gap1pag"))


def rules(app: Flask) -> list[Rule]:
    return [rule for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ())]


def told(endpoint: str, values: dict[str, object], *, by: object) -> str:
    try:
        return str(by(endpoint, **values))  # type: ignore[operator]
    except (BuildError, TypeError, ValueError) as error:
        return type(error).__name__


def test_the_address_of_every_route_is_flasks_own(migrated_app: Flask) -> None:
    with migrated_app.test_request_context("/"):
        for rule in rules(migrated_app):
            for word in ("k4q7", "csv", "2026-12", "two words", "5", 5):
                values: dict[str, object] = dict.fromkeys(rule.arguments, word)
                for _ in range(2):
                    assert told(rule.endpoint, values, by=address_of) == told(
                        rule.endpoint, values, by=url_for
                    )


@given(st.dictionaries(NAMES, WORDS | st.none() | st.integers(0, 9), max_size=4))
def test_values_of_any_kind_stand_where_flask_puts_them(
    migrated_app: Flask, values: dict[str, object]
) -> None:
    with migrated_app.test_request_context("/"):
        for endpoint in ("static", "queue.show", "queue.today"):
            assert told(endpoint, values, by=address_of) == told(endpoint, values, by=url_for)


def test_each_address_is_below_where_the_site_is_mounted(migrated_app: Flask) -> None:
    for root in ("", "/hub", ""):
        with migrated_app.test_request_context("/", environ_overrides={"SCRIPT_NAME": root}):
            assert address_of("queue.show", public_id="k4q7") == f"{root}/advice/today/k4q7"


def test_an_endpoint_that_is_not_there_fails_each_time(migrated_app: Flask) -> None:
    with migrated_app.test_request_context("/"):
        for _ in range(2):
            with pytest.raises(BuildError):
                address_of("queue.nowhere", public_id="k4q7")
