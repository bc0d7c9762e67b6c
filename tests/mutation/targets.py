"""What is changed, and by which tests it is judged: targets.toml as types."""

from __future__ import annotations

import ast
import tomllib
from dataclasses import dataclass
from pathlib import Path

from tests.mutation.mutants import Mutant, NoSuchTarget, find, mutants_of


@dataclass(frozen=True, slots=True)
class Target:
    """A function ("Class.method") or constant of a module, and the tests nearest to it."""

    module: str
    path: Path
    function: str
    tests: tuple[str, ...]

    @property
    def name(self) -> str:
        return f"{self.module.partition('.')[2] or self.module}.{self.function}"

    @property
    def source(self) -> str:
        return self.path.read_text(encoding="utf-8")

    def mutants(self) -> list[Mutant]:
        return mutants_of(self.source, self.name, self.function)


@dataclass(frozen=True, slots=True)
class Plan:
    """`root` is the folder the tests run in; `floor` the least share of mutants that must be killed."""

    root: Path
    package: str
    floor: float
    targets: tuple[Target, ...]


def read_plan(path: Path) -> Plan:
    """Raises NoSuchTarget for a function that is nowhere."""
    loaded = tomllib.loads(path.read_text(encoding="utf-8"))
    root, package = (path.parent / loaded["root"]).resolve(), loaded["package"]
    targets = []
    for entry in loaded["modules"]:
        for name in entry["decides"]:
            file = _home(root, package, entry["module"], name)
            targets.append(Target(_module_of(file, root), file, name, tuple(entry["tests"])))
    return Plan(root, package, loaded["floor"], tuple(targets))


def _home(root: Path, package: str, module: str, name: str) -> Path:
    """The file of that module; of a function that has moved away, the only one that defines its name."""
    file = root.joinpath(*module.split(".")).with_suffix(".py")
    if file.is_file() and _defines(file, name):
        return file
    others = [p for p in sorted((root / package).rglob("*.py")) if _defines(p, name)]
    if len(others) != 1:
        raise NoSuchTarget(f"{module}.{name} is not there, and {len(others)} other modules define {name}")
    return others[0]


def _defines(file: Path, name: str) -> bool:
    source = file.read_text(encoding="utf-8")
    if name.rpartition(".")[2] not in source:
        return False
    try:
        find(ast.parse(source), name)
    except NoSuchTarget:
        return False
    return True


def _module_of(file: Path, root: Path) -> str:
    return ".".join(file.relative_to(root).with_suffix("").parts)
