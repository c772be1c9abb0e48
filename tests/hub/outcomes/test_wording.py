"""Advice in words: it says “if”, names what proves it, and says where it would have led."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest

from hub.formatters import format_ordinal
from hub.outcomes.answering import tally_of
from hub.outcomes.models import Closing, Outcome
from hub.outcomes.wording import tell_outcome, tell_result, tell_steps
from hub.suppliers.models import Capability, Supplier
from matching import Match, Verdict

ALL = ["body", "number", "expires_on"]
CLOSING = Closing(considered=1240, left_out=3, judged_on=date(2026, 5, 3), worked_out_at=datetime(2026, 5, 3))
SUPPLIER = Supplier(capabilities=[Capability(public_id="c", title="Drain jetting")])


def fact(name: str, value: Any, why: str, fields: list[str]) -> dict[str, Any]:
    return {"kind": "fact", "name": name, "value": value, "why": why, "fields": fields, "until": "2026-05-03"}


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (
            fact("iso_27001", True, "state", ALL),
            "If you hold an ISO 27001 certificate: state it, with who certified it, its number and its last "
            "day, 3 May 2026 or later.",
        ),
        (
            fact("cyber_essentials", "cyber_essentials", "state", ["value", *ALL]),
            "If you hold Cyber Essentials: state it, with who certified it, its number and its last day, "
            "3 May 2026 or later.",
        ),
        (
            fact("cyber_essentials", "cyber_essentials_plus", "raise", ["value", *ALL]),
            "If you come to hold Cyber Essentials Plus: state that instead, with who certified it, its "
            "number and its last day, 3 May 2026 or later.",
        ),
        (
            fact("public_liability", 5_000_000, "state", ["value", *ALL]),
            "If your public liability insurance covers £5,000,000 or more: state it, with the insurer, the "
            "policy number and its last day, 3 May 2026 or later.",
        ),
        (
            fact("professional_indemnity", 1e6, "raise", ["value", *ALL]),
            "If you come to raise your professional indemnity insurance to £1,000,000 or more: state that "
            "instead, with the insurer, the policy number and its last day, 3 May 2026 or later.",
        ),
        (
            fact("iso_9001", True, "renew", ["expires_on"]),
            "Your ISO 9001 certificate had run out. If it is renewed: state that, with its last day, "
            "3 May 2026 or later.",
        ),
        (fact("no_longer_asked", True, "state", ALL), "A fact that the hub no longer asks for."),
        (
            {"kind": "category", "capability": "c", "category": "drains"},
            "If it belongs there, put “Drain jetting” under a category that was asked for: its words read "
            "like that category. Its words stay as they are.",
        ),
        (
            {"kind": "publish", "capability": "c"},
            "If you do it, publish “Drain jetting”, which buyers did not see.",
        ),
        ({"kind": "publish", "capability": "gone"}, "A capability that has been removed since."),
    ],
)
def test_a_change_is_told_with_what_proves_it(change: dict[str, Any], words: str) -> None:
    (step,) = tell_steps(Outcome(advice={"changes": [change]}), SUPPLIER)
    assert step.words == words


def test_without_advice_there_is_nothing_to_do() -> None:
    assert tell_steps(Outcome(advice=None), SUPPLIER) == []


@pytest.mark.parametrize(
    ("outcome", "closing", "words"),
    [
        (Outcome(position=12, band=3), CLOSING, "12th of 1,240, band 3"),
        (Outcome(gates=[{"criterion": "a", "reason": ""}]), CLOSING, "Left out by a must"),
        (Outcome(gates=[{"criterion": each} for each in "ab"]), CLOSING, "Left out by 2 musts"),
        (Outcome(gates=[]), CLOSING, "Not ranked: nothing in your profile spoke for it"),
        (None, CLOSING, "Your business did not stand in these categories when it closed"),
        (None, None, "Being worked out"),
    ],
)
def test_an_outcome_is_told_in_a_few_words(
    outcome: Outcome | None, closing: Closing | None, words: str
) -> None:
    assert tell_outcome(outcome, closing) == words


@pytest.mark.parametrize(
    ("outcome", "was"),
    [
        (Outcome(position=12, band=3, gates=[]), "instead of 12th, in band 3."),
        (Outcome(gates=[{"criterion": "a"}]), "instead of left out."),
        (Outcome(gates=[]), "instead of not ranked."),
    ],
)
def test_the_result_is_told_beside_what_was(outcome: Outcome, was: str) -> None:
    outcome.advice = {"changes": [], "position": 4, "band": 1, "considered": 240}
    assert tell_result(outcome) == f"You would have been 4th of 240, in band 1, {was}"


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (1, "1st"),
        (2, "2nd"),
        (3, "3rd"),
        (4, "4th"),
        (11, "11th"),
        (12, "12th"),
        (21, "21st"),
        (1113, "1,113th"),
    ],
)
def test_a_rank_reads_as_people_say_it(number: int, words: str) -> None:
    assert format_ordinal(number) == words


def match(*verdicts: tuple[str, str]) -> Match:
    told = tuple(Verdict(str(at), "", *each, 0.0, 0.0) for at, each in enumerate(verdicts))  # type: ignore[arg-type]
    return Match("a", 0.0, 0, told)


@pytest.mark.parametrize(
    ("verdicts", "words"),
    [
        (
            [("need", "met"), ("must", "met"), ("must", "met"), ("must", "not stated")],
            "2 of 3 musts met, 1 not stated",
        ),
        (
            [("must", "not met"), ("should", "partly")],
            "0 of 1 must met, 1 not met. 0 of 1 should met, 1 partly",
        ),
        ([("need", "partly")], "What is needed: partly"),
    ],
)
def test_the_answers_are_counted_in_a_sentence(verdicts: list[tuple[str, str]], words: str) -> None:
    assert tally_of(match(*verdicts)) == words
