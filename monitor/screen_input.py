"""What `monitor screen` reads: tables in every format a list may come in, and the register files of the sources."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import UTC, date, datetime
from pathlib import Path
from typing import IO

from monitor import sources
from monitor.errors import BrokenSource, InputFileError
from monitor.model import Capture, Category, Record, Skip
from monitor.screen_tables import Input, Note, open_table
from monitor.screening import ScreenRow
from monitor.sources.base import Plan
from monitor.sources.kit.pieces import read_prolog

_BLOCK_OF_JSON = 4096
_LISTS = (
    ".xlsx",
    ".xlsm",
    ".xls",
    ".et",
    ".xlsb",
    ".ods",
    ".fods",
    ".docx",
    ".htm",
    ".html",
    ".mht",
    ".mhtml",
    ".pdf",
    ".yaml",
    ".yml",
)
_FILES = (".csv", ".tsv", ".txt", *_LISTS, ".zip", ".xml")


def open_inputs(paths: Sequence[Path], note: Note) -> Iterator[Input]:
    """The files given, folders opened (their tables and register files, by name). Raises InputFileError."""
    for path in paths:
        if path.is_dir():
            inside = sorted(p for p in path.rglob("*") if p.is_file() and p.suffix.lower() in _FILES)
            zipped = {p.with_suffix("") for p in inside if p.suffix.lower() == ".zip"}
            inside = [p for p in inside if p.suffix.lower() != ".xml" or p.with_suffix("") not in zipped]
            if not inside:
                raise InputFileError("screen.errors.empty_folder", file=str(path))
            for p in inside:
                yield from _if_usable(p, note)
        else:
            yield from _open(path, note)


def _if_usable(path: Path, note: Note) -> Iterator[Input]:
    """A file of a folder; one that is no table of texts is told and left out, the others are screened."""
    try:
        opened = list(_open(path, note))
    except InputFileError as error:
        note(error.key, **error.params)
        return

    def rows(of: Input) -> Iterator[ScreenRow]:
        try:
            yield from of.rows
        except InputFileError as error:
            note(error.key, **error.params)

    for each in opened:
        yield Input(path, rows(each), each.expected, each.sheet)


def _open(path: Path, note: Note) -> Iterator[Input]:
    try:
        register = _register_of(path)
    except (OSError, zipfile.BadZipFile) as error:
        raise InputFileError("screen.errors.unreadable", file=str(path), detail=str(error)) from error
    if register:
        yield Input(path, _register_rows(path, register, note), 0)
        return
    yield from open_table(path, note)


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
