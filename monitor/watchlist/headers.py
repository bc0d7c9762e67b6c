"""Finding the row of headings, over one row or two, and with it what each column holds."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from monitor.watchlist.cells import one_line
from monitor.watchlist.columns import Claim, column_letters, columns_named, settle
from monitor.watchlist.contents import contents_of, is_like_a_firm
from monitor.watchlist.fields import ALL
from monitor.watchlist.table import Row
from monitor.watchlist.wording import field_of, forms_of, meaning_of, vocabulary

CANONICAL = tuple(f for f in ALL if f != "disabled_variants")
_SEARCHED_ROWS = 60  # a title block is never longer
_LONGEST_HEADING = 24


Choice = Mapping[str, tuple[str, ...]]
"""Field → columns a person named for it, by letters or heading (`--column 商标名称=C`)."""


@dataclass(frozen=True, slots=True)
class Headings:
    """Where the headings stand and what each column holds. `first`: index into the rows where the data begin.

    `near`: columns of which a person must say which holds the names; `columns` then has none. `kind`: of names whose row
    does not say it. `pictures`: the marks are pictures, wherever the cell of a name is blank. `like_names`, `like_firms`: columns not read that look so."""

    row_index: int
    row_number: int
    first: int
    columns: Mapping[str, tuple[int, ...]]  # field → columns; list fields have more than one
    labels: Mapping[int, str]  # column → heading as written
    unread: tuple[int, ...]
    canonical: bool
    lines: tuple[Row, ...] = ()  # the rows of headings, to know them when they come again on a new page
    near: tuple[int, ...] = ()
    kind: str = ""
    pictures: bool = False
    like_names: tuple[int, ...] = ()
    like_firms: tuple[int, ...] = ()
    goods: bool = False  # the names stand under 产品名称, beside firms: in a list of indications names, else goods

    def label(self, field: str) -> str:
        return self.labels.get(self.columns[field][0], "") if field in self.columns else ""


def field_under(group: str, own: str) -> str | None:
    """The field of a heading under the heading of its group (权利人信息 above 名称); None where they say nothing together."""
    stem = _stem(group)
    if not stem or not own:
        return None
    for parent in dict.fromkeys((group, stem, stem.removesuffix("名称"))):
        for label in (parent + own, f"{parent}{own}名称"):
            if (found := field_of(label)) is not None:
                return found
    # What a group about the owner calls otherwise or in another tongue is the owner, never the mark.
    if field_of(stem) == "owner" and field_of(own) == "aliases":
        return "owner_en" if re.search("[英外]文|english", own, re.IGNORECASE) else "owner_aliases"
    return None


def find_headings(rows: Sequence[Row], choice: Choice | None = None) -> Headings | None:
    """The row that names the most columns, among them a name, or else a firm. None where no row does, or where what
    stands below a heading are headings again (a form filled in by hand, not a table)."""
    best = _best_row(rows, "name") if choice is None else _fullest_of_headings(rows)
    best = _best_row(rows, "owner") if best is None else best
    if best is None:
        return None
    found = _understand(rows, best, choice or {})
    if not found.near and "name" not in found.columns:
        return None
    names = found.columns.get("name", ())
    again = {line.cells for line in found.lines}
    below = [r for r in rows[found.first :] if r.cells not in again]
    if not choice and any(contents_of(below, c).headings > 0.4 for c in names):
        return None
    return found


def _best_row(rows: Sequence[Row], needed: str) -> int | None:
    """The row with the most fields, `needed` among them. One heading alone among others is believed where no table begins
    above it and the others may be headings: in a row of data some cell may happen to say 商标."""
    best: tuple[int, int] | None = None
    tabular = False
    for index, row in enumerate(rows[:_SEARCHED_ROWS]):
        above = rows[index - 1] if index else Row(0, ())
        filled = [c for c, cell in enumerate(row.cells) if cell.strip()]
        known = {c: f for c in filled if (f := _best_field(row.cell(c), _group(above, c), "")[0]) is not None}
        fields = {f for f in known.values() if f}
        enough = len(fields) > 1 or len(filled) <= 2 or (not tabular and _may_be_headings(row, filled))
        if needed == "owner":
            enough = len(known) > 1 and enough
        if needed in fields and enough and (best is None or len(fields) > best[0]):
            best = (len(fields), index)
        tabular = tabular or len(filled) > 2
    return best[1] if best else None


def _may_be_headings(row: Row, filled: Sequence[int]) -> bool:
    texts = [one_line(row.cell(c)) for c in filled]
    return len(set(texts)) == len(texts) and not any(
        len(t) > _LONGEST_HEADING or t.replace(".", "").isdigit() or is_like_a_firm(t) for t in texts
    )


def _fullest_of_headings(rows: Sequence[Row]) -> int | None:
    """For columns a person named: the row most of whose cells are headings, else the first row that is a table's."""
    most = max((sum(bool(c.strip()) for c in r.cells) for r in rows[:_SEARCHED_ROWS]), default=0)
    best: tuple[int, int] | None = None
    for index, row in enumerate(rows[:_SEARCHED_ROWS]):
        known = sum(field_of(c) is not None for c in row.cells if c.strip())
        if known and (best is None or known > best[0]):
            best = (known, index)
    if best is not None:
        return best[1]
    return next(
        (i for i, r in enumerate(rows[:_SEARCHED_ROWS]) if 2 * sum(bool(c.strip()) for c in r.cells) >= most > 0), None
    )


