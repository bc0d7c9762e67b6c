"""Small code tables that ship beside the formats: CSV with a header row; lines starting with # say where they come from."""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path

_FOLDER = Path(__file__).resolve().parent


@cache
def table(name: str) -> tuple[dict[str, str], ...]:
    """The rows of `name`, in file order."""
    text = (_FOLDER / name).read_text(encoding="utf-8")
    return tuple(csv.DictReader(line for line in text.splitlines() if not line.startswith("#")))
