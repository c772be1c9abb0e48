"""The menu: what each kind of person finds at the top of every page."""

from __future__ import annotations

from collections.abc import Iterator

from flask import Flask

from hub.accounts.actors import Actor
from hub.addresses import address_of

EVERYBODY = (
    ("Search", "matches.home"),
    ("Find a firm by name", "suppliers.find"),
    ("Categories", "categories.browse"),
)
SUPPLIER = (("Your business", "suppliers.manage"),)
BUYER = (("Your requirements", "requirements.list_own"), ("Your shortlists", "shortlists.list_own"))
MEMBER = (("Your organisation", "members.list_own"),)
NOBODY_YET = (("Register", "accounts.start"), ("Your claims", "suppliers.claims"))
ADVISER = (
    ("Today", "queue.today"),
    ("Firms", "clients.find"),
    ("Shared shortlists", "advice.shortlists"),
    ("To decide", "advice.decisions"),
    ("Firms listed twice", "duplicates.waiting"),
    ("Texts to look at", "flags.show"),
    ("Profiles to check", "upkeep.list_concerns"),
    ("Improve once, win many", "unlocking.list_all"),
    ("Import firms", "imports.upload"),
    ("Supply and demand", "insight.supply"),
    ("Reports", "reports.show"),
    ("Thresholds and costs", "settings.list_figures"),
)
ADMINISTRATOR = (("Administration", "administration.home"),)


def navigation_links(actor: Actor) -> Iterator[tuple[str, str]]:
    """Text and address of each link, in order."""
    links = list(EVERYBODY)
    for belongs, more in (
        (actor.is_supplier, SUPPLIER),
        (actor.is_buyer, BUYER),
        (actor.is_adviser, ADVISER),
        (actor.is_administrator, ADMINISTRATOR),
        (bool(actor.standings), MEMBER),
        (actor.signed_in and not actor.standings, NOBODY_YET),
    ):
        if belongs:
            links.extend(more)
    return ((text, address_of(endpoint)) for text, endpoint in links)


def init_navigation(app: Flask) -> None:
    app.jinja_env.globals["navigation_links"] = navigation_links
