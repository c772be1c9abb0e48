"""A form that would be accepted, for each unsafe route. All fields that the route reads are in it.

Each takes the world, the side whose thing the address names, and who sends it.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from io import BytesIO
from types import SimpleNamespace
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from hub.accounts.models import Organisation
from hub.administration.planning import plan_merger, plan_move
from hub.database import open_session
from hub.duplicates.models import DuplicatePair, SupplierMerger
from hub.duplicates.showing import choices_of, seen_of
from hub.duplicates.undoing import plan_undoing
from hub.facts.kinds import ASKABLE
from hub.matches.finding import find_matches
from hub.requirements.facts import askable_answers
from hub.requirements.models import Requirement
from tests.hub.facts.pdfs_made import make_pdf
from tests.people import PASSWORD, next_code
from tests.permissions.identities import OTHER_SIDE, Identity
from tests.permissions.things import Side, form_key_of
from tests.permissions.world import WITH_SECOND_FACTOR, World

Values = dict[str, Any]
Form = Callable[[World, Side, Identity], Values]


def fixed(**values: Any) -> Form:
    """The same for everybody."""
    return lambda _world, _side, _identity: dict(values)


def _day(name: str) -> Values:
    return {f"{name}-{part}": number for part, number in (("day", "1"), ("month", "2"), ("year", "2040"))}


def acting(item: str, **values: Any) -> Form:
    """What an adviser does with a queue item, as they saw it."""
    return lambda _world, side, _identity: {"seen": side.values[f"{item} version"], **values}


def _soon() -> Values:
    soon = date.today() + timedelta(days=7)
    parts = (("day", soon.day), ("month", soon.month), ("year", soon.year))
    return {f"until-{part}": str(number) for part, number in parts}


SNOOZE = acting("queue item", reason="They are moving", **_soon())


LONG_AGO = {"day": "1", "month": "2", "year": "2020"}
NOTHING = fixed()
PROFILE = {
    "kind": "charity",
    "size": "micro",
    "postcode": "NN1 1AA",
    "trading_name": "",
    "company_number": "",
    "vat_number": "",
    "contact_name": "Lee Marsh",
    "contact_email": "lee@firm.example",
    "contact_phone": "",
    "website": "",
}
CAPABILITY = fixed(
    title="Pumps",
    description="We mend pumps",
    features="",
    benefits="",
    category="drains",
    proof="",
    proof_link="",
    state="draft",
)
CONTRACT = fixed(
    title="Pumps of a mill",
    description="Mended",
    buyer_name="A mill",
    category="drains",
    value="1200",
    **_day("starts_on"),
    **_day("ends_on"),
)
CLAIM = fixed(numbered="none", company_number="", proof="Ring the number on our website")
INVITE = fixed(email="ola@mail.example", role="editor")
INVITE_ADVISER = fixed(email="ola@mail.example", role="adviser")
BUYER = fixed(name="Ashby Council", body="council")
KIND = fixed(body="fire")
SYNONYM = fixed(phrase="lollipop lady", also="school crossing patrol", mutual="y")
MAIL_TEXT = fixed(subject="Your role", body="It is another one now.", seen="0", why="", act="save")
AMOUNT = fixed(
    seen="0",
    amount="6000000",
    source="PPN 099",
    why="",
    **_day("starts"),
    **{"as_at-day": "1", "as_at-month": "2", "as_at-year": "2020"},
    **_day("review_by"),
)
COST = fixed(seen="0", pounds="80.00", year="2025/26", source="Our own invoices", why="")
NEW_COST = fixed(
    seen="0", what="Mowing", unit="one square metre", pounds="0.12", year="2025", source="Our books", why=""
)
CATEGORY = fixed(
    seen="0", name="Becks and dykes", help="Open water", under="", retired="", why="", act="save"
)
SECOND_SEEN = fixed(seen="2")
IDENTITY = fixed(
    seen="2",
    name="Growth Hub Match",
    strapline="For the whole county",
    mail="",
    phone="",
    address="",
    opening="",
    brand="#14532d",
    accent="",
    why="",
    act="save",
)
REMOVAL = fixed(reason="The business has closed", email="lee@closed.example")
COMPANY_CHECK = fixed(
    status="dissolved",
    name="Another name",
    **{
        f"{name}-{part}": number
        for name in ("dissolved_on", "checked_on")
        for part, number in LONG_AGO.items()
    },
)
NEXT_MONTH = date.today() + timedelta(days=30)
AGREE = fixed(
    steps="Ask the firm",
    checker="Its adviser",
    form_key="0" * 32,
    **{f"due_on-{part}": str(getattr(NEXT_MONTH, part)) for part in ("day", "month", "year")},
)
CONTACT = {
    "channel": "call",
    "intensity": "light",
    "quarters": "0.5",
    "about": "Its plans",
    "next_step": "",
    "form_key": "0" * 32,
    **{f"day-{part}": number for part, number in LONG_AGO.items()},
    **{f"next_on-{part}": "" for part in ("day", "month", "year")},
}
LOG = fixed(**CONTACT)
CORRECT_CONTACT = fixed(**CONTACT, reason="Half an hour")
FIGURE = {"jobs": "4.5", "turnover": "", **{f"as_at-{part}": each for part, each in LONG_AGO.items()}}
STATE_FIGURE = fixed(**FIGURE)
TAKE_DOWN = fixed(**FIGURE, given="call")
OWNERSHIP = fixed(kinds=["women"])
_PAST_DAY = {f"on_day-{part}": number for part, number in LONG_AGO.items()}
CONSENT = fixed(
    purpose="results", partner="", act="given", how="phone", note="", form_key="0" * 32, **_PAST_DAY
)
SHARING = fixed(shared_with="A body", what="The name", ground="task", form_key="0" * 32, **_PAST_DAY)


def check_fact(_world: Any, side: Any, _identity: Any) -> Values:
    stood = {"stood": side.values["fact stood"], "form_key": "0" * 32}
    return {"how": "issuer", "note": "", **stood, **_PAST_DAY}


HOURS = fixed(fact="iso_9001", hours="40")
ENDING = fixed(version="0", how="unsuitable", reason="Nobody can")
AWARD = {
    "title": "Pumps of a mill",
    "value": "1200",
    "vat": "excluded",
    "published": "y",
    "awarded_on-day": "1",
    "awarded_on-month": "2",
    "awarded_on-year": "2020",
    **_day("starts_on"),
    **_day("ends_on"),
}
ADD_AWARD = fixed(supplier="", supplier_name="Birch Pumps", form_key="0" * 32, **AWARD)
CORRECT_AWARD = fixed(version="1", **AWARD)
SIZE = fixed(
    in_group="no",
    group_name="",
    staff="9",
    turnover="1000",
    balance_sheet="",
    vcse="none",
    **{"year_ended_on-day": "1", "year_ended_on-month": "2", "year_ended_on-year": "2024"},
)
FACT = fixed(value="yes", body="Another body", number="7", **_day("expires_on"))


class SentAgain(BytesIO):
    """A file that is at its start again once a request with it is over."""

    def close(self) -> None:
        self.seek(0)


def firm_list(_world: World, _side: Side, _identity: Identity) -> Values:
    return {"file": (SentAgain(b"Name\nAlder Drains Ltd\n"), "firms.csv"), "sheet": "", "lawful": "y"}


def document(_world: World, _side: Side, _identity: Identity) -> Values:
    return {"document": (SentAgain(make_pdf()), "certificate.pdf")}


def edit_profile(_world: World, side: Side, _identity: Identity) -> Values:
    return PROFILE | {"name": "Another name", "version": side.values["supplier version"]}


def edit_requirement(_world: World, side: Side, _identity: Identity) -> Values:
    return {
        "version": side.values["private requirement version"],
        "title": "Other drains",
        "description": "Other words",
        "postcode": "NN1 1AA",
        "within_km": "20",
        "area_importance": "should",
        **_day("needed_on"),
        "visibility": "private",
        "estimated_value": "50000",
        "buying": "goods_services",
        "categories": "drains",
        "other_category": "",
        "lines-0-text": "A line",
        "lines-0-importance": "must",
        "lines-0-weight": "1",
        "lines-0-key": "",
    } | _choices()


def _choices() -> Values:
    """The page sends an answer for each choice it offers, asked for or not."""
    choices = [kind for kind in ASKABLE if kind.kind == "choice"]
    return {f"facts-{kind.name}-value": askable_answers(kind)[0][0] for kind in choices}


def choose(world: World, side: Side, _identity: Identity) -> Values:
    """The first of the ranking as the page of that requirement would show it now."""
    public_id = side.ids["private requirement"]
    with world.app.app_context(), open_session(writes=False) as reading:
        asked = reading.scalars(select(Requirement).where(Requirement.public_id == public_id)).one()
        found = find_matches(reading, asked)
    return {
        "supplier": [found.ranking.matches[0].profile],
        "digest": found.digest,
        "form_key": "0123456789abcdef0123456789abcdef",
    }


def choose_with_their_key(world: World, side: Side, identity: Identity) -> Values:
    """The form key of another organisation's shortlist."""
    return choose(world, side, identity) | {"form_key": form_key_of(OTHER_SIDE[side.letter])}


