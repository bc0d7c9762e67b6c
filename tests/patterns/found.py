"""Every regular expression that the program writes down, with the place where it stands.

They are read from the program text: the first argument of each call of `re.…` is evaluated among the names of its module.
"""

from __future__ import annotations

import ast
import importlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
READING = ("sources", "health", "places", "legal_forms")
"""Rooms whose patterns meet what others have written, before anything has looked at it."""

_CALLS = frozenset({"compile", "search", "match", "fullmatch", "sub", "subn", "split", "findall", "finditer"})
_WITH_FLAGS = {"compile": 1, "search": 2, "match": 2, "fullmatch": 2, "findall": 2, "finditer": 2}


@dataclass(frozen=True, slots=True)
class Found:
    """A pattern, and file and line; `pattern` is None where it depends on what is only known at work."""

    place: str
    pattern: re.Pattern[Any] | None
    method: str


def patterns_in(rooms: Iterable[str] = READING) -> Iterator[Found]:
    for room in rooms:
        base = ROOT / "monitor" / room
        for path in sorted(base.rglob("*.py")) if base.is_dir() else [base.with_suffix(".py")]:
            yield from _of(path)


def _of(path: Path) -> Iterator[Found]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    name = ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
    names = vars(importlib.import_module(name))
    for node in ast.walk(tree):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in _CALLS):
            continue
        if not (isinstance(node.func.value, ast.Name) and node.func.value.id == "re" and node.args):
            continue
        place = f"{path.relative_to(ROOT)}:{node.lineno}"
        yield Found(place, _compiled(node, names), node.func.attr)


def _compiled(call: ast.Call, names: dict[str, Any]) -> re.Pattern[Any] | None:
    assert isinstance(call.func, ast.Attribute)
    at = _WITH_FLAGS.get(call.func.attr)
    given = [k.value for k in call.keywords if k.arg == "flags"]
    if at is not None and len(call.args) > at:
        given.append(call.args[at])
    try:
        text, *flags = (eval(compile(ast.Expression(e), "pattern", "eval"), names) for e in (call.args[0], *given))
    except NameError:
        return None
    return text if isinstance(text, re.Pattern) else re.compile(text, *flags)
