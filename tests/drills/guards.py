"""The guards of the site, found by reading its code, each with a way to take it out of a running process.

A guard is taken out of a copy of its function's syntax tree, and the function then runs the copy's code. What
calls the function, and what wraps it, stays as it is.
"""

from __future__ import annotations

import ast
import importlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from copy import deepcopy
from dataclasses import dataclass
from types import CodeType
from typing import Any

from flask import Flask

from hub.accounts.policies import ANYONE, policy_of
from hub.config import ROOT

OWNING = frozenset({"organisation_id", "supplier_id", "user_id", "state", "source", "visibility", "kind"})
"""Columns that say whose a row is, or who may see it."""
STANDING = frozenset({"is_adviser", "is_administrator", "signed_in", "confirmed", "sees_contacts"})
COUNTING = ("count_", "is_shared")
"""Functions that answer a number or yes and no: what they count is no thing of anybody's."""
TRUE, TRUE_SQL, FALSE = "True", "__import__('sqlalchemy').true()", "False"

Weaker = Callable[[ast.AST], str | None]
"""The source that stands in for a node that is a guard, None for any other."""


@dataclass(frozen=True)
class Guard:
    """A guard in code by its place, or the policy of the endpoint that `module` names."""

    module: str
    function: str = ""
    line: int = 0
    column: int = 0
    text: str = ""
    weaker: str = ""

    @property
    def name(self) -> str:
        return f"{self.module}{f'.{self.function}' if self.function else ''} {self.text}"


def find_guards(app: Flask) -> list[Guard]:
    return [*_policies(app), *_in_code()]


@contextmanager
def without(app: Flask, guard: Guard) -> Iterator[None]:
    """The site of this process without that guard."""
    if not guard.function:
        named = app.extensions["policies"]
        before = dict(named)
        named[guard.module] = ANYONE
        try:
            yield
        finally:
            named.clear()
            named.update(before)
        return
    function = _function_of(guard)
    code = function.__code__
    function.__code__ = _weakened(guard)
    try:
        yield
    finally:
        function.__code__ = code


def _policies(app: Flask) -> Iterator[Guard]:
    for endpoint in sorted(app.view_functions):
        policy = policy_of(app, endpoint)
        if policy is not None and policy is not ANYONE:
            yield Guard(endpoint, text=f"is for {policy.name}")


def _in_code() -> Iterator[Guard]:
    for path in sorted((ROOT / "hub").rglob("*.py")):
        module = ".".join(path.relative_to(ROOT).with_suffix("").parts)
        rule = _rule_for(module)
        if rule is None:
            continue
        for function, node in _outermost(ast.parse(path.read_text()), rule):
            text = " ".join(ast.unparse(node).split())
            yield Guard(module, function, node.lineno, node.col_offset, text[:100], rule(node) or "")


def _rule_for(module: str) -> Weaker | None:
    if module == "hub.scoping":
        return _in_rules
    if module == "hub.accounts.actors":
        return _in_standing
    if module.endswith("views"):
        return _in_views
    return _in_reads if module.endswith("queries") else None


def _in_rules(node: ast.AST) -> str | None:
    """Each condition of a rule on its own: a comparison, a standing, and the refusal of everything."""
    if _is_condition(node) or (isinstance(node, ast.Call) and ast.unparse(node) == "false()"):
        return TRUE_SQL
    return TRUE if _is_standing(node) or _is_call(node, "owns", "edits") else None


def _in_standing(node: ast.AST) -> str | None:
    if isinstance(node, ast.Compare) and not isinstance(node.ops[0], ast.IsNot | ast.NotIn):
        return TRUE
    return TRUE if isinstance(node, ast.Attribute) and node.attr == "confirmed" else None


def _in_views(node: ast.AST) -> str | None:
    """What refuses, what lets only some things through to a page, and roles."""
    if isinstance(node, ast.BoolOp) and isinstance(node.op, ast.Or) and _aborts(node.values[-1]):
        return " or ".join(f"({ast.unparse(value)})" for value in node.values[:-1])
    if isinstance(node, ast.IfExp) and _aborts(node.orelse):
        return ast.unparse(node.body)
    if isinstance(node, ast.If) and isinstance(node.body[0], ast.Expr) and _aborts(node.body[0].value):
        return "pass"
    if isinstance(node, ast.Compare) and _names(node.left) & OWNING and not _is_about_none(node):
        return TRUE
    standing = isinstance(node, ast.Attribute) and node.attr == "sees_contacts"
    return TRUE if standing or _is_call(node, "edits", "owns") else None


