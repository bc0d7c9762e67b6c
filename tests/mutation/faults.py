"""Known faults, each one line, kept as data. A fault is found by the name of its function (or constant) and its words."""

from __future__ import annotations

import ast
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Fault:
    """In `function`, `old` becomes `new`; `harm` says what a reader of the bulletin would suffer. `beside` are further
    words of its file, where its name and words are not enough. `tests` are those that must notice."""

    id: str
    harm: str
    function: str
    old: str
    new: str
    tests: tuple[str, ...]
    beside: str = ""


class LostFault(Exception):
    """No place, or more than one, has the name and the words of a fault."""


def read_faults(path: Path) -> list[Fault]:
    loaded = tomllib.loads(path.read_text(encoding="utf-8"))
    return [Fault(**(entry | {"tests": tuple(entry["tests"])})) for entry in loaded["faults"]]


def place_of(fault: Fault, package: Path) -> tuple[Path, str]:
    """The file that holds the fault's function, and its source with the fault put in. Raises LostFault."""
    found = [(path, source) for path in sorted(package.rglob("*.py")) for source in _with(fault, path)]
    if len(found) != 1:
        raise LostFault(f"{fault.id}: {len(found)} places in {package.name}/ have {fault.old!r} in {fault.function}")
    return found[0]


def _with(fault: Fault, path: Path) -> Iterator[str]:
    source = path.read_text(encoding="utf-8")
    if fault.function not in source or fault.beside not in source:
        return
    for node in _definitions(ast.parse(source), fault.function):
        segment = ast.get_source_segment(source, node) or ""
        if segment.count(fault.old) == 1 and source.count(segment) == 1:
            yield source.replace(segment, segment.replace(fault.old, fault.new))


def _definitions(tree: ast.AST, name: str) -> Iterator[ast.stmt]:
    """Functions, methods and constants of that name, at any depth."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef) and node.name == name:
            yield node
        elif isinstance(node, ast.Assign):
            names = {n.id for target in node.targets for n in ast.walk(target) if isinstance(n, ast.Name)}
            if name in names:
                yield node
