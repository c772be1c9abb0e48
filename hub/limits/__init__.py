"""How often one may try the things that can be guessed or that anybody can send.

A limit is written here and not on the view: see `hub/limits/checking.py` for why it is counted so early.
An endpoint that is not there is left out.
"""

from __future__ import annotations

import time

from flask import Flask
from flask_limiter import Limiter
from limits.errors import ConfigurationError

from hub.config import SettingError
from hub.limits.checking import (
    Limit,
    client_network,
    guess_of_code,
    guess_of_own_password,
    guess_of_password,
    init_checking,
    typed_address,
)
from hub.limits.storage import DatabaseStorage

__all__ = ["DatabaseStorage", "init_limits"]

GUESSES = {
    "security.login": guess_of_password,
    "security.verify": guess_of_own_password,
    "accounts.change_password": guess_of_own_password,
    "accounts.change_email": guess_of_own_password,
    "accounts.replace_second_factor": guess_of_own_password,
    "accounts.turn_off_second_factor": guess_of_own_password,
    "privacy.download": guess_of_own_password,
    "privacy.erase": guess_of_own_password,
    "suppliers.delete": guess_of_own_password,
    "security.two_factor_token_validation": guess_of_code,
    "security.mf_recovery": guess_of_code,
}
"""Endpoint and what its POST guesses at: at most 10 wrong ones in any 5 minutes (see `guessing.py`)."""

MAILS = (Limit("20 per hour", client_network), Limit("5 per 15 minutes", typed_address))
"""By address of the client, and of the mail: nobody's inbox is filled. The links that were sent before the
limit are good for longer than it lasts, so whoever asks in somebody's name does not keep them from theirs."""

LIMITS = {
    "accounts.create_account": (Limit("20 per hour", client_network),),
    "imports.upload": (Limit("60 per hour", client_network),),
    "runs.rank": (Limit("120 per hour", client_network),),
    "suppliers.add_document": (Limit("60 per hour", client_network),),
    "suppliers.ask_removal": (Limit("10 per hour", client_network),),
    "suppliers.claim": (Limit("20 per hour", client_network),),
    "security.forgot_password": MAILS,
    "security.send_confirmation": MAILS,
    "security.reset_password": (Limit("20 per hour", client_network),),
}
"""Endpoint and the limits on its POST."""


def init_limits(app: Flask) -> None:
    """Raises SettingError for a RATE_LIMITS_URL that cannot be used."""
    app.extensions["clock"] = time.time
    try:
        app.extensions["hub_limiter"] = Limiter(client_network, app=app)
    except (ConfigurationError, ValueError) as error:
        raise SettingError(f"RATE_LIMITS_URL cannot be used: {error}") from error
    init_checking(app, LIMITS, GUESSES)
