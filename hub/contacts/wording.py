"""The words of the contact log. What the intensities mean is the hub's own definition."""

from __future__ import annotations

from collections.abc import Mapping

from hub.accounts.models import User

CHANNEL_WORDS = {
    "call": "Telephone call",
    "visit": "Visit or meeting",
    "video": "Video call",
    "mail": "Email or letter",
    "event": "Event or workshop",
}
INTENSITY_WORDS = {"light": "Light", "medium": "Medium", "intensive": "Intensive"}
MEANINGS: Mapping[str, str] = {
    "light": "Information or the way to somebody else: about an hour in all.",
    "medium": "Advice on the firm’s own case: more than an hour and less than twelve hours in all.",
    "intensive": "Work with the firm: twelve hours or more in all, over any number of contacts.",
}
"""By the support that the contact is a part of, and not by its own length."""


def tell_hours(quarters: int) -> str:
    """Quarters of an hour as hours.

    >>> tell_hours(1), tell_hours(4), tell_hours(4_930)
    ('0.25 hours', '1 hour', '1,232.5 hours')
    """
    return f"{quarters / 4:,.10g} {'hour' if quarters == 4 else 'hours'}"


def name_person(user: User | None) -> str:
    return (user.name or user.email) if user else "an adviser who has left"
