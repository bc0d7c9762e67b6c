"""Every event code a source can give has a word in both languages."""

from __future__ import annotations

import ast
import csv
import tomllib
from pathlib import Path

import pytest

from monitor import sources
from monitor.texts import LANGUAGES, Texts

FOLDER = Path(sources.__file__).parent


def table(name: str) -> set[str]:
    lines = (line for line in (FOLDER / name).read_text(encoding="utf-8").splitlines() if not line.startswith("#"))
    return {row["event"] for row in csv.DictReader(lines) if row["event"]}


def literals() -> set[str]:
    """First arguments of Event("…") in the parsers."""
    found = set()
    for path in FOLDER.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Event" and node.args:
                first = node.args[0]
                if isinstance(first, ast.Constant):
                    found.add(str(first.value))
    return found


def courts() -> set[str]:
    data = tomllib.loads((FOLDER / "courts.toml").read_text(encoding="utf-8"))
    found: set[str] = set()

    def walk(node: object) -> None:
        if isinstance(node, dict):
            if isinstance(node.get("code"), str) and "any" in node:
                found.add(node["code"])
            for value in node.values():
                walk(value)
        elif isinstance(node, list):
            for value in node:
                walk(value)

    walk(data)
    return found


CODES = table("_uspto_events.csv") | table("_inpi_despachos.csv") | literals() | courts()


def test_the_codes_were_found() -> None:
    assert {"published", "tro_issued", "institution", "opposition"} <= CODES


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_event_has_a_word(lang: str) -> None:
    texts = Texts(lang)
    assert not {c for c in CODES if texts.find(f"rules.event.{c}") is None}
