"""A line of the table: what a route does, for whom."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from tests.permissions.expecting import Pattern
from tests.permissions.forms import Form


@dataclass(frozen=True, slots=True)
class Route:
    """A rule of the site with a thing for each of its parameters, and what each method leads to.

    `parameters` name things of `things.py`; a literal starts with `=`, what is one
    person's own with `@`. A second line for a route is another
    thing under the same address. `POST` needs the form that would be accepted.
    """

    endpoint: str
    parameters: Mapping[str, str] = field(default_factory=dict)
    GET: Pattern | None = None
    POST: Pattern | None = None
    form: Form | None = None
    nested: bool = True
    """Whether a second thing in the address is part of the first, so that the two must belong together."""
    case: str = ""
    """What is special about the form, where a route has two lines for one thing."""
    shows: str = ""
    """The kind of private text that this address itself lets its holder read."""
    under: Mapping[str, object] = field(default_factory=dict)
    """Settings of the site that this line is asked under."""
    idle: str = ""
    """Why a POST that is let in changes nothing, where it never does."""

    @property
    def name(self) -> str:
        things = [f"{key}={thing.removeprefix('=')}" for key, thing in self.parameters.items()]
        return " ".join([self.endpoint, *things, *filter(None, [self.case])])

    @property
    def methods(self) -> Iterator[tuple[str, Pattern]]:
        if self.GET:
            yield "GET", self.GET
        if self.POST:
            yield "POST", self.POST


def on(thing: str, **more: str) -> dict[str, str]:
    """The parameters of an address about one thing, and what else stands in it."""
    return {"public_id": thing, **more}
