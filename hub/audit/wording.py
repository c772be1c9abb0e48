"""What happened, in the words of a person who reads its history.

An event says who by role, what by the page or command, and for public facts what stood before and after.
Confidential and personal columns have no values in an event, so none can be shown here.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from hub.audit.models import Event, Look
from hub.suppliers.fields import KINDS, SIZES
from hub.upkeep.statuses import STATUSES

PHRASES = {
    "accounts.change_email": "asked for another email address",
    "accounts.change_name": "changed their name",
    "accounts.change_password": "changed their password",
    "accounts.confirm_new_email": "confirmed another email address",
    "accounts.create_account": "created an account",
    "accounts.end": "ended a sign-in",
    "accounts.end_others": "ended all other sign-ins",
    "accounts.recovery_codes": "made new recovery codes",
    "accounts.register_buyer": "registered the organisation",
    "accounts.replace_second_factor": "put another second factor in place",
    "accounts.set_up_second_factor": "turned on a second factor",
    "accounts.take_off_second_factor": "took a person’s second factor off",
    "accounts.turn_off_second_factor": "turned the second factor off",
    "administration.disable": "disabled a person’s account",
    "administration.enable": "enabled a person’s account",
    "administration.merge": "merged a buying organisation into another",
    "administration.move": "moved members or requirements to another organisation",
    "administration.open_buyer": "made a buying organisation",
    "administration.undo": "undid a merger or a move",
    "advice.confirm_buyer": "confirmed the buying organisation",
    "advice.decide_claim": "decided a claim on the record",
    "advice.decide_removal": "decided a request to remove the record",
    "contacts.correct": "corrected an entry of the contact log",
    "contacts.show": "logged a contact with a firm",
    "contacts.strike": "struck an entry of the contact log out",
    "clients.check_fact": "recorded that a fact was checked",
    "clients.record_consent": "recorded what the firm agrees to",
    "clients.record_sharing": "recorded what was shared of the firm",
    "clients.take_back": "took a check of a fact back",
    "clients.withdraw_consent": "withdrew consent",
    "duplicates.merge": "merged two records of one firm",
    "duplicates.tell_apart": "said that two records are two firms’",
    "duplicates.undo": "took a merger of two records back",
    "endings.add": "recorded to whom the requirement was awarded",
    "endings.correct": "corrected an award",
    "endings.tell": "said how the requirement ended",
    "endings.withdraw": "withdrew an award",
    "growth.remove": "took figures of the business’s jobs and turnover away",
    "growth.say": "said what applies to who owns the business, or took it back",
    "growth.show": "took down jobs and turnover of the business",
    "growth.state": "stated jobs and turnover of the business",
    "growth.take_away": "took figures of the business’s jobs and turnover away",
    "imports.apply": "imported firms from a list of the hub",
    "imports.discard": "discarded a list of firms",
    "imports.go_on": "went on with the check of a list of firms",
    "imports.set_categories": "matched the categories of a list of firms",
    "imports.set_columns": "named the columns of a list of firms",
    "imports.upload": "uploaded a list of firms",
    "members.accept": "accepted an invitation",
    "members.change_kind": "changed what kind of organisation it is",
    "members.change_role": "changed a member’s role",
    "members.invite": "invited somebody to the organisation",
    "members.leave": "left the organisation",
    "members.remove": "removed a member",
    "members.withdraw": "withdrew an invitation",
    "privacy.erase": "erased their account, with what was theirs alone",
    "queue.give": "gave an item of the queue to somebody",
    "queue.mark_done": "marked an item of the queue as done",
    "queue.put_off": "snoozed an item of the queue",
    "queue.undo": "opened an item of the queue again",
    "reports.take": "took a report for funders as a file",
    "requirements.close": "closed the requirement",
    "requirements.copy": "described the requirement by copying another",
    "requirements.describe": "described the requirement",
    "requirements.edit": "changed the requirement",
    "requirements.keep_word": "changed which words are taken as written",
    "requirements.open": "opened the requirement again",
    "runs.rank": "ranked the suppliers and recorded it",
    "security.confirm_email": "confirmed their email address",
    "security.forgot_password": "asked for a link to choose another password",
    "security.login": "signed in",
    "security.logout": "signed out",
    "security.mf_recovery": "signed in with a recovery code",
    "security.reset_password": "chose another password by a mailed link",
    "security.send_confirmation": "asked for another confirming mail",
    "security.two_factor_token_validation": "signed in with a second factor",
    "security.verify": "confirmed their password",
    "links.make": "made a link to a shortlist for somebody without an account",
    "links.revoke": "took back a link to a shortlist",
    "proposals.ask": "asked the hub for a shortlist",
    "proposals.take_back": "took back that the hub was asked for a shortlist",
    "proposals.confirm": "confirmed a shortlist that the hub proposed",
    "proposals.decline": "declined a shortlist that the hub proposed",
    "drafts.start": "began a shortlist for the buyer",
    "drafts.arrange": "worked on a shortlist for the buyer",
    "drafts.add": "put firms on a shortlist for the buyer",
    "drafts.withdraw": "withdrew a shortlist for the buyer",
    "exports.take": "took shortlists as a file",
    "evaluations.note": "noted something of a supplier on a shortlist",
    "evaluations.remove": "took a note of theirs away",
    "evaluations.save": "declared interests and scored suppliers of a shortlist",
    "freezing.freeze": "said why suppliers were passed over, or froze a shortlist",
    "shortlists.add": "added a supplier to a shortlist",
    "shortlists.arrange": "changed the order or the reasons of a shortlist",
    "shortlists.choose": "chose suppliers for a shortlist",
    "shortlists.choose_recorded": "chose suppliers of a recorded ranking for a shortlist",
    "shortlists.copy": "copied a shortlist",
    "shortlists.share": "shared a shortlist with the hub’s advisers",
    "shortlists.stop_sharing": "stopped sharing a shortlist",
    "suppliers.add_capability": "added something the business does",
    "suppliers.add_contract": "added a contract",
    "suppliers.add_document": "added the document of a certificate or an insurance",
    "registration.answer": "registered the business",
    "suppliers.ask_removal": "asked for the record to be removed",
    "suppliers.change_state": "withdrew the profile, or showed it again",
    "suppliers.delete": "deleted the business’s record",
    "suppliers.change_capability": "published or withdrew something the business does",
    "suppliers.claim": "claimed the record",
    "suppliers.copy_capability": "copied something the business does as a draft",
    "suppliers.edit_capability": "changed something the business does",
    "suppliers.edit_contract": "changed a contract",
    "suppliers.edit_fact": "stated a certificate or another fact",
    "suppliers.edit_profile": "changed the business’s profile",
    "suppliers.move_capability": "put what the business does in another order",
    "suppliers.remove_contract": "removed a contract",
    "suppliers.remove_document": "removed the document of a certificate or an insurance",
    "suppliers.remove_fact": "removed a certificate or another fact",
    "suppliers.state_size": "stated the figures of the business’s size",
    "suppliers.remove_size": "took back the figures of the business’s size",
    "suppliers.use_wording": "took up an earlier wording of something the business does",
    "suppliers.withdraw_claim": "withdrew a claim on the record",
    "add-member": "added a member",
    "by hand": "changed the database",
    "check-imports": "went on with the check of a list of firms",
    "import-awards": "imported published awards",
    "import-places": "imported places",
    "learn": "had the hub learn from its decisions how much each kind of evidence counts",
    "load-categories": "loaded the list of categories",
    "refresh-queue": "brought the advisers’ queue up to date",
    "find-duplicates": "looked for firms that stand in the register twice",
    "erase": "erased a person who asked for it",
    "load-demo": "loaded the demo",
    "reset-second-factor": "took a person’s second factor off",
    "retention": "deleted what was past its time",
    "set-password": "set a password",
    "unlocking.add": "agreed with the firm what it gains next",
    "unlocking.change_hours": "said how many hours a fact takes to gain",
    "unlocking.change_state": "said what came of an action agreed with the firm",
    "upkeep.check_company": "looked the firm up at Companies House",
    "upkeep.confirm": "said that the profile is still right",
    "upkeep.switch_nudges": "turned mails about the profile on or off",
    "check-profiles": "looked through the register for what needs a look",
    "find-unlocks": "looked for what one gained fact would unlock",
    "import-companies": "imported what Companies House says of the firms",
    "settings.add_amount": "added an amount that rules go by",
    "settings.add_cost": "added a row to a unit cost",
    "settings.new_category": "added a category to the hub’s list",
    "settings.show_category": "changed a category of the hub’s list",
    "settings.new_cost": "added a unit cost",
    "settings.show_mail": "changed what a mail of the hub says",
    "settings.show_identity": "changed the name, colours or contact of the hub",
    "settings.use_again": "used an earlier version of a setting again",
    "synonyms.remove": "took away what else is looked for with a phrase",
    "synonyms.show": "said what else is looked for with a phrase",
}
"""By the endpoint or command that an event names as its action."""
CHANGES_NOTHING = frozenset({"matches.show_more", "privacy.download", "comparisons.ticked", "runs.show_more"})
"""Endpoints that take a POST and change no row."""
SOME_CHANGE = "made a change"

ROLES = {
    "owner": "An owner",
    "editor": "An editor",
    "viewer": "A viewer",
    "adviser": "An adviser of the hub",
    "administrator": "An administrator of the hub",
    "signed in": "Somebody with an account",
    "nobody signed in": "Somebody who was not signed in",
    "command": "A command of the operator",
    "outside the site": "The operator",
}
SOMEBODY = "Somebody"

LOOKS = {
    ("comparisons.chosen", "shortlist"): "compared the suppliers of a shared shortlist",
    ("comparisons.ranked", "run"): "compared suppliers of a recorded ranking",
    ("shortlists.show", "shortlist"): "looked at a shared shortlist",
    ("links.show", "shortlist"): "looked at the links to a shared shortlist",
    ("links.make", "shortlist"): "made a link to a shared shortlist",
    ("links.revoke", "shortlist"): "took back a link to a shared shortlist",
    ("exports.take", "shortlist"): "took a shared shortlist as a file",
    ("requirements.show", "requirement"): "looked at the requirement",
    ("drafts.edit", "requirement"): "looked at the ranking, to make a shortlist for the buyer",
    ("proposals.show", "requirement"): "looked at a shortlist that the hub proposed",
    ("runs.show", "run"): "looked at a recorded ranking",
    ("runs.show_more", "run"): "looked at more of a recorded ranking",
    ("runs.download", "run"): "downloaded a recorded ranking",
    ("runs.download_table", "run"): "downloaded the table of a recorded ranking",
    ("runs.order", "run"): "looked at the whole order of a recorded ranking",
    ("matches.show", "requirement"): "looked at the ranking",
    ("places.show", "requirement"): "looked at who is near its place",
    ("matches.together", "requirement"): "looked at who could do it together",
    ("members.show", "organisation"): "looked at who is a member",
    ("suppliers.show", "contact"): "looked at the contact details",
    ("suppliers.download_document", "document"): "downloaded the document of a certificate or an insurance",
    ("suppliers.show", "supplier"): "looked at the profile while it was not public",
    ("clients.show", "firm"): "looked at the firm’s page for advisers",
    ("clients.matches", "firm"): "looked at what the firm matches",
    ("clients.near_misses", "firm"): "looked at what the firm nearly matches",
    ("clients.check_fact", "firm"): "looked at a fact and its checks",
    ("clients.take_back", "firm"): "looked at a check of a fact",
    ("clients.consent", "consent"): "looked at the record of consent and sharing",
    ("clients.record_sharing", "consent"): "looked at what the firm agreed to",
    ("clients.show", "contact"): "looked at the contact details",
    ("audit.supplier_history", "history"): "looked at this history",
}
SOME_LOOK = "looked at it"

THINGS = {
    "supplier": ("Profile", "profiles"),
    "capability": ("Something it does", "things it does"),
    "contract": ("Contract", "contracts"),
    "fact": ("Fact", "facts"),
    "fact_document": ("Document of a fact", "documents of facts"),
    "size_statement": ("Figures of its size", "figures of its size"),
    "planned_action": ("Action agreed with an adviser", "actions agreed with an adviser"),
    "firm_figure": ("Jobs and turnover on a day", "sets of jobs and turnover"),
    "setting_version": ("Setting of the hub", "settings of the hub"),
    "fact_check": ("Check of a fact by an adviser", "checks of facts by advisers"),
    "consent_entry": ("Entry about consent", "entries about consent"),
    "sharing_entry": ("Entry about what was shared", "entries about what was shared"),
    "effort": ("Hours that a fact takes", "hours that facts take"),
    "synonym": ("Phrase", "phrases"),
    "claim": ("Claim", "claims"),
    "removal": ("Request for removal", "requests for removal"),
    "requirement": ("Requirement", "requirements"),
    "criterion": ("Line", "lines"),
    "ending": ("How it ended", "endings"),
    "ending_award": ("Award", "awards"),
    "run": ("Ranking", "rankings"),
    "shortlist": ("Shortlist", "shortlists"),
    "passed_over": ("Supplier passed over", "suppliers passed over"),
    "evaluation": ("Declaration of interests", "declarations of interests"),
    "evaluation_score": ("Score of a colleague", "scores of colleagues"),
    "shortlist_note": ("Note on a supplier of a shortlist", "notes on suppliers of shortlists"),
    "shortlist_entry": ("Supplier of a shortlist", "suppliers of shortlists"),
}
"""The tables that a history speaks of."""
VERBS = {"made": "added", "changed": "changed", "deleted": "removed"}
PUBLIC = frozenset({"supplier", "capability", "contract", "fact", "size_statement", "synonym"})
"""Tables whose open columns stand on public pages: before and after are told."""
COUNTED = frozenset({"claim", "removal"})
"""Tables whose rows are other people's: a history says that there were some."""
LABELS = {
    "phrase": "Buyers write",
    "also": "Also looked for",
    "mutual": "The other way round, too",
    "state": "State",
    "name": "Name",
    "trading_name": "Trading name",
    "company_number": "Company number",
    "vat_number": "VAT number",
    "kind": "Kind of business",
    "size": "Size",
    "website": "Website",
    "postcode": "Postcode",
    "contact_name": "Contact name",
    "contact_email": "Contact email address",
    "contact_phone": "Contact telephone number",
    "register_status": "At Companies House",
    "register_name": "Name at Companies House",
    "register_checked_on": "Looked up on",
    "dissolved_on": "Dissolved on",
    "confirmed_on": "Still right on",
    "nudges": "Mails about the profile",
    "title": "Title",
    "description": "Description",
    "category_id": "Category",
    "category_label": "Publisher’s heading",
    "buyer_name": "Buyer",
    "value": "Value",
    "vat": "VAT",
    "how": "How it ended",
    "supplier_id": "Supplier",
    "supplier_name": "Name of the supplier",
    "awarded_on": "Award date",
    "contract_id": "Published",
    "starts_on": "Start",
    "ends_on": "End",
    "body": "Issued by",
    "number": "Number",
    "issued_on": "Issue date",
    "expires_on": "Expiry date",
    "content": "Document",
    "staff": "Staff",
    "turnover": "Turnover",
    "balance_sheet": "Balance sheet total",
    "in_group": "Part of a group",
    "group_name": "Name of the group",
    "vcse": "Voluntary, community or social enterprise",
    "year_ended_on": "End of the year of the figures",
    "visibility": "Who sees it",
    "needed_on": "Start of the work",
    "closed_at": "Day of closing",
    "keep_words": "Words taken as written",
    "importance": "Importance",
    "text": "Words",
    "weight": "Weight",
    "fact": "Fact asked for",
    "reason": "Reason",
    "position": "Place in the order",
}
WITHOUT_VALUES = frozenset({"postcode", "category_id", "position"})
"""Told by name alone: a postcode is for nobody, and a row's number says nothing."""
WORDS = {"kind": KINDS, "size": SIZES, "register_status": STATUSES}
LONG = 120