def take(_world: World, side: Side, _identity: Identity) -> Values:
    return {"shortlist": [side.ids["shared shortlist"]], "format": "csv"}


def link(_world: World, _side: Side, _identity: Identity) -> Values:
    soon = date.today() + timedelta(days=7)
    day = {f"ends_on-{part}": str(getattr(soon, part)) for part in ("day", "month", "year")}
    return {"recipient": "Our auditor", "form_key": "0123456789abcdef0123456789abcdef", **day}


def keep(_world: World, side: Side, _identity: Identity) -> Values:
    return {"keep": [side.ids["proposal entry"]]}


DECLINE = fixed(answer="We know better ones")


def add_to_proposal(_world: World, side: Side, _identity: Identity) -> Values:
    return {"supplier": [side.ids["unclaimed supplier"]]}


def arrange_proposal(_world: World, side: Side, _identity: Identity) -> Values:
    entry = side.ids["draft proposal entry"]
    version = side.values["draft proposal version"]
    values = {"version": version, "act": "save", "introduction": "Here they are"}
    return values | {f"position-{entry}": "1", f"reason-{entry}": "Another"}


def take_private(_world: World, side: Side, _identity: Identity) -> Values:
    return {"shortlist": [side.ids["shared shortlist"], side.ids["private shortlist"]], "format": "csv"}


