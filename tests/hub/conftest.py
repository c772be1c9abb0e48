"""Sites beside the one of every test: as further processes of it, or with other settings. They keep their
limits, by a clock that a test moves."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import count

import pytest
from flask import Flask

from hub.database import get_engine
from tests.sites import Clock, Site, make_site


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture(scope="session")
def processes(migrated_app: Flask) -> Iterator[Callable[[int], Flask]]:
    """The site as the processes of one hub are: each with its own engine, all on one database."""
    made: dict[int, Flask] = {}

    def process(number: int) -> Flask:
        if number not in made:
            made[number] = make_site(migrated_app)
        return made[number]

    yield process
    for app in made.values():
        with app.app_context():
            get_engine().dispose()


@pytest.fixture
def site(app: Flask, processes: Callable[[int], Flask], clock: Clock) -> Site:
    """Each call is the next process; the same ones serve every test."""
    numbers = count()

    def start() -> Flask:
        process = processes(next(numbers))
        process.extensions["clock"] = clock
        process.extensions.pop("next_sweep", None)
        return process

    return start


@pytest.fixture
def changed_site(app: Flask, clock: Clock) -> Iterator[Site]:
    """Makes sites that a test may change, or give settings."""
    made: list[Flask] = []

    def make(**settings: object) -> Flask:
        made.append(make_site(app, **settings))
        made[-1].extensions["clock"] = clock
        return made[-1]

    yield make
    for each in made:
        with each.app_context():
            get_engine().dispose()
