"""How a sheet is laid out: one table, several side by side, or a form with each heading beside its value. All of them become
tables with headings above their rows; and what the title, the sheet and the sections say of every row below them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from monitor.watchlist import cells
from monitor.watchlist.columns import column_letters, is_letters
from monitor.watchlist.headers import Choice, Headings, find_headings
from monitor.watchlist.table import Row, Sheet
from monitor.watchlist.wording import field_of, forms_of, meaning_of

_GI = re.compile("地理标志|地标|农产品")
_GI_MARKS = re.compile("地理标志(?:证明|集体)?商标")
_OTHERS = re.compile("商标|品牌|老字号|驰名|著名|企业")
_NUMBER = re.compile(r"^[(（]?(?:[一二三四五六七八九十]{1,3}|\d{1,3})[)）、.．,，]\s*")
_AROUND = re.compile(
    r"[(（][^()（）]*[)）]|共?\d+[件个家枚项条]?|[:：]|(?:重点|保护|商标|品牌|地理标志|企业)*(?:名录|名单|目录|清单|汇总表?)$"
)
_PLACE = re.compile("[\u4e00-\u9fff]{1,10}(?:市|县|区|州|盟|旗|地区)")
_LONGEST_LABEL = 12


@dataclass(frozen=True, slots=True)
class Table:
    """One table of a sheet: `sheet` with the cells of this table alone. `kind` and `city` hold where a row says nothing."""

    sheet: Sheet
    headings: Headings
    kind: str = ""
    city: str = ""
    block: str = ""  # of several side by side: its columns, "D–F"


def laid_out(sheets: Sequence[Sheet], choice: Choice) -> list[tuple[Sheet, tuple[Table, ...]]]:
    """Each sheet with its tables of names, in order; none where no heading speaks of a name or a firm.

    What a person chose by a heading holds wherever that heading stands. A letter holds where it is needed: on the sheets
    that leave it open, else on those that have tables, else on all; a sheet of instructions has a column C as well."""
    plain = [(sheet, tables_of(sheet)) for sheet in sheets]
    if not choice:
        return plain
    by_heading = {name: rest for name, ws in choice.items() if (rest := tuple(w for w in ws if not is_letters(w)))}
    shown = [(s, t) for s, t in plain if not s.hidden]
    open_ = [s for s, t in shown if any(table.headings.near for table in t)]
    concerned = [id(s) for s in open_ or [s for s, t in shown if t] or [s for s, _ in shown]]
    return [(s, tables_of(s, choice if id(s) in concerned else by_heading)) for s, _ in plain]


def tables_of(sheet: Sheet, choice: Choice | None = None) -> tuple[Table, ...]:
    """The tables of names of a sheet, as a person's choice of columns has it, if there is one."""
    headings = find_headings(sheet.rows, choice or None)
    if headings is None:
        form = None if choice else _form_as_table(sheet)
        headings = find_headings(form.rows) if form else None
        return (_table(form, headings),) if form and headings else ()
    if not choice and len(blocks := _blocks(headings)) > 1:
        parts = [(b, part, find_headings(part.rows)) for b in blocks for part in (_masked(sheet, b),)]
        letters = {b: "–".join(map(column_letters, b)) for b in blocks}
        return tuple(replace(_table(part, found), block=letters[b]) for b, part, found in parts if found)
    return (_table(sheet, headings),)


def _table(sheet: Sheet, headings: Headings) -> Table:
    kind = headings.kind or _kind(sheet, headings)
    if headings.goods and kind != "gi":
        # 企业名称 beside 产品名称, and no mark: are the products what is to be watched? Only a person knows.
        names = headings.columns["name"]
        rest = {name: columns for name, columns in headings.columns.items() if name != "name"}
        headings = replace(headings, columns=rest, near=names)
    return Table(sheet, headings, kind, place_in(sheet.name))


def _kind(sheet: Sheet, headings: Headings) -> str:
    """ "gi" where the heading of the names, the title above them or the sheet speaks of geographical indications alone."""
    above = [cells.one_line(c) for row in sheet.rows[: headings.row_index] for c in row.cells if c.strip()]
    for text in (headings.label("name"), *above, sheet.name):
        if _GI.search(text):
            return "" if _OTHERS.search(_GI_MARKS.sub("", text)) else "gi"
    return ""


