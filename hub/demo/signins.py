"""The sign-ins of the demo: public knowledge, and so never on an instance with real accounts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from hub.accounts.models import User

DEMO_DOMAIN = "demo.example"
DEMO_PASSWORD = "brass kettle orchard lane"  # noqa: S105
"""Known to everybody who reads this."""


@dataclass(frozen=True, slots=True)
class SignIn:
    """One person of the demo: what kind of member they are, and what they type to sign in."""

    kind: str
    name: str
    email: str
    password: str


DEMO_SIGN_INS = (
    SignIn("supplier", "Priya Ashdown", f"supplier@{DEMO_DOMAIN}", DEMO_PASSWORD),
    SignIn("buyer", "Gareth Pell", f"buyer@{DEMO_DOMAIN}", DEMO_PASSWORD),
    SignIn("adviser", "Moira Tansley", f"adviser@{DEMO_DOMAIN}", DEMO_PASSWORD),
)


def is_of_the_demo(email: str, config: Mapping[str, Any]) -> bool:
    """Whether it is one of the sign-ins that the demo prints for everybody, where the demo runs."""
    return bool(config["HUB_DEMO"] and email.endswith(f"@{DEMO_DOMAIN}"))


def uses_demo_sign_ins(session: Session) -> bool:
    """Whether anybody of the demo has an account here."""
    return bool(
        session.scalar(select(exists().where(User.email.in_([each.email for each in DEMO_SIGN_INS]))))
    )


def holds_real_accounts(session: Session) -> bool:
    """Whether anybody outside the demo has an account here."""
    return bool(session.scalar(select(exists().where(User.email.not_like(f"%@{DEMO_DOMAIN}")))))
