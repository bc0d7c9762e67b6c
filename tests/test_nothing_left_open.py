"""What a draft marks as to be filled in was filled in before it is kept."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
MARK = re.compile(r"to[ -]fill[ -]in", re.IGNORECASE)
# Where drafts leave the mark.
WRITTEN = ("monitor/sources", "monitor/forums", "tests/sources")


def test_nothing_is_left_to_be_filled_in() -> None:
    files = [ROOT / "sources.yaml", *(p for top in WRITTEN for p in sorted((ROOT / top).rglob("*")) if p.is_file())]
    assert len(files) > 50
    left = [
        f"{path.relative_to(ROOT)}:{number}"
        for path in files
        if path.suffix not in (".pyc", ".zip")
        for number, line in enumerate(path.read_text(encoding="utf-8", errors="replace").splitlines(), 1)
        if MARK.search(line)
    ]
    assert not left, "\n".join(["still to be filled in (docs/adding-a-source.md):", *left])
