"""A walk over the whole site as one person: every link, every search, rules with guessed ids."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import quote, urljoin, urlsplit

from lxml import html
from werkzeug.test import TestResponse

from hub.tables.sending import FORMATS
from tests.page_client import FreshClient
from tests.permissions.asking import REDIRECTS, address
from tests.permissions.identities import Identity
from tests.permissions.marks import leaks
from tests.permissions.world import MISSING, World

WITH_WORDS = (
    "/search?q={}",
    "/suppliers/find?name={}",
    "/requirements/describe?words={}",
    "/sign-in?next=/{}",
    "/{}",
)
WORDS = ("drains", "zqbuyera", "zqbuyerb", "zqsuppliera", "zqsupplierb", "Suspended", "private")
"""What is searched for: a word of everybody's, and what marks start and end with."""
LINKS = "//a/@href | //link/@href | //form[not(@method='post')]/@action"
BRING_BACK = {"/sign-in", "/create-account", "/confirm-password"}
"""Pages that each refusal leads to, with the address to come back to."""
MOST = 40_000
"""Addresses of one walk. More would mean that it goes in a circle."""


def crawl(world: World, identity: Identity, *, guessing: bool) -> Iterator[tuple[str, list[str]]]:
    """Each address that was opened, with the marks of others in its reply.

    Who guesses opens every rule with every id of the first two sides, whatever the id is of.
    """
    client = FreshClient(world.app, world.app.response_class, use_cookies=False)
    headers = {"Cookie": world.cookies.get(identity.name, "")}
    known: set[str] = set()
    waiting = list(dict.fromkeys([*_starts(), *_every_address(world, guessing)]))
    while waiting:
        opened = waiting.pop()
        if opened in known:
            continue
        known.add(opened)
        assert len(known) < MOST, "The walk goes in a circle"
        response = client.get(opened, headers=headers)
        response.get_data()
        response.close()
        yield opened, leaks(identity, response)
        waiting.extend(link for link in _links(opened, response) if link not in known)


def _starts() -> Iterator[str]:
    yield "/"
    yield from (text.format(quote(words)) for text in WITH_WORDS for words in WORDS)


def _every_address(world: World, guessing: bool) -> Iterator[str]:
    """Every rule that takes GET: with no id, and where ids are guessed, with each in each of its places."""
    things = set(_ids(world)) if guessing else set()
    suppliers = [world.sides[letter].ids["supplier"] for letter in "ab"]
    for rule in world.app.url_map.iter_rules():
        names = sorted(rule.arguments - {"public_id", "ending"})
        if "GET" not in (rule.methods or ()) or "filename" in names:
            continue
        firsts = suppliers if names else [*sorted(things), MISSING]
        for first in firsts if "public_id" in rule.arguments else [MISSING]:
            for other in sorted(things) if names else [MISSING]:
                values = {"public_id": first} | dict.fromkeys(names, other)
                for ending in FORMATS if "ending" in rule.arguments else [""]:
                    values["ending"] = ending
                    yield address(world.app, rule.endpoint, {name: values[name] for name in rule.arguments})


def _ids(world: World) -> Iterator[str]:
    """All but the tokens of mailed links, which let in whoever holds them."""
    for letter in "ab":
        yield from (id_ for thing, id_ in world.sides[letter].ids.items() if not thing.endswith("token"))


def _links(opened: str, response: TestResponse) -> Iterator[str]:
    """Addresses of this site that the reply leads to."""
    found = [response.location] if response.status_code in REDIRECTS and response.location else []
    if response.mimetype == "text/html" and response.text.strip():
        found += html.document_fromstring(response.get_data()).xpath(LINKS)
    for link in found:
        parts = urlsplit(urljoin(f"http://localhost{opened}", link))
        if parts.netloc == "localhost" and not parts.path.startswith("/assets/"):
            plain = not parts.query or parts.path in BRING_BACK
            yield parts.path if plain else f"{parts.path}?{parts.query}"
