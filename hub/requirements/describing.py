"""Describing a need: its words make a draft, with the must and should lines that stand in them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from sqlalchemy import Select, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from hub.categories.models import Category
from hub.places.models import Place
from hub.places.postcodes import normalise_postcode
from hub.places.queries import find_place
from hub.requirements.models import Criterion, Requirement
from matching.mentions import read_day, read_postcodes
from matching.sentences import Source, read_lines, sources_of
from matching.words import WEAK, stems, tokens

LONGEST_LINE = 2_000
MOST_LINES = 50
MOST_POSTCODES = 5
"""Postcodes of a text that are looked up."""


def describe_requirement(
    session: Session,
    *,
    organisation_id: int,
    user_id: int | None,
    title: str,
    description: str,
    form_key: str,
    today: date,
) -> Requirement:
    """Add a draft with the lines, the day and the place that its words say, and return it.

    The same form sent twice, by its key, is the draft it made the first time. A form that was sent, gone back
    to and sent with other words is another requirement.
    """
    key: str | None = f"{organisation_id}-{form_key}"[:40]
    known = session.scalar(_with_key(key))
    if known is not None:
        if (known.title, known.description) == (title, description):
            return known
        key = None
    day = read_day(_words(title, description), today)
    place, postcode = _read_place(session, _words(title, description))
    draft = Requirement(
        organisation_id=organisation_id,
        created_by_id=user_id,
        state="draft",
        title=title,
        description=description,
        needed_on=day.day if day else None,
        place=place,
        postcode=postcode,
        form_key=key,
        criteria=_found_lines(description),
    )
    try:
        with session.begin_nested():
            session.add(draft)
    except IntegrityError:
        # The form was sent a second time while the first was being saved.
        return session.scalars(_with_key(key)).one()
    return draft


def told_in_words(requirement: Requirement) -> dict[str, str]:
    """By field of a draft, the words that its day and its place were read from; none that stand no more."""
    if requirement.state != "draft":
        return {}
    words, found = _words(requirement.title, requirement.description), {}
    day = read_day(words, requirement.created_at.date())
    if day is not None and day.day == requirement.needed_on:
        found["needed_on"] = day.words
    written = {normalise_postcode(each): each for each in read_postcodes(words)}
    if requirement.postcode in written:
        found["postcode"] = written[requirement.postcode]
    return found


def told_lines(description: str, texts: Sequence[str]) -> list[Source | None]:
    """By line, the sentence of the description that it was read from; None for one that stands nowhere."""
    return list(sources_of(description, texts))


def told_categories(words: str, categories: Iterable[Category]) -> dict[str, list[str]]:
    """By slug, the words of the text that stand in the name or the help of a category too, as written."""
    written: dict[str, str] = {}
    for token in tokens(words):
        written.setdefault(token.stem, words[token.start : token.end])
    return {each.slug: [written[stem] for stem in _tells(each) if stem in written] for each in categories}


def _tells(category: Category) -> list[str]:
    """The stems of what a category is called and described by, each once, without words of procurement."""
    return [stem for stem in dict.fromkeys(stems(f"{category.name} {category.help}")) if stem not in WEAK]


def _words(title: str, description: str) -> str:
    return f"{title}\n{description}"


def _read_place(session: Session, words: str) -> tuple[Place | None, str]:
    """The first place that the words name by a whole postcode which the hub knows, and that postcode."""
    for written in read_postcodes(words)[:MOST_POSTCODES]:
        place = find_place(session, written)
        if place is not None:
            return place, normalise_postcode(written) or ""
    return None, ""


def _with_key(key: str | None) -> Select[Requirement]:
    return select(Requirement).where(Requirement.form_key == key)


def _found_lines(description: str) -> list[Criterion]:
    found = read_lines(description)[:MOST_LINES]
    return [
        Criterion(position=at, importance=line.importance, text=_shortened(line.text))
        for at, line in enumerate(found)
    ]


def _shortened(text: str) -> str:
    """A line that is too long for its box loses its end, at a word."""
    if len(text) <= LONGEST_LINE:
        return text
    return text[:LONGEST_LINE].rpartition(" ")[0] or text[:LONGEST_LINE]
