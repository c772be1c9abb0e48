"""Small catalogues for the tests of the matcher: each supplier in a line or two."""

from __future__ import annotations

from matching import Index, Piece, Profile, Ranking, Requirement


def supplier(
    name: str, *titles: str, text: str = "", contracts: tuple[str, ...] = (), category: str | None = None
) -> Profile:
    """A supplier whose id is its name in small letters, with a capability for each title."""
    capabilities = (
        Piece(f"{name}-cap-{at}", "capability", title, text, category) for at, title in enumerate(titles)
    )
    won = (Piece(f"{name}-con-{at}", "contract", title) for at, title in enumerate(contracts))
    return Profile(name.lower(), name, (*capabilities, *won))


OTHERS = (
    supplier("Baker", "School catering", text="Hot lunches and packed lunches for primary schools."),
    supplier("Carder", "Office cleaning", text="Daily cleaning of offices, desks, kitchens and washrooms."),
    supplier("Dobson", "Grounds maintenance", text="Grass cutting, hedges and winter gritting of car parks."),
    supplier("Eves", "Payroll software", text="Payslips, pensions and year-end returns for employers."),
    supplier("Farrow", "Video conferencing", text="Online meetings with screen sharing, chat and recording."),
    supplier("Gale", "Roof repairs", text="Slate, tile and flat roofs mended and replaced."),
    supplier("Hobbs", "Translation", text="Interpreters and written translation in eighty languages."),
    supplier("Irwin", "Fire risk assessment", text="Inspections of escape routes, fire doors and alarms."),
)
"""Eight suppliers of unlike trades: the noise that every test ranks among."""


def order(ranking: Ranking) -> list[str]:
    return [match.profile for match in ranking.matches]


def rank(*profiles: Profile, title: str, description: str = "") -> Ranking:
    return Index().fit([*OTHERS, *profiles]).rank(Requirement(title, description))
