"""`flask --app hub replay PACK`: a recorded ranking made again from its file alone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import click

import hub
from hub.runs.archive import MOST, PackError
from hub.runs.unpacking import Pack, read_pack
from matching.replaying import Line, replay, told

TOLD = 5
"""Lines that are told of those that differ."""


@click.command("replay")
@click.argument("pack", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def replay_command(pack: Path) -> None:
    """Make the recorded ranking of PACK again, from the file alone, and say whether it is the same bytes.

    No database is asked. Exit code 1 where the file was changed, or where the order comes out otherwise.
    """
    try:
        found = read_pack(_content(pack))
        again = replay(found.makings, found.profiles, found.erased)
    except PackError as error:
        raise click.ClickException(f"{pack.name} is not as it was made. {error}.") from error
    except (KeyError, TypeError, ValueError) as error:
        raise click.ClickException(
            f"{pack.name} lacks what the ranking was made from ({type(error).__name__}: {error})."
        ) from error
    for line in _erased(found):
        click.echo(line)
    if told(again) != told(found.lines):
        raise click.ClickException("\n".join(differences(found, again)))
    click.echo(f"Run {found.run}: {len(found.lines):,} suppliers. Order and scores are the same bytes.")
    click.echo(f"SHA-256 {found.digest}")


def _content(pack: Path) -> bytes:
    if pack.stat().st_size > MOST:
        raise PackError(f"It is larger than {MOST >> 20} MB, which no pack is")
    return pack.read_bytes()


def _erased(pack: Pack) -> Iterator[str]:
    if pack.erased:
        yield f"Profiles erased since: {len(pack.erased)}. Their places and scores stand as recorded."


def differences(pack: Pack, again: Sequence[Line]) -> Iterator[str]:
    """What came out otherwise, in words."""
    was, now = told(pack.lines).decode().splitlines(), told(again).decode().splitlines()
    unlike = [at for at in range(max(len(was), len(now))) if was[at : at + 1] != now[at : at + 1]]
    yield f"Not the same: {len(unlike)} of {len(was)} lines differ."
    for at in unlike[:TOLD]:
        yield f"Recorded {_line(was, at)}; now {_line(now, at)}."
    if pack.cut:
        yield "The name of an erased person was cut from the requirement: its words are not those ranked by."
    if pack.program != hub.__version__:
        yield f"Recorded by program {pack.program}; this is {hub.__version__}."


def _line(lines: Sequence[str], at: int) -> str:
    return f"“{lines[at]}”" if at < len(lines) else "nothing"
