"""`flask --app hub rank "WORDS"`: the ranking of the search page, in plain text.

And `match-all`: every open requirement held against every supplier.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import click
from flask import current_app
from flask.cli import with_appcontext

from hub.categories.models import Category
from hub.categories.queries import categories_by_slug
from hub.database import open_session
from hub.matches.cards import Card, Proof, card_of
from hub.matches.clustering import ClusterError, open_cluster, order_there, shared_index
from hub.matches.finding import Found, find_by_words
from hub.matches.forms import LONGEST_WORDS
from hub.matches.indexing import Versions, current_index
from hub.matches.matching_all import (
    Ordering,
    due_requirements,
    forget_closed,
    order_here,
    read_batches,
    write_orders,
)
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


@click.command("match-all")
@click.option(
    "--cluster", metavar="ADDRESS", help="Share the work with a Dask cluster, such as tcp://host:8786."
)
@click.option(
    "--folder",
    type=click.Path(file_okay=False, path_type=Path),
    help="With --cluster: a folder that every worker sees under this name. The instance's own if left out.",
)
@with_appcontext
def match_all_command(cluster: str | None, folder: Path | None) -> None:
    """Hold every open requirement against every supplier, and keep the best matches and near misses of each.

    What has not changed since the last time is not matched again, and a run that was stopped goes on.
    """
    versions, today = current_index().versions(), date.today()
    with open_session(writes=True) as session:
        forget_closed(session)
        session.commit()
        due, kept = due_requirements(session, versions, today)
    matched = _matched(versions, today, due, cluster, folder) if due else 0
    click.echo(f"Requirements matched: {matched}. As they were: {kept}.")


def _matched(
    versions: Versions, today: date, due: Sequence[int], cluster: str | None, folder: Path | None
) -> int:
    """Match those that are due, and show how far it is."""
    bar = click.progressbar(length=len(due), label="Matching requirements", file=sys.stderr)
    with _ordering(cluster, folder) as ordering, bar:
        for batch, orders in ordering(read_batches(due, today)):
            with open_session(writes=True) as session:
                written = write_orders(session, batch, orders, versions, today)
                session.commit()
            bar.update(written)
    return bar.pos


@contextmanager
def _ordering(cluster: str | None, folder: Path | None) -> Iterator[Ordering]:
    """Who does the work. Raises ClickException where it cannot be done there."""
    if cluster is None:
        yield order_here(current_index().order)
        return
    folder = (folder or current_app.config["INSTANCE"] / "index" / "shared").absolute()
    try:
        with open_cluster(cluster) as workers, shared_index(current_index(), folder) as recipe:
            yield order_there(workers, recipe)
    except ClusterError as error:
        raise click.ClickException(str(error)) from error
