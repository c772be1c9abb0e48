"""Facts in words, and the order of their answers."""

from __future__ import annotations

import json
import os
from datetime import date
from importlib import resources
from itertools import pairwise
from pathlib import Path

import pytest

from hub.categories.loading import own_categories
from hub.config import ROOT
from hub.facts.kinds import FACT_KINDS, GROUPS, in_groups
from hub.facts.wording import describe_fact, has_lapsed
from hub.requirements.facts import LINES, askable_answers
from hub.suppliers.models import Fact
from matching.gates import LESS_IS_BETTER, satisfies

CRITERIA = Path(os.environ.get("HUB_SHARED_DATA", ROOT / ".." / "shared")) / "facts" / "criteria.json"

CLOUD = ("cloud-hosting", "cloud-software", "cloud-support")
OF_OLD = {
    "iso_9001",
    "iso_14001",
    "iso_27001",
    "cyber_essentials",
    "clearance",
    "data_location",
    "support_hours",
    "professional_indemnity",
    "public_liability",
    "employers_liability",
}
"""Names that profiles and requirements hold already: they never change."""


def test_the_facts_of_old_keep_their_names() -> None:
    assert set(FACT_KINDS) >= OF_OLD


def test_a_cleaner_is_asked_for_general_facts_and_a_host_for_those_of_hosting() -> None:
    cleaner = {kind.name for kind in FACT_KINDS.values() if kind.matters({"facilities-and-cleaning"})}
    host = {kind.name for kind in FACT_KINDS.values() if kind.matters({"cloud-hosting"})}
    assert {"iso_9001", "cyber_essentials", "public_liability", "serves", "price_guide"} <= cleaner & host
    assert {"scaling", "data_location", "user_authentication"} <= host - cleaner
    assert "planning_service" not in cleaner | host


def test_what_a_fact_matters_in_is_a_heading_of_the_list() -> None:
    slugs = {row.slug for row in own_categories()}
    assert all(kind.matters_in <= slugs for kind in FACT_KINDS.values())
    assert all(
        any(kind.matters({lot}) and not kind.is_general for kind in FACT_KINDS.values()) for lot in CLOUD
    )


def test_every_kind_says_what_it_asks_and_how_it_reads() -> None:
    for kind in FACT_KINDS.values():
        assert kind.label, kind.name
        assert kind.hint.endswith("."), kind.name
        assert kind.group in GROUPS, kind.name
        assert len({answer.value for answer in kind.choices}) == len(kind.choices), kind.name
        assert bool(kind.choices) == (kind.kind in ("choice", "many")), kind.name
        if kind.kind in ("many", "number"):
            assert "{" in kind.words, kind.name
        if kind.kind == "yes_no":
            assert kind.yes != kind.no, kind.name
        if kind.asked and kind.kind != "area":
            assert kind.kind in LINES, kind.name


def test_numbers_of_which_less_is_better_are_those_the_matcher_knows() -> None:
    assert {kind.name for kind in FACT_KINDS.values() if kind.less_is_better} == LESS_IS_BETTER


def test_kinds_stand_under_their_headings_in_the_order_of_the_table() -> None:
    chosen = [FACT_KINDS[name] for name in ("scaling", "iso_9001", "public_liability", "backup")]
    assert {group: [kind.name for kind in kinds] for group, kinds in in_groups(chosen).items()} == {
        "Quality and environment": ["iso_9001"],
        "Insurance": ["public_liability"],
        "Resilience": ["backup", "scaling"],
    }


@pytest.mark.skipif(not CRITERIA.exists(), reason="no criteria beside this checkout (HUB_SHARED_DATA)")
def test_every_fact_of_the_published_questions_is_asked_once() -> None:
    published = {row["id"] for row in json.loads(CRITERIA.read_text())["criteria"]}
    table = json.loads(resources.files("hub.facts").joinpath("kinds.json").read_text())
    assert {name for row in table["kinds"] for name in row["from"]} == published


