"""Where a person came from, and may be sent back to: a path of this site, never an address."""

from __future__ import annotations

import re

HIDDEN = re.compile(r"[\x00-\x20\x7f-\xa0\u00ad\u200b-\u200f\u2028-\u202f\u205f-\u2064\u3000\ufeff]")
"""Characters that a browser drops or that a person cannot see: `/\\t/elsewhere` is `//elsewhere` to it."""


def safe_return(text: str | None) -> str | None:
    """`text` where it is a path of this site with its query; None for everything else.

    A browser reads a backslash as a slash and `//host` as another site; an encoded slash at the start may be
    decoded on the way. A path starts with one slash and goes on with something plain.
    """
    if not text or not text.startswith("/") or HIDDEN.search(text) or "\\" in text:
        return None
    rest = text[1:].lower()
    return None if rest.startswith(("/", "%2f", "%5c")) else text