# --- tables side by side ----------------------------------------------------------------------------------------------


def _blocks(headings: Headings) -> list[tuple[int, int]]:
    """First and last column of each table where the same headings come again to the right; the last may be cut short."""
    columns = sorted(headings.labels)
    said = [forms_of(headings.labels[c])[0] for c in columns]
    for width in range(1, len(said) // 2 + 1):
        again = all(text == said[i % width] for i, text in enumerate(said))
        if again and any(field_of(headings.labels[c]) in ("name", "owner") for c in columns[:width]):
            return [(columns[i], columns[min(i + width, len(columns)) - 1]) for i in range(0, len(columns), width)]
    return []


def _masked(sheet: Sheet, block: tuple[int, int]) -> Sheet:
    """The sheet with the cells of some columns alone; they keep their places."""
    first, last = block

    def masked(row: Row) -> Row:
        def within(column: int) -> bool:
            return first <= column <= last

        return replace(
            row,
            cells=tuple(cell if within(c) else "" for c, cell in enumerate(row.cells)),
            no_value={c: v for c, v in row.no_value.items() if within(c)},
            kinds={c: v for c, v in row.kinds.items() if within(c)},
            struck=frozenset(c for c in row.struck if within(c)),
            spans={c: v for c, v in row.spans.items() if within(c)},
        )

    return replace(sheet, rows=tuple(masked(r) for r in sheet.rows))


# --- forms ------------------------------------------------------------------------------------------------------------


def _form_as_table(sheet: Sheet) -> Sheet | None:
    """商标名称 | 云杼 | 注册号 | 123 above 注册人 | …: a table with a row for each form. None for anything else."""
    pairs = [pair for row in sheet.rows for pair in _pairs(row)]
    held = {row.number for row in sheet.rows if not row.blank}
    leading = next((f for f in ("name", "owner") if f in {p.field for p in pairs}), "")
    if len({p.row for p in pairs}) * 2 < len(held) or not leading:
        return None
    labels: dict[str, str] = {}
    forms: list[dict[str, _Pair]] = [{}]
    for pair in pairs:
        labels.setdefault(pair.field, pair.label)
        if pair.field in forms[-1] and (pair.field == leading or leading in forms[-1]):
            forms.append({})
        forms[-1].setdefault(pair.field, pair)
    columns = {name: c for c, name in enumerate(labels)}
    rows = [Row(pairs[0].row, tuple(labels.values()))]
    for form in forms:
        values = [form[name].value if name in form else "" for name in labels]
        kinds = {columns[name]: p.kind for name, p in form.items() if p.kind}
        struck = frozenset(columns[name] for name, p in form.items() if p.struck)
        rows.append(Row(min(p.row for p in form.values()), tuple(values), kinds=kinds, struck=struck))
    return replace(sheet, rows=tuple(rows))


@dataclass(frozen=True, slots=True)
class _Pair:
    field: str
    label: str
    value: str
    row: int
    kind: str
    struck: bool


def _pairs(row: Row) -> Iterator[_Pair]:
    filled = [(c, cells.one_line(cell)) for c, cell in enumerate(row.cells) if cell.strip()]
    for (_, label), (column, value) in pairwise(filled):
        if _is_label(label) and not _is_label(value) and (field := field_of(label)) is not None:
            yield _Pair(
                field or label, label, row.cell(column), row.number, row.kinds.get(column, ""), column in row.struck
            )


def _is_label(text: str) -> bool:
    found = meaning_of(text)
    return found is not None and found.sure and len(text) <= _LONGEST_LABEL


# --- places -----------------------------------------------------------------------------------------------------------


def place_in(text: str) -> str:
    """The city or county that a section or a sheet is named after: 一、太原市（2件） → 太原市; "" for any other text."""
    bare = _AROUND.sub("", _NUMBER.sub("", cells.one_line(text))).strip()
    if not 2 <= len(bare) <= 11:
        return ""
    from monitor.matching.normalise.gazetteer import han_places

    known = han_places().get(bare)
    if known and any(not code.endswith("0000") for code in known):
        return bare
    return bare if _PLACE.fullmatch(bare) and bare[-1] in "县旗盟" else ""
