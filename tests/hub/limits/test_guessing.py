"""At most ten wrong guesses in any five minutes, however they come, and nobody shuts anybody out."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, Lock

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from hub.accounts import sign_in_views
from hub.accounts.models import User
from hub.accounts.policies import ANYONE, name_policies
from hub.accounts.presence import WAITING
from hub.fields import strip
from hub.limits.guessing import account_of
from tests.page_client import FreshClient, Page, PageClient
from tests.people import PASSWORD, make_user
from tests.sites import Clock, Site, counts

WRONG = "wrong wrong wrong"


@pytest.fixture
def user(session: Session) -> User:
    user = make_user(session)
    session.commit()
    return user


@pytest.fixture
def checks(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The passwords that were held against an account's."""
    checked, lock, look = [], Lock(), sign_in_views.is_password

    def watched(password: str, kept: str | None) -> bool:
        with lock:
            checked.extend([password] if kept else [])
        return look(password, kept)

    monkeypatch.setattr(sign_in_views, "is_password", watched)
    return checked


def guess(client: PageClient, email: str, password: str = WRONG, **options: object) -> int:
    """The status: 200 was looked at and wrong, 303 right, 429 not looked at."""
    values = {"email": email, "password": password}
    return client.client.post("/sign-in", data=values, **options).status_code


def fill(client: PageClient, email: str, **options: object) -> None:
    assert [guess(client, email, **options) for _ in range(11)] == [200] * 10 + [429]


def known_browser(site: Flask, user: User) -> PageClient:
    client = PageClient(site)
    client.sign_in(user)
    client.sign_out()
    return client


def test_ten_guesses_over_two_processes_and_many_addresses(site: Site, user: User) -> None:
    clients = [PageClient(site()), PageClient(site())]
    statuses = [
        guess(clients[number % 2], user.email, environ_base={"REMOTE_ADDR": f"192.0.2.{number}"})
        for number in range(14)
    ]
    assert statuses == [200] * 10 + [429] * 4


def test_the_right_password_is_refused_too_once_the_account_is_full(site: Site, user: User) -> None:
    client = PageClient(site())
    fill(client, user.email)
    assert guess(client, user.email, PASSWORD) == 429


def test_the_way_in_opens_five_minutes_after_the_last_guess(site: Site, user: User, clock: Clock) -> None:
    client = PageClient(site())
    fill(client, user.email)
    clock.move(299)
    assert guess(client, user.email, PASSWORD) == 429
    clock.move(1)
    assert guess(client, user.email, PASSWORD) == 303


def test_no_five_minutes_anywhere_hold_more_than_ten(site: Site, user: User, clock: Clock) -> None:
    """One at 0 s, nine at 290 s: a count that ended 300 s after the first would allow ten more at 305 s."""
    client = PageClient(site())
    assert guess(client, user.email) == 200
    clock.move(290)
    assert [guess(client, user.email) for _ in range(9)] == [200] * 9
    clock.move(15)
    assert guess(client, user.email) == 429


def test_a_right_guess_counts_against_nobody(site: Site, user: User, session: Session) -> None:
    one = site()
    assert [guess(PageClient(one), user.email, PASSWORD) for _ in range(12)] == [303] * 12
    assert set(counts(session).values()) == {0}


def test_a_right_guess_does_not_wipe_out_the_wrong_ones(site: Site, user: User) -> None:
    """Or whoever waits for the owner to sign in could guess on at once."""
    one = site()
    assert [guess(PageClient(one), user.email) for _ in range(9)] == [200] * 9
    assert guess(PageClient(one), user.email, PASSWORD) == 303
    stranger = PageClient(one)
    assert [guess(stranger, user.email) for _ in range(2)] == [200, 429]


def test_known_and_unknown_addresses_are_refused_alike(site: Site, user: User) -> None:
    pages = set()
    for email in (user.email, "person0@mail.example", "not an address"):
        client = PageClient(site())
        fill(client, email)
        page = client.post("/sign-in", {"email": email, "password": WRONG}, status=429)
        pages.add(page.source)
    assert len(pages) == 1


