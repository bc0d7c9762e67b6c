"""What can be wrong with a list as a whole. What is wrong with one row is a `RowProblem`."""

from __future__ import annotations

from monitor.errors import InputFileError


class WatchlistFileError(InputFileError):
    """The file cannot be used; nothing of it was taken. Text keys: `watchlist.errors.*`."""


class NotAWorkbook(WatchlistFileError):
    """It is called a workbook, or looks like one, and cannot be read as one."""


class RefusedWorkbook(WatchlistFileError):
    """A workbook of a kind that is not opened on principle: macros, a password, an old format, a bomb."""


class NoNameColumn(WatchlistFileError):
    pass


class UnknownEncoding(WatchlistFileError):
    pass
