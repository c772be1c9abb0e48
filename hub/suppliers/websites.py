"""Addresses of suppliers' websites. They are shown as links and never fetched."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

HOST = re.compile(r"(?:[^\s./@:]+\.)+[^\s./@:]{2,}\Z")
SCHEMED = re.compile(r"[a-z][a-z0-9+.-]*://", re.IGNORECASE)
UNSAFE = re.compile(r"[\x00-\x20\x7f-\x9f\\\"<>]")


def read_website(text: str) -> str | None:
    """The address with its scheme, or None where it is not one of a public http or https site.

    >>> read_website("www.firm.example/about"), read_website("javascript:alert(1)")
    ('https://www.firm.example/about', None)
    """
    address = text if SCHEMED.match(text) else f"https://{text}"
    try:
        parts = urlsplit(address)
        named = HOST.match(parts.hostname or "") and (parts.port is None or parts.port > 0)
    except ValueError:
        return None
    if UNSAFE.search(address) or parts.scheme.lower() not in {"http", "https"} or parts.username is not None:
        return None
    return address if named else None
