"""What every kind of file is read into before its rows are understood."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from monitor.model import WatchedName

FORMULA_ERRORS = frozenset(
    [
        "#REF!",
        "#N/A",
        "#NAME?",
        "#VALUE!",
        "#DIV/0!",
        "#NULL!",
        "#NUM!",
        "#SPILL!",
        "#CALC!",
        "#FIELD!",
        "#GETTING_DATA",
    ]
)
"""What a spreadsheet shows, and saves, where a formula failed. Never a name."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row as it stands in the file: `number` counts from 1 as the user's program shows it (csv: line number)."""

    number: int
    cells: tuple[str, ...]
    no_value: Mapping[int, str] = field(
        default_factory=dict
    )  # columns of formulas without a result → what stands there
    kinds: Mapping[int, str] = field(default_factory=dict)  # columns whose value is no text: date | logical | number
    struck: frozenset[int] = frozenset()  # columns whose text is crossed out
    spans: Mapping[int, int] = field(default_factory=dict)  # first column of a cell merged over several → the last

    def cell(self, column: int) -> str:
        return self.cells[column] if 0 <= column < len(self.cells) else ""

    @property
    def blank(self) -> bool:
        return not self.no_value and not any(c.strip() for c in self.cells)


def row_of(
    number: int,
    cells: tuple[str, ...],
    uncomputed: Mapping[int, str] | None = None,
    kinds: Mapping[int, str] | None = None,
    struck: frozenset[int] = frozenset(),
) -> Row:
    """A row whose failed formulas are empty cells without a value."""
    no_value = dict(uncomputed or {})
    no_value |= {c: cell.strip() for c, cell in enumerate(cells) if cell.strip() in FORMULA_ERRORS}
    kept = tuple("" if c in no_value else cell for c, cell in enumerate(cells)) if no_value else cells
    return Row(number, kept, no_value, kinds or {}, struck)


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table; a csv has a single sheet without a name. `hidden` sheets are named, not read; hidden rows (numbers as
    in Row) and columns (from 0) are read and told."""

    name: str
    rows: tuple[Row, ...]
    hidden: bool = False
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class RowProblem:
    """Something a person should look at. `fatal`: the name on this row was not taken.

    `key` is a text key (`watchlist.row.*`) with `params`; `column` is the heading as it stands in the file.
    For yaml, `row` is the number of the entry.
    """

    file: str
    sheet: str
    row: int
    column: str
    key: str
    params: Mapping[str, object] = field(default_factory=dict)
    fatal: bool = False


@dataclass(frozen=True, slots=True)
class SheetFacts:
    """How one sheet was understood. `columns`: field → heading; `unread`: headings nobody asked for.

    `header_row` 0 means that no heading for a name was found: the sheet was left out."""

    sheet: str
    header_row: int
    columns: Mapping[str, str]
    unread: tuple[str, ...]
    rows: int  # rows with content below the headings
    names: int
    hidden: bool = False
    block: str = ""  # of tables side by side: the first and last column, as letters


@dataclass(frozen=True, slots=True)
class ReadResult:
    """All that a file gave: the names taken, what was wrong, and how it was understood."""

    file: str
    format: str  # xlsx | csv | yaml
    names: tuple[WatchedName, ...]
    problems: tuple[RowProblem, ...]
    sheets: tuple[SheetFacts, ...] = ()
    encoding: str = ""
    delimiter: str = ""

    @property
    def refused(self) -> tuple[RowProblem, ...]:
        """Rows whose name was not taken."""
        return tuple(p for p in self.problems if p.fatal)
