"""One change to the source of a function or of a constant, described by what stands there before and after.

Changed are: comparisons, `and`/`or`, `not`, bare conditions, numbers (one step up, one down), the members of sets, lists
and tuples, early exits, and any/all, min/max. A mutant is known by its target and its words, not by its line.
"""

from __future__ import annotations

import ast
import copy
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from types import CodeType
from typing import TypeGuard

_COMPARISONS: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq,
    ast.Is: ast.IsNot, ast.IsNot: ast.Is, ast.In: ast.NotIn, ast.NotIn: ast.In,
}  # fmt: skip
_TURNED = {"any": "all", "all": "any", "min": "max", "max": "min"}
_EXITS = (ast.Return, ast.Continue, ast.Break, ast.Raise)
_COMPOUND = (ast.If, ast.For, ast.While, ast.With, ast.Try)
_SHOWN = 90  # characters of the expression around a change


class NoSuchTarget(Exception):
    """The module defines no function or constant of this name."""


@dataclass(frozen=True, slots=True)
class Mutant:
    """`name` is the target's; `before` and `after` are words of the source around the change. `number` tells apart
    changes of the same words in one target, `place` is the change's place among all of the target."""

    name: str
    before: str
    after: str
    number: int
    place: int
    line: int

    @property
    def id(self) -> str:
        twin = f" #{self.number}" if self.number > 1 else ""
        return f"{self.name}: {self.before} → {self.after}{twin}"


@dataclass(slots=True)
class _Change:
    """In `holder`, the child at `field` (and `index`) becomes `new`, or is left out. `around` are the nodes that hold the
    change, the innermost last."""

    holder: ast.AST
    field: str
    index: int | None
    new: ast.AST | None
    around: list[ast.AST]

    def apply(self) -> None:
        if self.index is None:
            setattr(self.holder, self.field, self.new)
            return
        children = getattr(self.holder, self.field)
        if self.new is not None:
            children[self.index] = self.new
            return
        del children[self.index]
        if not children and isinstance(self.holder, ast.Set):  # `{}` would be a dict
            children.append(ast.Starred(ast.Tuple([], ast.Load()), ast.Load()))

    def words(self) -> tuple[str, str]:
        """What stands there before and after, in the largest expression or simple statement that is a short line."""
        old = getattr(self.holder, self.field)
        old = old if self.index is None else old[self.index]
        shown = self._telling(isinstance(old, _EXITS))
        cut = "" if shown else _words(self.around[-1])[:_SHOWN]
        before = _words(shown or old)
        self.apply()
        after = _words(shown or self.new)
        if isinstance(self.new, ast.cmpop | ast.boolop) and cut:
            return f"{before} in {cut}…", after
        return before, after

    def _telling(self, is_exit: bool) -> ast.AST | None:
        best = None
        for node in reversed(self.around):
            if isinstance(node, ast.FunctionDef) or (isinstance(node, _COMPOUND) and not is_exit):
                break
            if isinstance(node, ast.expr | ast.stmt):
                if len(_words(node)) > _SHOWN:
                    break
                best = node
            if isinstance(node, _COMPOUND):
                break  # an exit is told with its condition
        return best


def mutants_of(source: str, name: str, target: str) -> list[Mutant]:
    """Every mutant of a function ("_Session.answer") or constant; `name` is what the target is called. Raises
    NoSuchTarget."""
    found: list[Mutant] = []
    met: Counter[tuple[str, str]] = Counter()
    definition = find(ast.parse(source), target)
    for place in range(len(list(_changes(definition)))):
        node = copy.deepcopy(definition)
        change = list(_changes(node))[place]
        line = next((n.lineno for n in [*change.around[::-1], node] if isinstance(n, ast.stmt | ast.expr)), 0)
        words = change.words()
        met[words] += 1
        found.append(Mutant(name, *words, met[words], place, line))
    return found


def is_changeable(source: str, target: str) -> bool:
    """Whether it has any mutant at all. Raises NoSuchTarget."""
    return next(_changes(find(ast.parse(source), target)), None) is not None


def code_of(source: str, path: str, target: str, place: int) -> CodeType:
    """The module with that one change, compiled."""
    tree = ast.parse(source)
    list(_changes(find(tree, target)))[place].apply()
    return compile(ast.fix_missing_locations(tree), path, "exec")


def find(tree: ast.Module, target: str) -> ast.stmt:
    """The definition of a function, of a method ("Class.method") or of a constant. Raises NoSuchTarget."""
    body: list[ast.stmt] = tree.body
    *outer, last = target.split(".")
    for name in outer:
        body = next((n.body for n in body if isinstance(n, ast.ClassDef) and n.name == name), [])
    for node in body:
        if isinstance(node, ast.FunctionDef) and node.name == last:
            return node
        if isinstance(node, ast.Assign | ast.AnnAssign):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            names = {n.id for t in targets for n in ast.walk(t) if isinstance(n, ast.Name)}
            if last in names:
                return node
    raise NoSuchTarget(target)


