"""XML tables of Excel 2003 (SpreadsheetML), often called .xls or .xml. Hidden, merged and crossed-out cells are seen.

Source: Microsoft, XML Spreadsheet Reference (Office 2003): ss:Index, ss:MergeAcross, ss:MergeDown, ss:Hidden, ss:StrikeThrough.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

from monitor.watchlist.errors import RefusedWorkbook
from monitor.watchlist.formats.limits import LAST_ROW, MAX_COLUMNS, Tally, damaged
from monitor.watchlist.formats.markup import local, plain_xml
from monitor.watchlist.formats.merged import Merged, filled_down
from monitor.watchlist.formats.shape import File, Format, Found
from monitor.watchlist.table import Row, Sheet, row_of

_KINDS = {"Number": "number", "Boolean": "logical", "DateTime": "date"}


def read_xml_table(file: File) -> Found:
    try:
        return Found(tuple(_sheets(file)))
    except RefusedWorkbook:
        raise
    except Exception as error:
        raise damaged(file.name, error) from error


FORMAT = Format(
    "xml",
    lambda f: b"urn:schemas-microsoft-com:office:spreadsheet" in f.head and b"<html" not in f.head,
    read_xml_table,
    lambda _: True,
)


def _sheets(file: File) -> Iterator[Sheet]:
    tally = Tally(file.name)
    struck: set[str] = set()
    rows: list[Row] = []
    merged: list[Merged] = []
    hidden_rows: set[int] = set()
    hidden_columns: set[int] = set()
    number = column = 0
    hidden = False
    for event, element in plain_xml(io.BytesIO(file.data)):
        what = local(element.tag)
        if event == "start":
            if what == "Worksheet":
                rows, merged, hidden_rows, hidden_columns, number, column, hidden = [], [], set(), set(), 0, 0, False
            continue
        if what == "Style" and any(local(e.tag) == "Font" and _get(e, "StrikeThrough") == "1" for e in element):
            struck.add(_get(element, "ID"))
        elif what == "Column":
            column = _at(element, column)
            span = _int(element, "Span")
            if _get(element, "Hidden") == "1":
                hidden_columns |= set(range(column - 1, min(column + span, MAX_COLUMNS)))
            column += span
        elif what == "Row":
            number = _at(element, number)
            if _get(element, "Hidden") == "1":
                hidden_rows.add(number)
            row = _row(element, number, merged, struck, tally)
            if not row.blank:
                rows.append(tally.take(row))
            number = min(number + _int(element, "Span"), LAST_ROW)
            element.clear()
        elif what == "Visible":
            hidden = (element.text or "").strip() in ("SheetHidden", "SheetVeryHidden")
        elif what == "Worksheet":
            shown = frozenset(hidden_rows), frozenset(hidden_columns)
            yield Sheet(_get(element, "Name"), tuple(filled_down(rows, merged)), hidden, *shown)
            element.clear()


def _row(element: Any, number: int, merged: list[Merged], struck: set[str], tally: Tally) -> Row:
    cells: list[str] = []
    kinds: dict[int, str] = {}
    lines: set[int] = set()
    column = 0
    for cell in element:
        if local(cell.tag) != "Cell":
            continue
        column = _at(cell, column)
        if column > MAX_COLUMNS:
            break
        across, down = min(_int(cell, "MergeAcross"), MAX_COLUMNS), _int(cell, "MergeDown")
        if across or down:
            merged.append((number, column - 1, number + down, column - 1 + across))
        data = next((e for e in cell if local(e.tag) == "Data"), None)
        text = "".join(data.itertext()) if data is not None else ""
        kind = _KINDS.get(_get(data, "Type"), "") if data is not None else ""
        cells += [""] * (column - 1 - len(cells))
        cells.append(_value(text, kind))
        if text and kind:
            kinds[column - 1] = kind
        if text and _get(cell, "StyleID") in struck:
            lines.add(column - 1)
        column += across
    tally.walk(len(cells))
    return row_of(number, tuple(cells), kinds=kinds, struck=frozenset(lines))


def _value(text: str, kind: str) -> str:
    if kind == "logical":
        return "TRUE" if text == "1" else "FALSE"
    if kind == "date":
        return text.removesuffix("T00:00:00.000")
    return text.removesuffix(".0") if kind == "number" else text


def _at(element: Any, before: int) -> int:
    return _int(element, "Index") or before + 1


def _int(element: Any, name: str) -> int:
    value = _get(element, name)
    return int(value) if value.isdigit() and len(value) < 8 else 0


def _get(element: Any, name: str) -> str:
    return next((str(v) for k, v in element.attrib.items() if local(k) == name), "")
