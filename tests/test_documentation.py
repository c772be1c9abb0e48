"""What the README promises is what there is."""

from __future__ import annotations

import re

from flask import Flask

from hub.config import ROOT

README = (ROOT / "README.md").read_text()


def table_keys(heading: str) -> set[str]:
    section = README.split(f"## {heading}\n")[1].split("\n## ")[0]
    return set(re.findall(r"^\| `([\w-]+)` \|", section, flags=re.MULTILINE))


def test_every_command_is_in_the_readme(migrated_app: Flask) -> None:
    ours = {
        name
        for name, command in migrated_app.cli.commands.items()
        if "hub" in str(command.callback.__module__)
    }
    assert table_keys("Commands") == ours


def test_every_setting_is_in_the_readme() -> None:
    named = re.compile(r"(?:environ|environment)(?:\.get\(|\[)\s*\"([A-Z_]+)\"")
    files = [path for folder in ("hub", "tests", "benchmarks") for path in (ROOT / folder).rglob("*.py")]
    read = {name for path in files for name in named.findall(path.read_text())}
    assert table_keys("Settings") == read


def test_every_folder_in_the_map_is_there() -> None:
    section = README.split("## Where things are\n")[1].split("\n## ")[0]
    folders = re.findall(r"\b([a-z]+)/(?=\s|$)", section)
    missing = [
        f
        for f in folders
        if not any((ROOT / base / f).is_dir() for base in (".", "hub", "tests", "docs", "templates"))
    ]
    assert missing == []


def test_the_picture_of_the_ranked_page_is_there() -> None:
    for picture in re.findall(r"!\[[^\]]*\]\(([^)]+)\)", README):
        assert (ROOT / picture).is_file(), picture
