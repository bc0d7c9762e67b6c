"""The rows of one sheet: which are data, which are notes, and which cell is what."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from monitor.watchlist import cells
from monitor.watchlist.contents import is_like_a_firm
from monitor.watchlist.entries import MAX_NAME, Gathered, Report, add_entry
from monitor.watchlist.headers import Headings
from monitor.watchlist.layout import Table, place_in
from monitor.watchlist.table import Row
from monitor.watchlist.wording import field_of, forms_of, vocabulary

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
_DITTO = frozenset({"同上", "同前", "〃", "″", "''", '"'})
_RANKS = ("市", "县", "区", "州", "盟", "旗")
_LATIN = re.compile(r"[A-Za-z]")
_NO_NAME = re.compile(r"^(n/?a|none|tbd|ok|yes|no|https?:.*|www\..*|\S+@\S+|[-—/\\.]+)$", re.IGNORECASE)
_LONGEST_NUMBER = 6  # digits of a name typed as a number (1573); longer ones are registration or telephone numbers
_TOTAL = re.compile(r"[(（]?(合计|总计|共计|小计|总数|总和|合计数)[:：]?\d*[件个家枚项条]?[)）]?")
_FIGURE = re.compile(r"共?[\d.,，]+[件个家枚项条类]?|[-—/]+")


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
        reader = _RowReader(h, row, report, self._above)
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
            if cell.strip() and not _is_ditto(cell):
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
        if raw.get("stores", "").strip():
            # A shop is sued and sold under its own name: it is looked for like any other spelling.
            raw["aliases"] = ";".join(v for v in (raw.get("aliases", ""), raw["stores"]) if v.strip())


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


def _is_ditto(cell: str) -> bool:
    return cell.strip() in _DITTO


def _is_empty_form_row(row: Row, serials: set[int]) -> bool:
    """A form printed with running numbers has rows that hold nothing else."""
    if row.blank:
        return True
    filled = {c: cell for c, cell in enumerate(row.cells) if cell.strip()}
    return not row.no_value and all(c in serials and not cells.has_han(cell) for c, cell in filled.items())


class _RowReader:
    """One row of a table: is it data at all, and which cell is what."""

    def __init__(self, headings: Headings, row: Row, report: Report, above: Mapping[int, str]) -> None:
        self._headings, self._row, self._report, self._above = headings, row, report, above
        self.remark_taken = False

    def read(self) -> dict[str, str] | None:
        """Field → text of its cells; None for a row that is no entry, which is reported."""
        h, row = self._headings, self._row
        if not h.canonical and self._is_note():
            return None
        if not self._name_is_text():
            return None
        raw = {
            name: ";".join(self._cell(name, c) for c in columns if self._is_usable(name, c) and row.cell(c).strip())
            for name, columns in h.columns.items()
        }
        if h.canonical:
            raw = {name: _unguarded(value) for name, value in raw.items()}
        remarks = raw.pop("remarks", "")
        if "aliases" not in h.columns and _is_foreign_list(remarks):
            raw["aliases"] = remarks
            self.remark_taken = True
        return raw

    def _cell(self, name: str, column: int) -> str:
        cell = self._row.cell(column)
        return self._above.get(column, "") if name != "name" and _is_ditto(cell) else cell

    def _name_is_text(self) -> bool:
        """Whether the name cell holds what a person wrote as a name. What else stands there is told, not taken."""
        columns = self._headings.columns["name"]
        column = next((c for c in columns if self._row.cell(c).strip() or c in self._row.no_value), columns[0])
        row, value = self._row, cells.one_line(self._row.cell(column))[:40]
        if column in row.no_value:
            self._report_formula("name", column, fatal=True)
        elif value and column in row.struck:
            self._report("struck", "name", fatal=True, name=value)
        elif (kind := row.kinds.get(column)) in ("date", "logical"):
            self._report(f"name_is_{kind}", "name", fatal=True, value=value)
        elif kind == "number" and not (value.isdigit() and len(value) <= _LONGEST_NUMBER):
            self._report("name_is_figure", "name", fatal=True, value=value)
        else:
            return True
        return False

    def _is_usable(self, name: str, column: int) -> bool:
        """Whether a cell can be the value of a field; a spreadsheet makes dates of "3-5" and the like."""
        if name in ("name", "remarks"):
            return True
        if column in self._row.no_value:
            self._report_formula(name, column)
            return False
        if (kind := self._row.kinds.get(column)) in ("date", "logical"):
            self._report(f"field_is_{kind}", name, value=cells.one_line(self._row.cell(column))[:40])
            return False
        return True

    def _report_formula(self, name: str, column: int, *, fatal: bool = False) -> None:
        shown = self._row.no_value[column]
        self._report("formula" if shown.startswith("=") else "formula_error", name, fatal=fatal, value=shown)

    def _is_total(self) -> bool:
        """合计 12 and the like: the word in one cell, and nothing but figures in the others.

        What the spreadsheet holds as no text (a number, a date, TRUE) says nothing in words, however it is written."""
        typed = [c for column, c in enumerate(self._row.cells) if c.strip() and column not in self._row.kinds]
        words = [t for c in typed if not _FIGURE.fullmatch(t := re.sub(r"\s", "", cells.one_line(c)))]
        return len(words) == 1 and bool(_TOTAL.fullmatch(words[0]))

    def _is_note(self) -> bool:
        """Headings repeated on a new page, the heading of a section, a note under the table: reported, not taken."""
        h, row = self._headings, self._row
        filled = [i for i, c in enumerate(row.cells) if c.strip()]
        name_column = h.columns["name"][0]
        if len(filled) > 1 and (
            all(cells.one_line(row.cell(i)) == h.labels.get(i, "") for i in filled)
            or any(all(cells.one_line(row.cell(i)) == cells.one_line(line.cell(i)) for i in filled) for line in h.lines)
        ):
            self._report("heading_again")
            return True
        if not filled:
            return False
        if self._is_total():
            self._report("total", text="、".join(cells.one_line(row.cell(i)) for i in filled)[:60])
            return True
        text = cells.one_line(cells.without_invisible(row.cells[filled[0]])[0])
        if len(filled) == 1 and len(h.labels) > 1:
            section = re.match(r"[(（]?[一二三四五六七八九十]+[)）、.．]", text)
            if _starts_as_note(text) or section or (filled[0] != name_column and cells.has_han(text)):
                self._report("note", text=text[:60])
                return True
        if not row.cell(name_column).strip() and _starts_as_note(text):
            self._report("note", text=text[:60])
            return True
        return False


def _starts_as_note(text: str) -> bool:
    head = re.match(r"[（(【*※\s]*(\w{1,6}?)\s*(?:\d*\s*[:：、.．)）】]|$)", text)
    starts: list[str] = vocabulary()["names"]["note_starts"]
    return bool(head and re.sub(r"\d+$", "", head[1]) in starts) or text.startswith(("截至20", "共计", "合计"))


def _is_foreign_list(remark: str) -> bool:
    parts = cells.several(cells.without_invisible(remark)[0])
    if not parts or cells.has_han(remark):
        return False
    return all(_LATIN.search(p) and not _NO_NAME.match(p) and len(p) <= MAX_NAME for p in parts)


def _unguarded(value: str) -> str:
    """Undoes the apostrophe that `write_csv` puts before a text a spreadsheet would run as a formula."""
    return value[1:] if len(value) > 1 and value[0] == "'" and value[1] in "=+-@'" else value
