"""Tables of a PDF with text, through pdfplumber (the extra `[pdf]`). A scan holds pictures of text and cannot be read.

A table that goes on over several pages is one sheet; its rows are counted through. What is crossed out or hidden cannot be
told from what is not.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from monitor.watchlist import cells
from monitor.watchlist.errors import NotAWorkbook, RefusedWorkbook, WatchlistFileError
from monitor.watchlist.formats.limits import MAX_COLUMNS, Tally, damaged
from monitor.watchlist.formats.shape import File, Format, Found
from monitor.watchlist.table import Row, Sheet, row_of

MAX_PAGES = 400
_PADDING = 12.0  # points left free in a full line of a cell, both sides together; measured in lists of Excel and WPS


def read_pdf(file: File) -> Found:
    """Raises RefusedWorkbook for a password, a scan or without the extra, NotAWorkbook where there is no table."""
    try:
        import pdfplumber
    except ImportError as error:
        raise RefusedWorkbook("watchlist.errors.pdf_extra", file=file.name) from error
    try:
        with pdfplumber.open(io.BytesIO(file.data)) as document:
            return _read(file, document)
    except WatchlistFileError:
        raise
    except Exception as error:
        if "password" in f"{type(error).__name__} {error!r} {error.__cause__!r}".lower():
            raise RefusedWorkbook("watchlist.errors.encrypted", file=file.name) from error
        raise damaged(file.name, error) from error


FORMAT = Format("pdf", lambda f: b"%pdf-" in f.head[:1024], read_pdf, lambda _: True)


def _read(file: File, document: Any) -> Found:
    if len(document.pages) > MAX_PAGES:
        raise RefusedWorkbook("watchlist.errors.too_many_pages", file=file.name, limit=MAX_PAGES)
    letters = 0
    tables: list[tuple[int, list[list[str | None]]]] = []
    for number, page in enumerate(document.pages, 1):
        letters += len(page.chars)
        tables += [(number, _texts(page, table)) for table in page.find_tables()]
        page.close()
    joined: list[str] = []
    sheets = tuple(_sheets(tables, Tally(file.name), joined))
    if any(s.rows for s in sheets):
        told = (("pdf_joined", "、".join(joined)),) if joined else ()
        return Found(sheets, told=(("pdf", ""), *told))
    if letters:
        raise NotAWorkbook("watchlist.errors.pdf_no_table", file=file.name)
    raise RefusedWorkbook("watchlist.errors.scan", file=file.name)


def _texts(page: Any, table: Any) -> list[list[str | None]]:
    """The texts of a table. A line that the width of its cell broke is put together again; one that ends before is a line."""
    texts: list[list[str | None]] = table.extract()
    for row, found in zip(table.rows, texts, strict=True):
        for column, text in enumerate(found):
            box = row.cells[column] if text and "\n" in text and column < len(row.cells) else None
            if box is not None:
                lines = page.within_bbox(box).extract_text_lines()
                found[column] = _unwrapped(lines, box[2] - box[0]) if lines else text
    return texts


def _unwrapped(lines: list[dict[str, Any]], width: float) -> str:
    """`lines` of a cell `width` points wide, whether set left or centred. The next word would not have fitted: the line was broken."""
    text = str(lines[0]["text"])
    for before, line in pairwise(lines):
        following = str(line["text"])
        letter = (line["x1"] - line["x0"]) / max(1, len(following))
        word = following[:1] if cells.has_han(following[:1]) else following.split(" ", maxsplit=1)[0]
        if before["x1"] - before["x0"] + letter * len(word) < width - _PADDING:
            text += "\n" + following
        else:
            joined = cells.has_han(text[-1:]) or cells.has_han(following[:1]) or text.endswith("-")
            text += following if joined else f" {following}"
    return text


def _sheets(tables: list[tuple[int, list[list[str | None]]]], tally: Tally, joined: list[str]) -> Iterator[Sheet]:
    """Neighbouring tables of the same width are one: a list goes on on the next page. A row that the end of a page broke is one
    row again; `joined` takes the numbers of those."""
    rows: list[Row] = []
    width = first = last = 0
    for page, table in [*tables, (0, [])]:
        if rows and (not table or len(table[0]) != width):
            yield Sheet(f"p. {first}" if first == last else f"p. {first}–{last}", tuple(rows))
            rows = []
        if not table:
            continue
        if not rows:
            first, width = page, len(table[0])
        broken = len(rows) - 1 if page != last and rows else -1  # the last row of the page before
        last = page
        for found in table:
            tally.walk(len(found))
            row = row_of(len(rows) + 1, tuple(c or "" for c in found[:MAX_COLUMNS]))
            if broken >= 0 and row.cells != rows[0].cells:  # the headings may come again first
                at, broken = broken, -1
                if _is_rest_of(rows[at], row):
                    rows[at] = _whole(rows[at], row)
                    joined.append(str(rows[at].number))
                    continue
            if not row.blank:
                rows.append(tally.take(row))


def _is_rest_of(above: Row, row: Row) -> bool:
    """Whether the first row of a page is what did not fit on the page before: rows are numbered, and this one is not."""
    return not row.blank and above.cell(0).strip().isdigit() and not row.cell(0).strip()


def _whole(above: Row, rest: Row) -> Row:
    texts = (_put_together(a.strip(), b.strip()) for a, b in zip(above.cells, rest.cells, strict=False))
    return row_of(above.number, tuple(texts))


def _put_together(text: str, rest: str) -> str:
    if not text or not rest:
        return text or rest
    return (
        text + rest if cells.has_han(text[-1:]) or cells.has_han(rest[:1]) or text.endswith("-") else f"{text} {rest}"
    )
