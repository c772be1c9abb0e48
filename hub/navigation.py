"""The menu: what each kind of person finds at the top of every page."""

from __future__ import annotations

from collections.abc import Iterator

from flask import Flask

from hub.accounts.actors import Actor
from hub.addresses import address_of

SEARCH = (("Search", "matches.home"),)
BY_NAME = (("Find a firm by name", "suppliers.find"),)
CATEGORIES = (("Categories", "categories.browse"),)
SUPPLIER = (("Your business", "suppliers.manage"),)
BUYER = (("Your requirements", "requirements.list_own"), ("Your shortlists", "shortlists.list_own"))
MEMBER = (("Your organisation", "members.list_own"),)
NOBODY_YET = (("Register", "accounts.start"), ("Your claims", "suppliers.claims"))
ADVISER = (
    ("Today", "queue.today"),
    ("Firms", "clients.find"),
    ("Shared shortlists", "advice.shortlists"),
    ("Reports", "reports.show"),
    ("More", "advice.more"),
)
"""What an adviser opens every day; `hub/advice/desk.py` has the rest, which *More* leads to."""
ADMINISTRATOR = (("Administration", "administration.home"),)


def navigation_links(actor: Actor, here: str) -> Iterator[tuple[str, str, bool]]:
    """Text and address of each link, in order, and whether the page `here` belongs to it: to one at most."""
    links: list[tuple[str, str]] = []
    for belongs, more in (
        (True, SEARCH),
        (not actor.is_adviser, BY_NAME),
        (True, CATEGORIES),
        (actor.is_supplier, SUPPLIER),
        (actor.is_buyer, BUYER),
        (actor.is_adviser, ADVISER),
        (actor.is_administrator, ADMINISTRATOR),
        (bool(actor.standings), MEMBER),
        (actor.signed_in and not actor.standings, NOBODY_YET),
    ):
        if belongs:
            links.extend((text, address_of(endpoint)) for text, endpoint in more)
    above = [address for _text, address in links if here == address or _is_above(address, here)]
    nearest = max(above, key=len, default=None)
    return ((text, address, address == nearest) for text, address in links)


def _is_above(address: str, here: str) -> bool:
    return address != "/" and here.startswith(address + "/")


def init_navigation(app: Flask) -> None:
    app.jinja_env.globals["navigation_links"] = navigation_links
