"""Claiming an unclaimed record: a person asks, an adviser decides, one claim wins and everybody is told.

Whoever asks, withdraws or decides holds the record's row until the transaction ends, so that of two
decisions at once the second sees the first.
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from hub.accounts.actors import Actor
from hub.accounts.joining import confirm, join
from hub.accounts.models import Organisation
from hub.database import utc_now
from hub.duplicates.merging import join_record
from hub.duplicates.planning import NotMergeableError, hold_records
from hub.mail.queueing import queue_mail
from hub.suppliers.claim_queries import find_open_claim
from hub.suppliers.models import Claim, Supplier


class ClaimError(ValueError):
    """A claim that cannot be made or decided; the message says why and what to do instead."""


ENDED = {
    "confirmed": "This claim was confirmed already.",
    "declined": "This claim was declined already.",
    "lost": "Another claim on this record was confirmed before you decided, so this one is lost. "
    "Its claimant has been told.",
    "withdrawn": "The claimant has withdrawn this claim.",
}
TAKEN = "This record is not unclaimed any more. Decline the claim, and say so in your reason."
GONE = "The record was removed or merged since. Decline the claim, and say so in your reason."


def ask_claim(
    session: Session,
    actor: Actor,
    supplier: Supplier,
    *,
    company_number: str,
    proof: str,
    joins: Supplier | None = None,
) -> tuple[Claim, bool]:
    """The person's open claim on this record, and whether it is new: the same form sent twice is one.

    Once confirmed, the record becomes part of ``joins``, which the person has registered. Raises ClaimError
    where the record is not unclaimed any more.
    """
    held = _hold(session, supplier.id)
    if held is None or held.state != "unclaimed":
        raise ClaimError("Somebody claimed this record a moment ago. Ask its owner to invite you.")
    claim = find_open_claim(session, held, actor.user_id)
    if claim is not None:
        return claim, False
    claim = Claim(
        supplier=held,
        supplier_name=held.name,
        user_id=actor.user_id,
        state="asked",
        joins=joins,
        company_number=company_number,
        proof=proof,
    )
    session.add(claim)
    return claim, True


def withdraw_claim(session: Session, claim: Claim) -> None:
    """The claimant takes it back. Raises ClaimError where it was decided before that."""
    _hold(session, claim.supplier_id)
    session.refresh(claim)
    if claim.state != "asked":
        raise ClaimError("This claim was decided already. The page shows how.")
    claim.state, claim.decided_at = "withdrawn", utc_now()


def confirm_claim(session: Session, claim: Claim, adviser: Actor, *, answer: str) -> Sequence[Claim]:
    """The record is the claimant's: they own its organisation from now on. Returns the claims that lost.

    The record keeps its published contracts, and takes over the claimant's company number where it had
    none. One that was claimed for a business which the claimant has registered is merged into that.
    Everybody who claimed it gets a mail. Raises ClaimError where the claim was decided, where the record is
    no longer unclaimed or cannot be merged, and where the adviser is the claimant.
    """
    held = hold_records(session, *filter(None, (claim.supplier_id, claim.joins_id)))
    supplier, joins = held.get(claim.supplier_id or 0), held.get(claim.joins_id or 0)
    _require_open(session, claim, adviser)
    if supplier is None:
        raise ClaimError(GONE)
    if supplier.state != "unclaimed":
        raise ClaimError(TAKEN)
    _decide(claim, "confirmed", adviser, answer)
    if joins is None:
        _hand_over(session, supplier, claim)
    _tell(session, claim)
    lost = _open_claims(session, supplier)
    for rival in lost:
        _decide(rival, "lost", adviser, "")
        _tell(session, rival)
    if joins is not None:
        session.flush()
        _join(session, supplier, joins, adviser)
    return lost


def _join(session: Session, record: Supplier, joins: Supplier, adviser: Actor) -> None:
    try:
        join_record(session, joins, record, adviser)
    except NotMergeableError as error:
        raise ClaimError(str(error)) from error


def decline_claim(session: Session, claim: Claim, adviser: Actor, *, answer: str) -> None:
    """The record is not the claimant's, as far as the hub can tell. Raises ClaimError as above."""
    _hold(session, claim.supplier_id)
    _require_open(session, claim, adviser)
    _decide(claim, "declined", adviser, answer)
    _tell(session, claim)


def _hold(session: Session, supplier_id: int | None) -> Supplier | None:
    """The record as it stands now, its row locked; None where it is gone."""
    chosen = select(Supplier).where(Supplier.id == supplier_id).with_for_update(of=Supplier)
    return session.scalars(chosen.execution_options(populate_existing=True)).one_or_none()


def _require_open(session: Session, claim: Claim, adviser: Actor) -> None:
    session.refresh(claim)
    if claim.state != "asked":
        raise ClaimError(ENDED[claim.state])
    if claim.user_id == adviser.user_id:
        raise ClaimError("This claim is your own. Ask another adviser to decide it.")


def _hand_over(session: Session, supplier: Supplier, claim: Claim) -> None:
    organisation = Organisation(kind="supplier", name=supplier.name)
    confirm(organisation)
    session.add(organisation)
    supplier.organisation, supplier.state = organisation, "claimed"
    supplier.company_number = supplier.company_number or claim.company_number or None
    join(session, claim.user, organisation, "owner")


def _open_claims(session: Session, supplier: Supplier) -> Sequence[Claim]:
    session.flush()
    waiting = select(Claim).where(Claim.supplier_id == supplier.id, Claim.state == "asked")
    return session.scalars(waiting.order_by(Claim.id)).all()


def _decide(claim: Claim, state: str, adviser: Actor, answer: str) -> None:
    claim.state, claim.answer = state, answer
    claim.decided_at, claim.decided_by_id = utc_now(), adviser.user_id


def _tell(session: Session, claim: Claim) -> None:
    supplier = claim.joins or claim.supplier
    queue_mail(
        session,
        claim.user.email,
        f"claim_{claim.state}",
        person=claim.user.name,
        firm=claim.supplier_name,
        answer=claim.answer,
        supplier_id=supplier.public_id if supplier else "",
        joins=claim.joins.name if claim.joins else "",
    )
