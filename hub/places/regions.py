"""The regions of the United Kingdom, by the names that the hub's places carry."""

from __future__ import annotations

REGIONS = (
    "East Midlands",
    "East of England",
    "London",
    "North East",
    "North West",
    "Northern Ireland",
    "Scotland",
    "South East",
    "South West",
    "Wales",
    "West Midlands",
    "Yorkshire and the Humber",
)
"""Jersey, Guernsey and the Isle of Man are none of it."""
