"""Mails in the words of the hub's administrators: plain text with a closed list of placeholders."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask, render_template
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from hub.accounts.models import Organisation
from hub.mail.models import Message
from hub.mail.queueing import queue_mail
from hub.settings.mails import KINDS, VALUES, MailKind, MailText, allowed, fill, kind_of, own_text
from hub.settings.models import SettingVersion
from hub.suppliers.models import Supplier
from tests.page_client import PageClient

PAGE = "/administration/settings/mails/reset_password"
OWN_WORDS = {"subject": "A password for ((hub name))", "body": "((greeting))\n\nHere: ((new password link))"}


def given_to(kind: MailKind, person: str = "Sam") -> dict[str, Any]:
    """What the mail is given, with brackets in every name."""
    values: dict[str, Any] = {name: f"the ((hub name)) {name}" for name in VALUES}
    values |= {"things": "* One", "role": "editor", "person": person, "token": "t0k", "supplier_id": "bcd"}
    values |= {"public_id": "bcd"}
    values |= {
        "organisation": Organisation(name="Ashby ((role))", public_id="bcd", kind="buyer"),
        "supplier": Supplier(name="the ((hub name)) firm", public_id="bcd"),
        "joins": "",
    }
    return values | {name: values.get(name) or "Elm Group" if on else "" for name, on in kind.case.items()}


def sent(session: Session, kind: MailKind, values: dict[str, Any]) -> MailText:
    queue_mail(session, "sam@elm.example", kind.file, **values)
    session.flush()
    message = session.scalars(select(Message).order_by(Message.id.desc())).first()
    assert message is not None
    return MailText(message.subject, message.body)


@pytest.mark.parametrize("person", ["Sam", ""])
@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_the_hubs_own_text_with_its_placeholders_filled_is_the_mail_that_stands(
    app: Flask, session: Session, kind: MailKind, person: str
) -> None:
    """Saved unchanged, it goes out word for word as before."""
    values = given_to(kind, person)
    assert kind_of(kind.file, values) == kind
    before, own = sent(session, kind, values), own_text(kind)
    session.add(SettingVersion(key=kind.key, number=1, value={"subject": own.subject, "body": own.body}))
    session.commit()
    assert sent(session, kind, values) == before


def test_every_template_of_a_mail_has_its_page(app: Flask) -> None:
    with app.app_context():
        names = {name.removeprefix("mail/") for name in app.jinja_env.list_templates() if "mail/" in name[:5]}
        assert {f"{kind.file}.txt" for kind in KINDS} == {name for name in names if not name.startswith("_")}
        assert render_template("mail/second_factor_on.txt", person="", site_url=lambda _name: "")


@given(st.text(max_size=40))
def test_a_value_is_filled_in_once_whatever_it_holds(value: str) -> None:
    text = MailText("((a))", "x ((a)) y ((b)) z")
    assert fill(text, {"a": "((b))", "b": value}).body == f"x ((b)) y {value} z\n"


def test_what_is_saved_goes_out_in_the_next_mail(session: Session, administrator: PageClient) -> None:
    administrator.submit(PAGE, OWN_WORDS | {"seen": "0", "act": "save"})
    kind = next(each for each in KINDS if each.name == "reset_password")
    text = sent(session, kind, given_to(kind))
    session.rollback()
    assert text.subject == "A password for Growth Hub Match"
    assert text.body.startswith("Hello Sam,\n\nHere: http://")
    page = administrator.get(PAGE)
    assert "Its words were changed here" in page.text
    administrator.submit("/administration/settings/history/mail.reset_password/0/again", {"seen": "1"})
    assert "It says what the hub comes with" in administrator.get(PAGE).text
    assert sent(session, kind, given_to(kind)).subject == "Choose a new password"


@pytest.mark.parametrize(
    ("changed", "error"),
    [
        (
            {"body": "((greeting)) ((new password link)) ((password))"},
            "((password)) is no placeholder of this mail. Take one from the list",
        ),
        (
            {"subject": "((new password link))"},
            "((new password link)) is no placeholder of a subject. Take one from the list",
        ),
        ({"body": "((greeting)) Ring us."}, "Text must include ((new password link))"),
        ({"body": " "}, "Enter a text"),
    ],
)
def test_a_text_that_cannot_be_sent_is_refused_beside_its_field(
    administrator: PageClient, changed: dict[str, str], error: str
) -> None:
    page = administrator.post(PAGE, OWN_WORDS | {"seen": "0", "act": "save"} | changed)
    assert page.errors == [error]


def test_templates_in_the_database_are_never_run(session: Session, administrator: PageClient) -> None:
    body = "{{ 7 * 7 }} {% raw %} $greeting %(greeting)s {greeting} ((new password link))"
    administrator.submit(PAGE, OWN_WORDS | {"body": body, "seen": "0", "act": "save"})
    kind = next(each for each in KINDS if each.name == "reset_password")
    assert sent(session, kind, given_to(kind)).body.startswith(
        "{{ 7 * 7 }} {% raw %} $greeting %(greeting)s {greeting} http"
    )


def test_a_preview_fills_in_examples_and_saves_nothing(session: Session, administrator: PageClient) -> None:
    page = administrator.post(PAGE, OWN_WORDS | {"seen": "0", "act": "preview"})
    assert "Hello Sam Okafor," in page.texts(".hub-preview")[0]
    assert session.scalars(select(SettingVersion)).all() == []


def test_every_mail_has_a_page_that_lists_its_placeholders(administrator: PageClient) -> None:
    listed = administrator.get("/administration/settings/mails")
    assert len(listed.select("main tbody tr")) == len(KINDS)
    for link in listed.select("main tbody a"):
        page = administrator.get(link.get("href"))
        with administrator.app.app_context():
            kind = next(each for each in KINDS if link.get("href").endswith("/" + each.name))
            expected = [f"(({name}))" for name in allowed(own_text(kind))]
        assert page.texts("main tbody th") == expected


def test_a_text_with_a_placeholder_that_is_gone_does_not_stop_the_mail(session: Session) -> None:
    kind = next(each for each in KINDS if each.name == "reset_password")
    value = {"subject": "((old name))", "body": "((old name))"}
    session.add(SettingVersion(key=kind.key, number=1, value=value))
    session.commit()
    assert sent(session, kind, given_to(kind)).subject == "Choose a new password"
