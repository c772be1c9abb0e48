"""What of the database reaches the matcher, and what never does."""

from __future__ import annotations

from datetime import date

from sqlalchemy.orm import Session

from hub.categories.models import Category
from hub.matches.profile_rows import load_catalogue, load_profiles
from hub.matches.profiling import to_profile, to_requirement
from hub.places.models import Place
from hub.requirements.models import Criterion, Requirement
from hub.suppliers.models import Capability, Contract, Fact, Supplier
from matching import Index, Piece, Profile, records
from tests.hub.matches.catalogue_made import make_firm
from tests.people import make_organisation


def full_firm(session: Session) -> Supplier:
    category = Category(slug="drain-clearance", name="Drain clearance", level="lot")
    place = Place(
        code="DE1", level="outcode", name="Derby", latitude=52.92, longitude=-1.47, region="East Midlands"
    )
    firm = make_firm(session, "Swift Drainage Ltd", place=place)
    firm.capabilities = [
        Capability(title="Drain clearance", description="Jetting", category=category, position=0),
        Capability(title="Not ready", state="draft", position=1),
        Capability(title="No longer done", state="withdrawn", position=2),
    ]
    firm.contracts = [
        Contract(
            title="Gullies for Harbour Council",
            description="Cleared for HARBOUR COUNCIL in spring",
            buyer_name="Harbour Council",
            category_label="Sewer work",
            starts_on=date(2024, 3, 1),
            value=9000,
        ),
        Contract(title="Drains", buyer_name="A", category=category, category_label="Never seen"),
    ]
    firm.facts = [Fact(name="iso_9001", value=True, body="UKAS body", expires_on=date(2027, 5, 1))]
    session.commit()
    return firm


def test_a_profile_holds_published_capabilities_all_contracts_and_facts_in_words(session: Session) -> None:
    profile = to_profile(full_firm(session))

    capabilities = [piece for piece in profile.pieces if piece.kind == "capability"]
    assert [(piece.title, piece.category) for piece in capabilities] == [
        ("Drain clearance", "drain-clearance")
    ]
    assert len([piece for piece in profile.pieces if piece.kind == "contract"]) == 2
    (fact,) = profile.facts
    assert (fact.name, fact.value, fact.expires) == ("iso_9001", True, date(2027, 5, 1))
    assert fact.told.startswith("ISO 9001 certificate (from UKAS body")
    assert profile.place == records.Place("Derby", 52.92, -1.47, None, "East Midlands")


def test_a_buyers_name_and_a_contracts_dates_never_reach_the_matcher(session: Session) -> None:
    profile = to_profile(full_firm(session))

    text = str(profile.pieces).casefold()
    assert "harbour council" not in text
    assert "2024" not in text
    assert "9000" not in text


def test_a_publishers_heading_counts_only_where_the_list_has_no_category(session: Session) -> None:
    contracts = [piece for piece in to_profile(full_firm(session)).pieces if piece.kind == "contract"]

    assert {piece.category for piece in contracts} == {None, "drain-clearance"}
    assert [piece.text for piece in contracts if piece.category is None] == [
        "Cleared for [buyer] in spring\nSewer work"
    ]
    assert not any("Never seen" in piece.text for piece in contracts)


def test_rows_in_bulk_make_the_same_profile_as_the_model(session: Session) -> None:
    firm = full_firm(session)
    make_firm(session, "Elm Roofing", "Slates")
    session.commit()
    session.expire_all()

    assert list(load_profiles(session, [firm.public_id])) == [to_profile(firm)]
    assert to_profile(firm) in list(load_catalogue(session))


def test_where_a_supplier_works_is_measured_from_its_own_place(session: Session) -> None:
    firm = full_firm(session)
    firm.facts.append(Fact(name="serves", value={"within_km": 40, "regions": ["Wales"], "remote": True}))
    session.commit()
    served = next(fact for fact in to_profile(firm).facts if fact.name == "serves")
    assert served.value == ("remote", "region Wales", "within 40 52.92 -1.47")
    assert served.told == "Works within 40 km of its place; works in Wales; works remotely"
    session.expire_all()
    assert list(load_profiles(session, [firm.public_id])) == [to_profile(firm)]


