"""Tables that `monitor screen` reads: text files line by line, however long, and every other format a list may come in."""

from __future__ import annotations

import codecs
import csv
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from monitor.errors import InputFileError
from monitor.model import Mention, Role
from monitor.screening import ScreenRow

_COLUMNS = {
    "text": ("text", "mark", "name", "文字", "商标", "商标名称", "商标文字", "名称", "文本"),
    "id": ("id", "serial", "number", "申请号", "注册号", "编号", "序号"),
    "class": ("class", "classes", "nice", "nice_class", "nice_classes", "类别", "商品类别", "国际分类"),
    "country": ("country", "jurisdiction", "国家", "国别", "国家/地区", "地区"),
    "owner": ("owner", "applicant", "申请人", "权利人", "注册人"),
    "role": ("role", "角色"),
}
# What the reader of lists understands a heading to be, where it is none of these words.
_FIELDS = {"name": "text", "owner": "owner", "nice_classes": "class", "registration": "id", "id": "id"}
_BLOCK = 1 << 20
_LONGEST = 100_000  # characters of one text
_LONGEST_HEADING = 24
_TITLE_ROWS = 10  # above the headings, at most
_TEXT_FILES = (".csv", ".tsv", ".txt", "")
_NOT_TEXT = (b"PK", b"\xd0\xcf\x11\xe0", b"%PDF", b"<", b"\xef\xbb\xbf<", b"\xff\xd8", b"\x89PNG")

Note = Callable[..., None]
"""Called with a text key and its parameters for everything a person should know that does not stop the work."""


@dataclass(frozen=True, slots=True)
class Input:
    """One table: `rows` may be read once; `expected` is their number where it is known before reading, else 0. `sheet`: which of
    several of its file."""

    path: Path
    rows: Iterator[ScreenRow]
    expected: int
    sheet: str = ""

    @property
    def name(self) -> str:
        return f"{self.path.name} {self.sheet}".strip()


def open_table(path: Path, note: Note) -> Iterator[Input]:
    """The tables of a file. Raises InputFileError for one that has none with a column of texts, or that no reader knows."""
    with path.open("rb") as file:
        head = file.read(8)
    if path.suffix.lower() in (".yaml", ".yml"):
        yield _listed(path)
        return
    if path.suffix.lower() in _TEXT_FILES and not head.startswith(_NOT_TEXT) and (known := _encoding(path)):
        encoding, lines = known
        yield Input(path, _table_rows(path, _csv_rows(path, encoding), note), lines)
        return
    yield from _sheets(path, note)


def _sheets(path: Path, note: Note) -> Iterator[Input]:
    """Every sheet that has a column of texts; the others of a workbook are told."""
    # Only tables that are no plain text need these.
    from monitor.watchlist import UnknownEncoding, WatchlistFileError
    from monitor.watchlist.formats import FORMATS, file_at, read_file

    file = file_at(path)
    strange = path.suffix.lower() in (".zip", ".xml")
    if strange and next(f for f in FORMATS if f.is_it(file)) is FORMATS[-1]:
        raise InputFileError("screen.errors.unknown_register", file=path.name)
    try:
        found = read_file(file)
    except UnknownEncoding as error:
        raise InputFileError("screen.errors.encoding", file=path.name) from error
    except WatchlistFileError as error:
        if strange:
            raise InputFileError("screen.errors.unknown_register", file=path.name) from error
        raise
    filled = [s for s in found.sheets if not s.hidden and any(not r.blank for r in s.rows)]
    for sheet in found.sheets:
        if sheet.hidden:
            note("screen.note.hidden_sheet", file=path.name, sheet=sheet.name)
    if not filled:
        raise InputFileError("screen.errors.empty", file=path.name)
    tables = {s.name: [(r.number, list(r.cells)) for r in s.rows] for s in filled}
    usable = [name for name, rows in tables.items() if _headings(rows)]
    for name in tables:
        if usable and name not in usable:
            note("screen.note.sheet_without_texts", file=path.name, sheet=name)
    for name in usable or list(tables)[:1]:  # the first says what is wrong
        rows = tables[name]
        yield Input(path, _table_rows(path, iter(rows), note), len(rows), name if len(filled) > 1 else "")


def _listed(path: Path) -> Input:
    """A list as `export` writes it in yaml."""
    from monitor.watchlist import read_watchlist

    names = read_watchlist(path).names
    rows = (
        ScreenRow(
            number,
            n.id,
            (
                Mention(n.name, Role.MARK, "text", nice_classes=n.nice_classes),
                *((Mention(n.owner, Role.APPLICANT, "owner"),) if n.owner else ()),
            ),
            table=True,
        )
        for number, n in enumerate(names, 1)
    )
    return Input(path, rows, len(names))


def _encoding(path: Path) -> tuple[str, int] | None:
    """(encoding, number of lines) after one pass: strict UTF-8, else strict GB18030; None where it is neither."""
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
        return "big5hkscs" if encoding == "gb18030" and _is_big5(path) else encoding, max(lines - 1, 0)
    return None


def _is_big5(path: Path) -> bool:
    """GB18030 takes almost any bytes: whether the reader of lists finds headings in the first lines by Big5 alone."""
    from monitor.watchlist import UnknownEncoding
    from monitor.watchlist.formats import File
    from monitor.watchlist.formats.delimited import read_as

    with path.open("rb") as file:
        start = file.read(_BLOCK >> 4) + file.readline()
        try:
            if read_as(File(path.name, start))[1] != "big5":
                return False
            file.seek(0)
            for line in file:
                line.decode("big5hkscs")
        except (UnknownEncoding, UnicodeDecodeError):
            return False
    return True


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


def _table_rows(path: Path, rows: Iterator[tuple[int, list[str]]], note: Note) -> Iterator[ScreenRow]:
    header: dict[str, int] = {}
    above: list[tuple[int, list[str]]] = []
    for number, cells in rows:
        if any(c.strip() for c in cells):
            above.append((number, cells))
            if (header := _header(cells)) and "text" in header:
                break
            if len(above) == _TITLE_ROWS:
                break
    if not above:
        raise InputFileError("screen.errors.empty", file=path.name)
    if "text" not in header:
        fullest = max((cells for _, cells in above), key=lambda cells: sum(bool(c.strip()) for c in cells))
        seen = "、".join(c.strip()[:40] for c in fullest if c.strip())
        raise InputFileError(
            "screen.errors.no_text_column", file=path.name, seen=seen, accepted="、".join(_COLUMNS["text"])
        )
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
    found = {name: labels[s] for name, spellings in _COLUMNS.items() for s in reversed(spellings) if s in labels}
    filled = [c for c in cells if c.strip()]
    if "text" in found or len(filled) < 2 or any(len(c) > _LONGEST_HEADING for c in filled):
        return found
    from monitor.watchlist.wording import field_of  # only headings that are none of these words need it

    for i, cell in enumerate(cells):
        what = _FIELDS.get(field_of(cell.strip()) or "", "")
        if what and i not in found.values():
            found.setdefault(what, i)
    return found


def _headings(rows: Sequence[tuple[int, list[str]]]) -> bool:
    """Whether a table has a heading for its texts."""
    filled = [cells for _, cells in rows if any(c.strip() for c in cells)][:_TITLE_ROWS]
    return any("text" in _header(cells) for cells in filled)


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
