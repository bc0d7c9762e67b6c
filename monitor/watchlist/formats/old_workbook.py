"""Workbooks in binary: .xls of Excel 97–2003, .et of WPS, .xlsb. Read by calamine, in a process of its own: it makes a
table of everything between the first and the last cell.

What calamine does not give (0.9): hidden rows and columns, crossed-out cells, formulas whose result is an error.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Sequence

from monitor.watchlist.errors import NotAWorkbook, RefusedWorkbook
from monitor.watchlist.formats.limits import MAX_COLUMNS, Tally, damaged, judge_container, open_container
from monitor.watchlist.formats.merged import filled_down
from monitor.watchlist.formats.shape import File, Format, Found
from monitor.watchlist.formats.values import kind_of, text_of
from monitor.watchlist.table import Row, Sheet, row_of

OLE_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def is_ole(file: File) -> bool:
    return file.data.startswith(OLE_MAGIC)


def has_stream(file: File, name: str) -> bool:
    """Whether the old container's directory has a stream of this name."""
    return name.encode("utf-16-le") + b"\0\0" in file.data


def _is_old_workbook(file: File) -> bool:
    return is_ole(file) and (has_stream(file, "Workbook") or has_stream(file, "Book"))


def read_binary(file: File) -> Found:
    """Raises RefusedWorkbook for a password, NotAWorkbook for a damaged file."""
    import python_calamine

    if "xl/workbook.bin" in file.parts:
        with open_container(file.name, file.data) as archive:
            judge_container(file.name, archive)
    try:
        book = python_calamine.load_workbook(io.BytesIO(file.data))
        return Found(tuple(_sheets(file, book)), told=(("binary", ""),))
    except python_calamine.PasswordError as error:
        raise RefusedWorkbook("watchlist.errors.encrypted", file=file.name) from error
    except NotAWorkbook:
        raise
    except (MemoryError, KeyboardInterrupt, SystemExit):
        raise
    except BaseException as error:  # calamine has errors of its own, lets others through, and panics on damaged records
        if "password" in str(error).lower():
            raise RefusedWorkbook("watchlist.errors.encrypted", file=file.name) from error
        raise damaged(file.name, error) from None


BINARY = Format("xlsb", lambda f: "xl/workbook.bin" in f.parts, read_binary, lambda _: True)
OLD = Format("xls", _is_old_workbook, read_binary, lambda _: True)


def _sheets(file: File, book: object) -> Iterator[Sheet]:
    from python_calamine import CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

    assert isinstance(book, CalamineWorkbook)
    tally = Tally(file.name)
    for facts in book.sheets_metadata:
        if facts.typ is not SheetTypeEnum.WorkSheet:
            continue
        sheet = book.get_sheet_by_name(facts.name)
        merged = [(r1 + 1, c1, r2 + 1, c2) for (r1, c1), (r2, c2) in sheet.merged_cell_ranges or ()]
        values = sheet.to_python(skip_empty_area=False) if sheet.end else []
        rows = tuple(filled_down(_rows(values, tally), merged))
        yield Sheet(facts.name, rows, facts.visible is not SheetVisibleEnum.Visible)


def _rows(values: Iterable[Sequence[object]], tally: Tally) -> Iterator[Row]:
    for number, found in enumerate(values, 1):
        tally.walk(len(found))
        known = found[:MAX_COLUMNS]
        cells = tuple(text_of(v) for v in known)
        row = row_of(number, cells, kinds={c: kind for c, v in enumerate(known) if (kind := kind_of(v))})
        if not row.blank:
            yield tally.take(row)
