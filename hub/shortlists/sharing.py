"""Sharing a shortlist with the hub's advisers, and taking that back."""

from __future__ import annotations

from hub.database import utc_now
from hub.shortlists.models import Shortlist


def share(shortlist: Shortlist) -> None:
    """Advisers see it and can download it from now on. Sharing twice keeps the first moment."""
    if shortlist.state != "shared":
        shortlist.state, shortlist.shared_at = "shared", utc_now()


def stop_sharing(shortlist: Shortlist) -> None:
    """Advisers no longer see it. What they downloaded stays with them."""
    shortlist.state, shortlist.shared_at = "draft", None
