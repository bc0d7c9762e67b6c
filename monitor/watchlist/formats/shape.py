"""What a format is: how its files are known by their content, and who reads them into sheets of rows."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property

from monitor.watchlist.table import Sheet


@dataclass(frozen=True)
class File:
    """A list as it lies on the disk: `name` for the messages, `data` whole (bounded before it is read)."""

    name: str
    data: bytes

    @cached_property
    def head(self) -> bytes:
        """The beginning in small letters, without byte-order mark and leading blanks; wide text made narrow."""
        start = self.data[:8192]
        if start.startswith((b"\xff\xfe", b"\xfe\xff")):
            start = start[2:].replace(b"\0", b"")
        return start.lstrip(b"\xef\xbb\xbf \t\r\n").lower()

    @property
    def is_zip(self) -> bool:
        return self.data.startswith((b"PK\x03\x04", b"PK\x05\x06"))

    @cached_property
    def parts(self) -> frozenset[str]:
        """Names of the parts of a zip container, in small letters with forward slashes; empty for any other file."""
        if not self.is_zip:
            return frozenset()
        try:
            with zipfile.ZipFile(io.BytesIO(self.data)) as archive:
                return frozenset(n.lower().replace("\\", "/").lstrip("/") for n in archive.namelist())
        except Exception:  # what is wrong with it is for its reader to say
            return frozenset()

    @cached_property
    def suffix(self) -> str:
        found = re.search(r"\.\w{1,5}$", self.name)
        return found[0].lower() if found else ""


@dataclass(frozen=True, slots=True)
class Found:
    """All that a file holds, as sheets. `told`: what the clerk should know of how it was read (`watchlist.row.told_*`)."""

    sheets: tuple[Sheet, ...]
    encoding: str = ""
    delimiter: str = ""
    told: tuple[tuple[str, str], ...] = field(default=())  # key, and what it speaks of ("" for the file itself)
    form: str = ""  # of the file inside an archive


@dataclass(frozen=True, slots=True)
class Format:
    """One row of the table of formats.

    `is_it` looks at the content and, last, at the name. `read` gives the sheets or raises WatchlistFileError; it imports
    its library when it is called. `apart`: the reader cannot be bounded from inside and runs in a process of its own."""

    name: str
    is_it: Callable[[File], bool]
    read: Callable[[File], Found]
    apart: Callable[[File], bool] = field(default=lambda _: False)
