"""Reading csv and its relatives: which encoding, which delimiter, which quotes. Never a guess that could make mojibake."""

from __future__ import annotations

import codecs
import csv
import io
import re
import unicodedata

from monitor.watchlist.errors import NotAWorkbook, UnknownEncoding, WatchlistFileError
from monitor.watchlist.formats.limits import MAX_COLUMNS, Tally
from monitor.watchlist.formats.shape import File, Format, Found
from monitor.watchlist.headers import find_headings
from monitor.watchlist.table import Row, Sheet, row_of

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_WORKBOOKS = frozenset({".xlsx", ".xlsm", ".xltx", ".xltm", ".xls", ".et", ".xlsb", ".ods", ".docx", ".doc", ".pdf"})
_LONGEST_CELL = 20_000
_LAYOUT = "\t\n\r\x0b\x0c\x1a\x85"


def read_delimited(file: File) -> Found:
    """Raises UnknownEncoding or WatchlistFileError naming byte or line; NotAWorkbook for bytes that are called a workbook."""
    try:
        text, encoding = read_as(file)
    except UnknownEncoding as error:
        if file.suffix in _WORKBOOKS:
            raise NotAWorkbook("watchlist.errors.not_a_workbook", file=file.name) from error
        raise
    best: tuple[int, str, tuple[Row, ...]] | None = None
    trouble: WatchlistFileError | None = None
    for delimiter in (",", "\t", ";", "|", "，"):
        if delimiter != "," and delimiter not in text:
            continue
        try:
            rows = _rows(file.name, text, delimiter)
        except WatchlistFileError as error:
            trouble = trouble or error
            continue
        fields = _known(rows)
        if best is None or fields > best[0]:
            best = (fields, delimiter, rows)
    if best is None or (best[0] == 0 and trouble):
        raise trouble or WatchlistFileError("watchlist.errors.empty", file=file.name)
    told = (("text_called_workbook", ""),) if file.suffix in _WORKBOOKS else ()
    return Found((Sheet("", best[2]),), encoding, best[1], told)


FORMAT = Format("csv", lambda _: True, read_delimited)


def _known(rows: tuple[Row, ...]) -> int:
    headings = find_headings(rows[:80])
    return len(headings.columns) if headings else 0


def read_as(file: File) -> tuple[str, str]:
    """As `decode`, and Big5 where that alone makes headings of the first lines: nearly all of its bytes are letters in
    GB18030 too, only other ones."""
    try:
        text, encoding = decode(file.name, file.data)
    except UnknownEncoding as error:
        if error.key != "watchlist.errors.encoding" or not (text := _big5(file.data)) or not _has_headings(text):
            raise
        return text, "big5"
    if encoding == "gb18030" and not _has_headings(text) and (other := _big5(file.data)) and _has_headings(other):
        return other, "big5"
    return text, encoding


def _big5(data: bytes) -> str:
    try:
        text = data.decode("big5hkscs")
    except UnicodeDecodeError:
        return ""
    return "" if _odd(text) else text


def _has_headings(text: str) -> bool:
    lines = [re.split(r"[,\t;|，]", line) for line in text[:16_384].splitlines()[:80]]
    return _known(tuple(Row(n, tuple(c.strip('" ') for c in cells)) for n, cells in enumerate(lines, 1))) > 0


def decode(file: str, data: bytes) -> tuple[str, str]:
    """(text, encoding): byte-order marks, then strict UTF-8, then strict GB18030.

    GB18030 accepts almost anything, so a UTF-8 file with a few broken bytes is an error and not read as GB18030. What
    decodes and still is full of control and unassigned characters is no text in any of them."""
    text, encoding = _decoded(file, data)
    if odd := _odd(text):
        offset = min(len(text[: odd[0]].encode(encoding, errors="replace")), len(data) - 1)
        raise UnknownEncoding("watchlist.errors.encoding", file=file, offset=offset, byte=f"0x{data[offset]:02X}")
    return text, encoding


def _odd(text: str) -> list[int]:
    """Where characters stand that no text has; a few stray ones come with copied cells, and cleaning reports their rows."""
    odd = [i for i, c in enumerate(text) if unicodedata.category(c) in ("Cc", "Cn", "Cs") and c not in _LAYOUT]
    return odd if len(odd) > 3 and len(odd) * 50 > len(text) else []


def _decoded(file: str, data: bytes) -> tuple[str, str]:
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return _strict(file, data, encoding), encoding
    if wide := _utf16_without_mark(data):
        return _strict(file, data, wide), wide
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError as error:
        first_bad = error.start
    loose = data.decode("utf-8", errors="replace")
    foreign, broken = sum(ord(c) > 0x7F for c in loose), loose.count("\ufffd")
    if foreign and broken * 4 < foreign:
        raise UnknownEncoding(
            "watchlist.errors.encoding_damaged",
            file=file,
            offset=first_bad,
            encoding="UTF-8",
            byte=f"0x{data[first_bad]:02X}",
        )
    text = _strict(file, data, "gb18030")
    private = [i for i, c in enumerate(text) if "\ue000" <= c <= "\uf8ff"]
    # A rare character of a name may lie there (cleaning reports its row); many of them mean another encoding.
    if len(private) * 50 > sum(ord(c) > 0x7F for c in text):
        offset = len(text[: private[0]].encode("gb18030"))
        raise UnknownEncoding("watchlist.errors.encoding", file=file, offset=offset, byte=f"0x{data[offset]:02X}")
    return text, "gb18030"


def _strict(file: str, data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        where = min(error.start, len(data) - 1)
        key = "watchlist.errors.encoding" if encoding == "gb18030" else "watchlist.errors.encoding_damaged"
        raise UnknownEncoding(
            key, file=file, offset=error.start, encoding=encoding.upper(), byte=f"0x{data[where]:02X}"
        ) from error


def _utf16_without_mark(data: bytes) -> str:
    sample = data[:4000]
    if len(sample) < 8 or b"\0" not in sample:
        return ""
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    # Delimiters, digits and line ends have a zero high byte; Han characters have not, so a few are enough.
    if odd >= 3 and even == 0:
        return "utf-16-le"
    return "utf-16-be" if even >= 3 and odd == 0 else ""


def _rows(file: str, text: str, delimiter: str) -> tuple[Row, ...]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    rows: list[Row] = []
    tally = Tally(file)
    line = 1
    try:
        for values in reader:
            if any(len(v) > _LONGEST_CELL for v in values):
                raise WatchlistFileError("watchlist.errors.quotes", file=file, line=line, detail="")
            if any(v.strip() for v in values):
                rows.append(tally.take(row_of(line, tuple(values[:MAX_COLUMNS]))))
            tally.walk(len(values))
            line = reader.line_num + 1
    except csv.Error as error:
        raise WatchlistFileError("watchlist.errors.quotes", file=file, line=line, detail=str(error)) from error
    return tuple(rows)
