"""Facts in words, and the order of their answers."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import pytest

from hub.facts.kinds import FACT_KINDS
from hub.facts.wording import describe_fact, has_lapsed
from hub.suppliers.models import Fact
from matching.gates import satisfies

NAMES = {
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


def test_the_hub_asks_for_these_facts() -> None:
    assert set(FACT_KINDS) == NAMES


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
    ],
)
def test_a_fact_reads_as_what_it_is_then_what_proves_it(fact: Fact, words: str) -> None:
    assert describe_fact(fact) == words


def test_each_answer_of_a_choice_meets_a_line_that_asks_for_the_one_before_it() -> None:
    for kind in FACT_KINDS.values():
        asked_for = [answer.value for answer in kind.choices if answer.value not in ("none", "other")]
        for weaker, stronger in pairwise(asked_for):
            assert satisfies(kind.name, weaker, stronger), (kind.name, weaker, stronger)
            assert not satisfies(kind.name, stronger, weaker), (kind.name, stronger, weaker)


def test_a_fact_lapses_the_day_after_its_last_day() -> None:
    fact = Fact(name="iso_9001", value=True, expires_on=date(2026, 3, 31))
    assert not has_lapsed(fact, date(2026, 3, 31))
    assert has_lapsed(fact, date(2026, 4, 1))
    assert not has_lapsed(Fact(name="iso_9001", value=True), date(2026, 4, 1))
