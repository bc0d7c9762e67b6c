"""Reading a workbook as offices send it. The container is judged before openpyxl sees it.

Measured: openpyxl in read-only mode trusts a `<dimension>` that some programs write wrongly, knows no merged cells, and
with data_only gives nothing for a formula that no spreadsheet ever computed; all three are made good here.
"""

from __future__ import annotations

import re
import warnings
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any, BinaryIO

from monitor.watchlist.errors import NotAWorkbook, RefusedWorkbook
from monitor.watchlist.table import Row, Sheet, row_of

MAX_FILE = 20 << 20  # bytes; a list of 10,000 names has about 1 MB
MAX_UNPACKED = 120 << 20
MAX_STRINGS = 40 << 20  # the shared strings are held in memory
MAX_RATIO = 250
MAX_MEMBERS = 2_000
MAX_ROWS = 200_000  # with content
MAX_COLUMNS = 256
_BLOCK = 3  # columns of a merged cell that can still be one value, not a title
_NONE: frozenset[int] = frozenset()
OLE_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_DOCTYPE = re.compile(rb"<!DOCTYPE|<!ENTITY|<\x00!\x00[DE]|\x00<\x00!\x00[DE]", re.IGNORECASE)
_MERGE = re.compile(rb"<(?:\w+:)?mergeCell\s[^>]*?ref=[\"']([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})[\"']")
_ROW = re.compile(rb"<(?:\w+:)?row\s[^>]*?hidden=[\"'](?:1|true)[\"'][^>]*>")
_COLUMN = re.compile(rb"<(?:\w+:)?col\s[^>]*?hidden=[\"'](?:1|true)[\"'][^>]*>")
_NUMBER = re.compile(rb"\s(r|min|max)=[\"'](\d{1,7})[\"']")
_STRIKE = re.compile(rb"<(?:\w+:)?strike(?:\s*/>|\s+val=[\"'](?:1|true)[\"'])")
_FORMULA = re.compile(rb"<(?:\w+:)?f[\s/>]")


@dataclass(frozen=True, slots=True)
class _Part:
    """What one scan of a sheet's XML (or of the styles) tells that openpyxl's read-only mode does not."""

    merged: tuple[tuple[int, int, int, int], ...] = ()  # first row, first column, last row, last column; from 1
    formulas: bool = False
    hidden_rows: frozenset[int] = frozenset()  # from 1
    hidden_columns: frozenset[int] = frozenset()  # from 0
    strikes: bool = False  # the styles know a font that crosses out


def read_workbook(path: Path) -> tuple[Sheet, ...]:
    """The sheets of an .xlsx as rows of text. Raises RefusedWorkbook or NotAWorkbook; reads no external link, runs nothing."""
    parts = _judge(path)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about styles and extensions this program does not use
            with path.open("rb") as stream:  # opened here: openpyxl leaves a file open when it fails half-way
                return tuple(_sheets(path, stream, parts))
    except (NotAWorkbook, RefusedWorkbook):
        raise
    except Exception as error:  # openpyxl lets KeyError, TypeError, ParseError … through for a damaged file
        raise NotAWorkbook(
            "watchlist.errors.workbook_damaged", file=path.name, detail=f"{type(error).__name__}: {error}"[:200]
        ) from error


def refuse_ole(path: Path, data: bytes) -> None:
    """Raises for the old container: a workbook with a password looks like an .xls from outside."""
    if "EncryptedPackage".encode("utf-16-le") in data:
        raise RefusedWorkbook("watchlist.errors.encrypted", file=path.name)
    raise RefusedWorkbook("watchlist.errors.old_format", file=path.name)


def _judge(path: Path) -> dict[str, _Part]:
    """Refuses what must not be opened and scans the sheets. Sizes are those the directory declares: zipfile reads no more."""
    if path.stat().st_size > MAX_FILE:
        raise RefusedWorkbook(
            "watchlist.errors.too_big", file=path.name, size=_mb(path.stat().st_size), limit=_mb(MAX_FILE)
        )
    try:
        with zipfile.ZipFile(path) as archive:
            return _judge_members(path, archive)
    except (NotAWorkbook, RefusedWorkbook):
        raise
    except Exception as error:  # zipfile lets zlib.error, struct.error, UnicodeDecodeError … through for a damaged file
        raise NotAWorkbook(
            "watchlist.errors.workbook_damaged", file=path.name, detail=f"{type(error).__name__}: {error}"[:200]
        ) from error


