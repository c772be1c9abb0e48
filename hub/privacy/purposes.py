"""Why the hub holds what it holds about people, who sees it, and how long: what the privacy notice says.

One purpose for each table that has a column with the label personal; a test holds the two together. How long
comes from the retention's own rules.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from hub.privacy.labels import COLUMNS, PERSONAL
from hub.privacy.retention_rules import rule_named


@dataclass(frozen=True, slots=True)
class Purpose:
    """What one table is to people. `what` has the words for its personal columns, in their order."""

    table: str
    heading: str
    what: dict[str, str]
    why: str
    seen_by: str
    kept: str = ""
    rule: str = ""

    @property
    def how_long(self) -> str:
        return f"{rule_named(self.rule).sentence}" if self.rule else self.kept


ACCOUNT = "Until you erase your account"
OWN_ORGANISATION = "Your name is not shown beside it. Members of your organisation see the thing itself"

PURPOSES = (
    Purpose(
        "user",
        "Your account",
        {"email": "your email address", "name": "your name"},
        "To let you sign in, and to know you by when you do. Beside these stand your password, as a hash "
        "that nobody can read back, and the secret of a second factor, encrypted.",
        "You, members of your organisations, and administrators of the hub.",
        kept=f"{ACCOUNT}. Accounts whose address was never confirmed and that belong to no organisation "
        f"are deleted after {rule_named('unconfirmed accounts').kept}",
    ),
    Purpose(
        "sign_in",
        "Where you are signed in",
        {
            "user_id": "whose it is",
            "browser": "what your browser says it is",
            "started_at": "when you signed in",
            "ended_at": "when you signed out",
        },
        "To show you where you are signed in, and to let you end it.",
        "You alone.",
        rule="ended sign-ins",
    ),
    Purpose(
        "membership",
        "Organisations you belong to",
        {"user_id": "that you are a member"},
        "To let you see and change what is your organisation’s.",
        "You, members of that organisation, and administrators of the hub.",
        kept="Until you leave the organisation, are removed from it, or erase your account",
    ),
    Purpose(
        "invitation",
        "Invitations",
        {"email": "the address that was invited", "invited_by_id": "who invited it"},
        "To let somebody join an organisation by a link that only they were sent.",
        "Owners of the organisation, and administrators of the hub.",
        rule="invitations",
    ),
    Purpose(
        "registration",
        "A registration you began",
        {"user_id": "whose it is", "answers": "your answers so far"},
        "To let you go on where you stopped.",
        "You alone.",
        rule="abandoned registrations",
    ),
    Purpose(
        "supplier",
        "The contact of a business",
        {
            "contact_name": "the name of the person to ask",
            "contact_email": "their email address",
            "contact_phone": "their telephone number",
        },
        "So that a buyer who has found the business can reach it. The business enters them; for one that has "
        "not joined, the hub may, from a list of firms it works with.",
        "Members of the business, advisers of the hub, and buyers whose organisation the hub has confirmed. "
        "Never the public, and never in a downloaded file.",
        kept="Until the business changes it, the person it names erases their account, or a record that the "
        "hub entered is removed on request",
    ),
    Purpose(
        "firm_import",
        "Lists of firms that the hub imports",
        {"uploaded_by_id": "which adviser uploaded it"},
        "To know whom to ask about a list.",
        "Advisers and administrators of the hub.",
        rule="imports",
    ),
    Purpose(
        "firm_import_row",
        "Rows of such a list",
        {
            "cells": "what a row of the list says of a firm and its contact",
            "values": "the same as it would be saved",
        },
        "To check the list before anything of it goes into the register. The rows are deleted when the list "
        "is imported; what became of each stays for the report.",
        "Advisers and administrators of the hub.",
        rule="imports",
    ),
    Purpose(
        "claim",
        "Claims to a record",
        {
            "user_id": "who claims it",
            "proof": "how the hub can check it, in their words",
            "answer": "what the adviser answered",
            "decided_by_id": "which adviser decided",
        },
        "To let a firm take over the record that published awards or the hub made of it, and nobody else.",
        "The claimant and advisers of the hub.",
        rule="decided claims",
    ),
    Purpose(
        "removal",
        "Requests to remove a record",
        {
            "email": "the address of who asked",
            "reason": "the reason they gave",
            "decided_by_id": "which adviser decided",
        },
        "To decide on the request and to be able to ask back.",
        "Advisers of the hub.",
        kept="The address and the reason until the request is decided. That it was decided stays, so that a "
        "removed record is not imported again",
    ),
    Purpose(
        "requirement",
        "Requirements you wrote",
        {"created_by_id": "who wrote it"},
        "So that a public body can tell who described a need.",
        f"{OWN_ORGANISATION}, and advisers where it is public or goes with a shared shortlist.",
        rule="decision records",
    ),
    Purpose(
        "requirement_version",
        "Versions of requirements that you saved",
        {"saved_by_id": "who saved it"},
        "So that colleagues can tell who changed what.",
        f"{OWN_ORGANISATION}.",
        rule="decision records",
    ),
    Purpose(
        "run",
        "Rankings you recorded",
        {"recorded_by_id": "who recorded it"},
        "So that a decision can be explained later.",
        f"{OWN_ORGANISATION}, and advisers with a shared shortlist.",
        rule="decision records",
    ),
    Purpose(
        "shortlist",
        "Shortlists you made",
        {"created_by_id": "who made it", "frozen_by_id": "who froze it"},
        "So that a decision can be explained later.",
        f"{OWN_ORGANISATION}, and advisers once it is shared.",
        rule="decision records",
    ),
    Purpose(
        "shortlist_link",
        "Links to a shortlist that you made",
        {"made_by_id": "who made it"},
        "So that a buyer knows who let whom read a shortlist.",
        f"{OWN_ORGANISATION}, advisers while the shortlist is shared, and whoever reads it by the link.",
        rule="decision records",
    ),
    Purpose(
        "proposal_request",
        "Shortlists that you asked the hub for",
        {"asked_by_id": "who asked"},
        "So that the hub knows whom to tell of a shortlist.",
        f"{OWN_ORGANISATION}.",
        rule="decision records",
    ),
    Purpose(
        "proposal",
        "Shortlists that the hub proposes to buyers",
        {
            "started_by_id": "which adviser began it",
            "proposed_by_id": "which adviser proposed it",
            "settled_by_id": "who confirmed, declined or withdrew it",
        },
        "So that a buyer can say later who proposed a shortlist and who confirmed it.",
        "Advisers of the hub, and the buying organisation that it was proposed to.",
        rule="decision records",
    ),
    Purpose(
        "export",
        "Shortlists that people of the hub take as a file",
        {"taken_by_id": "who took it"},
        "So that a file can be traced to who took it, and nobody takes more than the work needs.",
        "Advisers and administrators of the hub, and the buyer whose shortlist it was. The file itself names "
        "who took it.",
        rule="exports",
    ),
    Purpose(
        "evaluation",
        "Interests you declared and scores you gave",
        {
            "user_id": "who declared and scored",
            "interests": "which suppliers you have an interest in",
            "interest_words": "what the interest is, in your words",
        },
        "So that a decision can be shown to be fair: a public body must identify conflicts of interest.",
        f"{OWN_ORGANISATION}. In a shortlist’s file you are a number.",
        rule="decision records",
    ),
    Purpose(
        "shortlist_note",
        "Notes you wrote on suppliers of a shortlist",
        {"user_id": "who wrote it"},
        "So that colleagues decide together.",
        f"{OWN_ORGANISATION}.",
        rule="decision records",
    ),
    Purpose(
        "transfer",
        "Mergers and moves of organisations",
        {"done_by_id": "which administrator did it", "undone_by_id": "which administrator took it back"},
        "To be able to take it back, and to know who did it.",
        "Administrators of the hub.",
        kept="As long as the organisations are there",
    ),
    Purpose(
        "duplicate_pair",
        "Decisions on records that look like one firm",
        {"decided_by_id": "which adviser decided"},
        "So that records which are two firms’ are not asked about again.",
        "Nobody: advisers see that it was decided, and not by whom.",
        kept="As long as both records are there",
    ),
    Purpose(
        "supplier_merger",
        "Mergers of records of one firm",
        {"done_by_id": "which adviser did it", "undone_by_id": "which adviser took it back"},
        "To be able to take it back, and to know who did it.",
        "Advisers of the hub.",
        kept="As long as the record that was kept is there",
    ),
    Purpose(
        "queue_item",
        "The advisers’ queue",
        {"assigned_to_id": "which adviser sees to an item", "last_by_id": "which adviser acted on it last"},
        "So that advisers know who sees to what, and no two do the same.",
        "Advisers and administrators of the hub.",
        rule="finished queue items",
    ),
    Purpose(
        "planned_action",
        "Actions agreed with a firm",
        {
            "agreed_by_id": "which adviser agreed it",
            "settled_by_id": "which adviser said what came of it",
        },
        "So that a firm and the hub know what they agreed, and whom to ask.",
        "Advisers of the hub, and the firm that gets its plan on paper.",
        kept="As long as the firm is there",
    ),
    Purpose(
        "firm_contact",
        "The log of contacts with firms",
        {"by_id": "which adviser logged a contact", "struck_by_id": "which adviser struck it out"},
        "So that advisers know what a firm was told and what comes next, and can tell the hub’s funders how "
        "many firms were helped. What an adviser wrote may name people of the firm.",
        "Advisers of the hub. What funders get is counts, of ten firms or more.",
        rule="contacts and figures",
    ),
    Purpose(
        "firm_figure",
        "Jobs and turnover of a business over time",
        {"entered_by_id": "which adviser took a figure down"},
        "To tell the hub’s funders what became of the firms it helped. A business gives its figures if it "
        "wants to, and may take each away.",
        "Members of the business, and advisers of the hub. What funders get is sums over ten firms or more.",
        rule="contacts and figures",
    ),
    Purpose(
        "firm_ownership",
        "Who owns and leads a business",
        {"kind": "what an owner says applies, such as led by women"},
        "To see whether the hub’s help reaches everybody. It may tell of health, origin or sexual "
        "orientation, so the hub holds it by consent alone: an owner says it if they want to and takes it "
        "back at any time, and it is deleted.",
        "Owners of the business. The hub uses it in counts of ten firms or more, and shows it to nobody.",
        kept="Until an owner takes it back, an owner is erased, or the business leaves the hub",
    ),
    Purpose(
        "fact_check",
        "Checks of what a firm states",
        {"checked_by_id": "which adviser checked", "taken_back_by_id": "which adviser took a check back"},
        "So that a buyer can tell what was checked from what a firm states, and advisers know whom to ask.",
        "Advisers of the hub. Everybody else sees that a fact was checked and when, and not by whom.",
        kept="As long as the firm is there",
    ),
    Purpose(
        "consent_entry",
        "What a firm agreed to",
        {"recorded_by_id": "who recorded it: an adviser, or the owner who withdrew"},
        "To be able to show what a firm agreed to, how and when, and to keep to it.",
        "Advisers of the hub, and members of the firm, who do not see which adviser.",
        kept="As long as the firm is there",
    ),
    Purpose(
        "sharing_entry",
        "What was shared of a firm",
        {"recorded_by_id": "which adviser recorded it"},
        "So that a firm can see who was given what of it.",
        "Advisers of the hub, and members of the firm, who do not see which adviser.",
        kept="As long as the firm is there",
    ),
    Purpose(
        "effort",
        "Hours that a fact takes to gain",
        {"set_by_id": "which adviser set them"},
        "So that colleagues know whom to ask.",
        "Advisers of the hub.",
        kept="Until somebody else sets them",
    ),
    Purpose(
        "setting_version",
        "Settings of the hub",
        {"set_by_id": "which administrator saved them"},
        "So that colleagues know whom to ask.",
        "Administrators of the hub.",
        kept="As long as the hub is there",
    ),
    Purpose(
        "message",
        "Mail that waits to go out",
        {"recipient": "the address", "subject": "the subject", "body": "the text"},
        "To bring you what you asked for, such as a link, and to tell the owners of a business what of its "
        "profile needs a look; they can turn that off. Once it is out, the hub keeps no copy, unless it "
        f"has no mail server: then it keeps the mail as a file for {rule_named('outbox files').kept}.",
        "Nobody on the site. Whoever runs the hub’s computer could.",
        rule="undelivered mail",
    ),
    Purpose(
        "event",
        "The record of changes",
        {"actor_id": "who changed something, as a number"},
        "To be able to show who changed what and when, and how long ago a business last touched its profile. "
        "It tells before and after of what anyone may read of "
        "a business, and of everything else only that it was changed.",
        "Advisers and its own members see the history of a business, buyers that of their requirements. "
        "Whoever acted stands there by what they were, such as an owner, and not by name.",
        rule="events and looks",
    ),
    Purpose(
        "look",
        "The record of looks at private things",
        {"user_id": "which adviser or administrator looked, as a number"},
        "So that people of the hub look at private things only where they have reason to.",
        "Members of the organisation see that an adviser looked, and when. They do not see which.",
        rule="events and looks",
    ),
)


def personal_tables() -> set[str]:
    return {table for table, columns in COLUMNS.items() if PERSONAL in columns}


def unexplained(purposes: Sequence[Purpose] = PURPOSES) -> set[str]:
    """Personal columns that no purpose has words for, and words for columns that are not personal."""
    labelled = {f"{table}.{name}" for table in personal_tables() for name in COLUMNS[table][PERSONAL].split()}
    told = {f"{purpose.table}.{name}" for purpose in purposes for name in purpose.what}
    return labelled ^ told
