"""Imports run one way (docs/architecture.md), and the pure rooms touch nothing outside."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent / "monitor"

# A room may import rooms of its own or a lower floor, and itself.
FLOORS: tuple[frozenset[str], ...] = (
    frozenset({"model", "legal_forms", "places"}),
    frozenset({"errors", "texts", "resources", "cases", "located", "redaction"}),
    frozenset({"clock", "log", "config", "locks", "failpoints", "files", "installation", "waiting"}),
    frozenset({"forums"}),
    frozenset({"watchlist", "matching", "fetch", "sources", "rules", "store", "bulletin", "mail", "health"}),
    frozenset({"assess"}),
    frozenset({"screening", "screen_tables", "screen_input", "outbox"}),
    frozenset({"schedule", "coverage"}),
    frozenset({"not_read"}),
    frozenset({"collect", "issue", "lookup"}),
    frozenset({"jobs"}),
    frozenset({"daemon", "api"}),
    frozenset({"cli", "__main__"}),
)
# Stricter rules of DESIGN §4. `sources` lists its formats for the configuration, which therefore may name it.
ONLY: dict[str, frozenset[str]] = {
    "model": frozenset(),
    "errors": frozenset({"model", "redaction"}),
    "cases": frozenset({"model"}),
    # How firms' names end is one table: readers of notices, of watchlists and of names would each keep their own list.
    "legal_forms": frozenset(),
    # Where an address lies is one question, asked of notices, of registers and of hits.
    "places": frozenset(),
    "sources": frozenset({"model", "errors", "legal_forms", "places"}),
    "matching": frozenset({"model", "legal_forms", "places"}),
    "bulletin": frozenset({"model", "cases", "errors", "clock", "texts", "resources", "matching", "rules"}),
    "forums": frozenset({"model", "errors", "located"}),
    "rules": frozenset({"model", "errors", "texts", "located", "forums"}),
    "watchlist": frozenset({"model", "errors", "texts", "matching", "legal_forms"}),
    "mail": frozenset({"errors", "texts", "waiting"}),
}
# Rooms inside `matching`: each may import rooms of a lower floor and itself, none beside it. Marks and firms know nothing
# of each other; what both need lies below them.
MATCHING_FLOORS: tuple[frozenset[str], ...] = (
    frozenset({"tables", "bands"}),
    frozenset({"weights"}),
    frozenset({"normalise"}),
    frozenset({"signs", "sounds"}),
    frozenset({"variants"}),
    frozenset({"marks", "firms"}),
    frozenset({"explain", "indexing"}),
    frozenset({"matcher", "linting", "filers"}),
    frozenset({"expected"}),
    frozenset({"quieting"}),
)
PURE = ("model", "legal_forms", "places", "cases", "sources", "matching", "forums", "rules", "bulletin", "health")
OUTSIDE = {
    "httpx",
    "socket",
    "sqlite3",
    "sqlite_utils",
    "smtplib",
    "subprocess",
    "random",
    "requests",
    "urllib.request",
}


def modules() -> list[Path]:
    return sorted(ROOT.rglob("*.py"))


def room_of(path: Path) -> str:
    first = path.relative_to(ROOT).parts[0]
    return first.removesuffix(".py")


def imported(path: Path) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names.add(node.module)
            if node.module == "monitor":
                names |= {f"monitor.{alias.name}" for alias in node.names}
    return names


def rooms_imported(path: Path) -> set[str]:
    rooms = {name.split(".")[1] for name in imported(path) if name.startswith("monitor.")}
    return {r for r in rooms if (ROOT / r).exists() or (ROOT / f"{r}.py").exists()} - {room_of(path)}


@pytest.mark.parametrize("path", modules(), ids=lambda p: str(p.relative_to(ROOT)))
def test_imports_run_one_way(path: Path) -> None:
    room = room_of(path)
    if room == "__init__":
        return
    floor = next(i for i, rooms in enumerate(FLOORS) if room in rooms)
    allowed = frozenset().union(*FLOORS[: floor + 1])
    if room == "config":
        allowed |= {"sources"}
    if room in ONLY:
        allowed = ONLY[room]
    assert rooms_imported(path) <= allowed


def room_of_matching(name: str) -> str:
    """The room inside `matching` to which a module belongs, given by its dotted name."""
    return name.split(".")[2] if name.startswith("monitor.matching.") else ""


@pytest.mark.parametrize("path", sorted((ROOT / "matching").rglob("*.py")), ids=lambda p: str(p.relative_to(ROOT)))
def test_the_rooms_inside_matching_stand_on_floors(path: Path) -> None:
    room = path.relative_to(ROOT / "matching").parts[0].removesuffix(".py")
    if room == "__init__":
        return  # the face of the package loads a name when it is first asked for
    floor = next(i for i, rooms in enumerate(MATCHING_FLOORS) if room in rooms)
    names = imported(path) | {
        f"{node.module}.{alias.name}"
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ImportFrom) and node.module == "monitor.matching"
        for alias in node.names
    }
    assert {room_of_matching(name) for name in names} - {"", room} <= frozenset().union(*MATCHING_FLOORS[:floor])


@pytest.mark.parametrize("path", modules(), ids=lambda p: str(p.relative_to(ROOT)))
def test_pure_rooms_touch_nothing_outside(path: Path) -> None:
    if room_of(path) in PURE:
        assert not imported(path) & OUTSIDE


def test_one_module_speaks_http() -> None:
    speakers = {room_of(p) for p in modules() if {"httpx", "httpcore"} & imported(p)}
    assert speakers == {"fetch"}


def test_sql_stands_in_the_store_alone() -> None:
    writers = {room_of(p) for p in modules() if {"sqlite3", "sqlite_utils", "sqlite_utils.db"} & imported(p)}
    assert writers == {"store"}


def test_the_program_asks_the_parts_of_the_store_and_runs_no_statement_of_its_own() -> None:
    outside = [p for p in modules() if room_of(p) != "store"]
    assert not [p for p in outside if re.search(r"\bstore\.db\b", p.read_text(encoding="utf-8"))]


def test_the_doors_never_open_the_store_to_write() -> None:
    """A command may read it, through its session; what writes is a job, which takes the lock."""
    openers = {p.relative_to(ROOT) for p in modules() if "Store.open(" in p.read_text(encoding="utf-8")}
    assert {p for p in openers if p.parts[0] in ("cli", "daemon")} == {Path("cli/common.py")}
    assert "Store.open(self.state, readonly=readonly)" in (ROOT / "cli" / "common.py").read_text(encoding="utf-8")


def test_what_stands_around_a_text_is_put_together_in_one_place() -> None:
    """Every door asks `contexts_of`. The matcher's own rooms compare two names with nothing around them."""
    makers = {p.relative_to(ROOT) for p in modules() if makes(p, "MatchContext")}
    assert Path("assess/contexts.py") in makers
    assert {p for p in makers if p.parts[0] != "matching"} == {Path("assess/contexts.py")}


def makes(path: Path, name: str) -> bool:
    """Whether a module calls this name, under whatever name it was imported."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    known = {name} | {
        alias.asname for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)
        for alias in node.names if alias.name == name and alias.asname
    }  # fmt: skip
    return any(
        isinstance(node, ast.Call) and (getattr(node.func, "id", "") in known or getattr(node.func, "attr", "") == name)
        for node in ast.walk(tree)
    )
