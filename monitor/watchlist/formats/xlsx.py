"""Reading a workbook (.xlsx, .xlsm) as offices send it. The container is judged before openpyxl sees it.

Measured: openpyxl in read-only mode trusts a `<dimension>` that some programs write wrongly, knows no merged cells, and
with data_only gives nothing for a formula that no spreadsheet ever computed; all three are made good here. Of macros it
runs none and reads none.
"""

from __future__ import annotations

import io
import re
import warnings
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from monitor.watchlist.errors import NotAWorkbook, RefusedWorkbook, WatchlistFileError
from monitor.watchlist.formats.limits import (
    MAX_COLUMNS,
    MAX_MERGED,
    SMALL,
    Tally,
    damaged,
    judge_container,
    open_container,
)
from monitor.watchlist.formats.merged import Merged, filled_down
from monitor.watchlist.formats.repaired import repaired
from monitor.watchlist.formats.shape import File, Format, Found
from monitor.watchlist.formats.values import kind_of, text_of
from monitor.watchlist.table import Row, Sheet, row_of

_NONE: frozenset[int] = frozenset()
_DOCTYPE = re.compile(rb"<!DOCTYPE|<!ENTITY|<\x00!\x00[DE]|\x00<\x00!\x00[DE]", re.IGNORECASE)
# No "<" stands inside a tag, so none of these looks further than the next one.
_MERGE = re.compile(rb"<(?:\w{1,20}:)?mergeCell\s[^<>]*?ref=[\"']([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})[\"']")
_ROW = re.compile(rb"<(?:\w{1,20}:)?row\s[^<>]*?hidden=[\"'](?:1|true)[\"'][^<>]*>")
_COLUMN = re.compile(rb"<(?:\w{1,20}:)?col\s[^<>]*?hidden=[\"'](?:1|true)[\"'][^<>]*>")
_NUMBER = re.compile(rb"\s(r|min|max)=[\"'](\d{1,7})[\"']")
_STRIKE = re.compile(rb"<(?:\w{1,20}:)?strike(?:\s*/>|\s+val=[\"'](?:1|true)[\"'])")
_FORMULA = re.compile(rb"<(?:\w{1,20}:)?f[\s/>]")


@dataclass(frozen=True, slots=True)
class _Part:
    """What one scan of a sheet's XML (or of the styles) tells that openpyxl's read-only mode does not."""

    merged: tuple[Merged, ...] = ()
    formulas: bool = False
    hidden_rows: frozenset[int] = frozenset()  # from 1
    hidden_columns: frozenset[int] = frozenset()  # from 0
    strikes: bool = False  # the styles know a font that crosses out


def is_workbook(file: File) -> bool:
    return "xl/workbook.xml" in file.parts or ("[content_types].xml" in file.parts and _below(file, "xl/"))


def _below(file: File, folder: str) -> bool:
    return any(part.startswith(folder) for part in file.parts)


def is_big(file: File) -> bool:
    """Whether it unpacks to more than a second's reading. What cannot be opened is small: it is refused at once."""
    try:
        with zipfile.ZipFile(io.BytesIO(file.data)) as archive:
            return sum(m.file_size for m in archive.infolist()) > SMALL
    except Exception:
        return False


def read_workbook(file: File) -> Found:
    """The sheets as rows of text. Raises RefusedWorkbook or NotAWorkbook; reads no external link, runs nothing.

    A part that only says how cells look may be damaged: the workbook is then read again without it, which is told."""
    told = [("macros", "")] if any(p.endswith("vbaproject.bin") or "/macrosheets/" in p for p in file.parts) else []
    data = repaired(file)
    try:
        return Found(_sheets_of(file.name, data), told=tuple(told))
    except RefusedWorkbook:
        raise
    except WatchlistFileError as error:
        try:
            found = Found(_sheets_of(file.name, repaired(file, styles=False)), told=(*told, ("styles", "")))
        except WatchlistFileError:
            raise error from None
        return found


FORMAT = Format("xlsx", is_workbook, read_workbook, is_big)


def _sheets_of(name: str, data: bytes) -> tuple[Sheet, ...]:
    with open_container(name, data) as archive:
        judge_container(name, archive)
        try:
            parts = _scan_all(name, archive)
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # about styles and extensions this program does not use
                return tuple(_sheets(name, data, parts))
        except WatchlistFileError:
            raise
        except Exception as error:  # openpyxl lets KeyError, TypeError, ParseError … through for a damaged file
            raise damaged(name, error) from error


def _scan_all(name: str, archive: zipfile.ZipFile) -> dict[str, _Part]:
    return {m.filename.lstrip("/"): part for m in archive.infolist() if (part := _scan(name, archive, m))}