def choose_recorded(_world: World, side: Side, _identity: Identity) -> Values:
    return {"supplier": [side.ids["supplier"]], "form_key": "0123456789abcdef0123456789abcdef"}


def rank(_world: World, side: Side, _identity: Identity) -> Values:
    version = side.values["private requirement version"]
    return {"version": version, "form_key": "0123456789abcdef0123456789abcdef"}


def arrange(_world: World, side: Side, _identity: Identity) -> Values:
    values: Values = {"version": side.values["private shortlist version"], "act": "save"}
    for rank in (1, 2):
        values |= {f"position-{rank}": str(3 - rank), f"reason-{rank}": "Another", f"seen-{rank}": ""}
    return values


def add(_world: World, side: Side, _identity: Identity) -> Values:
    return {"supplier": side.ids["unclaimed supplier"]}


def key(_world: World, _side: Side, _identity: Identity) -> Values:
    return {"form_key": "0123456789abcdef0123456789abcdef"}


def evaluate(_world: World, _side: Side, _identity: Identity) -> Values:
    return {"has_interest": "yes", "interests": ["1"], "interest_words": "A cousin", "score-2-0": "4"}


def note(_world: World, side: Side, identity: Identity) -> Values:
    return key(_world, side, identity) | {"rank": "1", "text": "Ask them"}


def freeze(_world: World, side: Side, _identity: Identity) -> Values:
    """Two are chosen, the first two of the ranking."""
    version = side.values["private shortlist version"]
    return {"version": version, "act": "freeze", "few_reason": "Nobody else is near"}


def sign_in(world: World, _side: Side, _identity: Identity) -> Values:
    return {"email": world.emails["newcomer"], "password": PASSWORD}


def merge(world: World, side: Side, _identity: Identity) -> Values:
    with world.app.app_context(), open_session(writes=False) as reading:
        plan = plan_merger(reading, *_organisations(reading, side))
    return {"digest": plan.digest}


def move(world: World, side: Side, _identity: Identity) -> Values:
    """A member and a requirement go."""
    people, requirements = [side.ids["buyer colleague"]], [side.ids["private requirement"]]
    with world.app.app_context(), open_session(writes=False) as reading:
        plan = plan_move(reading, *_organisations(reading, side), people, requirements)
    return {"people": people, "requirements": requirements, "digest": plan.digest}


def merge_records(world: World, side: Side, _identity: Identity) -> Values:
    """The firm's record is kept, as the page with both of them shows it now."""
    with world.app.app_context(), open_session(writes=False) as reading:
        chosen = select(DuplicatePair).where(DuplicatePair.public_id == side.ids["pair"])
        choices = choices_of(reading, reading.scalars(chosen).one())
    return {"keep": "first", "seen": seen_of(choices)}


def undo_record_merger(world: World, side: Side, _identity: Identity) -> Values:
    with world.app.app_context(), open_session(writes=False) as reading:
        chosen = select(SupplierMerger).where(SupplierMerger.public_id == side.ids["record merger"])
        undoing = plan_undoing(reading, reading.scalars(chosen).one())
        return {"seen": undoing.digest}


def _organisations(reading: Session, side: Side) -> list[Organisation]:
    """The side's buying organisation, and the one that takes it over."""
    ids = (side.ids["buying organisation"], side.ids["waiting organisation"])
    return [reading.scalars(select(Organisation).where(Organisation.public_id == each)).one() for each in ids]


def code(world: World, _side: Side, identity: Identity) -> Values:
    """The password, and a code of their app; of somebody else's, where they have none."""
    name = identity.name if identity.name in WITH_SECOND_FACTOR else WITH_SECOND_FACTOR[0]
    person: Any = SimpleNamespace(id=world.user_ids[name])
    return {"password": PASSWORD, "code": next_code(world.app, person)}


def take_off(world: World, _side: Side, _identity: Identity) -> Values:
    return {"email": world.emails["divided"], "checked": "y"}


MAILED = "a mail goes out at once, and nothing else is kept"
password = fixed(password=PASSWORD)
NEW_PASSWORD = "nine red kites turning"
CHANGE_PASSWORD = fixed(current=PASSWORD, password=NEW_PASSWORD)
CREATE_ACCOUNT = fixed(name="Ola Berg", email="ola@mail.example", password=NEW_PASSWORD, wants="buyer")
