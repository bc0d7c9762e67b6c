"""Recognising the row of headings by synonyms (headers.toml) and telling which column holds what."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from monitor.watchlist.cells import one_line
from monitor.watchlist.fields import ALL
from monitor.watchlist.table import Row

CANONICAL = tuple(f for f in ALL if f != "disabled_variants")
_SEARCHED_ROWS = 60  # a title block is never longer


@dataclass(frozen=True, slots=True)
class Headings:
    """Where the headings stand and what each column holds. `first`: index into the rows where the data begin."""

    row_index: int
    row_number: int
    first: int
    columns: Mapping[str, tuple[int, ...]]  # field → columns; only list fields have more than one
    labels: Mapping[int, str]  # column → heading as written
    unread: tuple[int, ...]
    canonical: bool
    lines: tuple[Row, ...] = ()  # the rows of headings, to know them when they come again on a new page

    def label(self, field: str) -> str:
        return self.labels.get(self.columns[field][0], "") if field in self.columns else ""


@cache
def vocabulary() -> Mapping[str, Any]:
    return tomllib.loads(Path(__file__).with_name("headers.toml").read_text(encoding="utf-8"))


def accepted_names() -> tuple[str, ...]:
    """A few headings under which a name is looked for, for the error message."""
    exact: list[str] = vocabulary()["fields"]["name"]["exact"]
    return tuple(exact[1:9])


def field_of(label: str) -> str | None:
    """The field a heading stands for; "" for one that is understood and not needed; None for an unknown one."""
    for folded in _forms(label):
        for name, words in vocabulary()["fields"].items():
            if folded in words["exact"]:
                return str(name)
        if folded in vocabulary()["ignored"]["exact"]:
            return ""
    for folded in _forms(label):
        # owner_en before owner, and name last: "注册人英文名称" ends with neither, "企业英文名称" with the first only.
        for name in ("owner_en", "aliases", "owner", "nice_classes", "name"):
            if any(folded.endswith(end) for end in vocabulary()["fields"][name].get("ends", ())) and len(folded) <= 20:
                return name
    return None


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


def find_headings(rows: Sequence[Row]) -> Headings | None:
    """The row that names the most columns, among them a name. None where no row does."""
    best: tuple[int, int] | None = None
    for index, row in enumerate(rows[:_SEARCHED_ROWS]):
        above = rows[index - 1] if index else Row(0, ())
        fields = {f for c in range(len(row.cells)) if (f := _best_field(row.cell(c), _group(above, c), "")[0])}
        if "name" in fields and (best is None or len(fields) > best[0]):
            best = (len(fields), index)
    if best is None:
        return None
    index = best[1]
    if best[0] == 1 and sum(bool(c.strip()) for c in rows[index].cells) > 2:
        return None  # a row of a table in which some cell happens to say 商标
    return _understand(rows, index)


def headings_seen(rows: Sequence[Row]) -> tuple[str, ...]:
    """What the fullest of the first rows says, to show in an error."""
    fullest = max(rows[:_SEARCHED_ROWS], key=lambda r: sum(bool(c.strip()) for c in r.cells), default=None)
    return tuple(one_line(c)[:30] for c in fullest.cells if c.strip())[:20] if fullest else ()


def _understand(rows: Sequence[Row], index: int) -> Headings:
    row = rows[index]
    above = rows[index - 1] if index else Row(0, ())
    below = rows[index + 1] if index + 1 < len(rows) else Row(0, ())
    second = _is_second_heading(row, below)
    first = not second and _is_first_heading(above)
    claims: dict[str, list[tuple[int, int]]] = {}
    labels: dict[int, str] = {}
    unknown: list[int] = []
    width = max(len(row.cells), len(below.cells) if second else 0, len(above.cells) if first else 0)
    for column in range(width):
        own, up, down = row.cell(column), _group(above, column), below.cell(column) if second else ""
        if second and not own.strip():
            own = _group(row, column)
        if first and not own.strip():
            own, up = above.cell(column), ""  # a heading over both rows, merged or not
        field, label = _best_field(own, up if row.cell(column).strip() else "", down)
        if not label:
            continue
        labels[column] = label
        if field is None:
            unknown.append(column)
        elif field:
            rank = _rank(field, label)
            if field in ("kind", "nice_classes") and field_of(_stem(up or (own if down else ""))) == "owner":
                rank += 1000  # 类型 of a firm, unless the list has no other
            claims.setdefault(field, []).append((rank, column))
    columns: dict[str, tuple[int, ...]] = {}
    for name, ranked in claims.items():
        ranked.sort()
        if name in ("aliases", "pinyin", "owner_aliases", "remarks"):
            columns[name] = tuple(sorted(c for _, c in ranked))
        else:
            columns[name] = (ranked[0][1],)
            unknown += [c for _, c in ranked[1:]]
    said = tuple(c.strip().lstrip("\ufeff") for c in row.cells if c.strip())
    canonical = said[:3] == CANONICAL[:3] and set(said) <= set(CANONICAL)  # an earlier version had fewer fields
    lines = (row, *((below,) if second else ()), *((above,) if first else ()))
    return Headings(
        index,
        row.number,
        index + (2 if second else 1),
        columns,
        labels,
        tuple(sorted(unknown)),
        canonical,
        lines,
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
    exact: list[str] = vocabulary()["fields"][field]["exact"]
    return min((exact.index(f) for f in _forms(label) if f in exact), default=len(exact))


def _forms(label: str) -> tuple[str, ...]:
    """The heading folded, whole and without what stands in brackets: "类别(种类)" → "类别种类", "类别"."""
    text = unicodedata.normalize("NFKC", label).casefold()
    whole = "".join(c for c in text if c.isalnum())
    bare = "".join(c for c in re.sub(r"\([^()]*\)|\[[^\[\]]*\]", "", text) if c.isalnum())
    return (whole, bare) if bare and bare != whole else (whole,)