def _judge_members(path: Path, archive: zipfile.ZipFile) -> dict[str, _Part]:
    members = archive.infolist()
    names = {m.filename.lower().replace("\\", "/") for m in members}
    if path.suffix.lower() in (".xlsm", ".xltm", ".xlam") or any(
        n.endswith("vbaproject.bin") or "/macrosheets/" in n for n in names
    ):
        raise RefusedWorkbook("watchlist.errors.macros", file=path.name)
    if "xl/workbook.bin" in names:
        raise RefusedWorkbook("watchlist.errors.binary_workbook", file=path.name)
    if "content.xml" in names and "mimetype" in names:
        raise RefusedWorkbook("watchlist.errors.open_document", file=path.name)
    if any(m.flag_bits & 0x1 for m in members):
        raise RefusedWorkbook("watchlist.errors.encrypted", file=path.name)
    unpacked = sum(m.file_size for m in members)
    bomb = next(
        (m for m in members if m.file_size > (4 << 20) and m.file_size > MAX_RATIO * max(m.compress_size, 1)), None
    )
    strings = sum(m.file_size for m in members if m.filename.lower().endswith("sharedstrings.xml"))
    if unpacked > MAX_UNPACKED or strings > MAX_STRINGS or bomb or len(members) > MAX_MEMBERS:
        raise RefusedWorkbook(
            "watchlist.errors.unpacks_too_big",
            file=path.name,
            size=_mb(unpacked),
            limit=_mb(MAX_UNPACKED),
            members=len(members),
        )
    if "[content_types].xml" not in names or not any(n.startswith("xl/") for n in names):
        raise NotAWorkbook("watchlist.errors.not_a_workbook", file=path.name)
    if b"macroEnabled" in archive.read("[Content_Types].xml"):
        raise RefusedWorkbook("watchlist.errors.macros", file=path.name)
    return {m.filename.lstrip("/"): part for m in members if (part := _scan(path, archive, m))}


