"""What follows for a merged record elsewhere: imports, removals, erasures, two advisers at once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from hub.accounts.models import Organisation, User
from hub.advice.queries import find_removal
from hub.awards.joining import join_firms
from hub.awards.staging import StagedFirm
from hub.duplicates.models import SupplierMerger
from hub.duplicates.queries import list_merged_into
from hub.privacy.erasing import erase_person
from hub.suppliers.models import Contract, Removal, Supplier
from hub.suppliers.naming import name_key
from hub.suppliers.removing import ask_removal, decide_removal
from tests.hub.duplicates.records_made import ADVISER, add_people, make_double, merge
from tests.hub.members.organisations_made import writing
from tests.page_client import PageClient
from tests.people import make_member, make_user


def test_an_award_to_the_merged_name_goes_to_the_kept_record(app: Flask, session: Session) -> None:
    pair = make_double(session)
    merge(app, pair)
    with writing(app) as importing:
        firm = StagedFirm(name_key("Quenbby Drains"), "QUENBBY DRAINS", "", "", "")
        joined = join_firms(importing, [firm], "ocds")
    assert joined.suppliers[firm.key] == (pair.first_id, pair.first.public_id)
    assert joined.made == set()


def test_a_removed_record_takes_those_merged_into_it_along_and_no_import_brings_their_names_back(
    app: Flask, session: Session
) -> None:
    pair = make_double(session, claimed=(False, False))
    merge(app, pair)
    with writing(app) as removing:
        kept = removing.get_one(Supplier, pair.first_id)
        removal, _new = ask_removal(removing, kept, reason="Closed", email="lee@closed.example")
        removing.flush()
        found = find_removal(removing, removal.public_id)
        assert found is not None
        merged = list_merged_into(removing, kept.id)
        decide_removal(removing, found, ADVISER, remove=True, merged=merged)
    session.expire_all()
    assert session.scalars(select(Supplier.name)).all() == ["Noise and Sons Ltd"]
    removed = session.scalars(select(Removal.name_key).where(Removal.state == "removed"))
    assert set(removed) == {"quenby drains", "quenbby drains"}


def test_an_erased_firm_takes_its_merged_record_along_but_for_published_awards(
    app: Flask, session: Session
) -> None:
    pair = make_double(session, claimed=(True, True))
    owner = make_user(session, "Zed Owner")
    add_people(session, pair.second, (owner, "owner"))
    session.commit()
    kept_id = pair.first_id
    merge(app, pair)
    with writing(app) as erasing:
        erase_person(erasing, erasing.get_one(User, owner.id), by="the person")
    session.expire_all()
    names = session.scalars(select(Supplier.name).order_by(Supplier.id)).all()
    assert names == ["Noise and Sons Ltd", "Quenby Drains Ltd"]
    kept = session.get_one(Supplier, kept_id)
    assert (kept.state, kept.company_number, kept.postcode) == ("unclaimed", None, "")
    assert {each.source for each in session.scalars(select(Contract).where(Contract.supplier == kept))} == {
        "ocds"
    }
    assert session.scalars(select(Organisation.name).where(Organisation.kind == "supplier")).all() == [
        "Noise and Sons Ltd"
    ]
    assert session.scalars(select(SupplierMerger)).all() == []


def test_of_two_advisers_who_merge_at_once_one_does(
    app: Flask, session: Session, page_client: PageClient
) -> None:
    pair = make_double(session, claimed=(False, False))
    address = f"/advice/duplicates/{pair.public_id}"
    clients = [PageClient(app) for _ in range(2)]
    sent = []
    for client, keep in zip(clients, ("first", "second"), strict=True):
        client.sign_in(make_member(session, "hub"))
        sent.append(client.get(address).values("main form[action$='/merge']") | {"keep": keep})
    session.commit()
    barrier = Barrier(2)

    def press(number: int) -> int:
        barrier.wait()
        return clients[number].client.post(f"{address}/merge", data=sent[number]).status_code

    with ThreadPoolExecutor(2) as pool:
        assert list(pool.map(press, range(2))) == [303, 303]
    assert len(session.scalars(select(SupplierMerger)).all()) == 1
