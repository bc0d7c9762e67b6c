"""Merged cells: what one cell says for several rows, and which columns a heading stands over."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from monitor.watchlist.formats.limits import MAX_MERGED
from monitor.watchlist.table import Row

Merged = tuple[int, int, int, int]
"""First row and column, last row and column of a merged cell. Rows count from 1 as in Row, columns from 0."""

_BLOCK = 3  # columns of a merged cell that can still be one value, not a title


def filled_down(rows: Iterable[Row], merged: Iterable[Merged]) -> Iterator[Row]:
    """A cell merged over several rows counts for each of them (one registrant beside seven marks).

    Cells merged within one row, or over many columns like titles and notes, keep their text in the first cell only."""
    known = sorted(merged)[:MAX_MERGED]
    wide: dict[int, dict[int, int]] = {}
    for first, column, _, end in known:
        if end > column:
            wide.setdefault(first, {})[column] = end
    waiting = sorted((m for m in known if m[2] > m[0] and m[3] - m[1] < _BLOCK), reverse=True)
    open_: dict[int, tuple[int, str]] = {}  # column → last row, text; merged cells never overlap
    for row in rows:
        open_ = {c: m for c, m in open_.items() if m[0] >= row.number}
        cells = list(row.cells)
        for column, (_, text) in open_.items():
            if not row.cell(column):
                cells += [""] * (column + 1 - len(cells))
                cells[column] = text
        while waiting and waiting[-1][0] <= row.number:
            first, column, last, _ = waiting.pop()
            if first == row.number and row.cell(column):
                open_[column] = (last, row.cell(column))
        spans = wide.get(row.number, {})
        yield replace(row, cells=tuple(cells), spans=spans) if spans or cells != list(row.cells) else row