def _scan(name: str, archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> _Part | None:
    """One pass over an XML part: no document type is ever declared in a workbook, so none is let through."""
    if not member.filename.lower().endswith((".xml", ".rels", ".vml")):
        return None
    sheet = "worksheets/" in member.filename
    styles = member.filename.lower().endswith("styles.xml")
    merged: set[Merged] = set()
    rows: set[int] = set()
    columns: set[int] = set()
    formulas = strikes = False
    tail = b""
    with archive.open(member) as stream:
        while chunk := stream.read(1 << 20):
            window = tail + chunk
            if _DOCTYPE.search(window):
                raise RefusedWorkbook("watchlist.errors.document_type", file=name, member=member.filename)
            if sheet:
                formulas = formulas or _FORMULA.search(window) is not None
                if len(merged) < MAX_MERGED:
                    merged |= {
                        (int(r1), _column(c1) - 1, int(r2), _column(c2) - 1)
                        for c1, r1, c2, r2 in _MERGE.findall(window)
                    }
                rows |= {int(n) for tag in _ROW.findall(window) for what, n in _NUMBER.findall(tag) if what == b"r"}
                for tag in _COLUMN.findall(window):
                    span = {what: int(n) for what, n in _NUMBER.findall(tag)}
                    columns |= set(range(span.get(b"min", 1) - 1, min(span.get(b"max", 0), MAX_COLUMNS)))
            strikes = strikes or (styles and _STRIKE.search(window) is not None)
            tail = window[-256:]
    if not sheet and not strikes:
        return None
    return _Part(tuple(sorted(merged)), formulas, frozenset(rows), frozenset(columns), strikes)


def _sheets(name: str, data: bytes, parts: dict[str, _Part]) -> Iterator[Sheet]:
    import openpyxl  # heavy; only a workbook needs it

    tally = Tally(name)
    book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
    try:
        if not book.worksheets:
            raise NotAWorkbook("watchlist.errors.no_sheets", file=name)
        with_formulas = {w.title for w in book.worksheets if (p := _part(book, w.title, parts)) and p.formulas}
        uncomputed = _formula_cells(name, data, with_formulas) if with_formulas else {}
        strikes = any(part.strikes for part in parts.values())
        for worksheet in book.worksheets:
            hidden = worksheet.sheet_state != "visible"
            part = _part(book, worksheet.title, parts) or _Part()
            rows = _rows(tally, worksheet, uncomputed.get(worksheet.title, {}), strikes=strikes)
            filled = tuple(filled_down(rows, part.merged))
            yield Sheet(worksheet.title, filled, hidden, part.hidden_rows, part.hidden_columns)
    finally:
        book.close()


def _part(book: Any, title: str, parts: dict[str, _Part]) -> _Part | None:
    where = str(getattr(book[title], "_worksheet_path", "")).lstrip("/")
    return parts.get(where)


def _rows(tally: Tally, worksheet: Any, formulas: dict[tuple[int, int], str], *, strikes: bool) -> Iterator[Row]:
    worksheet.reset_dimensions()
    for number, found in enumerate(worksheet.iter_rows(values_only=not strikes), 1):
        tally.at_row(number)
        if not found:
            continue
        tally.walk(len(found))
        values = [c.value for c in found[:MAX_COLUMNS]] if strikes else found[:MAX_COLUMNS]
        struck = frozenset(c for c, cell in enumerate(found[:MAX_COLUMNS]) if _is_struck(cell)) if strikes else _NONE
        cells = tuple(text_of(v) for v in values)
        empty = {c: formulas[number, c + 1] for c, cell in enumerate(cells) if not cell and (number, c + 1) in formulas}
        kinds = {c: kind for c, v in enumerate(values) if (kind := kind_of(v))}
        row = row_of(number, cells, empty, kinds, struck)
        if not row.blank:
            yield tally.take(row)


def _formula_cells(name: str, data: bytes, titles: set[str]) -> dict[str, dict[tuple[int, int], str]]:
    """Where formulas stand, and how they begin: with data_only a formula nobody computed is as empty as an empty cell."""
    import openpyxl

    tally = Tally(name)
    book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=False, keep_links=False)
    found: dict[str, dict[tuple[int, int], str]] = {}
    try:
        for title in titles:
            worksheet = book[title]
            worksheet.reset_dimensions()
            found[title] = {}
            for number, row in enumerate(worksheet.iter_rows(), 1):
                tally.at_row(number)
                tally.walk(len(row))
                for cell in row:
                    if getattr(cell, "data_type", "") == "f":
                        found[title][cell.row, cell.column] = str(getattr(cell.value, "text", cell.value))[:40]
    finally:
        book.close()
    return found


def _is_struck(cell: Any) -> bool:
    return cell.value is not None and bool(cell.has_style and cell.font.strike)


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number
