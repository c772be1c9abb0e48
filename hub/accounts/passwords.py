"""What a new password must be: long, and not one of the first that anybody would try."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from flask_security.utils import hash_password

SHORTEST = 12
LONGEST = 200
"""A limit for the hash's sake; long enough for any sentence a person remembers."""
STEMS = frozenset(
    [
        "password",
        "passw0rd",
        "letmein",
        "welcome",
        "admin",
        "administrator",
        "qwerty",
        "qwertyuiop",
        "asdfghjkl",
        "zxcvbnm",
        "iloveyou",
        "football",
        "liverpool",
        "arsenal",
        "chelsea",
        "sunshine",
        "princess",
        "dragon",
        "monkey",
        "superman",
        "abc",
        "abcdef",
        "changeme",
        "secret",
        "default",
        "test",
        "testing",
        "login",
        "guest",
        "growth",
        "growthhub",
        "business",
        "council",
        "supplier",
        "england",
        "london",
    ]
)
"""Words that, alone, repeated or with a number, stand at the top of every list of guesses."""
RUNS = (
    "01234567890123456789",
    "abcdefghijklmnopqrstuvwxyz",
    "qwertyuiopasdfghjklzxcvbnm",
    "1qaz2wsx3edc4rfv",
)
EDGES = re.compile(r"^[\d\W_]+|[\d\W_]+$")


def password_problem(password: str, own_words: Iterable[str] = ()) -> str | None:
    """The instruction for a password that cannot be used, or None.

    `own_words` are what is known of the person and the hub (email, names): a password made of one of them
    and nothing else but digits and signs is refused, as are common words, runs of keys and one character
    repeated. No rule asks for capitals, digits or signs.
    """
    if len(password) < SHORTEST:
        return f"Password must be {SHORTEST} characters or more"
    if len(password) > LONGEST:
        return f"Password must be {LONGEST} characters or fewer"
    if _is_obvious(password.casefold(), [*STEMS, *_words_of(own_words)]):
        return "Enter a password that is harder to guess: three unrelated words, for example"
    return None


def hash_new_password(password: str) -> str:
    """The hash to keep. Letters are first brought to the form in which signing in compares them."""
    hashed: str = hash_password(unicodedata.normalize("NFKD", password))
    return hashed


def _words_of(texts: Iterable[str]) -> list[str]:
    """Each text whole, and each email address without its domain; one or two letters are no word."""
    lower = [text.casefold().strip() for text in texts]
    parts = [text.partition("@")[0] for text in lower]
    squeezed = [re.sub(r"[\W_]+", "", text) for text in (*lower, *parts)]
    return [word for word in squeezed if len(word) > 2]


def _is_obvious(password: str, words: Iterable[str]) -> bool:
    squeezed = re.sub(r"[\W_]+", "", password)
    core = re.sub(r"[\W_]+", "", EDGES.sub("", password))
    if len(set(password)) <= 2 or any(_runs_along(squeezed, run) for run in RUNS):
        return True
    return any(_repeats(text, word) for word in words for text in (squeezed, core) if text)


def _runs_along(text: str, run: str) -> bool:
    return len(text) > 5 and (text in run * 2 or text in run[::-1] * 2)


def _repeats(text: str, word: str) -> bool:
    """`passwordpassword` and `password` repeat `password`."""
    return text == word * (len(text) // len(word) or 1)
