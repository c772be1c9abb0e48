"""The mails of the hub as its administrators may word them.

The hub's own texts are templates in code. What an administrator writes is plain text with placeholders in
double brackets, `((confirm link))`, from a closed list for each mail; each is filled once, so that brackets
in somebody's name stay brackets. The list of a mail is what its own text uses.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

from flask import render_template

START = "mail."
"""How the keys of mails start."""
LABELS = {"subject": "Subject", "body": "Text"}
HUB, GREETING = "hub name", "greeting"
PLACEHOLDER = re.compile(r"\(\(([^()\n]*)\)\)")
MARK = re.compile("\x01([^\x01]*)\x01")
GREETING_LINE = re.compile(r"(Hello|Dear)( .*)?,")
GREETED = re.compile(r"(Hello|Dear) \x01person\x01,")

LINKS = {
    "accounts.account": "account link",
    "accounts.confirm_new_email": "confirm link",
    "members.invitation": "invitation link",
    "members.show": "members link",
    "proposals.show": "shortlist link",
    "security.confirm_email": "confirm link",
    "security.forgot_password": "forgotten password link",
    "security.login": "sign-in link",
    "security.reset_password": "new password link",
    "suppliers.claim": "claim link",
    "suppliers.claims": "claims link",
    "suppliers.desk": "business link",
    "suppliers.manage": "businesses link",
}
"""Placeholders of the pages that mails lead to."""
VALUES = {
    "adviser": "adviser",
    "answer": "answer",
    "codes_left": "codes left",
    "firm": "firm",
    "firms": "number of firms",
    "inviter": "inviter",
    "joins": "joined firm",
    "kept": "kept record",
    "merged": "merged record",
    "new": "new address",
    "number": "number of things",
    "organisation": "organisation",
    "requirement": "requirement",
    "role": "role",
    "supplier": "firm",
    "things": "things",
}
"""Placeholders of what mails are given, by its name in the templates; of an organisation, its name."""
NEEDED = frozenset(
    {"confirm link", "new password link", "invitation link", "shortlist link"}
    | {"answer", "things", "new address"}
)
"""What a mail whose own text has it cannot do without."""
EXAMPLES = {
    "adviser": "Moira Tansley",
    "answer": "Your letterhead shows the company number.",
    "codes left": "7 are left",
    "firm": "Elm Drains Ltd",
    "inviter": "Ruth Hale",
    "joined firm": "Elm Group Ltd",
    "kept record": "Elm Drains Ltd",
    "merged record": "Elm Drains",
    "new address": "sam@elm.example",
    "number of firms": "3 firms",
    "number of things": "2 things",
    "organisation": "Ashby Council",
    "requirement": "Hosting for our museum website",
    "role": "editor",
    "things": "* ISO 9001 ends on 1 March.\n* The profile was last looked at a year ago.",
}


@dataclass(frozen=True, slots=True)
class MailKind:
    """A mail: its template, when it goes out, and which case of the template it is."""

    name: str
    when: str
    template: str = ""
    case: Mapping[str, bool] = field(default_factory=dict)

    @property
    def file(self) -> str:
        return self.template or self.name

    @property
    def key(self) -> str:
        return START + self.name


@dataclass(frozen=True, slots=True)
class MailText:
    subject: str
    body: str


KINDS = (
    MailKind("confirm_account", "An account was created."),
    MailKind("account_exists", "Somebody gave an address that has an account."),
    MailKind("account_waits", "Somebody gave an address whose account was never confirmed."),
    MailKind("reset_password", "Somebody asked for a new password."),
    MailKind("password_changed", "A password was changed."),
    MailKind("confirm_new_email", "Somebody wants to sign in with another address."),
    MailKind("email_changed", "The address of an account was changed. It goes to the address of before."),
    MailKind("second_factor_on", "A second factor was turned on."),
    MailKind("second_factor_taken_off", "A second factor was taken off."),
    MailKind("recovery_code_used", "Somebody signed in with a recovery code."),
    MailKind("invitation", "Somebody was invited to an organisation."),
    MailKind("role_changed", "A member has another role."),
    MailKind("membership_ended", "A member was taken out.", "membership_ended", {"left": False}),
    MailKind("membership_left", "A member has left.", "membership_ended", {"left": True}),
    MailKind("claim_confirmed", "A claim was confirmed.", "claim_confirmed", {"joins": False}),
    MailKind(
        "claim_joined",
        "A claim was confirmed, and the record became part of the business’s own.",
        "claim_confirmed",
        {"joins": True},
    ),
    MailKind("claim_declined", "A claim was declined.", "claim_declined", {"supplier_id": True}),
    MailKind(
        "claim_declined_gone",
        "A claim was declined, and the record is gone.",
        "claim_declined",
        {"supplier_id": False},
    ),
    MailKind("claim_lost", "Somebody else’s claim on the record was confirmed."),
    MailKind("records_merged", "Two records of one firm were merged."),
    MailKind("records_parted", "A merger of two records was taken back."),
    MailKind("nudge", "Something in a profile needs a look."),
    MailKind("proposal", "The hub proposes a shortlist to a buyer."),
)
BY_NAME = {kind.name: kind for kind in KINDS}


def kind_of(template: str, values: Mapping[str, Any]) -> MailKind:
    """Which mail it is, by its template and what it is given. Raises StopIteration for none."""
    return next(
        kind
        for kind in KINDS
        if kind.file == template and all(bool(values.get(key)) == on for key, on in kind.case.items())
    )


def split_text(rendered: str) -> MailText:
    """The first line is the subject."""
    subject, _, body = rendered.strip().partition("\n")
    return MailText(subject, body.strip() + "\n")


def own_text(kind: MailKind) -> MailText:
    """The hub's own text with its placeholders: the template, filled with marks in place of values."""
    given: dict[str, Any] = {name: _mark(placeholder) for name, placeholder in VALUES.items()}
    given |= {name: SimpleNamespace(name=given[name], public_id="x") for name in ("organisation", "supplier")}
    given |= {"person": _mark("person"), "hub_name": _mark(HUB)}
    given |= dict.fromkeys(("supplier_id", "public_id", "token"), "x")
    given |= {name: given.get(name, True) if on else "" for name, on in kind.case.items()}
    marked = render_template(
        f"mail/{kind.file}.txt", site_url=lambda endpoint, **_values: _mark(LINKS[endpoint]), **given
    )
    text = MARK.sub(r"((\1))", GREETED.sub(_mark(GREETING), marked))
    return split_text(text)