def test_the_refusal_says_when_to_try_again(site: Site, user: User, clock: Clock) -> None:
    client = PageClient(site())
    fill(client, user.email)
    clock.move(61)
    values = {"email": user.email, "password": WRONG}
    assert client.client.post("/sign-in", data=values).headers["Retry-After"] == str(300 - 61)
    page = client.post("/sign-in", values, status=429)
    assert page.heading == "Too many tries"
    assert "Try again in 4 minutes" in page.text
    clock.move(200)
    assert "Try again in 1 minute." in client.post("/sign-in", values, status=429).text


def test_the_refusal_leads_to_the_reset_where_there_is_one(changed_site: Site, user: User) -> None:
    one = changed_site()
    if "security.forgot_password" not in one.view_functions:
        one.add_url_rule("/forgot", "security.forgot_password", lambda: "")
    client = PageClient(one)
    fill(client, user.email)
    page = client.post("/sign-in", {"email": user.email, "password": WRONG}, status=429)
    assert page.one("main a[href='/reset-password']").text == "reset your password by email"


UNSEEN = [chr(code) for code in range(0x3000) if strip(f"a{chr(code)}b") == "ab"]
"""What the form leaves out of an address before it looks for the account."""


def spellings(email: str) -> list[str]:
    """Addresses that the sign-in finds this account by."""
    inside = [email.replace("person", f"per{unseen}son") for unseen in UNSEEN]
    around = [f" {email}", f"{email}\t", f"\r\n{email}", f"\u3000{email}\u2003"]
    return [email, email.upper(), email.title(), email + "\x00", *inside, *around]


def test_every_spelling_of_an_address_is_one_account(site: Site, user: User, checks: list[str]) -> None:
    one = site()
    spelled = [*spellings(user.email), user.email.replace("i", "İ"), user.email.replace("mail", "ｍａｉｌ")]
    for number, spelling in enumerate(spelled):
        guess(PageClient(one), spelling, environ_base={"REMOTE_ADDR": f"192.0.2.{number}"})
    assert len(spelled) > 60
    assert len(checks) == 10  # PostgreSQL takes İ for a capital i, SQLite does not


def test_those_spellings_do_find_the_account(changed_site: Site, user: User, checks: list[str]) -> None:
    """The control: where nothing counts, the password is looked at for each of them."""
    one, spelled = changed_site(RATELIMIT_ENABLED=False), spellings(user.email)
    missed = []
    for spelling in spelled:
        before = len(checks)
        guess(PageClient(one), spelling)
        missed += [spelling] if len(checks) == before else []
    assert missed == []


def test_only_the_first_of_several_addresses_is_looked_at_and_counted(
    site: Site, user: User, checks: list[str]
) -> None:
    client = FreshClient(site())
    for number in range(12):
        client.post("/sign-in", data={"email": [user.email, f"x{number}@mail.example"], "password": WRONG})
        client.post("/sign-in", data={"email": [f"x{number}@mail.example", user.email], "password": WRONG})
    assert len(checks) == 10


def test_no_address_stands_in_the_table(site: Site, user: User, session: Session) -> None:
    guess(PageClient(site()), user.email, environ_base={"REMOTE_ADDR": "192.0.2.77"})
    table = " ".join(counts(session))
    assert len(counts(session)) == 3
    assert not re.search(r"@|person|mail\.example|192\.0\.2", table)
    assert account_of(user.email) not in table


def test_empty_boxes_are_no_guess(site: Site, session: Session) -> None:
    client = PageClient(site())
    for values in ({}, {"email": "a@mail.example"}, {"password": "x"}):
        client.post("/sign-in", values)
    assert counts(session) == {}


def test_a_guess_in_json_is_not_looked_at(site: Site, user: User) -> None:
    """The library would read it, and the count would not."""
    client = FreshClient(site())
    answer = client.post("/sign-in", json={"email": user.email, "password": PASSWORD})
    assert answer.status_code == 415


def test_one_address_has_fifty_guesses_at_all_accounts(site: Site, session: Session, user: User) -> None:
    one = site()
    client = PageClient(one)
    statuses = [guess(client, f"person{number % 13}@elsewhere.example") for number in range(52)]
    assert statuses == [200] * 50 + [429] * 2
    elsewhere = {"environ_base": {"REMOTE_ADDR": "192.0.2.1"}}
    assert guess(client, user.email) == 429
    assert guess(client, user.email, **elsewhere) == 200


