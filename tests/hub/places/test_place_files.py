"""A hub's full files of places: what they bring, what is mended, what is refused."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from hub.database import open_session
from hub.matches.models import CatalogueChange, CatalogueVersion
from hub.places.loading import load_own_places
from hub.places.models import County, Place
from hub.places.queries import find_place
from hub.places.reading import county_slug, read_authorities, read_outcodes, region_name
from hub.suppliers.models import Supplier
from hub.text_files import TextFileError

OUTCODES = """outcode,area,latitude,longitude,town,region,uk_region,country
NG31,NG,52.9142,-0.6391,Grantham,Lincolnshire,Yorkshire and the Humber,England
B1,B,52.47872,-1.90723,,Birmingham,West Midlands,England
TR1,TR,50.2636,-5.0557,Truro,Cornwall,South West England,England
"""
AUTHORITIES = """local-authority-code,nice-name,region,local-authority-type,county-la,current-authority
DBY,Derbyshire,West Midlands,CTY,,True
AMB,Amber Valley,East Midlands,NMD,DBY,True
HIG,High Peak,East Midlands,NMD,DBY,True
BIR,Birmingham,West Midlands,MD,,True
COV,Coventry,West Midlands,MD,,True
BST,City of Bristol,South West,UA,,True
LND,City of London,London,CC,,True
DST,Dorset Council,South West,UA,,True
POL,Poole,,UA,,False
WMCA,West Midlands,West Midlands,COMB,,True
YOR,York,Yorkshire and The Humber,UA,,True
"""
COUNTIES = {"lincolnshire": "East Midlands", "west-midlands": "West Midlands"}


def test_a_county_the_hub_knows_brings_its_region_whatever_the_file_says() -> None:
    grantham, birmingham, truro = read_outcodes(OUTCODES.encode(), "imported from x.csv", COUNTIES)
    assert (grantham["name"], grantham["county"], grantham["region"]) == (
        "Grantham",
        "lincolnshire",
        "East Midlands",
    )
    assert (birmingham["name"], birmingham["county"]) == ("Birmingham", "west-midlands")
    assert (truro["county"], truro["region"]) == (None, "South West")
    assert (truro["latitude"], truro["approximate"]) == (50.2636, False)


def test_a_county_takes_the_region_of_most_of_its_districts() -> None:
    rows = {row["slug"]: row for row in read_authorities(AUTHORITIES.encode())}
    assert rows["derbyshire"]["region"] == "East Midlands"


def test_authorities_are_counties_unitary_areas_and_boroughs_in_being() -> None:
    names = [row["name"] for row in read_authorities(AUTHORITIES.encode())]
    assert names == ["Derbyshire", "West Midlands", "Bristol", "City of London", "Dorset", "York"]


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("St. Helens", "merseyside"),
        ("St Helens", "merseyside"),
        ("Newcastle Upon Tyne", "tyne-and-wear"),
        ("Bedford Borough", "bedford"),
        ("Stoke-on-Trent", "stoke-on-trent"),
    ],
)
def test_a_metropolitan_district_stands_for_its_county(name: str, slug: str) -> None:
    assert county_slug(name) == slug


def test_a_region_has_one_name() -> None:
    assert region_name("South East England") == region_name("South East") == "South East"
    assert region_name("East of England") == "East of England"
    assert region_name("Yorkshire and The Humber") == "Yorkshire and the Humber"


@pytest.mark.parametrize(
    ("line", "words"),
    [
        (
            "DE1 2FS,DE,52.9,-1.4,,Derby,East Midlands,England",
            "line 2: 'DE1 2FS' is not an outward code such as DE1",
        ),
        (
            "DE1,DE,north,-1.4,,Derby,East Midlands,England",
            "line 2: latitude 'north' must be a number of degrees",
        ),
        (
            "DE1,DE,-1.4,52.9,,Derby,East Midlands,England",
            "line 2: latitude -1.4 must be between 49 and 61.5",
        ),
        ("DE1,DE,nan,-1.4,,Derby,East Midlands,England", "line 2: latitude nan must be between"),
        ("", "line 1: the file holds no places"),
    ],
)
def test_a_bad_outcode_is_refused_with_its_line(line: str, words: str) -> None:
    heading = OUTCODES.partition("\n")[0]
    with pytest.raises(TextFileError) as caught:
        read_outcodes(f"{heading}\n{line}\n".encode(), "x", COUNTIES)
    assert str(caught.value).startswith(words)


def test_an_outcode_that_stands_twice_is_refused() -> None:
    twice = OUTCODES + OUTCODES.splitlines()[1] + "\n"
    with pytest.raises(TextFileError, match="line 5: the outward code NG31 stands twice"):
        read_outcodes(twice.encode(), "x", COUNTIES)


def run(app: Flask, *args: str) -> str:
    return app.test_cli_runner().invoke(args=["import-places", *args]).output


def test_importing_twice_changes_nothing_and_keeps_known_counties(app: Flask, tmp_path: Path) -> None:
    file = tmp_path / "outcodes.csv"
    file.write_text(
        OUTCODES + "NN1,NN,52.24154,-0.88682,Northampton,Northamptonshire,East Midlands,England\n"
    )
    assert run(app, str(file)) == "Places: 1 added, 3 changed.\n"
    assert run(app, str(file)) == "Places: 0 added, 0 changed.\n"
    with app.app_context(), open_session(writes=False) as session:
        northampton = find_place(session, "NN1 1AA")
        assert northampton is not None
        assert northampton.county is not None
        assert (northampton.county.name, northampton.latitude) == ("West Northamptonshire", 52.24154)
        assert not northampton.approximate


def test_authorities_are_told_by_their_columns_or_by_kind(app: Flask, tmp_path: Path) -> None:
    file = tmp_path / "authorities.csv"
    file.write_text(AUTHORITIES)
    assert run(app, str(file)) == "Counties: 4 added, 0 changed.\n"
    assert run(app, str(file), "--kind", "authorities") == "Counties: 0 added, 0 changed.\n"
    assert "add the column 'outcode'" in run(app, str(file), "--kind", "outcodes")


def test_a_bad_file_changes_nothing_and_costs_one_line(app: Flask, tmp_path: Path) -> None:
    file = tmp_path / "outcodes.csv"
    file.write_bytes(b"\x89PNG\r\n\x1a\n")
    result = app.test_cli_runner().invoke(args=["import-places", str(file)])
    assert result.exit_code == 1
    assert (
        result.stderr
        == f"Nothing was imported from {file}: line 1: this is not UTF-8 text; save the file as UTF-8.\n"
    )
    with app.app_context(), open_session(writes=False) as session:
        assert session.scalar(select(func.count()).select_from(Place)) == 0


def test_the_published_files_go_in_whole(app: Flask, shared_data: Path) -> None:
    facts = shared_data / "facts"
    run(app, str(facts / "uk_local_authorities_current.csv"))
    assert run(app, str(facts / "uk_outcodes.csv")) == "Places: 2,724 added, 132 changed.\n"
    with app.app_context(), open_session(writes=False) as session:
        regions = {county.name: county.region for county in session.scalars(select(County))}
        assert regions["Derbyshire"] == regions["Lincolnshire"] == "East Midlands"
        assert set(regions.values()) == {
            "North East",
            "North West",
            "Yorkshire and the Humber",
            "East Midlands",
            "West Midlands",
            "East of England",
            "London",
            "South East",
            "South West",
            "Scotland",
            "Wales",
            "Northern Ireland",
        }
        lincoln = select(Place.region).join(County).where(County.name == "Lincolnshire").distinct()
        assert session.scalars(lincoln).all() == ["East Midlands"]


def test_suppliers_move_to_where_an_imported_file_puts_their_postcodes(
    app: Flask, session: Session, tmp_path: Path
) -> None:
    load_own_places(session)
    area = find_place(session, "AB10 1AA")
    far = Supplier(name="Granite Works", name_key="granite works", postcode="AB10 1AA", place=area)
    nowhere = Supplier(name="Home Office", name_key="home office", postcode="")
    session.add_all([far, nowhere])
    session.commit()
    before = session.scalar(select(CatalogueVersion.number))
    session.commit()

    file = tmp_path / "outcodes.csv"
    file.write_text(
        "outcode,area,latitude,longitude,town,region,uk_region,country\n"
        "AB10,AB,57.13514,-2.11731,Aberdeen,Aberdeen City,Scotland,Scotland\n"
    )
    result = app.test_cli_runner().invoke(args=["import-places", str(file)])

    assert result.exit_code == 0, result.output
    session.expire_all()
    assert area is not None
    assert area.level == "area"
    assert far.place is not None
    assert far.place.code == "AB10"
    assert nowhere.place is None
    noted = select(CatalogueChange.supplier).where(CatalogueChange.version > before)
    assert session.scalars(noted).all() == [far.public_id]
