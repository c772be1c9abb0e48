"""A walk over every template: it compiles, it extends the one base, it trusts no value."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from flask import Flask

from hub.config import ROOT

FOLDER = ROOT / "templates"
TEMPLATES = sorted(str(path.relative_to(FOLDER)) for path in FOLDER.rglob("*.html"))
PAGES = [
    name
    for name in TEMPLATES
    if not name.startswith("components/") and "/_" not in name and name != "base.html"
]
UNSAFE = re.compile(r"\|\s*safe\b|autoescape\s+false|Markup\(|style=|\son[a-z]+=|javascript:")


@pytest.mark.parametrize("name", TEMPLATES)
def test_a_template_compiles_and_trusts_no_value(migrated_app: Flask, name: str) -> None:
    migrated_app.jinja_env.get_template(name)
    assert not UNSAFE.search((FOLDER / name).read_text()), (
        f"{name} marks something safe or inlines style or script"
    )


@pytest.mark.parametrize("name", PAGES)
def test_a_page_extends_the_base_and_has_one_title(name: str) -> None:
    source = (FOLDER / name).read_text()
    assert '{% extends "' in source, f"{name} is not built on the base"
    assert "{% set title" in source or "layout" in source, f"{name} sets no title"


@pytest.mark.parametrize("name", TEMPLATES)
def test_a_hint_of_more_than_one_sentence_ends_with_a_full_stop(name: str) -> None:
    hints = re.findall(r'hint="([^"]+)"', (FOLDER / name).read_text())
    assert [hint for hint in hints if ". " in hint and not hint.endswith(".")] == []


def test_every_template_is_used() -> None:
    code = "\n".join(path.read_text() for path in (ROOT / "hub").rglob("*.py"))
    code += "\n".join((FOLDER / name).read_text() for name in TEMPLATES)
    assert [name for name in TEMPLATES if name not in code] == []


def test_no_python_builds_html() -> None:
    for path in Path(ROOT / "hub").rglob("*.py"):
        assert not re.search(r"Markup\(|<(?:p|div|a|span|li)[ >]", path.read_text()), path