def _changes(node: ast.stmt) -> Iterator[_Change]:
    if isinstance(node, ast.FunctionDef):
        for index, default in enumerate(node.args.defaults):
            yield from _of(default, node.args, "defaults", index, [node])
        for index, keyword in enumerate(node.args.kw_defaults):
            if keyword is not None:
                yield from _of(keyword, node.args, "kw_defaults", index, [node])
        for index, statement in enumerate(node.body):
            yield from _of(statement, node, "body", index, [node])
    else:
        assert isinstance(node, ast.Assign | ast.AnnAssign)
        if node.value is not None:
            yield from _of(node.value, node, "value", None, [node])


def _of(node: ast.AST, holder: ast.AST, field: str, index: int | None, outer: list[ast.AST]) -> Iterator[_Change]:
    """The changes of a node, then those inside it, in the order of the source."""
    around = [*outer, node]

    def becomes(new: ast.AST) -> _Change:
        return _Change(holder, field, index, new, outer)

    if isinstance(node, ast.Compare):
        for n, op in enumerate(node.ops):
            if other := _COMPARISONS.get(type(op)):
                yield _Change(node, "ops", n, other(), around)
    elif isinstance(node, ast.BoolOp):
        yield _Change(node, "op", None, ast.Or() if isinstance(node.op, ast.And) else ast.And(), around)
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        yield becomes(node.operand)
    elif isinstance(node, ast.Constant) and type(node.value) in (int, float) and not _is_member(outer):
        step = 1 if isinstance(node.value, int) else 0.01
        for value in (node.value + step, node.value - step):
            yield becomes(ast.Constant(round(value, 6)))
    elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in _TURNED:
        yield _Change(node, "func", None, ast.Name(_TURNED[node.func.id], ast.Load()), around)
    elif isinstance(node, _EXITS) and not _is_last(node, outer):
        yield becomes(ast.Pass())
    if _has_members(node) and not _is_unpacked(outer):
        for n in range(len(node.elts)):
            yield _Change(node, "elts", n, None, around)
    condition = getattr(node, "test", None) if isinstance(node, ast.If | ast.IfExp) else None
    if condition is not None and _is_bare(condition):
        yield _Change(node, "test", None, ast.UnaryOp(ast.Not(), condition), around)
    if isinstance(node, ast.comprehension):
        for n, wanted in enumerate(node.ifs):
            if _is_bare(wanted):
                yield _Change(node, "ifs", n, ast.UnaryOp(ast.Not(), wanted), around)
    yield from _inside(node, around)


def _inside(node: ast.AST, around: list[ast.AST]) -> Iterator[_Change]:
    for field, value in ast.iter_fields(node):
        if field in ("annotation", "returns", "decorator_list", "slice", "args") and _is_type(node, field):
            continue
        if isinstance(value, ast.AST):
            yield from _of(value, node, field, None, around)
        elif isinstance(value, list):
            for n, child in enumerate(value):
                if isinstance(child, ast.AST):
                    yield from _of(child, node, field, n, around)


def _is_type(node: ast.AST, field: str) -> bool:
    """Types and decorators decide nothing while the program runs."""
    if field == "args":
        return isinstance(node, ast.FunctionDef | ast.Lambda)
    return field != "slice" or (isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Tuple))


def _has_members(node: ast.AST) -> TypeGuard[ast.Set | ast.List | ast.Tuple]:
    return isinstance(node, ast.Set | ast.List | ast.Tuple) and isinstance(getattr(node, "ctx", ast.Load()), ast.Load)


def _is_member(outer: list[ast.AST]) -> bool:
    """A number among other literals is changed by leaving it out."""
    holder = outer[-1]
    return (
        _has_members(holder) and all(isinstance(e, ast.Constant) for e in holder.elts) and not _is_unpacked(outer[:-1])
    )


def _is_unpacked(outer: list[ast.AST]) -> bool:
    """`a, b = 1, 2`: a value that is left out here is no program."""
    holder = next((n for n in reversed(outer) if not isinstance(n, ast.IfExp)), None)
    return isinstance(holder, ast.Assign) and isinstance(holder.targets[0], ast.Tuple)


def _is_last(node: ast.AST, outer: list[ast.AST]) -> bool:
    """The last statement of a function is no early exit."""
    function = next(n for n in reversed(outer) if isinstance(n, ast.FunctionDef))
    return function.body[-1] is node


def _is_bare(condition: ast.expr) -> bool:
    """A condition that none of the other changes reaches."""
    return not isinstance(condition, ast.Compare | ast.BoolOp) and not (
        isinstance(condition, ast.UnaryOp) and isinstance(condition.op, ast.Not)
    )


def _words(node: ast.AST | None) -> str:
    if node is None:
        return "(left out)"
    if isinstance(node, ast.cmpop | ast.boolop):
        return type(node).__name__.lower()
    return " ".join(ast.unparse(node).split())