@dataclass(frozen=True, slots=True)
class Difference:
    """What one public fact was and is."""

    label: str
    before: str
    after: str

    @property
    def is_long(self) -> bool:
        return len(self.before) + len(self.after) > LONG


@dataclass(slots=True)
class Change:
    """One row that changed: in words, with public facts before and after, and the names of other columns."""

    words: str
    differences: list[Difference] = field(default_factory=list)
    untold: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Told:
    """An event in words."""

    at: datetime
    who: str
    what: str
    changes: list[Change]
    erased: bool


def tell_event(event: Event, kind: str, public_id: str) -> Told:
    """The event as the history of one thing tells it. It never fails: what has no words gets general ones."""
    rows = [] if event.changes is None else list(_rows_about(event, kind, public_id))
    return Told(
        event.at,
        ROLES.get(event.actor_role, SOMEBODY),
        PHRASES.get(event.action, SOME_CHANGE),
        _changes(rows),
        event.changes is None,
    )


def tell_look(look: Look) -> str:
    """What somebody of the hub did; who it was is told by role alone."""
    return LOOKS.get((look.page, look.kind), SOME_LOOK)


def _rows_about(event: Event, kind: str, public_id: str) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Word, table and row of each change that is about this thing, where the event is about many as well."""
    many = sum(each[0] == kind for each in event.subjects) > 1
    for row in event.changes or ():
        word = next((each for each in VERBS if each in row), None)
        table = row.get(word) if word else None
        if word and table in THINGS and "rows" not in row and (not many or row.get("id") == public_id):
            yield word, str(table), row


def _changes(rows: list[tuple[str, str, dict[str, Any]]]) -> list[Change]:
    """A change for each row with something to tell of it; the others are counted, alike ones together.

    A row may change in two steps of one event, the second with nothing to tell: it is told once.
    """
    told: list[Change] = []
    heard: set[tuple[str, str]] = set()
    counts: dict[tuple[str, str], int] = {}
    for word, table, row in rows:
        change = _change(word, table, row)
        if change.differences or change.untold:
            told.append(change)
            heard.add((word, table))
        else:
            counts[word, table] = counts.get((word, table), 0) + 1
    rest = {each: number for each, number in counts.items() if each[0] != "changed" or each not in heard}
    return told + [Change(_counted(word, table, number)) for (word, table), number in rest.items()]


def _counted(word: str, table: str, number: int) -> str:
    one, many = THINGS[table]
    return f"{one if number == 1 else f'{number:,} {many}'} {VERBS[word]}"


def _change(word: str, table: str, row: dict[str, Any]) -> Change:
    change = Change(_counted(word, table, 1))
    columns = row.get("columns") or {}
    if table in PUBLIC:
        change.differences = [
            Difference(LABELS[name], _value(name, pair[0]), _value(name, pair[1]))
            for name, pair in columns.items()
            if name in LABELS and name not in WITHOUT_VALUES
        ]
    if word == "changed" and table not in COUNTED:
        shown = WITHOUT_VALUES if table in PUBLIC else set(columns)
        names = [*(name for name in columns if name in shown), *(row.get("names") or ())]
        change.untold = [LABELS[name].lower() for name in names if name in LABELS]
    return change


def _value(name: str, value: Any) -> str:
    if value in (None, "", []):
        return ""
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, list):
        return ", ".join(map(str, value))
    if isinstance(value, dict):
        return "; ".join(f"{key}: {_value('', each) or '–'}" for key, each in value.items())
    text = str(value)
    return WORDS.get(name, {}).get(text, text)
