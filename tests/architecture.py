"""Reads the imports and calls of the project with `ast`, and says which arrows point the wrong way."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

EDGES = ("views", "commands")
"""The last word of the module names that may commit and may see the request."""


@dataclass(frozen=True)
class Module:
    """One file: its dotted name, what it imports (dotted, names included), and the methods it calls."""

    name: str
    imports: frozenset[str]
    calls: frozenset[str] = field(default_factory=frozenset)

    @property
    def package(self) -> str:
        return self.name.rpartition(".")[0]

    @property
    def last(self) -> str:
        return self.name.rpartition(".")[2]

    @property
    def is_edge(self) -> bool:
        return self.last in EDGES or self.last.endswith(("_views", "_commands"))

    def reaches(self, *targets: str) -> set[str]:
        return {i for i in self.imports if any(i == t or i.startswith(t + ".") for t in targets)}


def read_module(name: str, source: str) -> Module:
    """The module `name` as its source says it is. An import inside a function counts like any other."""
    imports: set[str] = set()
    calls: set[str] = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            imports.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = _base(name, node)
            imports.update(f"{base}.{alias.name}" for alias in node.names)
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            calls.add(node.func.attr)
    return Module(name, frozenset(imports), frozenset(calls))


def _base(name: str, node: ast.ImportFrom) -> str:
    if not node.level:
        return node.module or ""
    parts = name.split(".")[: -node.level]
    return ".".join([*parts, node.module] if node.module else parts)


def read_modules(root: Path, *packages: str) -> list[Module]:
    found = []
    for path in sorted(path for package in packages for path in (root / package).rglob("*.py")):
        if "versions" in path.parts:
            continue
        parts = path.relative_to(root).with_suffix("").parts
        found.append(read_module(".".join(p for p in parts if p != "__init__"), path.read_text()))
    return found


Rule = Callable[[Module], Iterator[str]]


def matcher_is_pure(module: Module) -> Iterator[str]:
    if module.name.startswith("matching"):
        for found in module.reaches("flask", "sqlalchemy", "wtforms", "werkzeug", "click", "hub", "tests"):
            yield f"imports {found}: the matcher is records in, matches out"


def models_know_only_models(module: Module) -> Iterator[str]:
    if module.last == "models" and module.name != "hub.models":
        for found in module.reaches("hub", "flask", "wtforms", "matching"):
            if ".models." not in found and not found.startswith("hub.database."):
                yield f"imports {found}: tables know only tables"


def reads_and_verbs_do_not_see_the_request(module: Module) -> Iterator[str]:
    in_area = module.name.startswith("hub.") and module.name.count(".") == 2
    if in_area and not module.is_edge and module.name not in FLASK_ADAPTERS:
        for found in module.reaches("flask.request", "flask.g", "flask.session", "hub.database.session"):
            yield f"imports {found}: a verb takes a session and values"


FLASK_ADAPTERS = {
    "hub.accounts.actors",
    "hub.accounts.pacing",
    "hub.accounts.policies",
    "hub.accounts.presence",
    "hub.accounts.signing_in",
    "hub.audit.acting",
    "hub.audit.looking",
    "hub.limits.checking",
    "hub.limits.storage",
    "hub.mail.posting",
}
"""What joins Flask's request to the words of the hub, for all areas."""


def only_edges_commit(module: Module) -> Iterator[str]:
    if module.name.startswith(("hub.", "matching.")) and not module.is_edge and "commit" in module.calls:
        yield "calls commit(): only views and commands commit"


def nothing_imports_views(module: Module) -> Iterator[str]:
    if module.name == "hub.areas":
        return
    for found in module.imports:
        parts = found.split(".")
        is_view = found.startswith("hub.") and any(p == "views" or p.endswith("_views") for p in parts[2:])
        near = found.startswith((f"{module.package}.", *WITHOUT_ROUTES))
        if is_view and not (module.is_edge and near):
            yield f"imports {found}: views are the edge"


WITHOUT_ROUTES = ("hub.suppliers.own_views.",)
"""What views of other areas may share: it finds whose desk a page is of, and has no route."""


def forms_know_no_verbs(module: Module) -> Iterator[str]:
    if module.last == "forms":
        for found in module.reaches("hub.matches", "hub.database.session", "sqlalchemy.orm.Session"):
            yield f"imports {found}: a form takes the values it checks against"


def only_matches_holds_the_index(module: Module) -> Iterator[str]:
    if module.name.startswith("hub.") and not module.name.startswith("hub.matches."):
        for found in module.reaches("matching.Index", "matching.index", "hub.matches.indexing"):
            if module.name != "hub.serving":
                yield f"imports {found}: only hub/matches holds the index"


RULES: tuple[Rule, ...] = (
    matcher_is_pure,
    models_know_only_models,
    reads_and_verbs_do_not_see_the_request,
    only_edges_commit,
    nothing_imports_views,
    forms_know_no_verbs,
    only_matches_holds_the_index,
)


def broken_arrows(modules: list[Module]) -> list[str]:
    return [f"{module.name} {reason}" for module in modules for rule in RULES for reason in rule(module)]


def import_circles(modules: list[Module]) -> list[str]:
    """Modules that reach themselves through imports. `create_app` imports everything, so it is left out."""
    names = {module.name for module in modules} - {"hub"}
    arrows = {m.name: {_module_of(i, names) for i in m.imports} - {None, m.name} for m in modules}
    arrows.pop("hub", None)
    done: set[str] = set()
    circles: list[str] = []

    def follow(name: str, trail: tuple[str, ...]) -> None:
        if name in trail:
            circles.append(" -> ".join((*trail[trail.index(name) :], name)))
        elif name not in done:
            for target in sorted(arrows.get(name, ())):
                follow(target, (*trail, name))
            done.add(name)

    for name in sorted(arrows):
        follow(name, ())
    return circles


def _module_of(imported: str, names: set[str]) -> str | None:
    while imported and imported not in names:
        imported = imported.rpartition(".")[0]
    return imported or None
