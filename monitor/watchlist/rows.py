"""The rows of one table in order: what a section or 同上 says of those below it, and what goes to the row above."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from monitor.watchlist import cells
from monitor.watchlist.contents import is_like_a_firm
from monitor.watchlist.entries import Gathered, Report, add_entry
from monitor.watchlist.headers import Headings
from monitor.watchlist.layout import Table, place_in
from monitor.watchlist.one_row import RowReader, is_ditto
from monitor.watchlist.table import Row
from monitor.watchlist.wording import field_of, forms_of

# Fields a row without a name can add to the one above.
_MORE = (
    "aliases",
    "nice_classes",
    "goods",
    "registration",
    "expires",
    "licensee",
    "products",
    "stores",
    "owner_en",
    "batch",
)
_SERIALS = frozenset({"序号", "序", "编号", "项次", "顺序号", "排序", "№", "no", "number", "行号"})
_WHOLE_FIRM = re.compile(r".{4,}(公司|集团|厂|合作社|协会|商行|研究院|中心)\s*([(（].*[)）])?\s*")
_REST_OF_FIRM = re.compile("有限|股份|责任|公司|[(（]")
_RANKS = ("市", "县", "区", "州", "盟", "旗")


@dataclass(frozen=True, slots=True)
class Read:
    """How many rows had content of their own, and the first heading of a section that named a city."""

    rows: int
    section: str = ""


def read_rows(table: Table, into: Gathered) -> Read:
    """Reads the rows below the headings."""
    reader = _Reader(table, into)
    seen = remarks = 0
    for row in table.sheet.rows[table.headings.first :]:
        if _is_empty_form_row(row, reader.serials):
            continue
        seen += 1
        remarks += reader.take(row)
    reader.flush()
    reader.tell_firms()
    if remarks:
        report = Report(into, table.sheet.name, table.headings.row_number, reader.labels)
        report("remark_as_alias", "remarks", count=remarks)
    return Read(seen, reader.section)


class _Reader:
    """The rows of one table in order: what a row says of those below it (a section, 同上), and what goes to the row above."""

    def __init__(self, table: Table, into: Gathered) -> None:
        self._table, self._into = table, into
        h = table.headings
        self.serials = {c for c, label in h.labels.items() if field_of(label) == ""}
        self.labels = {f: h.label(f) for f in h.columns}
        self._numbered = {c for c in self.serials if forms_of(h.labels[c])[0] in _SERIALS}
        self.section = ""
        self._city = table.city
        self._above: dict[int, str] = {}
        self._waiting: tuple[dict[str, str], Report] | None = None
        self._firms: dict[str, tuple[dict[str, str], Report]] = {}

    def take(self, row: Row) -> bool:
        """Whether foreign words of the remarks were taken as aliases."""
        h = self._table.headings
        report = Report(self._into, self._table.sheet.name, row.number, self.labels)
        reader = RowReader(h, row, report, self._above)
        if not h.canonical and (place := _section(row, h)):
            self.flush()
            self._city = place
            self.section = self.section or next(cells.one_line(c) for c in row.cells if c.strip())
            report("section", place=place)
            return False
        goes_on = self._goes_on(row)
        if not goes_on:
            self.flush()
        raw = reader.read()
        if raw is None:
            return False
        for column, cell in enumerate(row.cells):
            if cell.strip() and not is_ditto(cell):
                self._above[column] = cell
        if goes_on and self._waiting and self._joins(raw):
            before, _ = self._waiting
            for name in _MORE:
                if raw.get(name, "").strip():
                    before[name] = ";".join(v for v in (before.get(name, ""), raw[name]) if v.strip())
            report("continued", "name", name=cells.one_line(before["name"])[:40])
            return reader.remark_taken
        self.flush()
        if not h.canonical:
            self._complete(raw, report)
        self._waiting = (raw, report)
        return reader.remark_taken

    def flush(self) -> None:
        """Adds the row that waited for its continuation."""
        waiting, self._waiting = self._waiting, None
        if waiting is None:
            return
        raw, report = waiting
        h = self._table.headings
        if not h.canonical:
            for name in ("owner", *(("name",) if h.kind == "company" else ())):
                if "\n" in raw.get(name, ""):
                    raw[name] = _unwrapped(raw[name])
        firm = raw["name"] if h.kind == "company" else "" if raw["name"].strip() else raw.get("owner", "")
        if h.pictures and is_like_a_firm(cells.one_line(firm)):
            self._keep_firm(firm, raw, report)
            return
        add_entry(raw, report, self._into, canonical=h.canonical)

    def _keep_firm(self, firm: str, raw: dict[str, str], report: Report) -> None:
        """A mark without text cannot be watched; its owner can, once, with the classes of all such marks."""
        report("name_is_picture", "name", fatal=True, owner=cells.one_line(firm)[:40])
        raw |= {
            "name": firm,
            "kind": "company",
            "owner": "",
            "aliases": ";".join(raw.get(n, "") for n in ("owner_en", "owner_aliases")),
        }
        known, _ = self._firms.setdefault(cells.fold_name(firm), (raw, report))
        if known is not raw:
            known["nice_classes"] = ";".join((known.get("nice_classes", ""), raw.get("nice_classes", "")))

    def tell_firms(self) -> None:
        """Adds the firms whose marks are pictures, save those that a mark of theirs with text makes watched anyway."""
        owners = {cells.fold_name(n.owner) for n in self._into.names}
        for firm, (raw, report) in self._firms.items():
            if firm not in owners:
                add_entry(raw, report, self._into, canonical=False)

    def _goes_on(self, row: Row) -> bool:
        h = self._table.headings
        blank = not any(row.cell(c).strip() or c in row.no_value for c in h.columns["name"])
        return (
            not h.canonical
            and self._waiting is not None
            and blank
            and not any(row.cell(c).strip() for c in self._numbered)
        )

    def _joins(self, raw: Mapping[str, str]) -> bool:
        """Whether a row without a name says more of the row above: its own owner, if any, is the same."""
        assert self._waiting is not None
        before, _ = self._waiting
        owner = cells.fold_name(raw.get("owner", ""))
        if raw.get("aliases", "").strip() and not self._numbered:
            return False  # a mark in Latin letters alone, rather
        said = any(raw.get(name, "").strip() for name in _MORE)
        return said and owner in ("", cells.fold_name(before.get("owner", "")))

    def _complete(self, raw: dict[str, str], report: Report) -> None:
        """What the row does not say and the table does."""
        if not raw.get("name", "").strip() and raw.get("aliases", "").strip():
            raw["name"] = raw.pop("aliases")  # a mark in Latin letters alone, beside an empty 中文商标
            report("alias_as_name", "name", name=cells.one_line(raw["name"])[:40])
        if self._table.kind and not raw.get("kind", "").strip():
            raw["kind"] = self._table.kind
        if self._city and not raw.get("city", "").strip():
            raw["city"] = self._city


def _section(row: Row, headings: Headings) -> str:
    """The place whose names follow, where the row is the heading of a section; a name that is a place too is none."""
    filled = [c for c, cell in enumerate(row.cells) if cell.strip()]
    if len(filled) != 1 or len(headings.labels) < 2 or row.kinds:
        return ""
    text = cells.one_line(row.cell(filled[0]))
    place = place_in(text)
    alone = text == place and filled[0] in headings.columns["name"] and not place.endswith(_RANKS)
    return "" if alone else place


def _unwrapped(text: str) -> str:
    """Firms that a narrow column broke over lines, whole again; several firms, one below the other, stay apart."""
    lines = [cells.one_line(line) for line in text.split("\n") if line.strip()]
    firms: list[str] = []
    begun = ""
    for line in lines:
        if firms and not begun and _REST_OF_FIRM.match(line):
            firms[-1] += line
            continue
        begun += line if not begun or cells.has_han(begun) else f" {line}"
        if _WHOLE_FIRM.fullmatch(begun):
            firms.append(begun)
            begun = ""
    if begun:
        firms.append(begun)
    return "\n".join(firms)


def _is_empty_form_row(row: Row, serials: set[int]) -> bool:
    """A form printed with running numbers has rows that hold nothing else."""
    if row.blank:
        return True
    filled = {c: cell for c, cell in enumerate(row.cells) if cell.strip()}
    return not row.no_value and all(c in serials and not cells.has_han(cell) for c, cell in filled.items())
