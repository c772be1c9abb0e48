"""People who stay signed in for as long as a drill takes."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import timedelta
from unittest.mock import patch

from hub.accounts import entering, presence, tokens

A_DAY = timedelta(days=1)


@contextmanager
def stay_signed_in() -> Iterator[None]:
    """For a day nobody of this process is signed out or asked for the password again, and no link is old."""
    with ExitStack() as patches:
        for name in ("LONGEST", "IDLE", "STAFF_IDLE"):
            patches.enter_context(patch.object(entering, name, A_DAY))
        patches.enter_context(patch.object(presence, "FRESH", A_DAY))
        patches.enter_context(patch.dict(tokens.WITHIN, dict.fromkeys(tokens.WITHIN, A_DAY)))
        yield
