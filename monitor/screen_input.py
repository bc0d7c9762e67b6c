"""What `monitor screen` reads: csv and xlsx tables with a text column, and the register files of USPTO and INPI."""

from __future__ import annotations

import codecs
import csv
import re
import zipfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import IO

from monitor import sources
from monitor.errors import BrokenSource, InputFileError
from monitor.model import Capture, Category, Mention, Record, Role, Skip
from monitor.screening import ScreenRow
from monitor.sources.base import Plan
from monitor.sources.kit.pieces import read_prolog

_COLUMNS = {
    "text": ("text", "mark", "name", "文字", "商标", "商标名称", "商标文字", "名称", "文本"),
    "id": ("id", "serial", "number", "申请号", "注册号", "编号", "序号"),
    "class": ("class", "classes", "nice", "nice_class", "nice_classes", "类别", "商品类别", "国际分类"),
    "country": ("country", "jurisdiction", "国家", "国别", "国家/地区", "地区"),
    "owner": ("owner", "applicant", "申请人", "权利人", "注册人"),
    "role": ("role", "角色"),
}
_BLOCK = 1 << 20
_BLOCK_OF_JSON = 4096
_LONGEST = 100_000  # characters of one text
_LONGEST_NAME = 200
_TABLES = (".csv", ".tsv", ".txt", ".xlsx", ".xlsm")

Note = Callable[..., None]
"""Called with a text key and its parameters for everything a person should know that does not stop the work."""


@dataclass(frozen=True, slots=True)
class Input:
    """One opened file: `rows` may be read once; `expected` is their number where it is known before reading, else 0."""

    path: Path
    rows: Iterator[ScreenRow]
    expected: int


def open_inputs(paths: Sequence[Path], note: Note) -> Iterator[Input]:
    """The files given, folders opened (their tables and register files, by name). Raises InputFileError."""
    for path in paths:
        if path.is_dir():
            inside = sorted(
                p for p in path.rglob("*") if p.is_file() and p.suffix.lower() in (*_TABLES, ".zip", ".xml")
            )
            zipped = {p.with_suffix("") for p in inside if p.suffix.lower() == ".zip"}
            inside = [p for p in inside if p.suffix.lower() != ".xml" or p.with_suffix("") not in zipped]
            if not inside:
                raise InputFileError("screen.errors.empty_folder", file=str(path))
            for p in inside:
                yield from _if_usable(p, note)
        else:
            yield _open(path, note)


def _if_usable(path: Path, note: Note) -> Iterator[Input]:
    """A file of a folder; one that is no table of texts is told and left out, the others are screened."""
    try:
        opened = _open(path, note)
    except InputFileError as error:
        note(error.key, **error.params)
        return

    def rows() -> Iterator[ScreenRow]:
        try:
            yield from opened.rows
        except InputFileError as error:
            note(error.key, **error.params)

    yield Input(path, rows(), opened.expected)


def _open(path: Path, note: Note) -> Input:
    try:
        register = _register_of(path)
    except (OSError, zipfile.BadZipFile) as error:
        raise InputFileError("screen.errors.unreadable", file=str(path), detail=str(error)) from error
    if register:
        return Input(path, _register_rows(path, register, note), 0)
    with path.open("rb") as file:
        head = file.read(8)
    if head.startswith(b"PK\x03\x04"):
        rows = _workbook(path)
        return Input(path, _table_rows(path, iter(rows), note), len(rows))
    if path.suffix.lower() in (".zip", ".xml"):
        raise InputFileError("screen.errors.unknown_register", file=path.name)
    encoding, lines = _encoding(path)
    return Input(path, _table_rows(path, _csv_rows(path, encoding), note), lines)


_LONGEST_PROLOG = 8 << 20  # bytes of declarations before the root element; a run reads as many


def _register_of(path: Path) -> str:
    """The source that reads a file, by its root element, or the beginning of its JSON; "" if none knows it, and it may be a table."""
    with path.open("rb") as file:
        magic = file.read(4)
        if not magic.startswith(b"PK"):
            file.seek(0)
            if magic.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] in (b"{", b"["):
                return _source_of(file.read(_BLOCK_OF_JSON))
            return _source_of(_root_of(file)) if path.suffix.lower() == ".xml" or b"<" in magic else ""
    with zipfile.ZipFile(path) as archive:
        if any(m.filename == "[Content_Types].xml" for m in archive.infolist()):
            return ""  # a workbook
        for member in archive.infolist():
            if not member.is_dir() and member.filename.lower().endswith(".xml"):
                with archive.open(member) as inner:
                    if found := _source_of(_root_of(inner)):
                        return found
    return ""


def _root_of(file: IO[bytes]) -> bytes:
    """The beginning of a document from its root element on; what stands before it may be long (a document type)."""
    head = b""
    while block := file.read(1 << 16):
        head += block
        body = read_prolog(head).body
        if _ROOT.match(body) or len(head) > _LONGEST_PROLOG:
            return body
    return read_prolog(head).body


_ROOT = re.compile(rb"<[A-Za-z_:][^<>]*[\s>]")


def _source_of(head: bytes) -> str:
    """Each source is asked; one that is at fault knows no file."""
    for name in sources.names():
        with suppress(BrokenSource):
            if sources.load(name).recognises(head):
                return name
    return ""


# --- tables ---------------------------------------------------------------------------------------------


