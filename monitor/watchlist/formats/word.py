"""Tables of a Word document (.docx, .docm; WPS saves the same). Each table is a sheet, named after the paragraph above it.

Read from word/document.xml by the names of its elements (ECMA-376 part 1, chapter 17.4), strict or not: insertions under
review count, deletions do not, as the document will read once they are accepted.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from monitor.watchlist.errors import NotAWorkbook, RefusedWorkbook
from monitor.watchlist.formats.limits import MAX_COLUMNS, Tally, damaged, judge_container, open_container
from monitor.watchlist.formats.markup import local, plain_xml
from monitor.watchlist.formats.merged import Merged, filled_down
from monitor.watchlist.formats.shape import File, Format, Found
from monitor.watchlist.table import Row, Sheet, row_of

_LONGEST_TITLE = 60
_LEFT_OUT = frozenset({"del", "moveFrom", "instrText", "delText", "tbl"})


def read_document(file: File) -> Found:
    """Raises NotAWorkbook where the document has no table, or cannot be read."""
    tally = Tally(file.name)
    try:
        with open_container(file.name, file.data) as archive:
            judge_container(file.name, archive)
            with archive.open("word/document.xml") as part:
                sheets = tuple(_sheets(part, tally))
    except (NotAWorkbook, RefusedWorkbook):
        raise
    except Exception as error:
        raise damaged(file.name, error) from error
    if not any(s.rows for s in sheets):
        raise NotAWorkbook("watchlist.errors.no_table", file=file.name)
    return Found(sheets, told=(("tables", ""),))


FORMAT = Format("docx", lambda f: "word/document.xml" in f.parts, read_document, lambda _: True)


@dataclass
class _Table:
    rows: list[Row] = field(default_factory=list)
    merged: list[Merged] = field(default_factory=list)
    open_: dict[int, int] = field(default_factory=dict)  # column of a cell that may go on below → its row
    widths: dict[int, int] = field(default_factory=dict)
    number: int = 0


def _sheets(part: Any, tally: Tally) -> Iterator[Sheet]:
    title = ""
    count = depth = 0
    for event, element in plain_xml(part):
        what = local(element.tag)
        if what == "tbl":
            depth += 1 if event == "start" else -1
            if event == "end" and not depth:
                count += 1
                yield Sheet(title or f"{count}", _rows_of(element, tally))
                title = ""
                element.clear()
        elif what == "p" and event == "end" and not depth:
            said = _text(element).strip()
            title = said if 0 < len(said) <= _LONGEST_TITLE else title if not said else ""
            element.clear()


def _rows_of(table: Any, tally: Tally) -> tuple[Row, ...]:
    made = _Table()
    for row in _children(table, "tr"):
        made.number += 1
        _take(row, made, tally)
    for column in tuple(made.open_):
        _close(made, column, made.number)
    return tuple(filled_down(made.rows, made.merged))


def _take(row: Any, made: _Table, tally: Tally) -> None:
    cells: list[str] = []
    struck: set[int] = set()
    for properties in _children(row, "trPr"):
        if any(local(e.tag) == "del" for e in properties):
            return  # a row deleted under review
        cells += [""] * min(_number(properties, "gridBefore"), MAX_COLUMNS)
    for cell in _children(row, "tc"):
        column = len(cells)
        if column >= MAX_COLUMNS:
            break
        properties = next(_children(cell, "tcPr"), None)
        width = max(1, min(_number(properties, "gridSpan"), MAX_COLUMNS))
        goes_on, begins = _vertical(properties)
        if not goes_on and column in made.open_:
            _close(made, column, made.number - 1)
        if begins:
            made.open_[column], made.widths[column] = made.number, width
        elif width > 1 and not goes_on:
            made.merged.append((made.number, column, made.number, column + width - 1))
        text = "" if goes_on else "\n".join(_text(p) for p in _children(cell, "p"))
        if text.strip() and _all_struck(cell):
            struck.add(column)
        cells += [text, *[""] * (width - 1)]
    tally.walk(len(cells))
    found = row_of(made.number, tuple(c.strip("\n") for c in cells), struck=frozenset(struck))
    if not found.blank:
        made.rows.append(tally.take(found))


def _close(made: _Table, column: int, last: int) -> None:
    first, width = made.open_.pop(column), made.widths[column]
    if last > first or width > 1:
        made.merged.append((first, column, last, column + width - 1))


def _vertical(properties: Any) -> tuple[bool, bool]:
    """(goes on from the row above, begins a cell over several rows)"""
    found = next(_children(properties, "vMerge"), None) if properties is not None else None
    if found is None:
        return False, False
    begins = _value(found) == "restart"
    return not begins, begins


def _text(element: Any) -> str:
    parts: list[str] = []
    for child in element:
        what = local(child.tag)
        if what in _LEFT_OUT or (what == "r" and _property(child, "vanish")):
            continue
        if what == "t":
            parts.append(child.text or "")
        elif what in ("br", "cr"):
            parts.append("\n")
        elif what == "tab":
            parts.append(" ")
        elif what == "noBreakHyphen":
            parts.append("-")
        elif what not in ("pPr", "rPr", "sdtPr", "rt"):
            parts.append(_text(child))
    return "".join(parts)


def _all_struck(cell: Any) -> bool:
    runs = [r for r in cell.iter() if local(r.tag) == "r" and any(local(t.tag) == "t" and t.text for t in r)]
    return bool(runs) and all(_property(r, "strike") or _property(r, "dstrike") for r in runs)


def _property(run: Any, name: str) -> bool:
    return any(
        local(e.tag) == name and _value(e) not in ("0", "false", "off")
        for properties in _children(run, "rPr")
        for e in properties
    )


def _children(element: Any, name: str) -> Iterator[Any]:
    """The children of this name, also those inside a content control or a wrapper of revisions."""
    for child in element:
        what = local(child.tag)
        if what == name:
            yield child
        elif what in ("sdt", "sdtContent", "ins", "customXml", "moveTo", "smartTag"):
            yield from _children(child, name)


def _value(element: Any) -> str:
    return next((v for k, v in element.attrib.items() if local(k) == "val"), "")


def _number(properties: Any, name: str) -> int:
    found = next(_children(properties, name), None) if properties is not None else None
    value = _value(found) if found is not None else ""
    return int(value) if value.isdigit() and len(value) < 6 else 0
