"""One row of a table: is it data at all, and which cell is what."""

from __future__ import annotations

import re
from collections.abc import Mapping

from monitor.watchlist import cells
from monitor.watchlist.entries import MAX_NAME, Report
from monitor.watchlist.headers import Headings
from monitor.watchlist.table import Row
from monitor.watchlist.wording import vocabulary

_LATIN = re.compile(r"[A-Za-z]")
_NO_NAME = re.compile(r"^(n/?a|none|tbd|ok|yes|no|https?:.*|www\..*|\S+@\S+|[-—/\\.]+)$", re.IGNORECASE)
_LONGEST_NUMBER = 6  # digits of a name typed as a number (1573); longer ones are registration or telephone numbers
_TOTAL = re.compile(r"[(（]?(合计|总计|共计|小计|总数|总和|合计数)[:：]?\d*[件个家枚项条]?[)）]?")
_FIGURE = re.compile(r"共?[\d.,，]+[件个家枚项条类]?|[-—/]+")
_DITTO = frozenset({"同上", "同前", "〃", "″", "''", '"'})


class RowReader:
    """One row of a table: is it data at all, and which cell is what."""

    def __init__(self, headings: Headings, row: Row, report: Report, above: Mapping[int, str]) -> None:
        self._headings, self._row, self._report, self._above = headings, row, report, above
        self.remark_taken = False

    def read(self) -> dict[str, str] | None:
        """Field → text of its cells; None for a row that is no entry, which is reported."""
        h, row = self._headings, self._row
        if not h.canonical and self._is_note():
            return None
        if not self._name_is_text():
            return None
        raw = {
            name: ";".join(self._cell(name, c) for c in columns if self._is_usable(name, c) and row.cell(c).strip())
            for name, columns in h.columns.items()
        }
        if h.canonical:
            raw = {name: _unguarded(value) for name, value in raw.items()}
        remarks = raw.pop("remarks", "")
        if "aliases" not in h.columns and _is_foreign_list(remarks):
            raw["aliases"] = remarks
            self.remark_taken = True
        return raw

    def _cell(self, name: str, column: int) -> str:
        cell = self._row.cell(column)
        return self._above.get(column, "") if name != "name" and is_ditto(cell) else cell

    def _name_is_text(self) -> bool:
        """Whether the name cell holds what a person wrote as a name. What else stands there is told, not taken."""
        columns = self._headings.columns["name"]
        column = next((c for c in columns if self._row.cell(c).strip() or c in self._row.no_value), columns[0])
        row, value = self._row, cells.one_line(self._row.cell(column))[:40]
        if column in row.no_value:
            self._report_formula("name", column, fatal=True)
        elif value and column in row.struck:
            self._report("struck", "name", fatal=True, name=value)
        elif (kind := row.kinds.get(column)) in ("date", "logical"):
            self._report(f"name_is_{kind}", "name", fatal=True, value=value)
        elif kind == "number" and not (value.isdigit() and len(value) <= _LONGEST_NUMBER):
            self._report("name_is_figure", "name", fatal=True, value=value)
        else:
            return True
        return False

    def _is_usable(self, name: str, column: int) -> bool:
        """Whether a cell can be the value of a field; a spreadsheet makes dates of "3-5" and the like."""
        if name in ("name", "remarks"):
            return True
        if column in self._row.no_value:
            self._report_formula(name, column)
            return False
        if name == "expires" and self._row.kinds.get(column) == "date":
            return True
        if (kind := self._row.kinds.get(column)) in ("date", "logical"):
            self._report(f"field_is_{kind}", name, value=cells.one_line(self._row.cell(column))[:40])
            return False
        return True

    def _report_formula(self, name: str, column: int, *, fatal: bool = False) -> None:
        shown = self._row.no_value[column]
        self._report("formula" if shown.startswith("=") else "formula_error", name, fatal=fatal, value=shown)

    def _is_total(self) -> bool:
        """合计 12 and the like: the word in one cell, and nothing but figures in the others.

        What the spreadsheet holds as no text (a number, a date, TRUE) says nothing in words, however it is written."""
        typed = [c for column, c in enumerate(self._row.cells) if c.strip() and column not in self._row.kinds]
        words = [t for c in typed if not _FIGURE.fullmatch(t := re.sub(r"\s", "", cells.one_line(c)))]
        return len(words) == 1 and bool(_TOTAL.fullmatch(words[0]))

    def _is_note(self) -> bool:
        """Headings repeated on a new page, the heading of a section, a note under the table: reported, not taken."""
        h, row = self._headings, self._row
        filled = [i for i, c in enumerate(row.cells) if c.strip()]
        name_column = h.columns["name"][0]
        if len(filled) > 1 and (
            all(cells.one_line(row.cell(i)) == h.labels.get(i, "") for i in filled)
            or any(all(cells.one_line(row.cell(i)) == cells.one_line(line.cell(i)) for i in filled) for line in h.lines)
        ):
            self._report("heading_again")
            return True
        if not filled:
            return False
        if self._is_total():
            self._report("total", text="、".join(cells.one_line(row.cell(i)) for i in filled)[:60])
            return True
        text = cells.one_line(cells.without_invisible(row.cells[filled[0]])[0])
        if len(filled) == 1 and len(h.labels) > 1:
            section = re.match(r"[(（]?[一二三四五六七八九十]+[)）、.．]", text)
            if _starts_as_note(text) or section or (filled[0] != name_column and cells.has_han(text)):
                self._report("note", text=text[:60])
                return True
        if not row.cell(name_column).strip() and _starts_as_note(text):
            self._report("note", text=text[:60])
            return True
        return False


def _starts_as_note(text: str) -> bool:
    head = re.match(r"[（(【*※\s]*(\w{1,6}?)\s*(?:\d*\s*[:：、.．)）】]|$)", text)
    starts: list[str] = vocabulary()["names"]["note_starts"]
    return bool(head and re.sub(r"\d+$", "", head[1]) in starts) or text.startswith(("截至20", "共计", "合计"))


def _is_foreign_list(remark: str) -> bool:
    parts = cells.several(cells.without_invisible(remark)[0])
    if not parts or cells.has_han(remark):
        return False
    return all(_LATIN.search(p) and not _NO_NAME.match(p) and len(p) <= MAX_NAME for p in parts)


def _unguarded(value: str) -> str:
    """Undoes the apostrophe that `write_csv` puts before a text a spreadsheet would run as a formula."""
    return value[1:] if len(value) > 1 and value[0] == "'" and value[1] in "=+-@'" else value


def is_ditto(cell: str) -> bool:
    return cell.strip() in _DITTO
