"""A supplier's own texts as the rules read them, and the passages that they quote."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from functools import cached_property
from itertools import pairwise

from matching.quoting import PASSAGE
from matching.records import Flag, FlagKind, Piece, Profile
from matching.words import TEXT_CAP, WEAK, Token, pairs, stems, tokens

_PAUSE = re.compile(r"[.!?;:](?=\s)|[\n\r|•]|[^\W_]")
"""What ends a row of words: the end of a sentence or line, or a small word, of which a letter is left."""

Row = Sequence[Token]


class Text:
    """A piece that the supplier wrote itself: its title and its text as one."""

    def __init__(self, piece: Piece) -> None:
        self.piece = piece
        self.written = f"{piece.title}\n{piece.text}"[:TEXT_CAP]

    @cached_property
    def words(self) -> tuple[Token, ...]:
        return tuple(tokens(self.written))

    @cached_property
    def strong(self) -> tuple[Token, ...]:
        """Without the words of procurement itself."""
        return tuple(token for token in self.words if token.stem not in WEAK)

    @cached_property
    def pairs(self) -> frozenset[str]:
        """Its neighbouring words, as the index holds them."""
        return frozenset((*pairs(stems(self.piece.title)), *pairs(stems(self.piece.text))))

    @cached_property
    def rows(self) -> tuple[Row, ...]:
        """Its words, parted wherever a small word or a full stop stands between two: lists are long rows."""
        return tuple(self._rows())

    def _rows(self) -> Iterator[Row]:
        if not self.words:
            return
        row = [self.words[0]]
        for before, token in pairwise(self.words):
            if _PAUSE.search(self.written, before.end, token.start):
                yield row
                row = []
            row.append(token)
        yield row

    def flag(self, kind: FlagKind, reason: str, row: Row, about: str | None = None) -> Flag:
        """A flag that quotes a row of its words, as they were written."""
        start, end = row[0].start, row[-1].end
        quote = self.written[start:end]
        if len(quote) > PASSAGE:
            quote = quote[:PASSAGE].rsplit(None, 1)[0] + " …"
        return Flag(kind, reason, quote.strip(), self.piece.title, self.piece.id, about)


def own_texts(profile: Profile) -> tuple[Text, ...]:
    """What the supplier wrote, in the order of the ids. Published awards are the words of others."""
    pieces = sorted(profile.pieces, key=lambda piece: piece.id)
    return tuple(Text(piece) for piece in pieces if not piece.published)


def stretch(row: Row, wanted: Collection[str], least: int, width: int) -> Row:
    """The first stretch of which every ``width`` words in a row hold ``least`` different wanted stems.

    Nothing where there is none.
    """
    first = last = -1
    for at in range(max(1, len(row) - width + 1)):
        window = row[at : at + width]
        if len({token.stem for token in window if token.stem in wanted}) >= least:
            first, last = (at if first < 0 else first), at + len(window)
        elif first >= 0:
            break
    found = list(row[first:last]) if first >= 0 else []
    while found and found[0].stem not in wanted:
        del found[0]
    while found and found[-1].stem not in wanted:
        del found[-1]
    return found
