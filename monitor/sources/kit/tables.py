"""Small code tables that stand beside a source: CSV with a header row; lines starting with # say where they come from."""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path


@cache
def table(beside: str, name: str) -> tuple[dict[str, str], ...]:
    """The rows of the table `name` in the folder of the module `beside` (its `__file__`), in file order."""
    text = (Path(beside).parent / name).read_text(encoding="utf-8")
    return tuple(csv.DictReader(line for line in text.splitlines() if not line.startswith("#")))
