"""What is no list that can be read, known by its first bytes, and the sentence that says what to do instead."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NoReturn

from monitor.watchlist.errors import NotAWorkbook, RefusedWorkbook
from monitor.watchlist.formats.old_workbook import has_stream, is_ole
from monitor.watchlist.formats.shape import File, Format

_PICTURES = (b"\xff\xd8\xff", b"\x89png", b"gif8", b"bm", b"ii*\0", b"mm\0*", b"riff")
_BEGINNING = re.compile(rb"\x09[\x00\x02\x04\x08][\x04\x06\x08\x10]\x00")  # of a workbook before Excel 97: no container
_ARCHIVES = (b"rar!", b"7z\xbc\xaf\x27\x1c", b"\x1f\x8b", b"bzh", b"\xfd7zxz")


def refusing(name: str, is_it: Callable[[File], bool], key: str) -> Format:
    def read(file: File) -> NoReturn:
        raise RefusedWorkbook(f"watchlist.errors.{key}", file=file.name)

    return Format(name, is_it, read)


def _is_picture(file: File) -> bool:
    start = file.head[:16]
    if start.startswith(b"bm"):
        return len(file.data) > 26 and int.from_bytes(file.data[2:6], "little") == len(file.data)
    return start.startswith(_PICTURES) or file.data[4:12] in (b"ftypheic", b"ftypheix", b"ftypmif1", b"ftypavif")


LOCKED = refusing("locked", lambda f: is_ole(f) and has_stream(f, "EncryptedPackage"), "encrypted")
PICTURE = refusing("picture", _is_picture, "picture")
ARCHIVE = refusing("archive", lambda f: f.head.startswith(_ARCHIVES), "archive")
OLD_DOCUMENT = refusing(
    "doc",
    lambda f: (
        (is_ole(f) and has_stream(f, "WordDocument"))
        or f.head.startswith(b"{\\rtf")
        or b"schemas.microsoft.com/office/word/2003" in f.head
        or b"opendocument.text" in f.data[:200]
    ),
    "old_document",
)
SLIDES = refusing(
    "slides",
    lambda f: any(p.startswith("ppt/") for p in f.parts) or (is_ole(f) and has_stream(f, "PowerPoint Document")),
    "slides",
)
OLD = refusing(
    "old",
    lambda f: is_ole(f) or _BEGINNING.match(f.data) is not None,
    "old_format",
)


def _unlike(file: File) -> NoReturn:
    raise NotAWorkbook("watchlist.errors.not_a_workbook", file=file.name)


UNLIKE = Format("unlike", lambda f: f.head.startswith(b"<?xml"), _unlike)  # XML of no format above