def _encoding(path: Path) -> tuple[str, int]:
    """(encoding, number of lines) after one pass: strict UTF-8, else strict GB18030."""
    with path.open("rb") as file:
        start = file.read(4)
    candidates = ["utf-8-sig", "gb18030"]
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        candidates = ["utf-16"]
    for encoding in candidates:
        decoder = codecs.getincrementaldecoder(encoding)()
        lines = 0
        try:
            with path.open("rb") as file:
                while block := file.read(_BLOCK):
                    lines += decoder.decode(block).count("\n")
                decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            continue
        return encoding, max(lines - 1, 0)
    raise InputFileError("screen.errors.encoding", file=path.name)


def _csv_rows(path: Path, encoding: str) -> Iterator[tuple[int, list[str]]]:
    with path.open(encoding=encoding, newline="") as file:
        first = file.readline()
        delimiter = max(",\t;|", key=first.count)
        file.seek(0)
        csv.field_size_limit(_LONGEST * 10)
        reader = csv.reader(file, delimiter=delimiter)
        while True:
            try:
                cells = next(reader)
            except StopIteration:
                return
            except csv.Error as error:
                raise InputFileError(
                    "screen.errors.broken_row", file=path.name, row=reader.line_num, detail=str(error)
                ) from error
            yield reader.line_num, cells


def _workbook(path: Path) -> list[tuple[int, list[str]]]:
    from monitor.watchlist.formats import file_at, read_file  # only a workbook needs it

    for sheet in read_file(file_at(path)).sheets:
        if not sheet.hidden and any(not r.blank for r in sheet.rows):
            return [(r.number, list(r.cells)) for r in sheet.rows]
    raise InputFileError("screen.errors.empty", file=path.name)


def _table_rows(path: Path, rows: Iterator[tuple[int, list[str]]], note: Note) -> Iterator[ScreenRow]:
    header: dict[str, int] = {}
    for _, cells in rows:
        if not any(c.strip() for c in cells):
            continue
        header = _header(cells)
        if "text" not in header:
            seen = "、".join(c.strip()[:40] for c in cells if c.strip())
            raise InputFileError(
                "screen.errors.no_text_column", file=path.name, seen=seen, accepted="、".join(_COLUMNS["text"])
            )
        break
    if not header:
        raise InputFileError("screen.errors.empty", file=path.name)
    for number, cells in rows:
        found = {name: cells[i].strip() for name, i in header.items() if i < len(cells)}
        text = found.get("text", "")
        if not text:
            if any(found.values()):
                note("screen.note.no_text", file=path.name, row=number)
            continue
        if len(text) > _LONGEST:
            note("screen.note.cut", file=path.name, row=number, length=len(text), limit=_LONGEST)
            text = text[:_LONGEST]
        mentions = _mentions(text, found, path, number, note)
        yield ScreenRow(number, found.get("id", ""), mentions, table=True)


def _header(cells: Sequence[str]) -> dict[str, int]:
    labels = {
        re.sub(r"\s+", "_", c.strip().lstrip("\ufeff").casefold()): i for i, c in reversed(list(enumerate(cells)))
    }
    return {name: labels[s] for name, spellings in _COLUMNS.items() for s in reversed(spellings) if s in labels}


def _mentions(text: str, found: dict[str, str], path: Path, number: int, note: Note) -> tuple[Mention, ...]:
    """The row's text, then its owners as applicants. The country is that of both."""
    if len(found) == 1 or not any(v for k, v in found.items() if k not in ("text", "id")):
        return (Mention(text, Role.MARK, "text"),)
    classes: tuple[int, ...] = ()
    if listed := found.get("class", ""):
        from monitor.watchlist.cells import classes_in  # only a table with classes needs it

        classes, bad = classes_in(listed)
        if bad:
            note("screen.note.bad_class", file=path.name, row=number, value="、".join(bad))
    role = Role.MARK
    if named := found.get("role", "").casefold():
        if named in set(Role):
            role = Role(named)
        else:
            note("screen.note.bad_role", file=path.name, row=number, value=named, accepted="、".join(Role))
    country = found.get("country", "").upper()
    owners = [o.strip() for o in re.split(r"[;；]", found.get("owner", "")) if o.strip()]
    return (
        Mention(text, role, "text", country=country, nice_classes=classes),
        *(Mention(owner, Role.APPLICANT, "owner", country=country) for owner in owners),
    )


# --- register files -------------------------------------------------------------------------------------


def _register_rows(path: Path, register: str, note: Note) -> Iterator[ScreenRow]:
    source = sources.load(register)
    now = datetime.now(UTC)
    request = source.file_request(path)
    capture = Capture(f"file:{path.name}", request, 200, {}, now, path.stat().st_size, path)
    plan = Plan(
        register,
        urls={},
        since=date(1900, 1, 1),
        until=now.date(),
        now=now,
        options=source.options(),
        folder=path.parent,
    )
    number = skipped = 0
    for outcome in source.read(capture, plan):
        if isinstance(outcome, Skip):
            skipped += 1
        elif isinstance(outcome, Record):
            number += 1
            yield ScreenRow(number, outcome.matter, outcome.mentions, outcome.category or Category.TRADEMARK)
    if skipped:
        note("screen.note.skipped_records", file=path.name, count=skipped)
    if not number:
        note("screen.note.no_records", file=path.name)
