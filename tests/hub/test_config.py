"""Settings are read once; one that cannot be used is told in a line."""

from __future__ import annotations

import pytest

from hub.config import SettingError, read_settings


@pytest.mark.parametrize(
    ("setting", "told"),
    [
        ({"PORT": "http"}, "PORT must be a number from 1 to 65535"),
        ({"PORT": "70000"}, "PORT must be a number from 1 to 65535"),
        ({"DATABASE_URL": "mysql://hub"}, "DATABASE_URL must start with sqlite:/// or postgresql://"),
        ({"DATABASE_URL": "postgresql://"}, "DATABASE_URL must name a database"),
        ({"DATABASE_URL": "postgresql://user@host:port/hub"}, "DATABASE_URL must name a database"),
        ({"DATABASE_URL": "sqlite:///"}, "DATABASE_URL must name a database"),
    ],
)
def test_a_setting_that_cannot_be_used_is_told(setting: dict[str, str], told: str) -> None:
    with pytest.raises(SettingError, match=told):
        read_settings(setting)


def test_postgresql_goes_by_the_driver_that_set_up_installs() -> None:
    for plain in ("postgres://hub@db/hub", "postgresql://hub@db/hub", "postgresql+psycopg://hub@db/hub"):
        assert read_settings({"DATABASE_URL": plain})["DATABASE_URL"] == "postgresql+psycopg://hub@db/hub"
