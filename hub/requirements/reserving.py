"""What is told of who may supply: beside each line of the form, and on record when it is saved."""

from __future__ import annotations

from collections.abc import Mapping

from hub.formatters import format_day
from hub.requirements.filters import FILTERS, reservation_of
from hub.requirements.models import Requirement
from hub.rules.buying import Rule
from hub.rules.cases import Case
from hub.rules.reservations import Judged, judge

VERDICTS = {
    "allowed": "Allowed",
    "not allowed": "Not allowed",
    "not told": "Not told by the rules held",
}


def tell_judged(case: Case, judged: Judged) -> str:
    """The verdict in words with its sources, to be kept as it was told that day."""
    sources = "; ".join(name_source(rule) for rule in judged.rules)
    told = f"{VERDICTS[judged.verdict]} on {format_day(case.on)}. {judged.words}"
    return f"{told} Source: {sources}." if sources else told


def name_source(rule: Rule) -> str:
    return f"{rule.source.words}, as at {format_day(rule.source.as_at)}"


def judge_filters(case: Case) -> dict[str, Judged]:
    """By filter, what the rules say of it alone."""
    return {name: judge(case, reservation_of([name], 1)) for name in FILTERS}


def filter_hints(judged: Mapping[str, Judged]) -> dict[str, str]:
    """By filter, what it does, and what the rules say of it alone, the rule that decides named."""
    hints = {}
    for name, each in judged.items():
        rules = (
            f" ({each.rules[0].name}, as at {format_day(each.rules[0].source.as_at)})" if each.rules else ""
        )
        told = f"Alone: {VERDICTS[each.verdict].lower()}{rules}."
        hints[name] = " ".join(filter(None, (FILTERS[name].hint, told, _why(each))))
    return hints


def _why(judged: Judged) -> str:
    return "" if judged.is_allowed else judged.words


def county_hints(requirement: Requirement) -> dict[str, str]:
    """The counties that the hub holds as bordering that of the requirement's place, by name."""
    county = requirement.place.county if requirement.place else None
    return (
        {each.name: f"Borders {county.name}, as the hub holds it" for each in county.neighbours}
        if county
        else {}
    )
