"""Awards in the Open Contracting Data Standard 1.1: one release a line, as JSON.

Of one contracting process (ocid) only the newest release with an award counts: it names all winners. What
the winners did is told by the tender; the award's own description holds notes to suppliers and the names of
other winners. An award to several suppliers states one sum for all of them, so none of them is given a value.

`scale` is no size here. `sme` is three sizes; `large` stands for whatever is not marked as SME, so for taxi
firms and village schools too, and one firm has both words. Calling a small firm large would shut it out.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from hub.awards.addresses import find_postcode, read_company_number
from hub.awards.cleaning import DESCRIPTION_LENGTH, TITLE_LENGTH, clean_line, clean_text, shorten
from hub.awards.inspecting import Inspected, read_lines
from hub.awards.line_ends import repair_line_ends
from hub.awards.records import (
    GROUP_LENGTH,
    Award,
    BrokenFileError,
    Firm,
    Heading,
    Skipped,
    UnusableValueError,
)
from hub.awards.values import check_amount, read_day, read_firm

Json = dict[str, Any]
LONGEST_READ = 3 * DESCRIPTION_LENGTH


def read_ocds(inspected: Inspected) -> Iterator[Award | Skipped]:
    for line, text in enumerate(read_lines(inspected), 1):
        if text.strip():
            yield from _read_release(line, _parse(line, text))


def _parse(line: int, text: str) -> Json:
    try:
        release = json.loads(text, parse_float=Decimal, parse_constant=_refuse_constant)
    except (ValueError, RecursionError, ArithmeticError):
        raise BrokenFileError(line, "it is not one whole JSON object") from None
    if not isinstance(release, dict) or not _text(release, "ocid"):
        raise BrokenFileError(line, "it is not an OCDS release: it has no ‘ocid’")
    return release


def _refuse_constant(name: str) -> None:
    raise ValueError(name)


def _read_release(line: int, release: Json) -> Iterator[Award | Skipped]:
    awards = _objects(release, "awards")
    if not awards:
        yield Skipped(line, "the release holds no award")
    for award in awards:
        if _text(award, "status") not in {"", "active"}:
            yield Skipped(line, "the award is not active", detail=_text(award, "status")[:40])
        elif not _objects(award, "suppliers"):
            yield Skipped(line, "no supplier is named")
        else:
            yield from _read_award(line, release, award)


def _read_award(line: int, release: Json, award: Json) -> Iterator[Award | Skipped]:
    """One entry a winner. A winner named twice in one award is given its sum once."""
    parties = {_text(party, "id"): party for party in _objects(release, "parties")}
    winners = [_read_winner(winner, parties) for winner in _objects(award, "suppliers")]
    several = len({winner.key for winner in winners if isinstance(winner, Firm)}) > 1
    told: set[str] = set()
    for winner in winners:
        try:
            if isinstance(winner, UnusableValueError):
                raise winner
            yield _make_award(line, release, award, winner, valued=not several and winner.key not in told)
            told.add(winner.key)
        except UnusableValueError as error:
            yield Skipped(line, error.reason, winner.name if isinstance(winner, Firm) else "", error.detail)


def _read_winner(winner: Json, parties: dict[str, Json]) -> Firm | UnusableValueError:
    party = parties.get(_text(winner, "id"), {})
    identifier, address = _object(party, "identifier"), _object(party, "address")
    registered = _text(identifier, "scheme") == "GB-COH"
    try:
        return read_firm(
            _text(winner, "name") or _text(party, "name"),
            company_number=read_company_number(_text(identifier, "id")) if registered else "",
            postcode=find_postcode(_text(address, "postalCode"))
            or find_postcode(_text(address, "streetAddress")),
        )
    except UnusableValueError as error:
        return error


def _make_award(line: int, release: Json, award: Json, firm: Firm, *, valued: bool) -> Award:
    tender, ocid = _object(release, "tender"), _text(release, "ocid")
    if len(ocid) > GROUP_LENGTH:
        raise UnusableValueError("the ocid is too long", ocid[:40])
    heading = _read_heading(tender)
    title = clean_line(_mend(_text(tender, "title") or _text(award, "title")), TITLE_LENGTH) or heading.label
    if not title:
        raise UnusableValueError("the award has no title")
    description = _mend(_text(tender, "description") or _text(award, "description"))
    period = _object(award, "contractPeriod") or _object(tender, "contractPeriod")
    starts_on, ends_on = read_day(_text(period, "startDate")), read_day(_text(period, "endDate"))
    return Award(
        line=line,
        group=ocid,
        edition=f"{_moment(_text(release, 'date'))} {line:09}",
        firm=firm,
        heading=heading,
        title=title,
        description=shorten(clean_text(description), DESCRIPTION_LENGTH),
        buyer_name=clean_line(_text(_object(release, "buyer"), "name"), 300),
        amount=_read_value(_object(award, "value")) if valued else None,
        starts_on=starts_on,
        ends_on=None if starts_on and ends_on and ends_on < starts_on else ends_on,
    )


def _read_heading(tender: Json) -> Heading:
    found = _object(tender, "classification")
    is_cpv = _text(found, "scheme").upper() == "CPV"
    code = _text(found, "id")[:8] if is_cpv else ""
    label = clean_line(_text(found, "description"), 200)
    return Heading(label, cpv=code if len(code) == 8 and code.isascii() and code.isdecimal() else "")


def _read_value(value: Json) -> Decimal | None:
    """Pounds alone: a sum in another currency would need the rate of its day."""
    amount = value.get("amount")
    if isinstance(amount, bool) or not isinstance(amount, int | Decimal):
        return None
    if (_text(value, "currency") or "GBP").upper() != "GBP":
        return None
    return check_amount(Decimal(amount))


def _moment(text: str) -> str:
    """A release's moment in UTC, so that text sorts as time; what can't be read sorts first."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return ""
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC).isoformat()


def _mend(text: str) -> str:
    return repair_line_ends(text[:LONGEST_READ])


def _text(holder: Json, name: str) -> str:
    held = holder.get(name)
    return held if isinstance(held, str) else ""


def _object(holder: Json, name: str) -> Json:
    held = holder.get(name)
    return held if isinstance(held, dict) else {}


def _objects(holder: Json, name: str) -> list[Json]:
    held = holder.get(name)
    return [each for each in held if isinstance(each, dict)] if isinstance(held, list) else []
