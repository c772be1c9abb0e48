"""The hub's colours as a stylesheet, on top of the others."""

from __future__ import annotations

from hub.settings.contrast import darker

STANDARD = "standard"
"""In an address: links and buttons keep the colours they come with."""
SCOPES = {"site": ":root", "preview": ".hub-preview"}
VERSION = 1
"""Raise it with any change of what is written here: a browser keeps the file for a year."""


def stylesheet(scope: str, brand: str, accent: str) -> str:
    """Colours are `#rrggbb`; `accent` may be empty. A preview is coloured alone, the page around it stays."""
    root, inside = SCOPES[scope], "" if scope == "site" else SCOPES[scope] + " "
    lines = [f"{root} {{ --hub-brand: {brand}; --govuk-brand-colour: {brand}; }}"]
    if accent:
        button = f"{inside}.govuk-button"
        plain = ":where(:not(.govuk-button--secondary, .govuk-button--warning, .govuk-button--inverse))"
        dark = darker(accent)
        lines += [
            f"{root} {{ --govuk-link-colour: {accent}; --govuk-link-hover-colour: {dark}; }}",
            f"{button}{plain} {{ background-color: {accent}; box-shadow: 0 2px 0 {darker(dark)}; }}",
            f"{button}{plain}:hover {{ background-color: {dark}; }}",
            f'{inside}.govuk-tag:where(:not([class*="govuk-tag--"])) '
            f"{{ background-color: {accent}; color: #ffffff; }}",
        ]
    return "\n".join(lines) + "\n"
