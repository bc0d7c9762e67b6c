"""What is changed, and by which tests it is judged: targets.toml as types."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path

from tests.mutation.mutants import Mutant, mutants_of


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
    loaded = tomllib.loads(path.read_text(encoding="utf-8"))
    root = (path.parent / loaded["root"]).resolve()
    targets = []
    for entry in loaded["modules"]:
        file = root.joinpath(*entry["module"].split(".")).with_suffix(".py")
        targets += [Target(entry["module"], file, name, tuple(entry["tests"])) for name in entry["decides"]]
    return Plan(root, loaded["package"], loaded["floor"], tuple(targets))