def _scan(path: Path, archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> _Part | None:
    """One pass over an XML part: no document type is ever declared in a workbook, so none is let through."""
    if not member.filename.lower().endswith((".xml", ".rels", ".vml")):
        return None
    sheet = "worksheets/" in member.filename
    styles = member.filename.lower().endswith("styles.xml")
    merged: set[tuple[int, int, int, int]] = set()
    rows: set[int] = set()
    columns: set[int] = set()
    formulas = strikes = False
    tail = b""
    with archive.open(member) as stream:
        while chunk := stream.read(1 << 20):
            window = tail + chunk
            if _DOCTYPE.search(window):
                raise RefusedWorkbook("watchlist.errors.document_type", file=path.name, member=member.filename)
            if sheet:
                formulas = formulas or _FORMULA.search(window) is not None
                merged |= {(int(r1), _column(c1), int(r2), _column(c2)) for c1, r1, c2, r2 in _MERGE.findall(window)}
                rows |= {int(n) for tag in _ROW.findall(window) for name, n in _NUMBER.findall(tag) if name == b"r"}
                for tag in _COLUMN.findall(window):
                    span = {name: int(n) for name, n in _NUMBER.findall(tag)}
                    columns |= set(range(span.get(b"min", 1) - 1, min(span.get(b"max", 0), MAX_COLUMNS)))
            strikes = strikes or (styles and _STRIKE.search(window) is not None)
            tail = window[-256:]
    if not sheet and not strikes:
        return None
    return _Part(tuple(sorted(merged)), formulas, frozenset(rows), frozenset(columns), strikes)


def _sheets(path: Path, stream: BinaryIO, parts: dict[str, _Part]) -> Iterator[Sheet]:
    import openpyxl  # heavy; only a workbook needs it

    book = openpyxl.load_workbook(stream, read_only=True, data_only=True, keep_links=False)
    try:
        if not book.worksheets:
            raise NotAWorkbook("watchlist.errors.no_sheets", file=path.name)
        with_formulas = {w for w in book.sheetnames if (p := _part(book, w, parts)) and p.formulas}
        uncomputed = _formula_cells(path, with_formulas) if with_formulas else {}
        strikes = any(part.strikes for part in parts.values())
        for worksheet in book.worksheets:
            hidden = worksheet.sheet_state != "visible"
            part = _part(book, worksheet.title, parts) or _Part()
            rows = _rows(path, worksheet, uncomputed.get(worksheet.title, {}), strikes=strikes)
            filled = tuple(_filled_down(rows, part.merged))
            yield Sheet(worksheet.title, filled, hidden, part.hidden_rows, part.hidden_columns)
    finally:
        book.close()


def _part(book: Any, title: str, parts: dict[str, _Part]) -> _Part | None:
    where = str(getattr(book[title], "_worksheet_path", "")).lstrip("/")
    return parts.get(where)


def _rows(path: Path, worksheet: Any, formulas: dict[tuple[int, int], str], *, strikes: bool) -> Iterator[Row]:
    worksheet.reset_dimensions()
    count = 0
    for number, found in enumerate(worksheet.iter_rows(values_only=not strikes), 1):
        values = [c.value for c in found[:MAX_COLUMNS]] if strikes else found[:MAX_COLUMNS]
        struck = frozenset(c for c, cell in enumerate(found[:MAX_COLUMNS]) if _is_struck(cell)) if strikes else _NONE
        cells = tuple(_text(v) for v in values)
        empty = {c: formulas[number, c + 1] for c, cell in enumerate(cells) if not cell and (number, c + 1) in formulas}
        kinds = {c: kind for c, v in enumerate(values) if (kind := _kind(v))}
        row = row_of(number, cells, empty, kinds, struck)
        if row.blank:
            continue
        count += 1
        if count > MAX_ROWS:
            raise RefusedWorkbook("watchlist.errors.too_many_rows", file=path.name, limit=MAX_ROWS)
        yield row


def _formula_cells(path: Path, titles: set[str]) -> dict[str, dict[tuple[int, int], str]]:
    """Where formulas stand, and how they begin: with data_only a formula nobody computed is as empty as an empty cell."""
    import openpyxl

    with path.open("rb") as stream:
        book = openpyxl.load_workbook(stream, read_only=True, data_only=False, keep_links=False)
        found: dict[str, dict[tuple[int, int], str]] = {}
        for title in titles:
            worksheet = book[title]
            worksheet.reset_dimensions()
            found[title] = {
                (cell.row, cell.column): str(getattr(cell.value, "text", cell.value))[:40]
                for row in worksheet.iter_rows()
                for cell in row
                if getattr(cell, "data_type", "") == "f"
            }
        book.close()
        return found


def _filled_down(rows: Iterator[Row], merged: tuple[tuple[int, int, int, int], ...]) -> Iterator[Row]:
    """A cell merged over several rows counts for each of them (one registrant beside seven marks).

    Cells merged within one row, or over many columns like titles and notes, keep their text in the first cell only."""
    wide: dict[int, dict[int, int]] = {}
    for first, column, _, end in merged:
        if end > column:
            wide.setdefault(first, {})[column - 1] = end - 1
    waiting = sorted((m for m in merged if m[2] > m[0] and m[3] - m[1] < _BLOCK), reverse=True)
    open_: list[tuple[int, int, str]] = []  # last row, column, text
    for row in rows:
        open_ = [m for m in open_ if m[0] >= row.number]
        cells = list(row.cells)
        for _, column, text in open_:
            if not row.cell(column):
                cells += [""] * (column + 1 - len(cells))
                cells[column] = text
        while waiting and waiting[-1][0] <= row.number:
            first, column, last, _ = waiting.pop()
            if first == row.number and row.cell(column - 1):
                open_.append((last, column - 1, row.cell(column - 1)))
        spans = wide.get(row.number, {})
        yield replace(row, cells=tuple(cells), spans=spans) if spans or cells != list(row.cells) else row


def _is_struck(cell: Any) -> bool:
    return cell.value is not None and bool(cell.has_style and cell.font.strike)


def _kind(value: object) -> str:
    """What a value is, if it is no text: a clerk typed it, or the spreadsheet made it of what was typed."""
    if value is None or isinstance(value, str):
        return ""
    if isinstance(value, bool):
        return "logical"
    return "number" if isinstance(value, int | float) else "date"


def _text(value: object) -> str:
    """A cell as a person reads it: 33.0 is 33, a date is a date, an error value is shown."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == datetime.min.time() else value.isoformat(" ")
    if isinstance(value, date):
        return value.isoformat()
    return str(value)


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _mb(size: int) -> str:
    return f"{size / (1 << 20):.1f} MB"