def _in_reads(node: ast.AST) -> str | None:
    named = node.func if isinstance(node, ast.Call) else None
    scoped = isinstance(named, ast.Name) and named.id in {"seen", "own"}
    return TRUE_SQL if scoped or (_is_condition(node) and _names(node) & OWNING) else None


def _is_condition(node: ast.AST) -> bool:
    return isinstance(node, ast.Compare) or _is_call(node, "in_", "is_", "is_not")


def _is_call(node: ast.AST, *names: str) -> bool:
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in names


def _is_standing(node: ast.AST) -> bool:
    named = isinstance(node, ast.Attribute) and node.attr in STANDING
    return named and ast.unparse(node).startswith("actor.")


def _aborts(node: ast.AST) -> bool:
    """Whether it refuses a person or denies a thing; a form that is wrong is another matter."""
    return ast.unparse(node) in {"abort(403)", "abort(404)"}


def _is_about_none(node: ast.Compare) -> bool:
    return ast.unparse(node.comparators[0]) == "None"


def _names(node: ast.AST) -> set[str]:
    return {each.attr for each in ast.walk(node) if isinstance(each, ast.Attribute)}


def _outermost(tree: ast.Module, rule: Weaker) -> Iterator[tuple[str, ast.expr | ast.stmt]]:
    """Function and node of each guard. Of guards inside a guard only the outer one counts."""
    for holder in tree.body:
        prefix, functions = "", [holder]
        if isinstance(holder, ast.ClassDef):
            prefix, functions = f"{holder.name}.", list(holder.body)
        for function in functions:
            if isinstance(function, ast.FunctionDef) and not function.name.lstrip("_").startswith(COUNTING):
                for statement in function.body:
                    for node in _guards_in(statement, rule):
                        yield prefix + function.name, node


def _guards_in(node: ast.AST, rule: Weaker) -> Iterator[Any]:
    """A role that a page is told of only decides which buttons it shows, and is none."""
    if isinstance(node, ast.keyword) and _is_call(node.value, "edits", "owns"):
        return
    if rule(node) is not None:
        yield node
        return
    for child in ast.iter_child_nodes(node):
        yield from _guards_in(child, rule)


def _function_of(guard: Guard) -> Any:
    holder, _, name = guard.function.rpartition(".")
    module = importlib.import_module(guard.module)
    found = vars(vars(module)[holder])[name] if holder else vars(module)[name]
    found = found.fget if isinstance(found, property) else found
    while hasattr(found, "__wrapped__"):
        found = found.__wrapped__
    return found


def _weakened(guard: Guard) -> CodeType:
    module = importlib.import_module(guard.module)
    assert module.__file__ is not None
    with open(module.__file__) as file:
        tree = ast.parse(file.read())
    swapped = ast.fix_missing_locations(_Swap(guard).visit(deepcopy(tree)))
    whole = compile(swapped, module.__file__, "exec", dont_inherit=True)
    return next(code for code in _codes(whole) if code.co_qualname == guard.function)


class _Swap(ast.NodeTransformer):
    """Puts the weaker source in place of the guard."""

    def __init__(self, guard: Guard) -> None:
        self.guard = guard

    def visit(self, node: ast.AST) -> Any:
        here = getattr(node, "lineno", None), getattr(node, "col_offset", None)
        if here == (self.guard.line, self.guard.column):
            text = " ".join(ast.unparse(node).split())[:100]
            if text == self.guard.text:
                statement = ast.parse(self.guard.weaker).body[0]
                return statement if isinstance(node, ast.stmt) else statement.value  # type: ignore[attr-defined]
        return self.generic_visit(node)


def _codes(code: CodeType) -> Iterator[CodeType]:
    for each in code.co_consts:
        if isinstance(each, CodeType):
            yield each
            yield from _codes(each)
