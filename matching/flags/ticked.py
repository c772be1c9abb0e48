"""Categories that nothing but the tick speaks for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence

from matching.flags.texts import Text
from matching.records import Flag
from matching.words import stems

OWN_WORDS = 3
"""Words that a capability must say of itself alone, beyond the name of its category."""

UNSUPPORTED = 4
"""Categories without such words from which a profile is flagged, where they are more than half of its own. Of
902 firms in their own words and 3,000 of the demo none has more than one."""

NAMED = 5


def flag_ticked(texts: Sequence[Text], name: Callable[[str], str]) -> Iterator[Flag]:
    """Flags a profile most of whose categories stand on the same words, or on none."""
    holders = Counter(stem for text in texts for stem in {token.stem for token in text.words})
    keys = {text.piece.category for text in texts if text.piece.category}
    supported = {
        text.piece.category
        for text in texts
        if text.piece.category and _own_words(text, holders, name(text.piece.category)) >= OWN_WORDS
    }
    bare = sorted(name(key) for key in keys - supported)
    if len(bare) >= UNSUPPORTED and len(bare) * 2 > len(keys):
        shown = "; ".join(bare[:NAMED]) + ("; …" if len(bare) > NAMED else "")
        reason = f"{len(bare)} of its {len(keys)} categories have no words of their own: {shown}."
        yield Flag("categories", reason)


def _own_words(text: Text, holders: Counter[str], category: str) -> int:
    named = set(stems(category))
    return sum(holders[stem] == 1 and stem not in named for stem in {token.stem for token in text.words})
