"""Settings are read once; one that cannot be used is told in a line."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from hub import create_app
from hub.config import SettingError, read_settings, with_what_follows


@pytest.mark.parametrize(
    ("setting", "told"),
    [
        ({"PORT": "http"}, "PORT must be a number from 1 to 65535"),
        ({"PORT": "70000"}, "PORT must be a number from 1 to 65535"),
        ({"DATABASE_URL": "mysql://hub"}, "DATABASE_URL must start with sqlite:/// or postgresql://"),
        ({"DATABASE_URL": "postgresql://"}, "DATABASE_URL must name a database"),
        ({"DATABASE_URL": "postgresql://user@host:port/hub"}, "DATABASE_URL must name a database"),
        ({"DATABASE_URL": "sqlite:///"}, "DATABASE_URL must name a database"),
        ({"HUB_PROXIES": "one"}, "HUB_PROXIES must be a number from 0 to 5, not 'one'"),
        ({"HUB_PROXIES": "-1"}, "HUB_PROXIES must be a number from 0 to 5"),
        ({"HUB_PROXIES": "6"}, "HUB_PROXIES must be a number from 0 to 5"),
        ({"HUB_PROXIES": "1"}, "SERVER_NAME must be set where HUB_PROXIES is"),
        ({"SERVER_NAME": "https://hub.example"}, "SERVER_NAME must be a host name like match.example.org"),
        ({"SERVER_NAME": "hub.example/start"}, "SERVER_NAME must be a host name"),
        ({"RATE_LIMITS_URL": "redis"}, "RATE_LIMITS_URL must start with one of redis, "),
        ({"RATE_LIMITS_URL": "mysql://hub"}, "RATE_LIMITS_URL must start with one of redis, "),
    ],
)
def test_a_setting_that_cannot_be_used_is_told(setting: dict[str, str], told: str) -> None:
    with pytest.raises(SettingError, match=told):
        read_settings(setting)


def test_postgresql_goes_by_the_driver_that_set_up_installs() -> None:
    for plain in ("postgres://hub@db/hub", "postgresql://hub@db/hub", "postgresql+psycopg://hub@db/hub"):
        assert read_settings({"DATABASE_URL": plain})["DATABASE_URL"] == "postgresql+psycopg://hub@db/hub"


@pytest.mark.parametrize(
    ("environment", "expected"),
    [
        ({}, ("http", False, "session", "device", None)),
        ({"SERVER_NAME": "Hub.example"}, ("http", False, "session", "device", ["hub.example"])),
        (
            {"SERVER_NAME": "hub.example", "HUB_PROXIES": "1"},
            ("https", True, "__Host-hub", "__Host-device", ["hub.example"]),
        ),
        (
            {"SERVER_NAME": "hub.example", "TRUSTED_HOSTS": "hub.example 10.0.0.7"},
            ("http", False, "session", "device", ["hub.example", "10.0.0.7"]),
        ),
    ],
)
def test_what_follows_from_the_name_and_the_web_servers_in_front(
    environment: dict[str, str], expected: tuple[object, ...]
) -> None:
    names = "PREFERRED_URL_SCHEME SESSION_COOKIE_SECURE SESSION_COOKIE_NAME DEVICE_COOKIE_NAME TRUSTED_HOSTS"
    settings = with_what_follows(read_settings(environment))
    assert tuple(settings[name] for name in names.split()) == expected


def test_requests_are_counted_in_the_database_unless_another_place_is_named() -> None:
    assert read_settings({})["RATELIMIT_STORAGE_URI"] == "hub+database://"
    redis = {"RATE_LIMITS_URL": "redis://cache:6379/1"}
    assert read_settings(redis)["RATELIMIT_STORAGE_URI"] == "redis://cache:6379/1"


def test_a_place_for_limits_whose_package_is_not_there_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "redis", None)
    settings = {"INSTANCE": tmp_path, "DATABASE_URL": f"sqlite:///{tmp_path}/hub.sqlite"}
    with pytest.raises(SettingError, match=r"RATE_LIMITS_URL cannot be used: .*'redis'"):
        create_app(settings | {"RATELIMIT_STORAGE_URI": "redis://cache:6379/1"})
