"""What a source says it writes, its parser writes; what it writes, it says. Read from its source text and its goldens."""

from __future__ import annotations

import ast
import csv
import json
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

import monitor
from monitor import sources
from monitor.config import load_sources
from monitor.jobs.vocabulary import written_by
from monitor.model.events import EVENTS
from monitor.model.facts import FACTS, Fact
from monitor.resources import shipped

ROOT = Path(monitor.__file__).parent
GOLDENS = sorted((Path(__file__).parent.parent / "sources").rglob("*.json"))
SHIPPED = load_sources(shipped("sources.yaml"))
# Rooms that find a fact out themselves, and the files where they do.
ROOMS = {
    "assess": ("assess/filers.py", "assess/details.py", "assess/past.py", "assess/found_out.py"),
    "store": ("store/matters.py", "store/origins.py"),
}
_DECLARED = frozenset({"FACTS", "EVENTS"})  # what a class says is made of these


def folders(format_: str) -> tuple[Path, ...]:
    """The folder of a source, and what stands above it for the sources of its office."""
    folder = ROOT / "sources" / format_
    return (folder,) if folder.parent == ROOT / "sources" else (folder, folder.parent)


@cache
def trees(format_: str) -> tuple[ast.Module, ...]:
    own, *shared = folders(format_)
    files = [*sorted(own.rglob("*.py")), *(p for f in shared for p in files_of(f, "py"))]
    return tuple(ast.parse(p.read_text(encoding="utf-8")) for p in files)


def files_of(shared: Path, kind: str) -> list[Path]:
    """Files that all sources of an office use: those above them, and those of rooms that are no source."""
    rooms = [f for f in shared.iterdir() if f.is_dir() and not (f / "source.py").exists()]
    return sorted(p for f in (shared, *rooms) for p in f.glob(f"*.{kind}"))


def constants(node: ast.AST) -> set[str]:
    """Every string but those a class is told by."""
    if isinstance(node, ast.Assign) and any(isinstance(t, ast.Name) and t.id in _DECLARED for t in node.targets):
        return set()
    if isinstance(node, ast.Constant):
        return {node.value} if isinstance(node.value, str) else set()
    return set().union(*(constants(child) for child in ast.iter_child_nodes(node)))


@cache
def constants_of(room: str) -> set[str]:
    return set().union(*(constants(ast.parse((ROOT / f).read_text(encoding="utf-8"))) for f in ROOMS[room]))


@cache
def given(part: str) -> frozenset[str]:
    """Facts or event codes that shipped sources say they give."""
    return frozenset(written_by(part))


def is_facts(node: ast.AST) -> bool:
    return isinstance(node, ast.Name) and node.id == "facts"


def facts_written(format_: str) -> Iterator[str]:
    """Keys of what is called `facts`: `facts = {"a": …}`, `facts["a"] = …`, `facts={"a": …}` of a Record."""
    for tree in trees(format_):
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


def codes_in_calls(format_: str) -> Iterator[str]:
    """First arguments of Event("…")."""
    for tree in trees(format_):
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Event" and node.args:
                first = node.args[0]
                if isinstance(first, ast.Constant):
                    yield str(first.value)


def codes_in_tables(format_: str) -> Iterator[str]:
    """The column `event` of the code tables, and the codes of patterns that are looked for in a docket's entries."""
    for folder in folders(format_):
        for path in sorted(folder.glob("*.csv")):
            lines = (line for line in path.read_text(encoding="utf-8").splitlines() if not line.startswith("#"))
            yield from (row["event"] for row in csv.DictReader(lines) if row.get("event"))
        for path in files_of(folder, "toml"):
            yield from codes_of(tomllib.loads(path.read_text(encoding="utf-8")))


def codes_of(node: object) -> Iterator[str]:
    if isinstance(node, dict):
        if node.keys() & {"any", "first", "thing"}:  # a row that says when its codes are given
            yield from (node[k] for k in ("code", "motion", "granted", "denied") if node.get(k))
        for value in node.values():
            yield from codes_of(value)
    elif isinstance(node, list):
        for value in node:
            yield from codes_of(value)


# --- a source and its class ---------------------------------------------------------------------------


def test_the_parsers_are_really_read() -> None:
    """What follows compares sets: none of them may be empty because nothing was found."""
    facts = set().union(*(facts_written(name) for name in sources.names()))
    codes = set().union(*({*codes_in_calls(name), *codes_in_tables(name)} for name in sources.names()))
    assert {"status_phase", "complaint_date", "docket_id", "ever_schedule_a", "geo_requested"} <= facts
    assert {"published", "tro_issued", "institution", "opposition"} <= codes


@pytest.mark.parametrize("format_", sources.names())
def test_a_source_writes_the_facts_it_says_and_no_others(format_: str) -> None:
    said = sources.load(format_).writes
    assert set(facts_written(format_)) <= said
    assert said <= set().union(*(constants(tree) for tree in trees(format_)))


@pytest.mark.parametrize("format_", sources.names())
def test_a_source_gives_the_events_it_says_and_no_others(format_: str) -> None:
    said = sources.load(format_).events
    in_tables = set(codes_in_tables(format_))
    assert {*codes_in_calls(format_), *in_tables} <= said
    assert said <= set().union(in_tables, *(constants(tree) for tree in trees(format_)))


def records_in(node: object) -> Iterator[dict[str, Any]]:
    if isinstance(node, dict):
        if isinstance(node.get("facts"), dict) and "events" in node:
            yield node
        for value in node.values():
            yield from records_in(value)
    elif isinstance(node, list):
        for value in node:
            yield from records_in(value)


def test_the_goldens_of_a_source_hold_what_it_says() -> None:
    met: dict[str, set[str]] = {}
    for path in GOLDENS:
        try:
            found = list(records_in(json.loads(path.read_text(encoding="utf-8"))))
        except ValueError:
            continue  # broken on purpose
        for each in found:
            source = sources.load(SHIPPED[each["source"]].format)
            assert each["facts"].keys() <= source.writes, path
            assert {e["code"] for e in each["events"]} <= source.events, path
            met.setdefault(each["source"], set()).update(each["facts"])
    assert met.keys() == SHIPPED.keys()


# --- the table ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("fact", FACTS.values(), ids=lambda f: f.name)
def test_every_fact_has_a_writer_or_a_reason(fact: Fact) -> None:
    written = bool(fact.writers) or fact.name in given("writes")
    assert written != bool(fact.no_writer)
    for room in fact.writers:
        assert fact.name in constants_of(room)


# No source gives it and no forum waits for it: it says that an act was not understood, whoever reads it.
UNDERSTOOD_BY_NOBODY = {"unknown_act"}


def test_every_event_code_is_given_by_a_source_or_waited_for_by_a_forum() -> None:
    forums = "".join(p.read_text(encoding="utf-8") for p in sorted((ROOT / "forums").glob("*.toml")))
    assert given("events") <= EVENTS.keys()
    assert not {code for code in EVENTS.keys() - given("events") if f'"{code}"' not in forums} - UNDERSTOOD_BY_NOBODY
