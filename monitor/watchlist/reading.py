"""`read_watchlist`: one door for every kind of file, chosen by content (formats/), and what was made of each sheet."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from monitor.errors import UsageError
from monitor.watchlist.cells import one_line
from monitor.watchlist.columns import column_letters, columns_named
from monitor.watchlist.entries import Gathered
from monitor.watchlist.errors import NoNameColumn, WatchlistFileError
from monitor.watchlist.formats import Found, file_at, read_file
from monitor.watchlist.headers import Choice, Headings, headings_seen
from monitor.watchlist.layout import Table, laid_out
from monitor.watchlist.listed import read_listed
from monitor.watchlist.rows import read_rows
from monitor.watchlist.stamp import Stamp, without_stamp
from monitor.watchlist.table import ReadResult, Row, RowProblem, Sheet, SheetFacts
from monitor.watchlist.wording import accepted_names, field_of
from monitor.watchlist.workbook import as_written

_SHOWN = 20  # numbers of hidden rows that are told; the count is always whole
_LISTED = (".yaml", ".yml")


def read_watchlist(path: Path, columns: Sequence[str] = ()) -> ReadResult:
    """Reads a list of names: any format of `formats`, the canonical csv, or the yaml that `export` writes.

    `columns` are choices of a person, "商标名称=C" or "owner=申报主体": what a column holds, and its letters or heading.
    The names keep the ids the file gives, others have id "". Raises WatchlistFileError (an InputFileError) when nothing
    can be taken from the file as a whole; whatever is wrong with single rows stands in `problems`.
    """
    file = file_at(path)
    if file.suffix in _LISTED:
        gathered, encoding = read_listed(path, file.data)
        names, stands = tuple(gathered.names), tuple(gathered.stands)
        read = ReadResult(path.name, "yaml", names, tuple(gathered.problems), encoding=encoding, places=stands)
        return _stamped(read, gathered.stamp)
    found = read_file(file)
    sheets, stamp = without_stamp(found.sheets)
    read = _from_sheets(path, replace(found, sheets=as_written(sheets, stamp)), _choice(columns))
    return _stamped(read, stamp)


def _stamped(result: ReadResult, stamp: Stamp | None) -> ReadResult:
    return replace(result, made_from=stamp.version, made_as=stamp.list) if stamp else result


def _choice(columns: Sequence[str]) -> Choice:
    """Field → columns. Raises UsageError for what is no choice."""
    chosen: dict[str, tuple[str, ...]] = {}
    for said in columns:
        field, equals, column = said.partition("=")
        name = field_of(field.strip())
        if not equals or not name or not column.strip():
            raise UsageError("watchlist.errors.bad_column", said=said)
        chosen[name] = (*chosen.get(name, ()), column.strip())
    return chosen


def _sheets(names: Iterable[str]) -> Mapping[str, object] | str:
    """Which sheets were looked at; a csv has none."""
    listed = "、".join(names)
    return {"key": "watchlist.errors.sheets", "params": {"sheets": listed}} if listed else ""


def _from_sheets(path: Path, found: Found, choice: Choice) -> ReadResult:
    gathered = Gathered(path.name)
    facts: list[SheetFacts] = []
    for what, of in found.told:
        gathered.problems.append(RowProblem(path.name, "", 0, "", f"watchlist.row.told_{what}", {"of": of}))
    laid = laid_out(found.sheets, choice)
    _check(path, choice, [t for sheet, tables in laid if not sheet.hidden for t in tables], found.sheets)
    for sheet, tables in laid:
        if not tables:
            facts.append(SheetFacts(sheet.name, 0, {}, (), len(sheet.rows), 0, sheet.hidden))
            if len(sheet.rows) > 3 and not sheet.hidden and len(found.sheets) > 1:
                _note(gathered, sheet, "sheet_without_names", seen="、".join(headings_seen(sheet.rows)))
            continue
        if sheet.hidden:
            # What a person cannot see in their own file they did not mean to send.
            headings = tables[0].headings
            facts.append(SheetFacts(sheet.name, headings.row_number, {}, (), 0, 0, True))
            _note(gathered, sheet, "hidden_sheet", rows=len(sheet.rows) - headings.first)
            continue
        facts += [_read_table(path, table, gathered) for table in tables]
    if not any(f.header_row and not f.hidden for f in facts):
        seen = [h for s in found.sheets if not s.hidden for h in headings_seen(s.rows)][:30]
        raise NoNameColumn(
            "watchlist.errors.no_name_column",
            file=path.name,
            sheets=_sheets(s.name for s in found.sheets if s.name),
            seen="、".join(seen) or "-",
            accepted="、".join(accepted_names()),
        )
    if not any(f.rows for f in facts):
        raise WatchlistFileError("watchlist.errors.no_rows", file=path.name)
    return ReadResult(
        path.name,
        found.form,
        tuple(gathered.names),
        tuple(gathered.problems),
        tuple(facts),
        found.encoding,
        found.delimiter,
        tuple(gathered.stands),
    )


def _read_table(path: Path, table: Table, gathered: Gathered) -> SheetFacts:
    sheet, headings = table.sheet, table.headings
    if headings.near:
        raise NoNameColumn(
            "watchlist.errors.near_columns",
            file=path.name,
            sheets=_sheets([sheet.name] if sheet.name else []),
            row=headings.row_number,
            columns="、".join(_shown(headings, c, sheet.rows[headings.first :]) for c in headings.near),
            example=column_letters(headings.near[0]),
        )
    columns = {name: "、".join(one_line(headings.labels[c]) for c in cs) for name, cs in headings.columns.items()}
    before = len(gathered.names)
    read = read_rows(table, gathered)
    if "city" not in columns and (place := read.section or (table.city and sheet.name)):
        columns["city"] = place  # so that the city a name had before does not win over it
    _tell_hidden(gathered, sheet, headings)
    _tell_unread(gathered, table)
    unread = tuple(headings.labels[c] for c in headings.unread)
    names = len(gathered.names) - before
    return SheetFacts(sheet.name, headings.row_number, columns, unread, read.rows, names, block=table.block)


def _shown(headings: Headings, column: int, rows: Sequence[Row]) -> str:
    """C（品牌：云杼、岚谷禾…）: the column as the clerk finds it again."""
    held = [t[:12] for r in rows if (t := one_line(r.cell(column)))][:2]
    return f"{column_letters(column)}（{one_line(headings.labels[column])[:20]}：{'、'.join(held)}…）"


def _check(path: Path, choice: Choice, tables: Sequence[Table], sheets: Sequence[Sheet]) -> None:
    """Raises NoNameColumn where a column that a person named is in no table."""
    for wanted in (w for ws in choice.values() for w in ws):
        if not any(set(columns_named(wanted, t.headings.labels)) & set(t.headings.labels) for t in tables):
            seen = [h for s in sheets if not s.hidden for h in headings_seen(s.rows)][:30]
            raise NoNameColumn(
                "watchlist.errors.no_such_column", file=path.name, column=wanted, seen="、".join(seen) or "-"
            )


def _tell_unread(gathered: Gathered, table: Table) -> None:
    """A column nobody reads that looks like names or firms may be what the list is about."""
    sheet, headings = table.sheet, table.headings
    rows = sheet.rows[headings.first :]
    if headings.kind == "company":
        _note(gathered, sheet, "companies", column=one_line(headings.label("name")))
    for what, columns in (("unread_names", headings.like_names), ("unread_firms", headings.like_firms)):
        for column in columns:
            _note(gathered, sheet, what, column=_shown(headings, column, rows), letter=column_letters(column))


def _tell_hidden(gathered: Gathered, sheet: Sheet, headings: Headings) -> None:
    """Hidden rows are mostly left by a filter and still belong to the list: they are taken, and told."""
    rows = [r.number for r in sheet.rows[headings.first :] if r.number in sheet.hidden_rows and not r.blank]
    if rows:
        shown = "、".join(map(str, rows[:_SHOWN])) + ("…" if len(rows) > _SHOWN else "")
        _note(gathered, sheet, "hidden_rows", count=len(rows), rows=shown)
    used = {c for columns in headings.columns.values() for c in columns}
    if columns := sorted(used & sheet.hidden_columns):
        _note(gathered, sheet, "hidden_columns", columns="、".join(one_line(headings.labels[c]) for c in columns))


def _note(gathered: Gathered, sheet: Sheet, what: str, **params: object) -> None:
    gathered.problems.append(RowProblem(gathered.file, sheet.name, 0, "", f"watchlist.row.{what}", params))
