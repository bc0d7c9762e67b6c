"""The rows of a table of the vocabulary (facts.toml, events.toml). Whoever adds a row is told what is wrong with it, and where.

This package knows no texts, so what is refused is said in both languages at once.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any

from monitor.model import near


def read_rows(path: Path, needed: Collection[str], known: Collection[str]) -> Mapping[str, Mapping[str, Any]]:
    """Every row by its name: all that is `needed` is there, and nothing but what is `known`. Raises ValueError naming file,
    line, row and key."""
    text = path.read_text(encoding="utf-8")
    rows = tomllib.loads(text)
    for name, row in rows.items():
        place = f"{path.name} line {_line(text, name)}, {name}"
        if not isinstance(row, Mapping):
            raise ValueError(f"{place}: 应是一张表 · a table is wanted: {{ zh = …, en = … }}")
        # A misspelt key is both unknown and missing; the unknown one tells more.
        for key in row:
            if key not in known:
                raise ValueError(f"{place}: 没有“{key}”这一项，是否应为“{near.nearest(key, known)}” · no such key")
        for key in needed:
            if key not in row:
                raise ValueError(f"{place}: 缺少“{key}” · {key} is missing")
    return rows


def _line(text: str, name: str) -> int:
    row = re.search(rf"""^\[?["']?{re.escape(name)}["']?\s*[\].=]""", text, re.MULTILINE)
    return text.count("\n", 0, row.start()) + 1 if row else 1
