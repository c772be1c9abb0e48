"""Contrast of two colours by the Web Content Accessibility Guidelines 2.2."""

from __future__ import annotations

import re

COLOUR = re.compile(r"#[0-9a-f]{6}")
LEAST = 4.5
"""Success criterion 1.4.3, for text of ordinary size."""

Channels = tuple[int, int, int]


def channels(colour: str) -> Channels:
    """Red, green and blue of `#rrggbb`, each from 0 to 255. Raises ValueError for anything else."""
    if not COLOUR.fullmatch(colour):
        raise ValueError(f"{colour!r} is no colour")
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def luminance(colour: str) -> float:
    """Relative luminance, 0 for black to 1 for white."""
    red, green, blue = (_linear(channel / 255) for channel in channels(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(share: float) -> float:
    return share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4


def contrast(one: str, other: str) -> float:
    """(lighter + 0.05) / (darker + 0.05), from 1 to 21."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def told_ratio(ratio: float) -> str:
    """With two places, cut and not rounded: 4.499 is not told as 4.50."""
    return f"{int(ratio * 100) / 100:.2f}:1"


def darker(colour: str) -> str:
    """Seven tenths of each channel: for a button that is pointed at."""
    return "#" + "".join(f"{channel * 7 // 10:02x}" for channel in channels(colour))
