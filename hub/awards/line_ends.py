r"""Line ends that lost their backslashes: `\r\n` that became `rn`, and `\t` that became `t`.

A word that English has stays: "modern", "return", "internal". An `rn` is a line end

- where it stands twice or more, after the word before it has had its own;
- after anything that is no letter, for no word starts with it;
- after a consonant, or after two capitals: no word holds it there;
- after a vowel, where no small letter follows, unless the letters before and it are a word of their own.
"""

from __future__ import annotations

import re

WORDS = frozenset(
    """
    acorn adjourn adorn astern auburn bairn barn bern born bourn burn cairn capricorn cavern churn cistern
    concern corn darn discern downturn earn eastern extern fern forlorn forsworn govern hawthorn heartburn
    horn inborn intern kern lantern learn leghorn longhorn lorn lovelorn malvern midwestern misgovern modern
    morn mourn nairn newborn nocturn northeastern northern northwestern outworn overturn pattern peppercorn
    popcorn postmodern quern relearn return saturn scorn severn shipborn shorn sojourn southeastern southern
    southwestern spurn stern stubborn subaltern sunburn sworn taciturn tavern tern thorn timeworn torn turn
    unborn unconcern unicorn unlearn unworn upturn urn warn western worn wyvern yarn yearn
    """.split()  # noqa: SIM905 (a paragraph of words reads better than a page of quotes)
)
"""English words in -rn, with the British place and river names among them."""
NAME_ENDINGS = ("bourn", "burn", "born", "corn", "horn", "thorn", "worn")
"""Ends of place names and surnames: Springburn, Osborn. No word that takes a line end ends so without it."""

LETTER = r"[^\W\d_]"
DOUBLED = re.compile(r"(?:rn){2,}")
AFTER_NO_LETTER = re.compile(rf"(?<!{LETTER})rn")
AFTER_CONSONANT = re.compile(r"(?<=[bcdfghjklmnpqrstvwxzBCDFGHJKLMNPQRSTVWXZ])rn|(?<=[A-Z]{2})rn")
AFTER_VOWEL = re.compile(rf"(?<={LETTER})rn(?![^\W\d_A-Z])")
LAST_LETTERS = re.compile(rf"{LETTER}*\Z")
LONGEST_STEM = 20
LOST_TAB = re.compile(r"(?m)^(\s*(?:[ivx]{1,4}|[a-z]|\d{1,2})\.)t(?=\S)")


def repair_line_ends(text: str) -> str:
    """`text` with its line ends back. What it cannot tell from a word it leaves."""
    while (repaired := _repair_once(text)) != text:
        text = repaired
    return text


def _repair_once(text: str) -> str:
    text = DOUBLED.sub(_part_doubled, text)
    text = AFTER_CONSONANT.sub("\n", AFTER_NO_LETTER.sub("\n", text))
    text = AFTER_VOWEL.sub(_part_word, text)
    return LOST_TAB.sub(r"\1 ", text)


def _part_doubled(found: re.Match[str]) -> str:
    ends = len(found[0]) // 2
    return "rn" + "\n" * (ends - 1) if is_word(_stem(found) + "rn") else "\n" * ends


def _part_word(found: re.Match[str]) -> str:
    return "rn" if is_word(_stem(found) + "rn") else "\n"


def _stem(found: re.Match[str]) -> str:
    """The letters before the match, so far as a word may reach."""
    before = found.string[max(0, found.start() - LONGEST_STEM) : found.start()]
    letters = LAST_LETTERS.search(before)
    return letters[0] if letters else ""


def is_word(letters: str) -> bool:
    folded = letters.casefold()
    return folded in WORDS or (len(folded) > 5 and folded.endswith(NAME_ENDINGS))
