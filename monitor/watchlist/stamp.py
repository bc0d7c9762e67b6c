"""The version an export bears, in a heading of its own behind the others: a copy that was changed by hand says from which list
it was made, and the rows may be sorted, deleted and added to without disturbing it. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from monitor.watchlist.table import Sheet

WHOLE = "*"
"""In the place of a list's name: all lists together."""

_STAMP = re.compile(r"版本 ([0-9a-f]{12}) (.+) (\d{4}-\d{2}-\d{2})")
_SEARCHED_ROWS = 60


@dataclass(frozen=True, slots=True)
class Stamp:
    """Which list an export holds, of which version, and the day it was made (ISO)."""

    version: str
    list: str
    day: str

    @property
    def text(self) -> str:
        return f"版本 {self.version} {self.list} {self.day}"


def stamp_of(text: str) -> Stamp | None:
    """
    >>> stamp_of(Stamp("0123456789ab", "名录", "2026-11-20").text)
    Stamp(version='0123456789ab', list='名录', day='2026-11-20')
    """
    found = _STAMP.fullmatch(text.strip())
    return Stamp(*found.groups()) if found else None


def without_stamp(sheets: Sequence[Sheet]) -> tuple[tuple[Sheet, ...], Stamp | None]:
    """The sheets without the heading that is a stamp, and the stamp; the first one counts."""
    found: Stamp | None = None
    cleaned = []
    for sheet in sheets:
        rows = list(sheet.rows)
        for index, row in enumerate(rows[:_SEARCHED_ROWS]):
            marked = [c for c, cell in enumerate(row.cells) if cell.startswith("版本 ") and stamp_of(cell)]
            if marked:
                found = found or stamp_of(row.cells[marked[0]])
                rows[index] = replace(row, cells=tuple("" if c in marked else v for c, v in enumerate(row.cells)))
        cleaned.append(replace(sheet, rows=tuple(rows)))
    return tuple(cleaned), found
