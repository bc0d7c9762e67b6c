"""The store is made of parts: each table is written by one of them, which says so, and nothing of a part is without use."""

from __future__ import annotations

import ast
import inspect
import re
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import Any

import pytest

import monitor
from monitor.store import Store
from monitor.store.database import Database

PACKAGE = Path(monitor.__file__).parent
STORE = PACKAGE / "store"
# What makes and migrates the schema writes tables too; its steps are frozen and held by test_schema.
SCHEMA = {"schema.py", "migrating.py"}
_WRITTEN = re.compile(
    r"\b(?:insert\s+(?:or\s+\w+\s+)?into|replace\s+into|delete\s+from|update\s+(?:or\s+\w+\s+)?(?!set\b))\s*(\w+|\{)",
    re.IGNORECASE,
)
_READ = re.compile(r"\b(?:from|join)\s+(\w+|\{)", re.IGNORECASE)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with Store.open(tmp_path_factory.mktemp("state")) as opened:
        yield opened


@pytest.fixture(scope="module")
def tables(store: Store) -> set[str]:
    found = store.db.column("select name from pragma_table_list where schema = 'main' and type in ('table', 'virtual')")
    return {t for t in found if not t.startswith(("sqlite_", "_sqlite_"))}


@pytest.fixture(scope="module")
def shown(store: Store, tables: set[str]) -> set[str]:
    """Tables, and the views that show some of them in words."""
    return tables | set(store.db.column("select name from pragma_table_list where schema = 'main' and type = 'view'"))


def parts(store: Store) -> dict[str, Any]:
    """Attribute of the store → part."""
    return {name: part for name, part in vars(store).items() if not isinstance(part, Database | Path)}


def file_of(part: Any) -> Path:
    return Path(inspect.getfile(type(part)))


def statements(path: Path) -> list[str]:
    """The strings of a module that are SQL; what is put in when it runs is shown as "{}"."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    inside = {id(piece) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for piece in node.values}
    documented = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef) and isinstance(node.body[0], ast.Expr)
    }
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            found.append("".join(p.value if isinstance(p, ast.Constant) else "{}" for p in node.values))  # type: ignore[misc]
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in inside | documented:
            found.append(node.value)
    return found


def written(path: Path) -> set[str]:
    return {table for sql in statements(path) for table in _WRITTEN.findall(sql)}


def read(path: Path) -> set[str]:
    """With what the statement about merges reads, where it is put in."""
    put_in = statements(STORE / "merged.py") if "{MERGED}" in path.read_text(encoding="utf-8") else []
    return {
        table for sql in (*statements(path), *put_in) for table in _READ.findall(re.sub(r"(?i)delete\s+from", "", sql))
    }


def said(part: Any, what: str) -> set[str]:
    """The tables the docstring of a part names after "Owns:" or "Reads:"."""
    found = re.search(rf"\b{what}: ([\w, \n]+)\.", inspect.getdoc(type(part)) or "")
    names = set(re.split(r",\s*", found[1])) if found else set()
    return names - {"nothing"}


def test_every_table_is_owned_by_one_part(store: Store, tables: set[str]) -> None:
    owned = sorted(chain.from_iterable(said(part, "Owns") for part in parts(store).values()))
    assert owned == sorted(tables)


def test_a_part_writes_the_tables_it_owns_and_no_other(store: Store) -> None:
    for name, part in parts(store).items():
        assert written(file_of(part)) - {"{"} == said(part, "Owns"), name


def test_nobody_but_the_parts_writes(store: Store) -> None:
    of_parts = {file_of(part) for part in parts(store).values()}
    others = [p for p in STORE.glob("*.py") if p not in of_parts and p.name not in SCHEMA]
    assert len(of_parts) == len(parts(store))  # a file each
    assert {p.name: written(p) for p in others if written(p)} == {}


def test_no_statement_leaves_open_which_table_it_writes(store: Store) -> None:
    assert not [p.name for p in STORE.glob("*.py") if "{" in written(p)]


def test_a_part_says_which_tables_of_others_it_reads(store: Store, shown: set[str]) -> None:
    for name, part in parts(store).items():
        beside = (read(file_of(part)) & shown) - said(part, "Owns")
        assert beside == said(part, "Reads"), name


def test_the_architecture_names_every_part_and_what_it_writes(store: Store) -> None:
    page = (PACKAGE.parent / "docs" / "architecture.md").read_text(encoding="utf-8")
    rows = [row for row in page.splitlines() if row.startswith("| `store.")]
    for name, part in parts(store).items():
        (row,) = [r for r in rows if f"`store.{name}`" in r]
        assert said(part, "Owns") <= set(re.findall(r"`(\w+)`", row)), name


def test_parts_are_put_together_not_inherited(store: Store) -> None:
    assert all(type(part).__bases__ == (object,) for part in [store, *parts(store).values()])


def test_what_a_part_offers_is_asked_by_somebody(store: Store) -> None:
    asked: dict[Path, set[tuple[str, str]]] = {}
    for path in PACKAGE.rglob("*.py"):
        asked[path] = set()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Attribute | ast.Name):
                of = node.value.attr if isinstance(node.value, ast.Attribute) else node.value.id
                asked[path].add((of.lstrip("_"), node.attr))
    everywhere = set().union(*asked.values())
    idle = [
        f"{name}.{method}"
        for name, part in parts(store).items()
        for method, _ in inspect.getmembers(type(part), inspect.isfunction)
        if not method.startswith("_")
        and (name, method) not in everywhere
        and ("self", method) not in asked[file_of(part)]
    ]
    assert idle == []
