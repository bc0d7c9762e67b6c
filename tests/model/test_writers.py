"""What the parsers write is declared, and what is declared is written by the parsers. Read from their source text."""

from __future__ import annotations

import ast
import csv
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

import monitor
from monitor.model.events import EVENTS
from monitor.model.facts import FACTS, Fact

ROOT = Path(monitor.__file__).parent
SOURCES = ROOT / "sources"
# Rooms that find a fact out themselves, and the files where they do.
ROOMS = {"assess": ("assess/filers.py", "assess/details.py")}


@cache
def trees(folder: Path) -> tuple[ast.Module, ...]:
    return tuple(ast.parse(p.read_text(encoding="utf-8")) for p in sorted(folder.rglob("*.py")))


def constants(tree: ast.AST) -> set[str]:
    return {n.value for n in ast.walk(tree) if isinstance(n, ast.Constant) and isinstance(n.value, str)}


def is_facts(node: ast.AST) -> bool:
    return isinstance(node, ast.Name) and node.id == "facts"


def facts_written() -> Iterator[str]:
    """Keys of what is called `facts`: `facts = {"a": …}`, `facts["a"] = …`, `facts={"a": …}` of a Record."""
    for tree in trees(SOURCES):
        for node in ast.walk(tree):
            match node:
                case ast.Assign(targets=[target], value=ast.Dict(keys=keys)) if is_facts(target):
                    pass
                case ast.AnnAssign(target=target, value=ast.Dict(keys=keys)) if is_facts(target):
                    pass
                case ast.keyword(arg="facts", value=ast.Dict(keys=keys)):
                    pass
                case ast.Assign(targets=[ast.Subscript(value=target, slice=ast.Constant() as key)]) if is_facts(target):
                    keys = [key]
                case _:
                    continue
            yield from (str(k.value) for k in keys if isinstance(k, ast.Constant))


def codes_in_calls() -> Iterator[str]:
    """First arguments of Event("…")."""
    for tree in trees(SOURCES):
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Event" and node.args:
                first = node.args[0]
                if isinstance(first, ast.Constant):
                    yield str(first.value)


def codes_in_tables() -> Iterator[str]:
    """The column `event` of the code tables, and the codes of patterns that are looked for in a docket's entries."""
    for path in sorted(SOURCES.rglob("*.csv")):
        lines = (line for line in path.read_text(encoding="utf-8").splitlines() if not line.startswith("#"))
        yield from (row["event"] for row in csv.DictReader(lines) if row.get("event"))
    for path in sorted(SOURCES.rglob("*.toml")):
        yield from codes_of(tomllib.loads(path.read_text(encoding="utf-8")))


def codes_of(node: object) -> Iterator[str]:
    if isinstance(node, dict):
        if isinstance(node.get("code"), str) and "any" in node:
            yield node["code"]
        for value in node.values():
            yield from codes_of(value)
    elif isinstance(node, list):
        for value in node:
            yield from codes_of(value)


def test_no_parser_writes_a_fact_that_is_not_declared() -> None:
    written = set(facts_written())
    assert {"status_phase", "complaint_date", "docket_id", "ever_schedule_a", "geo_requested"} <= written
    assert not written - FACTS.keys()


def test_no_parser_gives_an_event_that_is_not_declared() -> None:
    given = {*codes_in_calls(), *codes_in_tables()}
    assert {"published", "tro_issued", "institution", "opposition"} <= given
    assert not given - EVENTS.keys()


@pytest.mark.parametrize("fact", [f for f in FACTS.values() if f.writers], ids=lambda f: f.name)
def test_who_is_said_to_write_a_fact_names_it(fact: Fact) -> None:
    for writer in fact.writers:
        files = ROOMS.get(writer)
        texts = [ast.parse((ROOT / f).read_text(encoding="utf-8")) for f in files] if files else trees(SOURCES)
        assert any(fact.name in constants(tree) for tree in texts), writer


def test_every_event_code_is_given_by_a_parser() -> None:
    named = set().union(*(constants(tree) for tree in trees(SOURCES))) | set(codes_in_tables())
    assert not EVENTS.keys() - named