def test_the_next_half_of_an_ipv6_address_is_the_same_client(site: Site) -> None:
    client = PageClient(site())
    for number in range(50):
        address = {"environ_base": {"REMOTE_ADDR": f"2001:db8:1:2::{number:x}"}}
        assert guess(client, f"person{number}@elsewhere.example", **address) == 200
    inside = {"environ_base": {"REMOTE_ADDR": "2001:db8:1:2:ffff::1"}}
    outside = {"environ_base": {"REMOTE_ADDR": "2001:db8:1:3::1"}}
    assert guess(client, "a@elsewhere.example", **inside) == 429
    assert guess(client, "a@elsewhere.example", **outside) == 200


def test_all_strangers_together_have_a_limit(site: Site, user: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("hub.limits.guessing.MOST_ALTOGETHER", 20)
    one = site()
    owner, client = known_browser(one, user), PageClient(one)
    for number in range(20):
        address = {"environ_base": {"REMOTE_ADDR": f"192.0.2.{number}"}}
        assert guess(client, f"person{number}@elsewhere.example", **address) == 200
    assert guess(client, "a@elsewhere.example", environ_base={"REMOTE_ADDR": "198.51.100.1"}) == 429
    assert guess(owner, user.email, PASSWORD) == 303


class TestKnownBrowser:
    """A browser that signed in to the account before is counted on its own."""

    def test_strangers_do_not_keep_the_owner_out(self, site: Site, user: User) -> None:
        one = site()
        owner, stranger = known_browser(one, user), PageClient(one)
        fill(stranger, user.email)
        assert guess(owner, user.email, PASSWORD) == 303

    def test_it_has_ten_guesses_of_its_own(self, site: Site, user: User) -> None:
        one = site()
        owner = known_browser(one, user)
        fill(owner, user.email)
        assert guess(owner, user.email, PASSWORD) == 429
        assert guess(PageClient(one), user.email, PASSWORD) == 303

    def test_it_is_a_stranger_to_every_other_account(self, site: Site, user: User, session: Session) -> None:
        rival = make_user(session)
        session.commit()
        one = site()
        fill(PageClient(one), user.email)
        assert guess(known_browser(one, rival), user.email) == 429

    def test_a_cookie_that_is_not_the_hubs_is_nobodys(self, site: Site, user: User) -> None:
        one = site()
        genuine = known_browser(one, user).client.get_cookie("device").value
        fill(PageClient(one), user.email)
        for value in ("", "nonsense", genuine[:-3], "x" + genuine, genuine.replace(".", "")):
            forger = PageClient(one)
            forger.client.set_cookie("device", value)
            assert guess(forger, user.email, PASSWORD) == 429
        owner = PageClient(one)
        owner.client.set_cookie("device", genuine)
        assert guess(owner, user.email, PASSWORD) == 303

    def test_several_people_share_one(self, site: Site, user: User, session: Session) -> None:
        other = make_user(session)
        session.commit()
        one = site()
        shared, stranger = known_browser(one, user), PageClient(one)
        shared.sign_in(other)
        shared.sign_out()
        for person in (user, other):
            fill(stranger, person.email)
            assert guess(shared, person.email, PASSWORD) == 303
            shared.sign_out()

    def test_the_cookie_names_nobody_and_no_script_reads_it(self, site: Site, user: User) -> None:
        cookie = known_browser(site(), user).client.get_cookie("device")
        assert (cookie.http_only, cookie.same_site, cookie.secure, cookie.path) == (True, "Lax", False, "/")
        assert cookie.max_age == 400 * 24 * 3600
        assert user.email not in cookie.value
        assert user.fs_uniquifier not in cookie.value

    def test_a_new_password_makes_strangers_of_all_browsers(
        self, site: Site, user: User, session: Session
    ) -> None:
        """Whoever knew the old password has no count of their own at the new one."""
        one = site()
        former = known_browser(one, user)
        user.fs_uniquifier = "another"
        session.commit()
        fill(PageClient(one), user.email)
        assert guess(former, user.email) == 429


class TestOwnPassword:
    """Confirming the password, by somebody already signed in."""

    def test_ten_wrong_ones_in_five_minutes(self, site: Site, user: User, clock: Clock) -> None:
        client = PageClient(site())
        client.sign_in(user)

        def confirm(password: str) -> int:
            return client.client.post("/confirm-password", data={"password": password}).status_code

        assert [confirm(WRONG) for _ in range(11)] == [200] * 10 + [429]
        assert confirm(PASSWORD) == 429
        clock.move(300)
        assert confirm(PASSWORD) == 303

    def test_signing_in_has_its_own_count(self, site: Site, user: User) -> None:
        one = site()
        client = PageClient(one)
        client.sign_in(user)
        for _ in range(10):
            client.post("/confirm-password", {"password": WRONG})
        assert guess(PageClient(one), user.email, PASSWORD) == 303


class TestCode:
    """The second factor and the recovery codes share one count for each person half signed in."""

    @pytest.fixture
    def one(self, changed_site: Site) -> Flask:
        made = changed_site()
        for endpoint, address in (
            ("security.two_factor_token_validation", "/made-up-code"),
            ("security.mf_recovery", "/made-up-recovery"),
        ):
            if endpoint in made.view_functions:
                made.view_functions[endpoint] = _answer
            made.add_url_rule(address, endpoint, _answer, methods=["POST"])
            name_policies(made, {endpoint: ANYONE})
        return made

    def pend(self, client: PageClient, account: str) -> None:
        with client.client.session_transaction() as cookie:
            cookie[WAITING] = [account, 0, ""]

    def test_ten_over_both_and_all_browsers(self, one: Flask) -> None:
        statuses = []
        for number in range(12):
            client = PageClient(one)
            self.pend(client, "pending")
            address = "/made-up-code" if number % 2 else "/made-up-recovery"
            statuses.append(client.client.post(address, data={"code": "000000"}).status_code)
        assert statuses == [200] * 10 + [429] * 2

    def test_a_right_one_is_taken_back_and_another_persons_is_not_counted(self, one: Flask) -> None:
        client = PageClient(one)
        self.pend(client, "pending")
        for _ in range(12):
            assert client.client.post("/made-up-code", data={"code": "right"}).status_code == 302
        for _ in range(10):
            client.client.post("/made-up-code", data={"code": "000000"})
        self.pend(client, "another")
        assert client.client.post("/made-up-code", data={"code": "000000"}).status_code == 200

    def test_nobody_pending_is_nobody_guessing(self, one: Flask, session: Session) -> None:
        PageClient(one).client.post("/made-up-code", data={"code": "000000"})
        assert counts(session) == {}


def _answer() -> tuple[str, int, dict[str, str]]:
    from flask import request

    right = request.form["code"] == "right"
    return ("", 302, {"Location": "/start"}) if right else ("", 200, {})


class TestSixteenAtOnce:
    """Threads over two processes, each with a wrong password, while the owner signs in."""

    def test_at_most_ten_are_looked_at_and_the_owner_gets_in(
        self, site: Site, user: User, session: Session, checks: list[str]
    ) -> None:
        sites = [site(), site()]
        email = user.email
        owner = known_browser(sites[0], user)
        session.rollback()
        checks.clear()
        start = Barrier(17)

        def attack(number: int) -> list[int]:
            client = PageClient(sites[number % 2])
            start.wait()
            return [guess(client, email) for _ in range(3)]

        def sign_in() -> int:
            start.wait()
            return guess(owner, email, PASSWORD)

        with ThreadPoolExecutor(17) as pool:
            attacks = [pool.submit(attack, number) for number in range(16)]
            signed_in = pool.submit(sign_in)
            statuses = [status for each in attacks for status in each.result()]
        assert signed_in.result() == 303
        assert checks.count(WRONG) == 10
        assert sorted(statuses) == [200] * 10 + [429] * 38

    def test_without_the_count_all_are_looked_at(
        self, changed_site: Site, user: User, session: Session, checks: list[str]
    ) -> None:
        """The control: the same attack on a site that does not count."""
        one, email = changed_site(RATELIMIT_ENABLED=False), user.email
        session.rollback()

        with ThreadPoolExecutor(16) as pool:
            list(pool.map(lambda _: guess(PageClient(one), email), range(16)))
        assert checks.count(WRONG) == 16


def test_other_limits_are_told_in_minutes(site: Site, clock: Clock) -> None:
    client = PageClient(site())
    for _ in range(20):
        client.post("/create-account", {})
    page: Page = client.post("/create-account", {}, status=429)
    assert "Try again in 60 minutes" in page.text
    clock.move(3600)
    client.post("/create-account", {})
