"""`read_watchlist`: one door for every kind of file, chosen by content (formats/), and what was made of each sheet."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path

from monitor.watchlist.cells import one_line
from monitor.watchlist.entries import Gathered
from monitor.watchlist.errors import NoNameColumn, WatchlistFileError
from monitor.watchlist.formats import Found, file_at, read_file
from monitor.watchlist.headers import Headings, accepted_names, find_headings, headings_seen
from monitor.watchlist.listed import read_listed
from monitor.watchlist.rows import read_rows
from monitor.watchlist.stamp import Stamp, without_stamp
from monitor.watchlist.table import ReadResult, RowProblem, Sheet, SheetFacts

_SHOWN = 20  # numbers of hidden rows that are told; the count is always whole
_LISTED = (".yaml", ".yml")


def read_watchlist(path: Path) -> ReadResult:
    """Reads a list of names: any format of `formats`, the canonical csv, or the yaml that `export` writes.

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
    return _stamped(_from_sheets(path, replace(found, sheets=sheets)), stamp)


def _stamped(result: ReadResult, stamp: Stamp | None) -> ReadResult:
    return replace(result, made_from=stamp.version, made_as=stamp.list) if stamp else result


def _sheets(names: Iterable[str]) -> Mapping[str, object] | str:
    """Which sheets were looked at; a csv has none."""
    listed = "、".join(names)
    return {"key": "watchlist.errors.sheets", "params": {"sheets": listed}} if listed else ""


def _from_sheets(path: Path, found: Found) -> ReadResult:
    gathered = Gathered(path.name)
    sheets = found.sheets
    for what, of in found.told:
        gathered.problems.append(RowProblem(path.name, "", 0, "", f"watchlist.row.told_{what}", {"of": of}))
    facts: list[SheetFacts] = []
    for sheet in sheets:
        headings = find_headings(sheet.rows)
        if headings is None:
            facts.append(SheetFacts(sheet.name, 0, {}, (), len(sheet.rows), 0, sheet.hidden))
            if len(sheet.rows) > 3 and not sheet.hidden and len(sheets) > 1:
                _note(gathered, sheet, "sheet_without_names", seen="、".join(headings_seen(sheet.rows)))
            continue
        columns = {name: "、".join(one_line(headings.labels[c]) for c in cs) for name, cs in headings.columns.items()}
        unread = tuple(headings.labels[c] for c in headings.unread)
        if sheet.hidden:
            # What a person cannot see in their own file they did not mean to send.
            facts.append(SheetFacts(sheet.name, headings.row_number, columns, unread, 0, 0, True))
            _note(gathered, sheet, "hidden_sheet", rows=len(sheet.rows) - headings.first)
            continue
        before = len(gathered.names)
        rows = read_rows(sheet, headings, gathered)
        _tell_hidden(gathered, sheet, headings)
        facts.append(SheetFacts(sheet.name, headings.row_number, columns, unread, rows, len(gathered.names) - before))
    if not any(f.header_row and not f.hidden for f in facts):
        seen = [h for s in sheets if not s.hidden for h in headings_seen(s.rows)][:30]
        raise NoNameColumn(
            "watchlist.errors.no_name_column",
            file=path.name,
            sheets=_sheets(s.name for s in sheets if s.name),
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
