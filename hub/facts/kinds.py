"""The facts a supplier may state: certificates, choices and amounts.

The order of a choice's answers and the security schemes follow the UK Digital Marketplace's questions
(Crown copyright, Open Government Licence v3); the insurances are those public buyers ask for by name.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Kind = Literal["certificate", "choice", "money"]


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer of a choice. `words` is how the fact reads to a buyer."""

    value: str
    label: str
    words: str


@dataclass(frozen=True, slots=True)
class FactKind:
    """A fact's name, how it is asked for and what is kept with it.

    `choices` stand in rising strength. `proved` facts carry a body, a number and a last day.
    """

    name: str
    label: str
    kind: Kind
    hint: str
    choices: tuple[Answer, ...] = ()
    proved: bool = False

    def answer(self, value: object) -> Answer | None:
        return next((choice for choice in self.choices if choice.value == value), None)


def _certificate(name: str, label: str, about: str) -> FactKind:
    return FactKind(
        name, label, "certificate", f"State it if your certificate for {about} is in date.", proved=True
    )


def _insurance(name: str, label: str, hint: str) -> FactKind:
    return FactKind(name, label, "money", hint, proved=True)


_KINDS = (
    _certificate("iso_9001", "ISO 9001 certificate", "quality management"),
    _certificate("iso_14001", "ISO 14001 certificate", "environmental management"),
    _certificate("iso_27001", "ISO 27001 certificate", "information security"),
    FactKind(
        "cyber_essentials",
        "Cyber Essentials",
        "choice",
        "Buyers ask for it where you would handle their data. It lasts a year.",
        (
            Answer("none", "Neither", "No Cyber Essentials certificate"),
            Answer("cyber_essentials", "Cyber Essentials", "Cyber Essentials"),
            Answer("cyber_essentials_plus", "Cyber Essentials Plus", "Cyber Essentials Plus"),
        ),
        proved=True,
    ),
    FactKind(
        "clearance",
        "Staff security clearance",
        "choice",
        "The highest clearance that people who would do the work hold now.",
        (
            Answer("none", "No clearance", "No staff security clearance"),
            Answer("bpss", "Baseline personnel security standard (BPSS)", "Staff cleared to BPSS"),
            Answer("sc", "Security check (SC)", "Staff cleared to SC"),
            Answer("dv", "Developed vetting (DV)", "Staff cleared to DV"),
        ),
    ),
    FactKind(
        "data_location",
        "Where data is kept",
        "choice",
        "Where you would keep and process a buyer’s data.",
        (
            Answer("other", "Somewhere else", "Data kept outside the UK and the European Economic Area"),
            Answer("eea", "In the European Economic Area", "Data kept in the European Economic Area"),
            Answer("uk", "In the UK only", "Data kept in the UK only"),
        ),
    ),
    FactKind(
        "support_hours",
        "Support hours",
        "choice",
        "When a buyer can reach a person who can help.",
        (
            Answer("9_to_5_mon_to_fri", "9 to 5, Monday to Friday", "Support 9 to 5, Monday to Friday"),
            Answer("9_to_5_7_days", "9 to 5, 7 days a week", "Support 9 to 5, 7 days a week"),
            Answer("24_7", "24 hours a day, 7 days a week", "Support 24 hours a day, 7 days a week"),
        ),
    ),
    _insurance(
        "professional_indemnity",
        "Professional indemnity insurance",
        "Cover for loss that your advice or design causes. Give the cover for one claim.",
    ),
    _insurance(
        "public_liability",
        "Public liability insurance",
        "Cover for harm to people or property. Give the cover for one claim.",
    ),
    _insurance(
        "employers_liability",
        "Employers’ liability insurance",
        "Most firms with staff must hold it. Give the cover for one claim.",
    ),
)

FACT_KINDS: Mapping[str, FactKind] = {kind.name: kind for kind in _KINDS}
