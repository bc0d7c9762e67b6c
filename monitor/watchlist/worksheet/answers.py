"""Reading the worksheet back: known by its headings, whatever program saved it and whatever rows were left out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from monitor.watchlist.cells import fold_name
from monitor.watchlist.formats import file_at, read_file
from monitor.watchlist.table import Row

_FORMATS = (".xlsx", ".xlsm", ".xls", ".et", ".ods")
_SEARCHED_ROWS = 20
_NEEDED = frozenset({"id", "name", "confirm"})


@dataclass(frozen=True, slots=True)
class Answered:
    """One row as it came back: key of a column → its text."""

    sheet: str
    row: int
    cells: Mapping[str, str]

    def __getitem__(self, key: str) -> str:
        return self.cells.get(key, "")


def read_answers(path: Path, headings: Mapping[str, str]) -> tuple[Answered, ...] | None:
    """The rows with an id, None where the file is no worksheet. `headings`: folded heading (`fold_name`) → key of a column.

    Raises WatchlistFileError as read_watchlist."""
    if path.suffix.lower() not in _FORMATS:
        return None
    found = None
    for sheet in read_file(file_at(path)).sheets:
        for at, row in enumerate(sheet.rows[:_SEARCHED_ROWS]):
            columns = _columns(row, headings)
            if columns.keys() >= _NEEDED:
                found = found or []
                found += [
                    Answered(sheet.name, below.number, {k: below.cell(c).strip() for k, c in columns.items()})
                    for below in sheet.rows[at + 1 :]
                    if below.cell(columns["id"]).strip()
                ]
                break
    return None if found is None else tuple(found)


def _columns(row: Row, headings: Mapping[str, str]) -> dict[str, int]:
    named: dict[str, int] = {}
    for column, cell in enumerate(row.cells):
        if key := headings.get(fold_name(cell)):
            named.setdefault(key, column)
    return named
