"""The workbook: a page that says how to fill it in, a sheet of names, a sheet of firms. Every text is a text, never a formula."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from typing import Any

from monitor.texts import Texts
from monitor.watchlist.worksheet.form import COLUMNS, PROPOSED, Asked

_FONT = "Microsoft YaHei"
_ROW_HEIGHT = 16
_LONGEST_CELL = 32_000  # a cell of Excel holds 32,767 characters
_GUIDE = ("what", "confirm", "several", "blank", "beside", "back", "kept")


def write_worksheet(asked: Mapping[str, Sequence[Asked]], t: Texts) -> bytes:
    """`asked`: by sheet (form.MARKS, form.FIRMS) its rows. An empty sheet is left out."""
    import xlsxwriter

    out = io.BytesIO()
    quiet = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "in_memory": True}
    with xlsxwriter.Workbook(out, quiet) as book:
        looks = {what: book.add_format({"font_name": _FONT, "font_size": 10, **look}) for what, look in _LOOKS.items()}
        _guide(book.add_worksheet(t("worksheet.sheet.guide")), looks, t)
        for sheet, rows in asked.items():
            if rows:
                _sheet(book.add_worksheet(t(f"worksheet.sheet.{sheet}")), sheet, rows, looks, t)
    return out.getvalue()


_CELL = {"text_wrap": True, "valign": "top", "border": 1, "border_color": "#C9CFD6"}
_LOOKS: Mapping[str, Mapping[str, Any]] = {
    "title": {"bold": True, "font_size": 15, "font_color": "#1F3B57", "valign": "vcenter"},
    "guide": {"text_wrap": True, "valign": "top", "font_size": 11},
    "head": {
        **_CELL,
        "bold": True,
        "bg_color": "#1F3B57",
        "font_color": "#FFFFFF",
        "align": "center",
        "valign": "vcenter",
    },
    "head_asked": {
        **_CELL,
        "bold": True,
        "bg_color": "#B7791F",
        "font_color": "#FFFFFF",
        "align": "center",
        "valign": "vcenter",
    },
    "cell": {**_CELL, "bg_color": "#F4F6F8"},
    "proposal": {**_CELL, "bg_color": "#FFFFFF", "font_color": "#1F3B57"},
    "asked": {**_CELL, "bg_color": "#FFFFFF", "num_format": "@"},
    "confirm": {**_CELL, "bg_color": "#FFF6DB", "num_format": "@", "bold": True},
}


def _guide(sheet: Any, looks: Mapping[str, Any], t: Texts) -> None:
    sheet.hide_gridlines(2)
    sheet.set_column(0, 0, 3)
    sheet.set_column(1, 1, 92, looks["guide"])
    sheet.set_row(0, 34)
    sheet.write_string(0, 1, t("worksheet.guide.title"), looks["title"])
    for row, what in enumerate(_GUIDE, 1):
        text = t(f"worksheet.guide.{what}")
        sheet.set_row(row, 8 + 17 * -(-_width(text) // 90))
        sheet.write_string(row, 1, f"{row}. {text}", looks["guide"])
    sheet.set_portrait()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)


def _sheet(sheet: Any, which: str, rows: Sequence[Asked], looks: Mapping[str, Any], t: Texts) -> None:
    columns = COLUMNS[which]
    keys = [c.key for c in columns]
    sheet.set_row(0, 34)
    for at, column in enumerate(columns):
        sheet.set_column(at, at, column.width)
        sheet.write_string(0, at, t(f"worksheet.column.{column.key}"), looks["head_asked" if column.asked else "head"])
    first, last, answer = keys.index(PROPOSED[0]), keys.index(PROPOSED[-1]), keys.index("confirm")
    for number, asked in enumerate(rows, 1):
        why = "\n".join(f"{mark} {t.reason(p.reason)}" for mark, p in zip(_MARKS, asked.proposals, strict=False))
        texts = [asked.cell(key, why)[:_LONGEST_CELL] for key in keys]
        lines = max(_lines(text, column.width) for text, column in zip(texts, columns, strict=True))
        sheet.set_row(number, min(_ROW_HEIGHT * max(lines, 1) + 4, 400))
        for at, (text, column) in enumerate(zip(texts, columns, strict=True)):
            sheet.write_string(number, at, text, looks[_look(column.key, asked=column.asked)])
        if asked.proposals:
            sheet.data_validation(number, answer, number, answer, {
                "validate": "list",
                "source": f"=${_letter(first)}${number + 1}:${_letter(min(last, first + len(asked.proposals) - 1))}${number + 1}",
                "show_error": False,  # what is typed is as good as what is chosen
                "input_title": t("worksheet.column.confirm"),
                "input_message": t("worksheet.hint"),
            })  # fmt: skip
    sheet.freeze_panes(1, 2)
    sheet.autofilter(0, 0, len(rows), len(columns) - 1)
    sheet.set_landscape()
    sheet.set_paper(8)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)


_MARKS = "①②③④⑤⑥"


def _look(key: str, *, asked: bool) -> str:
    if key == "confirm":
        return "confirm"
    return "proposal" if key in PROPOSED else "asked" if asked else "cell"


def _letter(column: int) -> str:
    from xlsxwriter.utility import xl_col_to_name

    return str(xl_col_to_name(column))


def _lines(text: str, width: int) -> int:
    return sum(max(1, -(-_width(line) // max(width - 2, 1))) for line in text.split("\n")) if text else 1


def _width(text: str) -> int:
    """In the columns of a terminal: Han are two."""
    return sum(2 if ord(c) > 0x2E7F else 1 for c in text)
