"""The cookies the site sets, as its settings have them: what the cookie page says."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from hub.accounts.entering import IDLE, LONGEST, STAFF_IDLE
from hub.limits.browsers import LIFE

HOUR, MINUTE, DAY = 3600, 60, 86400


@dataclass(frozen=True, slots=True)
class Cookie:
    name: str
    purpose: str
    when: str
    lasts: str


def cookies(config: Mapping[str, Any]) -> tuple[Cookie, ...]:
    """Every cookie that the site may set with these settings. A test walks the site and compares."""
    hours, idle, staff = (
        int(LONGEST.total_seconds()) // HOUR,
        int(IDLE.total_seconds()) // HOUR,
        int(STAFF_IDLE.total_seconds()) // MINUTE,
    )
    return (
        Cookie(
            config["SESSION_COOKIE_NAME"],
            "Keeps you signed in, and shows that a form you send came from this site’s own page.",
            "On the first page with a form, and when you sign in",
            "Until you close your browser. It is worthless before that once you sign out, after "
            f"{idle} hours without a page ({staff} minutes for people of the hub), "
            f"and after {hours} hours in any case",
        ),
        Cookie(
            config["DEVICE_COOKIE_NAME"],
            "Remembers that this browser signed in to an account before, so that strangers who guess at the "
            "password cannot lock you out. It does not say which account to anybody but this site.",
            "When you sign in",
            f"{LIFE // DAY} days after you last signed in",
        ),
    )
