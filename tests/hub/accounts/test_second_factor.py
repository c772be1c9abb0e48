"""A second factor: asked for once it is on, each code once, and no way round it but a recovery code."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from hub.accounts.models import Membership, User
from hub.database import open_session
from hub.demo.signins import DEMO_DOMAIN
from tests.mailbox import Mailbox
from tests.page_client import PageClient
from tests.people import PASSWORD, give_second_factor, make_member, make_organisation, next_code

CHECK = "Enter the code that your app shows now. Each code can be used once"


@pytest.fixture
def required(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """The site as it runs: the hub’s own people need a second factor."""
    monkeypatch.setitem(app.config, "HUB_SECOND_FACTOR", True)


@pytest.fixture
def user(session: Session) -> User:
    """A buyer with a second factor; `user.codes` are the recovery codes."""
    user = make_member(session, "buyer")
    codes = give_second_factor(session, user)
    session.commit()
    user.codes = codes
    return user


def give_password(client: PageClient, user: User, **more: Any) -> str:
    return client.submit("/sign-in", {"email": user.email, "password": PASSWORD} | more)


def kept(app: Flask, user: User) -> User:
    with app.app_context(), open_session(writes=False) as session:
        return session.get_one(User, user.id)


def turn_on(client: PageClient) -> list[str]:
    """By the page, as a person does. Returns the recovery codes."""
    page = client.get("/account/second-factor")
    key = page.one(".hub-key").text_content().replace("-", "")
    code = client.app.extensions["security"].totp_factory._totp(key=key, format="base32").generate().token
    shown = client.post("/account/second-factor", {"code": code})
    assert shown.heading == "Your recovery codes"
    return shown.texts(".hub-codes li")


def test_it_is_turned_on_by_a_code_from_the_app(
    app: Flask, page_client: PageClient, mailbox: Mailbox, session: Session
) -> None:
    user = make_member(session, "supplier")
    page_client.sign_in(user)
    page = page_client.get("/account/second-factor")
    assert page.one("img.hub-qr").get("src").startswith("data:image/svg+xml;base64,")
    assert page_client.post("/account/second-factor", {"code": "000000"}).errors == [CHECK]
    assert kept(app, user).tf_totp_secret is None
    codes = turn_on(page_client)
    assert len(set(codes)) == 10
    assert "On: signing in asks for a code" in page_client.get("/account").text
    assert mailbox.subjects(user.email) == ["Your second factor is on"]
    page_client.sign_out()
    page_client.sign_in(user)


def test_nothing_of_it_is_kept_in_plain_text(app: Flask, page_client: PageClient, session: Session) -> None:
    user = make_member(session, "supplier")
    page_client.sign_in(user)
    key = page_client.get("/account/second-factor").one(".hub-key").text_content().replace("-", "")
    codes = turn_on(page_client)
    row = kept(app, user)
    text = f"{row.tf_totp_secret} {row.mf_recovery_codes} {page_client.client.get_cookie('session')}"
    assert key.strip() not in text
    assert [code for code in codes if code in text] == []


def test_the_password_alone_opens_nothing(page_client: PageClient, user: User) -> None:
    assert give_password(page_client, user, next="/shortlists") == "/sign-in/code"
    assert page_client.redirect("/account") == "/sign-in?next=/account"
    assert page_client.post("/sign-in/code", {"code": "12345x"}).errors == [CHECK]
    assert page_client.redirect("/account") == "/sign-in?next=/account"
    assert page_client.submit("/sign-in/code", {"code": next_code(page_client.app, user)}) == "/shortlists"
    page_client.get("/account")


def test_a_code_needs_the_password_first(page_client: PageClient, user: User) -> None:
    for page in ("/sign-in/code", "/sign-in/recovery-code"):
        assert page_client.redirect(page) == "/sign-in"
        assert page_client.submit(page, {"code": user.codes[0]}) == "/sign-in"


def test_each_code_counts_once(app: Flask, page_client: PageClient, user: User) -> None:
    other = PageClient(app)
    for client in (page_client, other):
        give_password(client, user)
    code = next_code(app, user)
    page_client.submit("/sign-in/code", {"code": f" {code[:3]} {code[3:]} "})
    assert other.post("/sign-in/code", {"code": code}).errors == [CHECK]
    other.submit("/sign-in/code", {"code": next_code(app, user)})


def test_of_two_that_send_one_code_at_once_one_is_let_in(app: Flask, user: User) -> None:
    clients = [PageClient(app) for _ in range(2)]
    for client in clients:
        give_password(client, user)
    code = next_code(app, user)

    def send(client: PageClient) -> int:
        return client.client.post("/sign-in/code", data={"code": code}).status_code

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(send, clients)) == [200, 303]


def test_a_code_of_long_ago_is_refused(app: Flask, page_client: PageClient, user: User) -> None:
    give_password(page_client, user)
    with app.app_context():
        codes = app.extensions["security"].totp_factory._totp.from_source(kept(app, user).tf_totp_secret)
        now = codes.normalize_time(None)
        old = codes.generate(time=now - 90).token
    assert page_client.post("/sign-in/code", {"code": old}).errors == [CHECK]


def test_who_has_lost_the_phone_uses_a_recovery_code_once(
    app: Flask, page_client: PageClient, mailbox: Mailbox, user: User
) -> None:
    give_password(page_client, user)
    assert page_client.submit("/sign-in/recovery-code", {"code": user.codes[3].upper()}) == "/start"
    assert "9 are left" in page_client.get("/account").text
    assert mailbox.subjects(user.email) == ["A recovery code was used"]
    other = PageClient(app)
    give_password(other, user)
    again = other.post("/sign-in/recovery-code", {"code": user.codes[3]})
    assert again.errors == ["Check the recovery code, and try again. Each code can be used once"]
    assert other.submit("/sign-in/recovery-code", {"code": user.codes[4].replace("-", " ")}) == "/start"


def test_of_two_that_send_one_recovery_code_at_once_one_is_let_in(app: Flask, user: User) -> None:
    clients = [PageClient(app) for _ in range(2)]
    for client in clients:
        give_password(client, user)

    def send(client: PageClient) -> int:
        return client.client.post("/sign-in/recovery-code", data={"code": user.codes[0]}).status_code

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(send, clients)) == [200, 303]
    assert len(kept(app, user).mf_recovery_codes or ()) == 9


def test_new_recovery_codes_take_the_place_of_the_old(
    app: Flask, page_client: PageClient, user: User
) -> None:
    page_client.sign_in(user)
    assert user.codes[0] not in page_client.get("/account/recovery-codes").source, "they are not shown again"
    new = page_client.post("/account/recovery-codes").texts(".hub-codes li")
    assert len(set(new) | set(user.codes)) == 20
    page_client.sign_out()
    give_password(page_client, user)
    assert page_client.post("/sign-in/recovery-code", {"code": user.codes[0]}).errors
    page_client.submit("/sign-in/recovery-code", {"code": new[0]})


def test_setting_it_up_ends_sign_ins_that_went_without(
    app: Flask, page_client: PageClient, session: Session
) -> None:
    user, other = make_member(session, "supplier"), PageClient(app)
    other.sign_in(user)
    page_client.sign_in(user)
    turn_on(page_client)
    assert other.redirect("/account") == "/sign-in?next=/account"
    page_client.get("/account")


def test_another_phone_takes_the_place_of_a_lost_one(
    required: None, app: Flask, page_client: PageClient, session: Session, user: User
) -> None:
    session.add(Membership(user=user, organisation=make_organisation(session, "hub"), role="adviser"))
    session.commit()
    other = PageClient(app)
    for client, code in ((other, user.codes[0]), (page_client, user.codes[1])):
        give_password(client, user)
        client.submit("/sign-in/recovery-code", {"code": code})
    assert page_client.redirect("/account/second-factor") == "/account", "not with the sign-in alone"
    page = "/account/second-factor/replace"
    spent = page_client.post(page, {"code": user.codes[1]})
    assert spent.errors == ["Enter a code of the app you have now, or a recovery code. Each can be used once"]
    assert page_client.redirect("/account/second-factor") == "/account"
    before = kept(app, user).tf_totp_secret
    assert page_client.submit(page, {"code": user.codes[2]}) == "/account/second-factor"
    codes = turn_on(page_client)
    assert kept(app, user).tf_totp_secret != before
    assert not set(codes) & set(user.codes)
    assert page_client.redirect("/account/second-factor") == "/account", "once"
    assert other.redirect("/account") == "/sign-in?next=/account"


def test_turning_it_off_needs_the_password_and_a_code(
    app: Flask, page_client: PageClient, mailbox: Mailbox, user: User
) -> None:
    other = PageClient(app)
    other.sign_in(user)
    page_client.sign_in(user)
    page = "/account/second-factor/turn-off"
    page_client.post(page, {"password": "wrong wrong wrong", "code": "123456"})
    assert page_client.post(page, {"password": PASSWORD, "code": "000000"}).errors == [CHECK]
    assert kept(app, user).tf_totp_secret
    codes = app.extensions["security"].totp_factory
    with app.app_context(), open_session(writes=True) as session:
        session.get_one(User, user.id).tf_last_step = None
        session.commit()
        code = codes.generate_totp_password(kept(app, user).tf_totp_secret)
    assert page_client.submit(page, {"password": PASSWORD, "code": code}) == "/account"
    row = kept(app, user)
    assert (row.tf_totp_secret, row.tf_primary_method, row.mf_recovery_codes) == (None, None, None)
    assert other.redirect("/account") == "/sign-in?next=/account"
    assert mailbox.subjects(user.email) == ["Your second factor was taken off"]
    page_client.sign_out()
    assert give_password(page_client, user) == "/start"


@pytest.mark.parametrize("role", ["adviser", "administrator"])
def test_the_hubs_people_see_nothing_until_they_have_set_it_up(
    required: None, page_client: PageClient, session: Session, role: str
) -> None:
    user = make_member(session, "hub")
    session.scalars(select(Membership).where(Membership.user_id == user.id)).one().role = role
    session.commit()
    page_client.sign_in(user)
    for page in ("/", "/start", "/advice/shortlists", "/advice/decisions", "/account", "/search?q=x"):
        assert page_client.redirect(page) == "/account/second-factor"
    for page in ("/account/name", "/account/password", "/suppliers/x/ask-for-removal"):
        assert page_client.submit(page, {"name": "Other"}) == "/account/second-factor"
    turn_on(page_client)
    assert page_client.redirect("/start") == "/advice/today"
    page = "/account/second-factor/turn-off"
    assert page_client.client.get(page).status_code == 403, "nor can they turn it off"
    assert page_client.client.post(page, data={"password": PASSWORD, "code": "1"}).status_code == 403
    page_client.sign_out()


def test_who_has_not_set_it_up_can_sign_out(
    required: None, page_client: PageClient, session: Session
) -> None:
    page_client.sign_in(make_member(session, "hub"))
    assert page_client.submit("/sign-out") == "/"
    page_client.get("/")


def test_buyers_and_suppliers_go_on_without_one(
    required: None, page_client: PageClient, session: Session
) -> None:
    for kind, desk in (("buyer", "/requirements"), ("supplier", "/business")):
        page_client.sign_in(make_member(session, kind))
        page_client.get(desk)
        page_client.sign_out()


@pytest.mark.parametrize("demo", [True, False])
def test_the_demos_sign_ins_go_without_only_where_the_demo_runs(
    required: None, page_client: PageClient, session: Session, monkeypatch: pytest.MonkeyPatch, demo: bool
) -> None:
    monkeypatch.setitem(page_client.app.config, "HUB_DEMO", demo)
    user = make_member(session, "hub")
    user.email = f"adviser{user.id}@{DEMO_DOMAIN}"
    session.commit()
    page_client.sign_in(user)
    if not demo:
        assert page_client.redirect("/advice/shortlists") == "/account/second-factor"
        return
    assert "public demo sign-in" in page_client.get("/advice/shortlists").texts(".hub-demo-banner")[0]
    assert page_client.redirect("/account/second-factor") == "/account", "nobody can lock the others out"


def test_real_people_see_no_demo_banner(page_client: PageClient, user: User) -> None:
    page_client.sign_in(user)
    assert page_client.get("/requirements").select(".hub-demo-banner") == []


def test_setting_it_up_asks_for_the_password_where_it_was_given_long_ago(
    page_client: PageClient, session: Session
) -> None:
    page_client.sign_in(make_member(session, "supplier"))
    with page_client.client.session_transaction() as cookie:
        cookie["proved"] -= 3600
    asked = page_client.redirect("/account/second-factor")
    assert asked == "/confirm-password?next=/account/second-factor"
    values = page_client.get(asked).values() | {"password": PASSWORD}
    assert page_client.submit("/confirm-password", values) == "/account/second-factor"
    page_client.get("/account/second-factor")


@pytest.fixture
def administrator(session: Session) -> User:
    hub = make_organisation(session, "hub")
    administrator = make_member(session, "hub", organisation=hub)
    administrator.memberships[0].role = "administrator"
    session.commit()
    return administrator


def test_an_administrator_takes_it_off_for_who_has_lost_everything(
    app: Flask, page_client: PageClient, mailbox: Mailbox, administrator: User, user: User
) -> None:
    victim = PageClient(app)
    victim.sign_in(user)
    page_client.sign_in(administrator)
    page = "/second-factor/take-off"
    assert page_client.get("/account").select(f"main a[href='{page}']")
    unchecked = page_client.post(page, {"email": user.email})
    assert unchecked.errors == ["Check who the person is, then tick the box"]
    own = page_client.post(page, {"email": administrator.email, "checked": "y"})
    assert own.errors == ["Ask another administrator to take off your own second factor"]
    page_client.submit(page, {"email": user.email.upper(), "checked": "y"})
    assert kept(app, user).tf_totp_secret is None
    assert victim.redirect("/account") == "/sign-in?next=/account"
    assert mailbox.subjects(user.email) == ["Your second factor was taken off"]
    assert give_password(victim, user) == "/start"


def test_advisers_take_nobodys_second_factor_off(
    app: Flask, page_client: PageClient, session: Session, user: User
) -> None:
    page_client.sign_in(make_member(session, "hub"))
    values = {"email": user.email, "checked": "y"}
    assert page_client.client.post("/second-factor/take-off", data=values).status_code == 403
    assert kept(app, user).tf_totp_secret


def test_the_operator_takes_it_off_by_a_command(
    app: Flask, page_client: PageClient, mailbox: Mailbox, user: User
) -> None:
    def run(email: str) -> Any:
        with app.app_context():
            return app.test_cli_runner().invoke(args=["reset-second-factor", "--email", email])

    assert run("nobody@mail.example").output == (
        "Error: Nobody signs in as nobody@mail.example. Check --email.\n"
    )
    assert run(user.email).exit_code == 0
    assert f"{user.email} has no second factor" in run(user.email).output
    assert mailbox.subjects(user.email) == ["Your second factor was taken off"]
    assert give_password(page_client, user) == "/start"
