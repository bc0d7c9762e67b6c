"""Trouble of the database file or its folder as a sentence: what, where, what next."""

from __future__ import annotations

import errno
from pathlib import Path

from monitor.errors import DiskFull, LockHeld, MonitorError, StateError, why_of
from monitor.installation import damaged

_DAMAGED = ("not a database", "disk image is malformed", "malformed database schema")


def explained(error: Exception, path: Path) -> MonitorError:
    """The error of an OSError, or of one that SQLite gave in these words."""
    folder = str(path.parent)
    if isinstance(error, FileExistsError | NotADirectoryError):
        return StateError("errors.state_a_file", folder=folder)
    if isinstance(error, PermissionError):
        return StateError("errors.state_readonly", folder=folder)
    if isinstance(error, OSError):
        if error.errno == errno.ENOSPC:
            return DiskFull("errors.state_full", folder=folder)
        return StateError("errors.state_unusable", folder=folder, why=why_of(error))
    text = str(error)
    if "locked" in text or "busy" in text:
        return LockHeld("errors.database_busy", file=str(path))
    if "readonly" in text or "unable to open" in text:
        return StateError("errors.state_readonly", folder=folder)
    if any(said in text for said in _DAMAGED):  # not "malformed JSON": that is a value, and a fault of the program
        return damaged(path, text)
    if "full" in text:
        return DiskFull("errors.state_full", folder=folder)
    return StateError("errors.state_unusable", folder=folder, why=text)
