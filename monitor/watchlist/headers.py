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
from monitor.watchlist.table import Row

CANONICAL = (
    "id",
    "name",
    "kind",
    "aliases",
    "owner",
    "owner_en",
    "owner_aliases",
    "nice_classes",
    "city",
    "industry",
    "flags",
)
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


def find_headings(rows: Sequence[Row]) -> Headings | None:
    """The row that names the most columns, among them a name. None where no row does."""
    best: tuple[int, int] | None = None
    for index, row in enumerate(rows[:_SEARCHED_ROWS]):
        fields = {f for cell in row.cells if cell.strip() and (f := field_of(cell))}
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
    claims: dict[str, list[tuple[int, int]]] = {}
    labels: dict[int, str] = {}
    unknown: list[int] = []
    for column in range(max(len(row.cells), len(below.cells) if second else 0)):
        own, up, down = row.cell(column), _group(above, column), below.cell(column) if second else ""
        if second and not own.strip():
            own = _group(row, column)
        field, label = _best_field(own, up if row.cell(column).strip() else "", down)
        if not label:
            continue
        labels[column] = label
        if field is None:
            unknown.append(column)
        elif field:
            claims.setdefault(field, []).append((_rank(field, label), column))
    columns: dict[str, tuple[int, ...]] = {}
    for name, ranked in claims.items():
        ranked.sort()
        if name in ("aliases", "pinyin", "owner_aliases", "remarks"):
            columns[name] = tuple(sorted(c for _, c in ranked))
        else:
            columns[name] = (ranked[0][1],)
            unknown += [c for _, c in ranked[1:]]
    canonical = tuple(c.strip().lstrip("\ufeff") for c in row.cells if c.strip()) == CANONICAL
    return Headings(index, row.number, index + (2 if second else 1), columns, labels, tuple(sorted(unknown)), canonical)


def _best_field(own: str, up: str, down: str) -> tuple[str | None, str]:
    """Headings over two rows say more together: 企业名称 above 英文 is the English name of the firm."""
    own, up, down = one_line(own), one_line(up), one_line(down)
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
    if below.cell(name).strip() and below.cell(name) != row.cell(name):
        return False
    known = [c for i, c in enumerate(below.cells) if c.strip() and c != row.cell(i)]
    parts = [
        c
        for c in known
        if field_of(c) is not None or one_line(c) in ("中文", "英文", "外文", "名称", "中文名称", "英文名称")
    ]
    return bool(parts) and len(parts) == len(known)


def _group(row: Row, column: int) -> str:
    """The heading of the group a column lies under: a merged cell shows its text in its first column only."""
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
