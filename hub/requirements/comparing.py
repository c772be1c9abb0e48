"""Two versions of a requirement held against each other, line by line and word by word."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from difflib import SequenceMatcher
from typing import Literal

from hub.formatters import format_day, format_pounds
from hub.requirements.contents import Content
from hub.requirements.filters import FILTERS
from hub.rules.kinds import BUYING

Kind = Literal["same", "added", "removed"]
WORD = re.compile(r"\w+|\s+|[^\w\s]")
MOST_PAIRS = 2_000_000
"""Words of one text times words of the other that are compared one by one; more are shown whole."""

AROUND = 120
"""Letters of an unchanged stretch that are shown beside a change."""

VISIBILITIES = {
    "private": "Private to your organisation",
    "public": "Public: the hub’s advisers and the businesses in its categories see it",
}


@dataclass(frozen=True, slots=True)
class Part:
    kind: Kind
    text: str


@dataclass(frozen=True, slots=True)
class Difference:
    """One answer that is not the same in both: its name, and its words with what came and went."""

    label: str
    parts: tuple[Part, ...]


def tell_answers(content: Content) -> dict[str, str]:
    """Every answer but the lines, in words, by its name; empty where nothing is given."""
    day, value = content["needed_on"], content["estimated_value"]
    return {
        "What you need": content["title"],
        "In your own words": content["description"],
        "Categories": ", ".join(name for name, _slug in content["categories"]),
        "Place": ", ".join(filter(None, (content["postcode"], content["place"]))),
        "Day the work starts": format_day(date.fromisoformat(day)) if day else "",
        "Estimated value": format_pounds(Decimal(value)) if value else "",
        "What is bought": BUYING[content["buying"]],
        "Who sees it": VISIBILITIES[content["visibility"]],
        "What the rules said of who may supply": content["reservation_told"],
        "What you checked yourselves": content["reservation_checked"],
        "The county is your own area": "You confirmed it" if content["own_area"] else "",
        "Words taken as written": ", ".join(content["keep_words"]),
    }


def tell_lines(content: Content) -> dict[str, str]:
    """The lines in words, in order, by what tells them apart from version to version."""
    return {line["fact"] or line["key"]: _tell_line(line) for line in content["lines"]}


def _tell_line(line: Content) -> str:
    weighs = line["weight"] != 1 and line["fact"] not in FILTERS
    return " ".join(
        filter(
            None,
            (
                f"{line['importance'].capitalize()}: {line['text']}",
                f"(weight {line['weight']:g})" if weighs else "",
                f"Because: {line['reason']}" if line["reason"] else "",
            ),
        )
    )


def compare(before: Content, after: Content) -> list[Difference]:
    """What is not the same: answers first, then lines, those of the later version in their order."""
    found = [*_told(tell_answers(before), tell_answers(after))]
    lines = tell_lines(before), tell_lines(after)
    found += [Difference("Line", each.parts) for each in _told(*lines)]
    kept = [[key for key in side if key in lines[0] and key in lines[1]] for side in lines]
    if kept[0] != kept[1]:
        found.append(Difference("Lines", (Part("same", "They stand in another order."),)))
    return found


def _told(before: dict[str, str], after: dict[str, str]) -> Iterator[Difference]:
    for name in dict.fromkeys([*after, *before]):
        one, other = before.get(name, ""), after.get(name, "")
        if one != other:
            yield Difference(name, tuple(_shortened(compare_texts(one, other))))


def compare_texts(before: str, after: str) -> list[Part]:
    """The words of both in one row: ``before`` without the added parts, ``after`` without the removed ones.

    >>> [(part.kind, part.text) for part in compare_texts("by night", "by day")]
    [('same', 'by '), ('removed', 'night'), ('added', 'day')]
    """
    one, other = WORD.findall(before), WORD.findall(after)
    if len(one) * len(other) > MOST_PAIRS:
        one, other = before.splitlines(keepends=True), after.splitlines(keepends=True)
    return list(_joined(_changes(one, other)))


def _changes(one: Sequence[str], other: Sequence[str]) -> Iterator[Part]:
    for tag, start, end, from_, to in SequenceMatcher(None, one, other, autojunk=False).get_opcodes():
        if tag == "equal":
            yield Part("same", "".join(one[start:end]))
            continue
        yield Part("removed", "".join(one[start:end]))
        yield Part("added", "".join(other[from_:to]))


def _joined(parts: Iterable[Part]) -> Iterator[Part]:
    """Without empty parts. Words that were replaced one after the other, with only a space between, are read
    as one change."""
    gone = came = ""
    for part in parts:
        if part.kind == "removed":
            gone += part.text
        elif part.kind == "added":
            came += part.text
        elif part.text.isspace() and gone and came:
            gone, came = gone + part.text, came + part.text
        else:
            yield from _both(gone, came)
            gone = came = ""
            yield part
    yield from _both(gone, came)


def _both(gone: str, came: str) -> Iterator[Part]:
    """A space at the end of both is no change."""
    shared = gone[len(gone.rstrip()) :] if gone[len(gone.rstrip()) :] == came[len(came.rstrip()) :] else ""
    cut = len(shared)
    for kind, text in (("removed", gone), ("added", came)):
        if text[: len(text) - cut]:
            yield Part(kind, text[: len(text) - cut])  # type: ignore[arg-type]
    if shared:
        yield Part("same", shared)


def _shortened(parts: Sequence[Part]) -> Iterator[Part]:
    """Long stretches that stayed the same are told by their ends, beside the changes."""
    for at, part in enumerate(parts):
        if part.kind != "same" or len(part.text) <= 2 * AROUND:
            yield part
            continue
        head = part.text[:AROUND] if at else ""
        tail = part.text[-AROUND:] if at < len(parts) - 1 else ""
        yield Part("same", f"{head} … {tail}".strip(" ") if head or tail else "…")
