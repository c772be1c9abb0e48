"""A business's name: how it is shown, and the key under which two spellings of it meet.

The law already says which names are the same: legal form, punctuation, accents, capitals and "&" or "and"
do not tell two companies apart (Company, Limited Liability Partnership and Business (Names and Trading
Disclosures) Regulations 2015, schedule 3). The key follows it there and stops there: "UK", "Group",
"Services", "the" and plurals, which that schedule drops too, are kept, because firms of one group differ by
them and a wrong meeting does more harm than a missed one.
"""

from __future__ import annotations

import html
import re
import unicodedata

NAME_LENGTH = 200
LONGEST_READ = 5 * NAME_LENGTH
LEGAL_FORMS = frozenset({"ltd", "limited", "plc", "llp"})
"""Dropped wherever they stand ("Foo Ltd (UK)" is "Foo (UK) Ltd") but as the first word."""
CLOSING_FORMS = frozenset({"ag", "bv", "cic", "cyf", "gmbh", "inc", "incorporated", "llc", "spa"})
"""Dropped at the end only: elsewhere these are words and initials."""
CLOSING_PHRASES = (("community", "interest", "company"), ("public", "company"))
"""What is left of "public limited company" once "limited" is gone."""

ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
FORMERLY = re.compile(r"[(\[]?\b(?:formerly|previously)\b(?: known as)?\b[^)\]]*[)\]]?\s*$")
TRADING_AS = re.compile(
    r"(?<=\S)[\s(,.\-\u2013]+(?:t/as?\b|trading as\b|(?-i:TA)\b)[\s:]*(?=\S)", re.IGNORECASE
)
TRADING_NAME_OF = re.compile(r".*\bis (?:a|the) trading (?:name|style) of\s+(?=\S)", re.IGNORECASE)


def tidy_name(name: str) -> str:
    """The name as its publisher wrote it, but for HTML entities, control characters and spare spaces."""
    while (plain := ENTITY.sub(lambda found: html.unescape(found[0]), name)) != name:
        name = plain
    visible = "".join(" " if c.isspace() else c for c in name if c.isspace() or _is_shown(c))
    return " ".join(visible.split())


def _is_shown(character: str) -> bool:
    return unicodedata.category(character) not in {"Cc", "Cf", "Cs", "Cn", "Co"}


def name_key(name: str) -> str:
    """The key under which spellings of one business meet; at most 200 characters.

    "Foo Ltd", "FOO LIMITED" and "Foo, plc" have one key. Of "Foo Ltd T/A Bar" and "Bar is the trading name
    of Foo Ltd" the key is that of Foo, which holds the contract; "(formerly Baz)" is left out. A name of
    nothing but symbols keeps them, so the key is empty for a blank name alone.
    """
    plain = tidy_name(name[:LONGEST_READ])
    words = _without_legal_form(split_words(_legal_name(plain)))
    return (" ".join(words) or plain.casefold())[:NAME_LENGTH].strip()


def _legal_name(name: str) -> str:
    """The business that signs: what stands before "trading as", or after "is the trading name of"."""
    name = TRADING_NAME_OF.sub("", name)
    name = TRADING_AS.split(name)[0]
    return FORMERLY.sub("", name.casefold()).strip() or name


def split_words(name: str) -> list[str]:
    """The words of a name without capitals, accents and punctuation; "&" is "and", initials are one word."""
    folded = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", name).casefold())
    folded = "".join(c for c in folded if not unicodedata.combining(c)).casefold()
    folded = re.sub(r"['’‘`´]", "", folded).replace("&", " and ").replace("+", " and ").replace("@", " at ")
    folded = re.sub(r"(?<=\b\w)\.(?=\w\b)", "", folded)
    return _join_initials(re.findall(r"[^\W_]+", folded))


def _join_initials(words: list[str]) -> list[str]:
    """`t h white` and `th white` are one: single letters in a row stand together."""
    joined: list[str] = []
    row = False
    for word in words:
        single = len(word) == 1 and word.isalpha()
        if single and row:
            joined[-1] += word
        else:
            joined.append(word)
        row = single
    return joined


def _without_legal_form(words: list[str]) -> list[str]:
    kept = words[:1] + [word for word in words[1:] if word not in LEGAL_FORMS]
    while len(kept) > 1 and (cut := _closing_words(kept)):
        kept = kept[:-cut]
    return kept


def _closing_words(words: list[str]) -> int:
    for phrase in CLOSING_PHRASES:
        if len(words) > len(phrase) and tuple(words[-len(phrase) :]) == phrase:
            return len(phrase)
    return 1 if words[-1] in CLOSING_FORMS else 0
