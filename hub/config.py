"""Settings, read once from the environment. README.md lists them; a test holds the two together."""

from __future__ import annotations

import os
import secrets
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from click import ClickException
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError
from werkzeug.sansio.utils import host_is_trusted

from matching.sentence_model import SentenceModelError, require_model

ROOT = Path(__file__).resolve().parent.parent
KIBIBYTE = 1024
DEFAULT_PORT = 8000
MOST_PROXIES = 5
LIMIT_SCHEMES = ("redis", "rediss", "redis+cluster", "redis+sentinel", "memcached", "memory")


class SettingError(ClickException):
    """A setting that cannot be used: one line that says which, and what to write instead."""


def read_settings(environment: Mapping[str, str]) -> dict[str, Any]:
    """Flask's settings from environment variables. Raises SettingError."""
    instance = Path(environment.get("HUB_INSTANCE") or ROOT / "instance").resolve()
    settings: dict[str, Any] = {
        "INSTANCE": instance,
        "ASSETS": instance / "assets",
        "DATABASE_URL": _database_url(environment, instance),
        "PORT": _port(environment.get("PORT", "")),
        "HUB_DEMO": environment.get("HUB_DEMO", "1") != "0",
        "HUB_NAME": "Growth Hub Match",
        "SENTENCE_MODEL": _sentence_model(environment.get("HUB_SENTENCE_MODEL", "")),
        "HUB_PROXIES": _proxies(environment.get("HUB_PROXIES", "")),
        "SERVER_NAME": _server_name(environment.get("SERVER_NAME", "")),
        "MAIL_URL": _mail_url(environment.get("MAIL_URL", "")),
        "TRUSTED_HOSTS": environment.get("TRUSTED_HOSTS", "").split() or None,
        "MAX_CONTENT_LENGTH": 256 * KIBIBYTE,
        "MAX_FORM_MEMORY_SIZE": 128 * KIBIBYTE,
        "MAX_FORM_PARTS": 1000,
        "IMPORT_SECONDS": 1.9,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "WTF_CSRF_TIME_LIMIT": None,
        # Flask-WTF would ask for a Referer, which a page with a token in its address does not send.
        # hub/headers.py asks where a post comes from in another way.
        "WTF_CSRF_SSL_STRICT": False,
        "RATELIMIT_STORAGE_URI": _limits_url(environment.get("RATE_LIMITS_URL", "")),
    }
    settings["SECRET_KEY"] = environment.get("SECRET_KEY") or None
    if settings["HUB_PROXIES"] and not settings["SERVER_NAME"]:
        raise SettingError(
            "SERVER_NAME must be set where HUB_PROXIES is: the name people type, without https://"
        )
    return settings


def with_what_follows(settings: dict[str, Any]) -> dict[str, Any]:
    """The settings with those that HUB_PROXIES and SERVER_NAME decide, unless they are there already.

    Behind a web server that ends TLS, cookies go over TLS only, under names that a browser takes from this
    very host alone (`__Host-`: Secure, Path=/, no Domain). A site with a name answers to no other.
    """
    tls = settings["HUB_PROXIES"] > 0
    follows = {
        "PREFERRED_URL_SCHEME": "https" if tls else "http",
        "SESSION_COOKIE_SECURE": tls,
        "SESSION_COOKIE_NAME": "__Host-hub" if tls else "session",
        "SESSION_COOKIE_PATH": "/",
        "DEVICE_COOKIE_NAME": "__Host-device" if tls else "device",
    }
    together = follows | settings
    if together["SERVER_NAME"] and not together["TRUSTED_HOSTS"]:
        together["TRUSTED_HOSTS"] = [together["SERVER_NAME"]]
    return together


def _proxies(text: str) -> int:
    if not text:
        return 0
    if not text.isdecimal() or int(text) > MOST_PROXIES:
        raise SettingError(f"HUB_PROXIES must be a number from 0 to {MOST_PROXIES}, not {text!r}")
    return int(text)


def _sentence_model(text: str) -> Path | None:
    if not text:
        return None
    folder = Path(text).resolve()
    try:
        require_model(folder)
    except SentenceModelError as error:
        raise SettingError(f"HUB_SENTENCE_MODEL: {error}") from error
    return folder


def _server_name(text: str) -> str | None:
    if not text:
        return None
    if not host_is_trusted(text):
        raise SettingError(f"SERVER_NAME must be a host name like match.example.org, not {text!r}")
    return text.lower()


def _limits_url(text: str) -> str:
    if not text:
        return "hub+database://"
    scheme = text.partition("://")[0]
    if scheme == text or scheme not in LIMIT_SCHEMES:
        raise SettingError(f"RATE_LIMITS_URL must start with one of {', '.join(LIMIT_SCHEMES)} and ://")
    return text


def _database_url(environment: Mapping[str, str], instance: Path) -> str:
    url = environment.get("DATABASE_URL") or f"sqlite:///{instance / 'hub.sqlite'}"
    for plain in ("postgresql://", "postgres://"):
        if url.startswith(plain):
            url = url.replace(plain, "postgresql+psycopg://", 1)
    if not url.startswith(("sqlite:///", "postgresql+psycopg://")):
        raise SettingError("DATABASE_URL must start with sqlite:/// or postgresql://")
    if not _names_a_database(url):
        raise SettingError("DATABASE_URL must name a database: sqlite:///FILE or postgresql://USER@HOST/NAME")
    return url


def _names_a_database(url: str) -> bool:
    """Without a name the driver would choose one, and fill what is somebody else's."""
    try:
        return bool(make_url(url).database)
    except (ArgumentError, ValueError):
        return False


def _mail_url(text: str) -> str:
    """Where mail goes: `smtp://`, or `smtps://` for a server that speaks TLS from the first byte."""
    if text and (urlsplit(text).scheme not in {"smtp", "smtps"} or not urlsplit(text).hostname):
        raise SettingError("MAIL_URL must be smtp://USER:PASSWORD@HOST:PORT or smtps://…, or empty")
    return text


def _port(text: str) -> int:
    if not text:
        return DEFAULT_PORT
    if not text.isdecimal() or not 0 < int(text) < 65536:
        raise SettingError(f"PORT must be a number from 1 to 65535, not {text!r}")
    return int(text)


def make_instance(folder: Path) -> None:
    """The folder of the instance, made where it is not there. Raises SettingError."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise SettingError(
            f"HUB_INSTANCE must be a folder that can be made or written to, not {folder} ({error.strerror})"
        ) from error


def instance_secret(instance: Path) -> str:
    """The instance's own secret key, made at the first start and readable by its owner only."""
    path = instance / "secret_key"
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text().strip()
    key = secrets.token_urlsafe(48)
    with os.fdopen(descriptor, "w") as file:
        file.write(key)
    return key
