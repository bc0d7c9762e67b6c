"""How much of a file is read at most. A list of 10,000 names has about 1 MB, 100,000 cells and a second of reading; what
is far beyond that is another file, or one made to hang the program."""

from __future__ import annotations

import zipfile

from monitor.watchlist.errors import NotAWorkbook, RefusedWorkbook
from monitor.watchlist.table import Row

MAX_FILE = 20 << 20  # bytes
MAX_UNPACKED = 120 << 20  # bytes of all parts of a container together
MAX_STRINGS = 40 << 20  # bytes of a workbook's shared strings, which are held in memory
MAX_RATIO = 250  # unpacked to packed, of a part over 4 MB
MAX_MEMBERS = 2_000
MAX_ROWS = 200_000  # with content
LAST_ROW = 1 << 20  # of a sheet of Excel
MAX_COLUMNS = 256
MAX_CELLS = 1_000_000  # with content
MAX_WALKED = 40_000_000  # cells looked at, empty ones included: a row that holds its last column alone has 16,384
MAX_LETTERS = 60_000_000
MAX_MERGED = 20_000
SMALL = 8 << 20  # unpacked bytes that a reader of ours can at most spend a few seconds on
SECONDS = 60  # of the processor, for a file read apart
MEMORY = 1 << 30  # bytes, for a file read apart


class Tally:
    """Counts what was read of one file over all its sheets. Raises RefusedWorkbook where it is more than a list."""

    def __init__(self, file: str) -> None:
        self._file = file
        self._rows = self._cells = self._walked = self._letters = 0

    def walk(self, cells: int) -> None:
        self._walked += cells
        if self._walked > MAX_WALKED:
            raise RefusedWorkbook("watchlist.errors.too_many_cells", file=self._file, limit=MAX_CELLS)

    def at_row(self, number: int) -> None:
        """A file may claim any number for a row; no spreadsheet has more than a million."""
        if number > LAST_ROW:
            raise RefusedWorkbook("watchlist.errors.too_many_rows", file=self._file, limit=MAX_ROWS)

    def take(self, row: Row) -> Row:
        filled = [c for c in row.cells if c]
        self._rows += 1
        self._cells += len(filled)
        self._letters += sum(map(len, filled))
        if self._rows > MAX_ROWS:
            raise RefusedWorkbook("watchlist.errors.too_many_rows", file=self._file, limit=MAX_ROWS)
        if self._cells > MAX_CELLS or self._letters > MAX_LETTERS:
            raise RefusedWorkbook("watchlist.errors.too_many_cells", file=self._file, limit=MAX_CELLS)
        return row


def judge_container(file: str, archive: zipfile.ZipFile) -> int:
    """The unpacked size of a zip container. Raises RefusedWorkbook for a password, or where it unpacks to more than a list
    ever does. Sizes are those the directory declares: zipfile reads no more."""
    members = archive.infolist()
    if any(m.flag_bits & 0x1 for m in members):
        raise RefusedWorkbook("watchlist.errors.encrypted", file=file)
    unpacked = sum(m.file_size for m in members)
    bomb = any(m.file_size > (4 << 20) and m.file_size > MAX_RATIO * max(m.compress_size, 1) for m in members)
    strings = sum(m.file_size for m in members if m.filename.lower().endswith("sharedstrings.xml"))
    if unpacked > MAX_UNPACKED or strings > MAX_STRINGS or bomb or len(members) > MAX_MEMBERS:
        raise RefusedWorkbook(
            "watchlist.errors.unpacks_too_big",
            file=file,
            size=megabytes(unpacked),
            limit=megabytes(MAX_UNPACKED),
            members=len(members),
        )
    return unpacked


def open_container(file: str, data: bytes) -> zipfile.ZipFile:
    """The container of a workbook or document. Raises NotAWorkbook where its directory cannot be read."""
    import io

    try:
        return zipfile.ZipFile(io.BytesIO(data))
    except Exception as error:  # zipfile lets struct.error, UnicodeDecodeError … through for a damaged file
        raise damaged(file, error) from error


def damaged(file: str, error: BaseException) -> NotAWorkbook:
    return NotAWorkbook("watchlist.errors.workbook_damaged", file=file, detail=f"{type(error).__name__}: {error}"[:200])


def megabytes(size: int) -> str:
    return f"{size / (1 << 20):.1f} MB"
