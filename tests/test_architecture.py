"""The arrows of the design, held by reading the code. Each rule is tried on a planted fault."""

from __future__ import annotations

import pytest

from hub.config import ROOT
from tests.architecture import broken_arrows, import_circles, read_module, read_modules

MODULES = read_modules(ROOT, "hub", "matching")


def test_every_arrow_points_the_right_way() -> None:
    assert broken_arrows(MODULES) == []


def test_no_import_goes_in_a_circle() -> None:
    assert import_circles(MODULES) == []


@pytest.mark.parametrize(
    ("name", "source"),
    [
        ("matching.scoring", "import flask"),
        ("matching.scoring", "from hub.suppliers.models import Supplier"),
        ("matching.index.postings", "def late():\n    from sqlalchemy import select"),
        ("hub.suppliers.models", "from hub.suppliers.queries import find_supplier"),
        ("hub.registration.registering", "from flask import request"),
        ("hub.suppliers.queries", "from hub.database import session"),
        ("hub.registration.registering", "def register(session):\n    session.commit()"),
        ("hub.shortlists.choosing", "from hub.requirements.views import blueprint"),
        ("hub.requirements.forms", "from hub.matches.finding import find_matches"),
        ("hub.advice.queries", "from matching import Index"),
        ("hub.suppliers.views", "from hub.matches.indexing import current_index"),
    ],
)
def test_a_broken_arrow_is_found(name: str, source: str) -> None:
    assert broken_arrows([read_module(name, source)])


def test_a_circle_is_found() -> None:
    one = read_module("hub.a.one", "from hub.b.two import f")
    two = read_module("hub.b.two", "from hub.a.one import g")
    assert import_circles([one, two]) == ["hub.a.one -> hub.b.two -> hub.a.one"]


def test_files_are_named_by_noun_and_verb() -> None:
    nameless = {"utils", "util", "helpers", "helper", "services", "service", "misc", "common"}
    assert [module.name for module in MODULES if nameless & set(module.name.split("."))] == []
