"""Tables of a web page: what many systems export as .xls, pages saved by Excel, and whole pages in one file (MHTML).

Each table that holds no other table is a sheet. Rows hidden by their own `display:none` and crossed-out text are seen;
what a style sheet hides is not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from monitor.watchlist.errors import NotAWorkbook, WatchlistFileError
from monitor.watchlist.formats.delimited import decode
from monitor.watchlist.formats.limits import MAX_COLUMNS, Tally, damaged
from monitor.watchlist.formats.markup import local
from monitor.watchlist.formats.merged import Merged, filled_down
from monitor.watchlist.formats.shape import File, Format, Found
from monitor.watchlist.table import Row, Sheet, row_of

_TAG = re.compile(rb"<(!doctype html|html|head|meta|title|table|body|div|style|script|center|font|p|span|b)\b")
_CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([a-z0-9_-]{2,20})")
_MHTML = re.compile(rb"^(mime-version|from|content-type|date|subject|snapshot-content-location)\s*:", re.MULTILINE)
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_CODECS = {"gb2312": "gb18030", "gbk": "gb18030", "x-gbk": "gb18030", "big5": "big5hkscs", "unicode": "utf-16"}
_MOST_SPANNED = 5_000


def _is_page(file: File) -> bool:
    head = re.sub(rb"^(\s|<!--.*?-->|<\?.*?\?>)+", b"", file.head, flags=re.DOTALL)
    return bool(_TAG.match(head)) or (head.startswith(b"<") and b"<table" in file.data[: 1 << 16].lower())


def _is_whole_page(file: File) -> bool:
    start = file.head[:2048]
    return bool(_MHTML.match(start)) and b"mime-version:" in start and b"multipart/related" in file.head


def read_page(file: File) -> Found:
    """Raises NotAWorkbook where the page has no table."""
    text, encoding = _decoded(file.name, file.data)
    try:
        sheets = _sheets(text, Tally(file.name), "")
    except WatchlistFileError:
        raise
    except Exception as error:
        raise damaged(file.name, error) from error
    return Found(_with_tables(file, sheets), encoding, told=(("page", ""),))


def read_whole_page(file: File) -> Found:
    import email
    import email.policy

    tally = Tally(file.name)
    sheets: list[Sheet] = []
    encodings: list[str] = []
    try:
        message = email.message_from_bytes(file.data, policy=email.policy.compat32)
        for part in message.walk():
            payload = part.get_payload(decode=True) if part.get_content_type() == "text/html" else None
            if isinstance(payload, bytes) and b"<table" in payload.lower():
                text, encoding = _decoded(file.name, payload, str(part.get_content_charset() or ""))
                sheets += _sheets(text, tally, str(len(sheets) + 1))
                encodings.append(encoding)
    except WatchlistFileError:
        raise
    except Exception as error:
        raise damaged(file.name, error) from error
    return Found(_with_tables(file, tuple(sheets)), encodings[0] if encodings else "", told=(("page", ""),))


PAGE = Format("html", _is_page, read_page, lambda _: True)
WHOLE = Format("mhtml", _is_whole_page, read_whole_page, lambda _: True)


def _with_tables(file: File, sheets: tuple[Sheet, ...]) -> tuple[Sheet, ...]:
    if not any(s.rows for s in sheets):
        raise NotAWorkbook("watchlist.errors.web_page", file=file.name)
    return sheets


def _decoded(name: str, data: bytes, charset: str = "") -> tuple[str, str]:
    """By byte-order mark, by what the page says of itself, else as any text; never with replacement characters."""
    said = _CHARSET.search(data[:4096].lower())
    named = charset.lower() or (said[1].decode() if said else "")
    named = _CODECS.get(named, named)
    if named and not data.startswith((b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf")):
        try:
            return data.decode(named), named
        except (UnicodeDecodeError, LookupError):
            pass
    return decode(name, data)


def _sheets(text: str, tally: Tally, name: str) -> tuple[Sheet, ...]:
    from lxml import etree, html

    parser = html.HTMLParser(encoding="utf-8", huge_tree=False, remove_comments=True, remove_pis=True, no_network=True)
    try:
        page = html.document_fromstring(text.lstrip("\ufeff").encode("utf-8", "replace"), parser=parser)
    except etree.ParserError:  # nothing but blanks and comments
        return ()
    tables = [t for t in page.iter("table") if t.find(".//table") is None]
    sheets = []
    for number, table in enumerate(tables, 1):
        own = name if len(tables) == 1 else f"{name}.{number}" if name else f"{number}"
        hidden: set[int] = set()
        rows = _rows_of(table, tally, hidden)
        sheets.append(Sheet(_caption(table) or own, rows, hidden_rows=frozenset(hidden)))
    return tuple(sheets)


def _caption(table: Any) -> str:
    found = table.find("caption")
    return _text(found).strip()[:60] if found is not None else ""


def _rows_of(table: Any, tally: Tally, hidden: set[int]) -> tuple[Row, ...]:
    rows: list[Row] = []
    merged: list[Merged] = []
    covered: dict[int, dict[int, int]] = {}  # row → columns that a cell above or to the left covers
    for number, row in enumerate(table.iter("tr"), 1):
        taken = covered.pop(number, {})
        cells: list[str] = []
        struck: set[int] = set()
        for cell in row:
            if local(cell.tag) not in ("td", "th"):
                continue
            while len(cells) in taken:
                cells.append("")
            column = len(cells)
            if column >= MAX_COLUMNS:
                break
            down, across = _span(cell, "rowspan", _MOST_SPANNED), _span(cell, "colspan", MAX_COLUMNS - column)
            if down > 1 or across > 1:
                merged.append((number, column, number + down - 1, column + across - 1))
                tally.walk(down * across)
                for below in range(number + 1, number + down):
                    covered.setdefault(below, {}).update(dict.fromkeys(range(column, column + across), column))
            text = _text(cell).strip()
            if text and _is_struck(cell):
                struck.add(column)
            cells += [text, *[""] * (across - 1)]
        tally.walk(len(cells))
        if _HIDDEN.search(row.get("style", "")):
            hidden.add(number)
        found = row_of(number, tuple(cells), struck=frozenset(struck))
        if not found.blank:
            rows.append(tally.take(found))
    return tuple(filled_down(rows, merged))


def _span(cell: Any, name: str, most: int) -> int:
    value = cell.get(name, "1").strip()
    return max(1, min(int(value), most)) if value.isdigit() and len(value) < 6 else 1


def _text(element: Any) -> str:
    """Blanks and line ends of the source are one blank; a break in the page is a line end."""
    return re.sub(r" ?\n ?", "\n", re.sub(r"[ \t]+", " ", "".join(_parts(element))))


def _parts(element: Any) -> Iterator[str]:
    yield re.sub(r"\s+", " ", element.text or "")
    for child in element:
        tag = local(child.tag)
        if tag in ("br", "p", "div", "li"):
            yield "\n"
        if tag not in ("script", "style", "del", "rt", "rp"):
            yield from _parts(child)
        yield re.sub(r"\s+", " ", child.tail or "")


def _is_struck(cell: Any) -> bool:
    texts = [t for e in cell.iter() for t in ((e.text, e),) if (t[0] or "").strip()]
    tails = [e for e in cell.iter() if e is not cell and (e.tail or "").strip() and e.getparent() is cell]
    return bool(texts) and not tails and all(_under_strike(e, cell) for _, e in texts)


def _under_strike(element: Any, cell: Any) -> bool:
    while element is not None:
        if local(element.tag) in ("s", "strike", "del") or "line-through" in element.get("style", ""):
            return True
        if element is cell:
            return False
        element = element.getparent()
    return False
