"""Trouble that is no MonitorError yet, as one: a full disk, a database that is locked, damaged or gone."""

from __future__ import annotations

import errno
import sqlite3
from pathlib import Path

from monitor.errors import DiskFull, MonitorError
from monitor.store.opening import FILE, explained


def told_of(error: BaseException, state: Path) -> MonitorError | None:
    """The sentence for an error, if it says something of the disk or the database of a state folder; else None."""
    if isinstance(error, MonitorError):
        return error
    if isinstance(error, OSError) and error.errno == errno.ENOSPC:
        return DiskFull("errors.state_full", folder=str(state))
    # Of the others (integrity, programming) the program itself is to blame: they keep their trace.
    of_the_file = isinstance(error, sqlite3.OperationalError) or type(error) is sqlite3.DatabaseError
    return explained(error, state / FILE) if of_the_file and isinstance(error, sqlite3.Error) else None