def headings_seen(rows: Sequence[Row]) -> tuple[str, ...]:
    """What the fullest of the first rows says, to show in an error."""
    fullest = max(rows[:_SEARCHED_ROWS], key=lambda r: sum(bool(c.strip()) for c in r.cells), default=None)
    return tuple(one_line(c)[:30] for c in fullest.cells if c.strip())[:20] if fullest else ()


def _understand(rows: Sequence[Row], index: int, choice: Choice) -> Headings:
    row = rows[index]
    above = rows[index - 1] if index else Row(0, ())
    below = rows[index + 1] if index + 1 < len(rows) else Row(0, ())
    second = _is_second_heading(row, below)
    first = not second and _is_first_heading(above)
    claims: dict[int, Claim] = {}
    labels: dict[int, str] = {}
    widest = max(len(r.cells) for r in rows)
    width = max(len(row.cells), len(below.cells) if second else 0, len(above.cells) if first else 0)
    width = max(width, *(min(last + 1, widest) for last in row.spans.values()), 0)
    for column in range(width):
        own, up, down = row.cell(column), _group(above, column), below.cell(column) if second else ""
        if second and not own.strip():
            own = _group(row, column)
        elif not own.strip():
            own = _over(row, column)
        if first and not own.strip():
            own, up = above.cell(column), ""  # a heading over both rows, merged or not
        field, label = _best_field(own, up if row.cell(column).strip() else "", down)
        if not label:
            continue
        labels[column] = label
        if field is not None:
            rank = _rank(field, label)
            if field in ("kind", "nice_classes") and field_of(_stem(up or (own if down else ""))) == "owner":
                rank += 1000  # 类型 of a firm, unless the list has no other
            said = meaning_of(label)
            claims[column] = Claim(field, rank, bool(said and said.weak))
    begin = index + (2 if second else 1)
    lines = (row, *((below,) if second else ()), *((above,) if first else ()))
    below_them = [
        r for r in rows[begin:] if r.cells not in {line.cells for line in lines}
    ]  # headings come again on each page
    chosen = {
        name: tuple(c for w in wanted for c in columns_named(w, labels) if c < widest)
        for name, wanted in choice.items()
    }
    chosen = {name: columns for name, columns in chosen.items() if columns}
    for column in (c for c in range(widest) if c not in labels):
        # A column without a heading is known by its letter, where it may hold what the list is about.
        if any(r.cell(column).strip() for r in below_them[:60]) and contents_of(below_them, column).look_like_names:
            labels[column] = column_letters(column)
    labels |= {c: column_letters(c) for columns in chosen.values() for c in columns if c not in labels}
    filled = tuple(c.strip().lstrip("\ufeff") for c in row.cells if c.strip())
    canonical = filled[:3] == CANONICAL[:3] and set(filled) <= set(ALL)  # an earlier version had fewer fields
    settled = settle(claims, labels, [] if canonical else below_them, chosen)
    return Headings(
        index,
        row.number,
        begin,
        settled.columns,
        labels,
        tuple(settled.unread),
        canonical,
        lines,
        settled.near,
        "company" if settled.companies else "",
        settled.pictures,
        settled.like_names,
        settled.like_firms,
        settled.goods,
    )


