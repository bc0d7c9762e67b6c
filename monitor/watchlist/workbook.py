"""The list as an Excel workbook: the list itself, which comes back by `import` unchanged; and, only to look at, the firms derived from it
and what of it is not watched. Every text is a text, never a formula."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any
from unicodedata import east_asian_width

from monitor.model import WatchedName
from monitor.texts import LANGUAGES, Texts
from monitor.watchlist.fields import ALL, as_cell
from monitor.watchlist.stamp import Stamp, stamp_of
from monitor.watchlist.table import Sheet
from monitor.watchlist.wording import vocabulary
from monitor.watchlist.writing import guarded

FIELDS = ALL
"""The columns that come back; a spelling that is switched off is among them."""
SHOWN = ("read_as", "since", "stands")
"""The columns behind them, only to look at."""

_FONT = "Microsoft YaHei"
_WIDTHS = {
    "id": 8,
    "name": 20,
    "aliases": 26,
    "owner": 28,
    "owner_en": 28,
    "owner_aliases": 24,
    "goods": 30,
    "nice_classes": 9,
}
_WIDTHS |= {
    "read_as": 30,
    "since": 11,
    "stands": 34,
    "kind": 9,
    "city": 9,
    "expires": 12,
    "registration": 13,
    "products": 22,
}
_WIDTH = 14
_LONGEST = 32_000  # a cell of Excel holds 32,767 characters
_LINE = 15.0  # points
_HIGHEST = 409.0  # points, of a row of Excel
_SEARCHED = 5  # rows in which the headings of an export stand
_CELL = {"text_wrap": True, "valign": "top", "border": 1, "border_color": "#C9CFD6"}
_HEAD = {**_CELL, "bold": True, "font_color": "#FFFFFF", "align": "center", "valign": "vcenter"}
_LOOKS: Mapping[str, Mapping[str, Any]] = {
    "head": {**_HEAD, "bg_color": "#1F3B57"},
    "head_shown": {**_HEAD, "bg_color": "#7A8794"},
    "cell": {**_CELL, "num_format": "@"},
    "shown": {**_CELL, "bg_color": "#F4F6F8", "font_color": "#4A5560"},
    "note": {"bold": True, "font_color": "#7A4B00", "valign": "vcenter"},
}


@dataclass(frozen=True, slots=True)
class Beside:
    """What is shown of a name beside its fields, in words: how it is read, since when it is watched, on which lists it stands."""

    read_as: str = ""
    since: str = ""
    stands: str = ""


def write_workbook(
    names: Sequence[WatchedName],
    stamp: Stamp,
    beside: Mapping[str, Beside],
    views: Sequence[tuple[str, Sequence[str], Sequence[Sequence[str]]]],
    t: Texts,
) -> bytes:
    """`beside` by the id of a name; `views`: (name, headings, rows) of the sheets that are only looked at; empty ones are left out."""
    import xlsxwriter

    out = io.BytesIO()
    quiet = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "in_memory": True}
    with xlsxwriter.Workbook(out, quiet) as book:
        looks = {what: book.add_format({"font_name": _FONT, "font_size": 10, **look}) for what, look in _LOOKS.items()}
        _list(book.add_worksheet(t("watchlist.workbook.list")), names, stamp, beside, looks, t)
        for title, headings, rows in views:
            if rows:
                _view(book.add_worksheet(title), headings, rows, looks, t)
    return out.getvalue()


def as_written(sheets: Sequence[Sheet], stamp: Stamp | None) -> tuple[Sheet, ...]:
    """The sheets of a workbook that `write_workbook` made, with the fields for headings, as in a csv; sheets and columns that were
    only to look at are left out. Any other file comes back as it is."""
    if stamp is None:
        return tuple(sheets)
    return tuple(_as_written(sheet) for sheet in sheets if not _is_view(sheet))


def _list(
    sheet: Any,
    names: Sequence[WatchedName],
    stamp: Stamp,
    beside: Mapping[str, Beside],
    looks: Mapping[str, Any],
    t: Texts,
) -> None:
    sheet.set_row(0, 34)
    for at, field in enumerate(FIELDS):
        sheet.set_column(at, at, _WIDTHS.get(field, _WIDTH))
        sheet.write_string(0, at, t(f"watchlist.field.{field}"), looks["head"])
    for at, what in enumerate(SHOWN, len(FIELDS)):
        sheet.set_column(at, at, _WIDTHS[what])
        sheet.write_string(0, at, t(f"watchlist.workbook.{what}"), looks["head_shown"])
    last = len(FIELDS) + len(SHOWN)
    sheet.set_column(last, last, 30)
    sheet.write_string(0, last, stamp.text, looks["head_shown"])
    for row, name in enumerate(names, 1):
        texts = [guarded(_text(name, field, t))[:_LONGEST] for field in FIELDS]
        known = beside.get(name.id, Beside())
        shown = [getattr(known, what)[:_LONGEST] for what in SHOWN]
        widths = [_WIDTHS.get(column, _WIDTH) for column in (*FIELDS, *SHOWN)]
        sheet.set_row(row, _height([*texts, *shown], widths))
        for at, text in enumerate([*texts, *shown]):
            sheet.write_string(row, at, text, looks["cell" if at < len(FIELDS) else "shown"])
    sheet.freeze_panes(1, 2)
    sheet.autofilter(0, 0, max(len(names), 1), last - 1)
    sheet.repeat_columns(0, 1)
    _printed(sheet, wide=True)


def _view(
    sheet: Any, headings: Sequence[str], rows: Sequence[Sequence[str]], looks: Mapping[str, Any], t: Texts
) -> None:
    sheet.set_row(0, 22)
    sheet.write_string(0, 0, t("watchlist.workbook.view"), looks["note"])
    for at, heading in enumerate(headings):
        sheet.set_column(at, at, _view_width(at))
        sheet.write_string(1, at, heading, looks["head_shown"])
    for number, row in enumerate(rows, 2):
        sheet.set_row(number, _height(row, [_view_width(at) for at in range(len(row))]))
        for at, text in enumerate(row):
            sheet.write_string(number, at, text[:_LONGEST], looks["shown"])
    sheet.freeze_panes(2, 0)
    _printed(sheet, wide=False)


def _view_width(at: int) -> int:
    return 30 if at else 12


def _height(texts: Sequence[str], widths: Sequence[int]) -> float:
    """Points of a row in which every text is seen whole: only Excel itself makes a row as high as what is in it."""
    lines = max((_lines(text, width) for text, width in zip(texts, widths, strict=True)), default=1)
    return min(lines * _LINE, _HIGHEST)


def _lines(text: str, width: int) -> int:
    """Lines of a text in a column of that width, which is counted in digits. A line is broken between words: some of it stays empty."""
    return sum(
        1 + (len(line) + sum(east_asian_width(c) in "WF" for c in line) - 1) // width
        for line in text.split("\n") or [""]
    )


def _printed(sheet: Any, *, wide: bool) -> None:
    """On A3; what is too wide for one sheet of paper goes on over several, still to be read."""
    sheet.set_landscape()
    sheet.set_paper(8)
    if not wide:
        sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)


def _text(name: WatchedName, field: str, t: Texts) -> str:
    """As a csv holds it; kinds and flags in the words of the reader, where those are understood again."""
    if field == "kind":
        return _word(f"watchlist.kind.{name.kind.value}", name.kind.value, vocabulary()["kinds"][name.kind.value], t)
    if field == "flags":
        known = vocabulary()["flags"]
        return ";".join(_word(f"watchlist.flag.{f}", f, known.get(f, ()), t) for f in sorted(name.flags))
    return as_cell(name, field)


def _word(key: str, plain: str, understood: Sequence[str], t: Texts) -> str:
    said = t.find(key) or plain
    return said if said in understood else plain


def _is_view(sheet: Sheet) -> bool:
    first = next((row.cell(0).strip() for row in sheet.rows if not row.blank), "")
    return first in {t("watchlist.workbook.view") for t in map(Texts, LANGUAGES)}


def _as_written(sheet: Sheet) -> Sheet:
    rows = list(sheet.rows)
    for at, row in enumerate(rows[:_SEARCHED]):
        fields = [_fields().get(cell.strip(), None) for cell in row.cells]
        written = [c for c in row.cells if c.strip()]
        if written[:1] and fields[:2] == ["id", "name"] and all(c.strip() in _fields() or stamp_of(c) for c in written):
            gone = {c for c, field in enumerate(fields) if not field}
            rows[at] = replace(row, cells=tuple(f or "" for f in fields))
            rows[at + 1 :] = [
                replace(r, cells=tuple("" if c in gone else v for c, v in enumerate(r.cells))) for r in rows[at + 1 :]
            ]
            break
    return replace(sheet, rows=tuple(rows))


@cache
def _fields() -> Mapping[str, str]:
    """Heading, in any language → field; "" for a column that is only looked at."""
    every = [Texts(language) for language in LANGUAGES]
    found = {t(f"watchlist.workbook.{what}"): "" for t in every for what in SHOWN}
    return found | {t(f"watchlist.field.{field}"): field for t in every for field in FIELDS}