def _mark(name: str) -> str:
    return f"\x01{name}\x01"


def greeting_in(rendered: str) -> str:
    """The line that greets, as the hub's own text has it for this person."""
    return next((line for line in rendered.splitlines() if GREETING_LINE.fullmatch(line)), "Hello,")


def placeholders(text: MailText) -> list[str]:
    """Those of a text, each once, in their order."""
    return list(dict.fromkeys(PLACEHOLDER.findall(f"{text.subject}\n{text.body}")))


def allowed(own: MailText) -> list[str]:
    """The placeholders that may stand in a mail with this text of the hub's own."""
    return list(dict.fromkeys([HUB, *placeholders(own)]))


def needed(own: MailText) -> list[str]:
    return [name for name in placeholders(own) if name in NEEDED]


def values_for(given: Mapping[str, Any], links: Mapping[str, str], greeting: str, hub: str) -> dict[str, str]:
    """What fills each placeholder of a mail. `links` are addresses by placeholder."""
    found = {HUB: hub, GREETING: greeting} | dict(links)
    for name, placeholder in VALUES.items():
        if name in given:
            found[placeholder] = str(getattr(given[name], "name", given[name]))
    return found


def example_values(own: MailText, hub: str, address: Callable[[str], str]) -> dict[str, str]:
    """A value for each placeholder that may stand in the mail, to show what it will look like."""
    return {
        name: hub
        if name == HUB
        else "Hello Sam Okafor,"
        if name == GREETING
        else EXAMPLES.get(name) or address(name)
        for name in allowed(own)
    }


def fill(text: MailText, values: Mapping[str, str]) -> MailText:
    """The text with each placeholder filled once. Raises KeyError for one without a value."""

    def filled(part: str) -> str:
        return PLACEHOLDER.sub(lambda found: values[found[1]], part)

    return MailText(filled(text.subject), filled(text.body).strip() + "\n")