def _best_field(own: str, up: str, down: str) -> tuple[str | None, str]:
    """Headings over two rows say more together: 企业名称 above 英文 is the English name of the firm."""
    own, up, down = one_line(own), one_line(up), one_line(down)
    for group, child in ((own, down), (up, own)):
        if group and child and group != child and (found := field_under(group, child)) is not None:
            if found == field_of(child):
                return found, child
            return found, group + child
    candidates = [own + down, up + own] if down and down != own else [own]
    if up and up != own and field_of(up + own) is not None and field_of(own) is None:
        candidates.append(up + own)
    if down and down != own:
        candidates += [down, own]
    for label in candidates:
        if label and (field := field_of(label)) is not None:
            return field, label
    return None, own or down


def _is_second_heading(row: Row, below: Row) -> bool:
    """Whether the next row goes on with the headings: its name cell repeats or is empty, and other cells are headings."""
    name = next((i for i, c in enumerate(row.cells) if field_of(c) == "name"), -1)
    own, under = row.cell(name), below.cell(name)
    if under.strip() and under != own and field_under(one_line(own), one_line(under)) != "name":
        return False
    known = [c for i, c in enumerate(below.cells) if c.strip() and c != row.cell(i)]
    parts = [
        c
        for c in known
        if field_of(c) is not None or one_line(c) in ("中文", "英文", "外文", "名称", "中文名称", "英文名称")
    ]
    return bool(parts) and len(parts) == len(known)


def _is_first_heading(row: Row) -> bool:
    """Whether a row holds headings of groups or of columns: more than one cell, and one that says what lies below it."""
    filled = [one_line(c) for c in row.cells if c.strip()]
    return len(filled) > 1 and any(field_of(c) is not None or field_of(_stem(c)) for c in filled)


def _stem(group: str) -> str:
    """What a group is about: 权利人基本信息 → 权利人, "Owner information" → Owner."""
    return re.sub(
        r"(基本|主要|相关|登记|注册)*(信息|情况|资料|概况|内容)$|\s*(information|info|details)$",
        "",
        one_line(group),
        flags=re.IGNORECASE,
    ).strip()


def _over(row: Row, column: int) -> str:
    """The heading merged over this column and others to its left."""
    return next((row.cell(first) for first, last in row.spans.items() if first < column <= last), "")


def _group(row: Row, column: int) -> str:
    """The heading of the group a column lies under: a merged cell shows its text in its first column only."""
    start = next((first for first, last in row.spans.items() if first <= column <= last), None)
    if row.spans:
        column = column if start is None else start
        return row.cell(column) if sum(bool(c.strip()) for c in row.cells) > 1 else ""
    while column >= 0:
        if row.cell(column).strip():
            return row.cell(column) if sum(bool(c.strip()) for c in row.cells) > 1 else ""
        column -= 1
    return ""


def _rank(field: str, label: str) -> int:
    exact: list[str] = vocabulary()["fields"].get(field, {}).get("exact", [])
    return min((exact.index(f) for f in forms_of(label) if f in exact), default=len(exact))