@pytest.mark.parametrize(
    ("fact", "words"),
    [
        (Fact(name="iso_9001", value=True), "ISO 9001 certificate"),
        (
            Fact(name="iso_9001", value=True, body="BSI", number="FS 1", expires_on=date(2027, 3, 31)),
            "ISO 9001 certificate (from BSI, number FS 1, in date until 31 March 2027)",
        ),
        (Fact(name="cyber_essentials", value="cyber_essentials_plus"), "Cyber Essentials Plus"),
        (Fact(name="cyber_essentials", value="none"), "No Cyber Essentials certificate"),
        (Fact(name="clearance", value="sc"), "Staff cleared to SC"),
        (Fact(name="data_location", value="uk"), "Data kept in the UK only"),
        (Fact(name="support_hours", value="24_7"), "Support 24 hours a day, 7 days a week"),
        (Fact(name="public_liability", value=5e6), "Public liability insurance of £5,000,000"),
        (Fact(name="public_liability", value=2500.5), "Public liability insurance of £2,500.50"),
        (Fact(name="a_fact_of_old", value=3), "A fact of old"),
        (
            Fact(
                name="iso_22301",
                value=True,
                issued_on=date(2026, 4, 1),
                expires_on=date(2029, 3, 31),
            ),
            "ISO 22301 certificate (issued on 1 April 2026, in date until 31 March 2029)",
        ),
        (Fact(name="backup", value=True), "Backup and recovery"),
        (Fact(name="backup", value=False), "No backup and recovery"),
        (
            Fact(name="email_support", value="yes_extra_cost"),
            "Email or online ticketing support at extra cost",
        ),
        (
            Fact(name="public_sector_networks", value=["hscn", "psn"]),
            "Connected to the Public Services Network and the Health and Social Care Network",
        ),
        (Fact(name="availability", value=99.95), "Guaranteed availability of 99.95 per cent a month"),
        (Fact(name="response_time", value=1.0), "First response within 1 hour"),
        (Fact(name="response_time", value=0.5), "First response within 0.5 hours"),
        (
            Fact(name="price_guide", value={"from": 450.0, "to": 650.0, "per": "day", "covers": "travel"}),
            "£450 to £650 a day: travel",
        ),
        (
            Fact(name="price_guide", value={"from": 12.5, "per": "user", "covers": ""}),
            "From £12.50 a user a month",
        ),
        (
            Fact(name="price_guide", value={"from": 90.0, "to": 90.0, "per": "fixed", "covers": ""}),
            "£90 for the whole job",
        ),
        (
            Fact(name="serves", value={"anywhere": True, "remote": True}),
            "Works anywhere in the United Kingdom; works remotely",
        ),
        (
            Fact(name="serves", value={"within_km": 40, "regions": ["Wales"], "counties": ["Kent"]}),
            "Works within 40 km of its place; works in Wales and Kent",
        ),
        (Fact(name="social_value", value=["environment"]), "Commits itself to cutting carbon and waste"),
        (Fact(name="social_value_words", value="3 apprentices a year"), "3 apprentices a year"),
    ],
)
def test_a_fact_reads_as_what_it_is_then_what_proves_it(fact: Fact, words: str) -> None:
    assert describe_fact(fact) == words


def test_each_answer_of_a_choice_meets_a_line_that_asks_for_the_one_before_it() -> None:
    for kind in FACT_KINDS.values():
        if kind.kind != "choice" or not kind.ranked:
            continue
        asked_for = [value for value, _label in askable_answers(kind)]
        for weaker, stronger in pairwise(asked_for):
            assert satisfies(kind.name, weaker, stronger), (kind.name, weaker, stronger)
            assert not satisfies(kind.name, stronger, weaker), (kind.name, stronger, weaker)


def test_a_fact_lapses_the_day_after_its_last_day() -> None:
    fact = Fact(name="iso_9001", value=True, expires_on=date(2026, 3, 31))
    assert not has_lapsed(fact, date(2026, 3, 31))
    assert has_lapsed(fact, date(2026, 4, 1))
    assert not has_lapsed(Fact(name="iso_9001", value=True), date(2026, 4, 1))
