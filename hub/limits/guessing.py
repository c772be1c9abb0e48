"""Guesses at what only one person knows: a password, a code of an app, a recovery code.

A guess is counted before it is looked at, and taken back where it was right, so that guesses sent at once
cannot slip past. It counts against all of its keys or, where one of them is full, against none. A browser
that signed in to the account before has a count of its own: nobody else's guesses keep its owner out.
"""

from __future__ import annotations

import unicodedata
from contextlib import suppress
from dataclasses import dataclass

from email_validator import EmailNotValidError, validate_email
from sqlalchemy import Connection

from hub.fields import strip
from hub.limits.counting import count_try, give_back
from hub.limits.disguising import disguise

WINDOW = 300
"""Seconds in which no more than the following guesses may be wrong."""
MOST_FOR_ACCOUNT = 10
MOST_FROM_ADDRESS = 50
"""One address is a whole council's at times."""
MOST_ALTOGETHER = 600
"""Two a second: a password takes about a tenth of a second of a processor to check."""


@dataclass(frozen=True, slots=True)
class Guess:
    """The keys that a guess counts against, each with the most guesses it may hold.

    Always the account first and the whole hub last: whoever takes the rows in one order waits, and never for
    each other.
    """

    counts: tuple[tuple[str, int], ...]


class TooManyGuesses(Exception):  # noqa: N818  # what it says, not that something is broken
    """The guess may not be looked at before `until` (seconds since 1970)."""

    def __init__(self, until: float) -> None:
        super().__init__(until)
        self.until = until


def guess_at(secret: str, kind: str, account: str, *, browser: str = "") -> Guess:
    """A guess of that kind at the account, from the known browser of that number or from anywhere else."""
    return Guess(((_key(secret, kind, account, browser), MOST_FOR_ACCOUNT),))


def guess_by_stranger(secret: str, kind: str, account: str, address: str) -> Guess:
    """A guess from a browser that never signed in to the account."""
    return Guess(
        (
            (_key(secret, kind, account, ""), MOST_FOR_ACCOUNT),
            (_key(secret, kind, "address", address), MOST_FROM_ADDRESS),
            (f"guess/{kind}", MOST_ALTOGETHER),
        )
    )


def count_guess(connection: Connection, guess: Guess, *, now: float) -> None:
    """Count the guess. Raises TooManyGuesses; the caller's transaction must then be rolled back."""
    for key, most in guess.counts:
        count = count_try(connection, key, now=now, window=WINDOW, most=most)
        if count.tries > most:
            raise TooManyGuesses(until=count.expires_at)


def take_back(connection: Connection, guess: Guess) -> None:
    """The guess was right: it counts against nobody."""
    for key, _most in guess.counts:
        give_back(connection, key)


def account_of(typed: str) -> str:
    """The account that a typed address means, whether or not there is one.

    Every spelling by which the sign-in finds an account must come out as one, or each would have guesses of
    its own: the address is cleaned as the form does it, normalised, and brought to letters without case or
    accents (to PostgreSQL, İ is a capital i).
    """
    text = strip(typed) or ""
    with suppress(EmailNotValidError):  # such a text finds no account
        text = validate_email(text, check_deliverability=False).normalized
    letters = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in letters if not unicodedata.combining(letter)).casefold()


def _key(secret: str, kind: str, account: str, browser: str) -> str:
    return f"guess/{kind}/{disguise(secret, 'guess', kind, account, browser)}"
