"""The cookies the site sets, as its settings have them: what the cookie page says."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Cookie:
    name: str
    purpose: str
    when: str
    lasts: str


def cookies(config: Mapping[str, Any]) -> tuple[Cookie, ...]:
    """Every cookie that the site may set with these settings. A test walks the site and compares."""
    secure = config.get("SESSION_COOKIE_SECURE", False)
    device = config.get("DEVICE_COOKIE_NAME") or ("__Host-device" if secure else "device")
    return (
        Cookie(
            config["SESSION_COOKIE_NAME"],
            "Keeps you signed in, and shows that a form you send came from this site’s own page.",
            "On the first page with a form, and when you sign in",
            "Until you close your browser. Signing out makes it worthless before that",
        ),
        Cookie(
            device,
            "Remembers that this browser signed in to an account before, so that strangers who guess at the "
            "password cannot lock you out. It does not say which account to anybody but this site.",
            "When you sign in",
            "400 days after you last signed in",
        ),
    )
