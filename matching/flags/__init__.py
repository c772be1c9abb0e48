"""Texts that an adviser should look at: each rule is a file, and says what it saw in plain words.

A flag changes no score. Who games a ranking is for a person to judge; the rules only find the passage. They
read what the supplier wrote itself, and never an award that a public body published.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from matching.flags.asked import NOTHING_ASKED, Asked, flag_asked
from matching.flags.copied import flag_copied
from matching.flags.hidden import flag_hidden
from matching.flags.listed import flag_listed
from matching.flags.repeated import flag_repeated
from matching.flags.texts import own_texts
from matching.flags.ticked import flag_ticked
from matching.records import Flag, Profile

if TYPE_CHECKING:
    from matching.index.usage import Usage

__all__ = ["NOTHING_ASKED", "Asked", "flags_of"]


def flags_of(profile: Profile, usage: Usage, asked: Asked, name: Callable[[str], str]) -> tuple[Flag, ...]:
    """The flags of one profile of a catalogue, by rule and then by piece.

    ``usage`` says which suppliers use which words, ``asked`` what was asked for, ``name`` a category's name.
    """
    texts = own_texts(profile)
    return (
        *flag_hidden(texts),
        *flag_repeated(texts),
        *flag_asked(texts, asked),
        *flag_copied(profile, texts, usage),
        *flag_listed(profile, texts, usage),
        *flag_ticked(texts, name),
    )
