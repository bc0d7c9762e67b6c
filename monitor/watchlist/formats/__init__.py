"""The formats a list is read from, each in a file of its own, all into sheets of rows. A file is known by its content.

To add a format: a file here that makes a `Format`, and its row in FORMATS (docs/watchlist.md tells the clerk what is seen
in each)."""

from dataclasses import replace
from pathlib import Path

from monitor.errors import why_of
from monitor.watchlist.errors import RefusedWorkbook, WatchlistFileError
from monitor.watchlist.formats import (
    archive,
    delimited,
    open_document,
    pdf,
    refused,
    spreadsheetml,
    web_page,
    word,
    xlsx,
)
from monitor.watchlist.formats.apart import read_apart
from monitor.watchlist.formats.limits import MAX_FILE, megabytes
from monitor.watchlist.formats.old_workbook import BINARY, OLD
from monitor.watchlist.formats.shape import File, Format, Found


def file_at(path: Path) -> File:
    """The whole file. Raises WatchlistFileError where it is not there, empty or bigger than a list ever is."""
    try:
        size = path.stat().st_size
        if size > MAX_FILE:
            raise RefusedWorkbook(
                "watchlist.errors.too_big", file=path.name, size=megabytes(size), limit=megabytes(MAX_FILE)
            )
        data = path.read_bytes()
    except OSError as error:
        raise WatchlistFileError("watchlist.errors.unreadable", file=str(path), detail=why_of(error)) from error
    if not data.strip(b"\xef\xbb\xbf \t\r\n\0"):
        raise WatchlistFileError("watchlist.errors.empty", file=path.name)
    return File(path.name, data)


def read_file(file: File) -> Found:
    """All sheets of a list; `form` is the name of its format. Raises WatchlistFileError where it cannot be read."""
    form = next(f for f in FORMATS if f.is_it(file))
    found = read_apart(form, file) if form.apart(file) else form.read(file)
    return replace(found, form=found.form or form.name)


FORMATS: tuple[Format, ...] = (
    # The first that knows the file reads it.
    refused.LOCKED,
    BINARY,
    word.FORMAT,
    refused.SLIDES,
    xlsx.FORMAT,
    OLD,
    refused.OLD_DOCUMENT,
    open_document.FORMAT,
    archive.archive_format(read_file),
    pdf.FORMAT,
    refused.PICTURE,
    refused.ARCHIVE,
    refused.OLD,
    spreadsheetml.FORMAT,
    web_page.WHOLE,
    web_page.PAGE,
    refused.UNLIKE,
    delimited.FORMAT,
)

__all__ = ["FORMATS", "File", "Format", "Found", "file_at", "read_file"]
