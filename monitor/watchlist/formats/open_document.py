"""OpenDocument tables (.ods, and the flat .fods): read part by part from content.xml, so that merged, hidden and
crossed-out cells are seen. Repeated rows and cells are counted, not made.

Source: OASIS OpenDocument 1.3, part 3, chapters 9 (tables) and 20 (attributes table:visibility, table:display).
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from monitor.watchlist.errors import RefusedWorkbook
from monitor.watchlist.formats.limits import LAST_ROW, MAX_COLUMNS, Tally, damaged, judge_container, open_container
from monitor.watchlist.formats.markup import plain_xml
from monitor.watchlist.formats.merged import Merged, filled_down
from monitor.watchlist.formats.shape import File, Format, Found
from monitor.watchlist.table import Row, Sheet, row_of

_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
_KINDS = {
    "float": "number",
    "percentage": "number",
    "currency": "number",
    "boolean": "logical",
    "date": "date",
    "time": "date",
}


def _is_table(file: File) -> bool:
    if file.is_zip:
        return "content.xml" in file.parts and not file.parts.isdisjoint({"mimetype", "meta-inf/manifest.xml"})
    return b"office:document " in file.head and b"opendocument.spreadsheet" in file.data[: 1 << 16]


def read_open_document(file: File) -> Found:
    try:
        if not file.parts:
            return Found(tuple(_sheets(io.BytesIO(file.data), Tally(file.name))))
        with open_container(file.name, file.data) as archive:
            judge_container(file.name, archive)
            if b"encryption-data" in archive.read("META-INF/manifest.xml"):
                raise RefusedWorkbook("watchlist.errors.encrypted", file=file.name)
            with archive.open("content.xml") as part:
                return Found(tuple(_sheets(part, Tally(file.name))))
    except RefusedWorkbook:
        raise
    except Exception as error:
        raise damaged(file.name, error) from error


FORMAT = Format("ods", _is_table, read_open_document, lambda _: True)


@dataclass
class _Table:
    name: str
    hidden: bool
    rows: list[Row] = field(default_factory=list)
    merged: list[Merged] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    columns: int = 0
    number: int = 1


def _sheets(stream: Any, tally: Tally) -> Iterator[Sheet]:
    struck: set[str] = set()
    unseen: set[str] = set()  # styles of tables that are not shown
    table: _Table | None = None
    depth = 0
    for event, element in plain_xml(stream):
        tag = element.tag
        if event == "start":
            if tag == f"{_TABLE}table":
                depth += 1
                if depth == 1:
                    table = _Table(element.get(f"{_TABLE}name", ""), element.get(f"{_TABLE}style-name", "") in unseen)
            continue
        if tag == f"{_STYLE}style":
            name = element.get(f"{_STYLE}name", "")
            if any(_strikes(e) for e in element.iter(f"{_STYLE}text-properties")):
                struck.add(name)
            if any(e.get(f"{_TABLE}display") == "false" for e in element.iter(f"{_STYLE}table-properties")):
                unseen.add(name)
        elif tag == f"{_TABLE}table":
            depth -= 1
            if depth == 0 and table:
                rows = tuple(filled_down(table.rows, table.merged))
                hidden = frozenset(table.hidden_rows), frozenset(table.hidden_columns)
                yield Sheet(table.name, rows, table.hidden, *hidden)
                table = None
                _drop(element)
        elif table and depth == 1 and tag == f"{_TABLE}table-column":
            count = _repeated(element, "columns")
            if element.get(f"{_TABLE}visibility", "visible") != "visible":
                table.hidden_columns |= set(range(table.columns, min(table.columns + count, MAX_COLUMNS)))
            table.columns += count
        elif table and depth == 1 and tag == f"{_TABLE}table-row":
            _take(element, table, struck, tally)
            _drop(element)


def _strikes(properties: Any) -> bool:
    return bool(properties.get(f"{_STYLE}text-line-through-style", "none") != "none")


def _take(element: Any, table: _Table, struck: set[str], tally: Tally) -> None:
    repeated = _repeated(element, "rows")
    cells: list[str] = []
    kinds: dict[int, str] = {}
    lines: set[int] = set()
    for cell in element:
        if cell.tag not in (f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell"):
            continue
        count = _repeated(cell, "columns")
        text = "" if cell.tag.endswith("covered-table-cell") else _text(cell)
        column = len(cells)
        tally.walk(1 if not text else min(count, MAX_COLUMNS))
        cells += [text] * min(count, MAX_COLUMNS - len(cells))
        if text:
            for c in range(column, len(cells)):
                if kind := _KINDS.get(cell.get(f"{_OFFICE}value-type", "")):
                    kinds[c] = kind
                if cell.get(f"{_TABLE}style-name", "") in struck:
                    lines.add(c)
        down, across = (int(cell.get(f"{_TABLE}number-{w}-spanned", "1")) for w in ("rows", "columns"))
        if down > 1 or across > 1:
            table.merged.append((table.number, column, table.number + down - 1, column + across - 1))
    while cells and not cells[-1]:
        cells.pop()
    hidden = element.get(f"{_TABLE}visibility", "visible") != "visible"
    for number in range(table.number, table.number + repeated) if cells else ():
        table.rows.append(tally.take(row_of(number, tuple(cells), kinds=kinds, struck=frozenset(lines))))
        if hidden:
            table.hidden_rows.add(number)
    table.number = min(table.number + repeated, LAST_ROW)


def _text(cell: Any) -> str:
    """The paragraphs of a cell as shown; an annotation beside them is none of its text. A number as it was typed."""
    paragraphs = [_shown(p) for p in cell if p.tag == f"{_TEXT}p"]
    text = "\n".join(paragraphs)
    kind = cell.get(f"{_OFFICE}value-type", "")
    if kind in ("float", "currency") and re.fullmatch(r"-?\d+(\.0+)?", value := cell.get(f"{_OFFICE}value", "")):
        return str(value).split(".")[0]
    if kind == "date":
        return str(cell.get(f"{_OFFICE}date-value", text))
    if kind == "boolean":
        return str(cell.get(f"{_OFFICE}boolean-value", text)).upper()
    return text


def _shown(element: Any) -> str:
    parts = [element.text or ""]
    for child in element:
        if child.tag == f"{_TEXT}s":
            parts.append(" " * min(int(child.get(f"{_TEXT}c", "1")), 100))
        elif child.tag == f"{_TEXT}line-break":
            parts.append("\n")
        elif child.tag == f"{_TEXT}tab":
            parts.append(" ")
        elif child.tag not in (f"{_OFFICE}annotation", f"{_TEXT}ruby-text", f"{_TEXT}note"):
            parts.append(_shown(child))
        parts.append(child.tail or "")
    return "".join(parts)


def _repeated(element: Any, what: str) -> int:
    return max(1, min(int(element.get(f"{_TABLE}number-{what}-repeated", "1")), LAST_ROW))


def _drop(element: Any) -> None:
    element.clear()
    while element.getprevious() is not None:
        del element.getparent()[0]
