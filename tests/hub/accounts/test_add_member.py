"""The operator adds people from the command line; a mistake is told in one line and leaves nothing behind."""

from __future__ import annotations

import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from hub.accounts.models import Membership, Organisation, User
from tests.page_client import PageClient
from tests.people import PASSWORD, make_member, make_organisation

ADVISER = [
    "--email",
    "Ann@hub.example",
    "--organisation",
    "Ash Growth Hub",
    "--kind",
    "hub",
    "--role",
    "adviser",
]


def add_member(app: Flask, *arguments: str, typed: str = f"{PASSWORD}\n") -> Result:
    with app.app_context():  # the command's own, as on a terminal
        return app.test_cli_runner().invoke(args=["add-member", *arguments], input=typed)


def counts(session: Session) -> tuple[int, ...]:
    tables = (User, Organisation, Membership)
    found = tuple(session.scalar(select(func.count()).select_from(table)) or 0 for table in tables)
    session.commit()
    return found


def test_an_empty_hub_gets_its_first_adviser(app: Flask, page_client: PageClient, session: Session) -> None:
    result = add_member(app, *ADVISER, "--name", "Ann Field", "--password-stdin")
    assert result.exit_code == 0, result.output
    assert result.output == "ann@hub.example is adviser of Ash Growth Hub.\n"
    user = session.scalars(select(User)).one()
    session.commit()  # a test's session holds SQLite's one write lock from its first read on
    page_client.sign_in(user)
    assert page_client.redirect("/start") == "/advice/today"


def test_the_password_is_typed_twice_and_not_shown(app: Flask, session: Session) -> None:
    result = add_member(app, *ADVISER, typed=f"{PASSWORD}\n{PASSWORD}\n")
    assert result.exit_code == 0
    assert PASSWORD not in result.output


def test_a_buying_organisation_made_by_the_operator_is_confirmed(app: Flask, session: Session) -> None:
    arguments = ["--email", "b@council.example", "--organisation", "Ashby Council", "--kind", "buyer"]
    assert add_member(app, *arguments, "--role", "owner", "--password-stdin").exit_code == 0
    assert session.scalars(select(Organisation)).one().confirmed_at is not None


def test_a_known_person_joins_without_a_new_password(app: Flask, session: Session) -> None:
    user = make_member(session, "supplier")
    kept = user.password
    result = add_member(
        app, "--email", user.email, "--organisation", "Ashby Council", "--kind", "buyer", "--role", "viewer"
    )
    assert result.exit_code == 0, result.output
    session.expire_all()
    assert user.password == kept
    assert sorted(m.organisation.kind for m in user.memberships) == ["buyer", "supplier"]


@pytest.mark.parametrize(
    ("arguments", "typed", "told"),
    [
        (["--email", "ann"], "", "--email must be an email address"),
        (["--role", "owner"], "", "--role for a hub must be one of: adviser, administrator."),
        (
            ["--kind", "buyer", "--role", "adviser"],
            "",
            "--role for a buyer must be one of: owner, editor, viewer.",
        ),
        (["--kind", "council"], "", "Invalid value for '--kind'"),
        (["--organisation", " "], "", "--organisation must be a name of 1 to 200 characters."),
        (["--password-stdin"], "short\n", "Password must be 12 characters or more. Nothing was changed."),
        (["--password-stdin"], "", "Password must be 12 characters or more. Nothing was changed."),
    ],
)
def test_a_mistake_is_told_and_nothing_is_left_half_made(
    app: Flask, session: Session, arguments: list[str], typed: str, told: str
) -> None:
    result = add_member(app, *ADVISER, *arguments, typed=typed)
    assert result.exit_code != 0
    assert told in result.output
    assert counts(session) == (0, 0, 0)


def test_a_member_is_not_added_twice(app: Flask, session: Session) -> None:
    user = make_member(session, "hub")
    name = user.memberships[0].organisation.name
    before = counts(session)
    result = add_member(
        app, "--email", user.email, "--organisation", name, "--kind", "hub", "--role", "administrator"
    )
    assert result.exit_code != 0
    assert "is a member of" in result.output
    assert counts(session) == before
    session.expire_all()
    assert user.memberships[0].role == "adviser"


def test_there_is_one_hub(app: Flask, session: Session) -> None:
    make_organisation(session, "hub", "Elm Growth Hub")
    session.commit()
    result = add_member(app, *ADVISER, "--password-stdin")
    assert "The hub is called Elm Growth Hub here" in result.output
    assert counts(session) == (0, 1, 0)


def test_two_organisations_of_one_name_are_told_apart_by_their_ids(app: Flask, session: Session) -> None:
    one, two = (make_organisation(session, "buyer", "Ashby Council") for _ in range(2))
    session.commit()
    arguments = ["--email", "b@council.example", "--kind", "buyer", "--role", "owner", "--password-stdin"]
    result = add_member(app, *arguments, "--organisation", "Ashby Council")
    assert one.public_id in result.output
    assert two.public_id in result.output
    assert counts(session) == (0, 2, 0)
    assert add_member(app, *arguments, "--organisation", two.public_id).exit_code == 0
    assert session.scalars(select(Membership)).one().organisation_id == two.id


@pytest.mark.parametrize(
    ("option", "text", "told"),
    [
        ("--organisation", "Ash\udcff", "--organisation must be one line of readable text in UTF-8."),
        ("--organisation", "Ash\nHub", "--organisation must be one line of readable text in UTF-8."),
        ("--name", "Ann\x1b[31m", "--name must be one line of readable text in UTF-8."),
        ("--name", "A" * 201, "--name must be a name of 0 to 200 characters."),
    ],
)
def test_a_name_that_cannot_be_kept_is_refused(
    app: Flask, session: Session, option: str, text: str, told: str
) -> None:
    before = counts(session)
    result = add_member(app, *ADVISER, option, text, "--password-stdin")
    assert result.exit_code == 1
    assert result.stderr == f"Error: {told}\n"
    assert counts(session) == before
