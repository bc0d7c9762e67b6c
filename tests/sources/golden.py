"""Goldens of parsers: what a fixture is read as, kept beside it as JSON and compared word for word."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from enum import Enum
from pathlib import Path

import pytest

from monitor.model import OfUnit, Outcome


def check_golden(path: Path, outcomes: Iterable[Outcome]) -> None:
    """Compare `outcomes` with the golden at `path`. A missing golden is written, and the test fails to have it reviewed.

    Which unit an answer is follows from the name it is read under here, and has tests of its own (tests/sources/test_units.py)."""
    text = (
        json.dumps(
            [_plain(o) for o in outcomes if not isinstance(o, OfUnit)], ensure_ascii=False, indent=1, sort_keys=True
        )
        + "\n"
    )
    if not path.exists():
        path.write_text(text, encoding="utf-8")
        pytest.fail(f"review me: {path.name} was written")
    assert json.loads(text) == json.loads(path.read_text(encoding="utf-8")), f"differs from {path.name}"


def _plain(value: object) -> object:
    """JSON of anything an outcome holds. Empty fields are left out, so that a new field does not touch every golden."""
    if is_dataclass(value) and not isinstance(value, type):
        held = {f.name: getattr(value, f.name) for f in fields(value)}
        return {"is": type(value).__name__, **{k: _plain(v) for k, v in held.items() if _says_something(v)}}
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bytes):
        return value.decode("utf-8", errors="backslashreplace")
    if isinstance(value, Path):
        return value.name
    if isinstance(value, Mapping):
        return {str(k): _plain(v) for k, v in value.items()}
    if isinstance(value, frozenset | set):
        return sorted(str(v) for v in value)
    if isinstance(value, list | tuple):
        return [_plain(v) for v in value]
    return value


def _says_something(value: object) -> bool:
    return value is False or value == 0 or bool(value)
