"""A new password is long and not among the first guesses; nothing else is asked of it."""

import pytest

from hub.accounts.passwords import password_problem

OWN = ("maria.silva@firm.example", "Maria Silva", "Growth Hub Match")


@pytest.mark.parametrize(
    "password",
    [
        "seven wet otters sing",
        "all lower case without a digit",
        "ZUCKERRÜBENSIRUP!",
        "naïve résumé 2031",
        "maria likes walking far",
        "a" * 11 + "bc",
        "x7!" * 66,
    ],
)
def test_a_long_password_needs_no_capitals_digits_or_signs(password: str) -> None:
    assert password_problem(password, OWN) is None


@pytest.mark.parametrize(("length", "refused"), [(11, True), (12, False), (200, False), (201, True)])
def test_a_password_has_12_to_200_characters(length: int, refused: bool) -> None:
    password = ("otter wharf " * 20)[:length]
    assert (password_problem(password) is not None) is refused


@pytest.mark.parametrize(
    "password",
    [
        "password1234",
        "Password2031!",
        "passwordpassword",
        "123456789012",
        "abcdefghijkl",
        "lkjihgfedcba",
        "qwertyuiop[]",
        "aaaaaaaaaaaa",
        "abababababab",
        "1qaz2wsx3edc",
        "welcome-welcome",
        "growthhubmatch",
        "Growth Hub Match 1",
        "maria.silva@firm.example",
        "mariasilva2031",
        "Maria Silva!!",
    ],
)
def test_a_password_that_anybody_would_try_first_is_refused(password: str) -> None:
    assert "harder to guess" in (password_problem(password, OWN) or "")
