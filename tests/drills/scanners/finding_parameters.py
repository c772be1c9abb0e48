"""Every parameter that a person can send: a crawl that keeps one request for each route and set of names."""

from __future__ import annotations

import urllib.error
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import parse_qsl, urldefrag, urlencode, urlsplit

from werkzeug.exceptions import HTTPException

from tests.drills.scanners.serving import Visitor

MOST_PAGES = 250
ENDING = ("/sign-out", "/account/erase", "/leave")
"""Ends of addresses that would end the scan itself."""


@dataclass(frozen=True)
class Request:
    """What a scanner is given: a path in which `*` marks an id, and the fields of a form."""

    method: str
    path: str
    data: str = ""

    @property
    def names(self) -> list[str]:
        """The parameters to test; a token that is wrong ends every request before anything is read."""
        sent = {name for name, _ in parse_qsl(self.data or urlsplit(self.path).query, keep_blank_values=True)}
        return sorted(sent - {"csrf_token"})


def find_requests(visitor: Visitor) -> list[Request]:
    """One request for each rule, method and set of parameter names that a crawl comes upon."""
    found: dict[tuple[str, ...], Request] = {}
    starts = ["/", "/start", "/search?q=web+hosting&page=2", "/suppliers/find?name=Ltd", "/planted"]
    waiting, seen = deque(starts), set(starts)
    while waiting and len(seen) < MOST_PAGES:
        path = waiting.popleft()
        try:
            landed, page = visitor.fetch(path)
        except urllib.error.HTTPError:
            continue
        for request in _of_address(visitor, landed):
            found.setdefault(_key(visitor, request), request)
        if page is None:
            continue
        page.make_links_absolute(visitor.site.address + landed)
        for form in page.forms:
            request = _of_form(visitor, form, landed)
            if request is not None:
                found.setdefault(_key(visitor, request), request)
        for link in page.iterlinks():
            address = urldefrag(link[2])[0]
            inside = address.removeprefix(visitor.site.address)
            if link[0].tag == "a" and address != inside and _shape(visitor, inside) not in seen:
                seen.add(_shape(visitor, inside))
                waiting.append(inside)
    return list(found.values())


def _rule(visitor: Visitor, path: str, method: str) -> tuple[str, dict[str, str]]:
    try:
        rule, values = visitor.site.app.url_map.bind("127.0.0.1").match(
            urlsplit(path).path, method=method, return_rule=True
        )
    except HTTPException:
        return path, {}
    return str(rule), {name: str(value) for name, value in values.items()}


def _shape(visitor: Visitor, path: str) -> str:
    """Addresses alike but for their values: a list of 300 suppliers is one page of a supplier, seen twice."""
    rule, _ = _rule(visitor, path, "GET")
    return rule + "?" + "&".join(sorted(name for name, _ in parse_qsl(urlsplit(path).query)))


def _of_address(visitor: Visitor, path: str) -> Iterator[Request]:
    if urlsplit(path).query:
        yield Request("GET", path)
    _, values = _rule(visitor, path, "GET")
    if values:
        yield Request("GET", _marked(urlsplit(path).path, values))


def _of_form(visitor: Visitor, form: object, page: str) -> Request | None:
    action = (form.action or "").removeprefix(visitor.site.address) or page  # type: ignore[attr-defined]
    values = [(name, value) for name, value in form.form_values() if name]  # type: ignore[attr-defined]
    names = [name for name in form.fields if name]  # type: ignore[attr-defined]
    values += [(name, "1") for name in names if name not in dict(values)]
    if urlsplit(action).path.endswith(ENDING) or not names:
        return None
    if form.method.upper() == "POST":  # type: ignore[attr-defined]
        return Request("POST", action, urlencode(values))
    return Request("GET", f"{urlsplit(action).path}?{urlencode(values)}")


def _marked(path: str, values: dict[str, str]) -> str:
    return "/".join(part + "*" if part in values.values() else part for part in path.split("/"))


def _key(visitor: Visitor, request: Request) -> tuple[str, ...]:
    rule, _ = _rule(visitor, request.path.replace("*", ""), request.method)
    sent = request.data or urlsplit(request.path).query
    return (request.method, rule, "*" * ("*" in request.path), *sorted({name for name, _ in parse_qsl(sent)}))