def test_a_price_and_what_a_firm_commits_to_never_reach_the_matcher(session: Session) -> None:
    firm = full_firm(session)
    firm.facts += [
        Fact(name="price_guide", value={"from": 9.0, "per": "day", "covers": ""}),
        Fact(name="social_value", value=["environment"]),
        Fact(name="social_value_words", value="Hedges"),
    ]
    session.commit()
    assert [fact.name for fact in to_profile(firm).facts] == ["iso_9001"]


def test_suspended_and_withdrawn_suppliers_are_not_loaded(session: Session) -> None:
    shown = [make_firm(session, f"{state} firm", "Slates", state=state) for state in ("claimed", "unclaimed")]
    gone = [
        make_firm(session, f"{state} firm", "Slates", state=state) for state in ("suspended", "withdrawn")
    ]
    session.commit()

    assert {profile.id for profile in load_catalogue(session)} == {firm.public_id for firm in shown}
    assert list(load_profiles(session, [firm.public_id for firm in gone])) == []


def test_a_requirement_is_read_with_its_lines_and_the_day_of_need(session: Session) -> None:
    requirement = Requirement(
        organisation=make_organisation(session, "buyer"),
        title="Drains",
        description="Weekly",
        keep_words=["jetting"],
        criteria=[
            Criterion(text="Within 60 km of DE1", importance="must", fact="area", value=60.0, position=0),
            Criterion(text="Polite people", weight=2.0, position=1),
        ],
    )
    session.add(requirement)
    session.commit()

    asked = to_requirement(requirement, date(2026, 7, 1))
    assert asked.on == date(2026, 7, 1)
    assert asked.keep == ("jetting",)
    assert [(line.fact, line.value, line.importance, line.weight) for line in asked.criteria] == [
        ("area", 60.0, "must", 1.0),
        (None, None, "should", 2.0),
    ]
    requirement.needed_on = date(2027, 1, 1)
    assert to_requirement(requirement, date(2026, 7, 1)).on == date(2027, 1, 1)


def asked_of(session: Session, description: str, *lines: Criterion) -> records.Requirement:
    buyer = make_organisation(session, "buyer")
    requirement = Requirement(
        organisation=buyer, title="Hosting", description=description, criteria=list(lines)
    )
    session.add(requirement)
    session.commit()
    asked = to_requirement(requirement, date(2026, 7, 1))
    assert requirement.description == description
    return asked


def test_a_sentence_that_stands_as_a_line_is_no_longer_part_of_the_need(session: Session) -> None:
    asked = asked_of(
        session,
        "A website for our library. Backups should be tested. It opens at nine.",
        Criterion(text="Backups should be tested", importance="should"),
    )
    assert asked.description == "A website for our library.. It opens at nine."
    assert [line.text for line in asked.criteria] == ["Backups should be tested"]


def test_a_line_that_the_buyer_sharpened_still_stands_for_its_sentence(session: Session) -> None:
    """Backups and tested are both in the line: two words of two. Of clear, logs and daily it holds none."""
    asked = asked_of(
        session,
        "Backups should be tested.\nLogs must be cleared daily.",
        Criterion(text="Backups must be tested every month, with a report", importance="must"),
    )
    assert asked.description == ".\nLogs must be cleared daily."


def test_a_description_of_nothing_but_lines_leaves_the_need_to_the_title(session: Session) -> None:
    asked = asked_of(
        session,
        "- Backups should be tested\n- Logs must be cleared",
        Criterion(text="Backups should be tested"),
        Criterion(text="Logs must be cleared", importance="must"),
    )
    ranking = Index().fit([Profile("a", "A", (Piece("p", "capability", "Hosting"),))]).rank(asked)
    (match,) = ranking.matches
    assert [evidence.criterion for evidence in match.evidence] == ["need"]
    backups = Index().fit([Profile("b", "B", (Piece("p", "capability", "Tested backups"),))]).rank(asked)
    assert "need" not in {evidence.criterion for evidence in backups.matches[0].evidence}


def test_a_line_that_the_buyer_struck_out_is_part_of_the_description_again(session: Session) -> None:
    asked = asked_of(
        session,
        "Backups should be tested. Logs must be cleared daily.",
        Criterion(text="Logs must be cleared daily", importance="must"),
    )
    assert asked.description == "Backups should be tested.."


def test_a_typed_line_takes_no_sentence_out_of_the_description(session: Session) -> None:
    asked = asked_of(
        session,
        "Data must be kept in the UK",
        Criterion(text="Data kept in the UK only", importance="must", fact="data_location", value="uk"),
    )
    assert asked.description == "Data must be kept in the UK"
