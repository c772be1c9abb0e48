"""`flask --app hub rank "WORDS"`: the ranking of the search page, in plain text."""

from __future__ import annotations

from collections.abc import Iterator

import click
from flask.cli import with_appcontext

from hub.categories.models import Category
from hub.categories.queries import categories_by_slug
from hub.database import open_session
from hub.matches.cards import Card, Proof, card_of
from hub.matches.finding import Found, find_by_words
from hub.matches.forms import LONGEST_WORDS
from hub.matches.pages import ties
from matching import Reading


@click.command("rank")
@click.argument("words")
@click.option(
    "--limit", default=10, show_default=True, type=click.IntRange(1, 100), help="Suppliers to show."
)
@with_appcontext
def rank_command(words: str, limit: int) -> None:
    """Rank the suppliers against WORDS and quote the evidence. Nothing is recorded or changed."""
    words = _checked(words)
    with open_session(writes=False) as session:
        found = find_by_words(session, words, limit)
        names = {slug: _called(category) for slug, category in categories_by_slug(session).items()}
        for line in (*ranked_lines(found, limit), *reading_lines(found.ranking.reading, names)):
            click.echo(line)


def _called(category: Category) -> str:
    """Two categories may have one name: the heading above tells them apart."""
    return f"{category.name} in {category.parent.name}" if category.parent else category.name


def _checked(words: str) -> str:
    """The words, readable and of a length that is read. Raises ClickException: exit code 1."""
    try:
        words.encode()
    except UnicodeEncodeError:
        raise click.ClickException("The words are not readable as UTF-8. Give them as UTF-8 text.") from None
    words = words.strip()
    if not words:
        raise click.ClickException('Enter what you need, for example: rank "clear blocked drains"')
    if len(words) > LONGEST_WORDS:
        raise click.ClickException(
            f"The words must be {LONGEST_WORDS:,} characters or fewer, not {len(words):,}."
        )
    return words


def ranked_lines(found: Found, limit: int) -> Iterator[str]:
    ranking, tied = found.ranking, ties(found)
    shown = ranking.matches[:limit]
    yield (
        f"{ranking.considered} suppliers whose words or category are like it; the best {len(shown)}:"
        if shown
        else "No supplier’s words agree with these."
    )
    for position, match in enumerate(shown, start=1):
        card = card_of(match, found.contracts)
        yield ""
        name = found.suppliers[match.profile].name
        yield f"{position}. {name}  {card.score}{_tie(tied[match.profile])}"
        yield from _card_lines(card)


def _tie(names: list[str]) -> str:
    if not names:
        return ""
    return f"  (tied with {names[0]}{f' and {len(names) - 1} more' if names[1:] else ''})"


def _card_lines(card: Card) -> Iterator[str]:
    for line in card.lines:
        yield f"   {line.verdict}: {line.importance}, {line.points} of {line.most} points. {line.reason}"
        for proof in line.proofs:
            yield from _proof_lines(proof)


def _proof_lines(proof: Proof) -> Iterator[str]:
    about = ": ".join(part for part in (proof.source, proof.title) if part)
    yield f"   +{proof.points}  {about}{f' ({proof.about})' if proof.about else ''}"
    if proof.parts:
        quote = "".join(f"[{text}]" if marked else text for text, marked in proof.parts)
        yield f"         “{' '.join(quote.split())}”"


def reading_lines(reading: Reading, names: dict[str, str]) -> Iterator[str]:
    """How the words were read."""
    yield ""
    for each in reading.corrections:
        yield f"Read “{each.written}” as “{each.read_as}”: no supplier writes it so."
    for widening in reading.widenings:
        yield f"For “{widening.phrase}” also looked for “{'”, “'.join(widening.also)}”, counting for less."
    if reading.ignored:
        yield f"No supplier uses: {', '.join(reading.ignored)}."
    if reading.passed_over:
        yield f"The text is long: {reading.passed_over} of its words were not looked up, others say more."
    for proposal in reading.proposals:
        if proposal.category in names:
            yield f"Perhaps in the category {names[proposal.category]} ({proposal.confidence:.0%} sure)."
