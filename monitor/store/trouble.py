"""Trouble of the database file or its folder as a sentence: what, where, what next."""

from __future__ import annotations

import errno
from pathlib import Path

from monitor.errors import DiskFull, LockHeld, MonitorError, StateError, why_of


def damaged(path: Path, said: str) -> StateError:
    """Of a database whose content is broken: the cause in words, and behind it what SQLite said (`said`)."""
    cause = next((name for mark, name in _CAUSES if mark in said), "check")
    why = {"key": f"errors.damage.{cause}", "params": {"said": said.strip()}}
    return StateError("errors.state_damaged", file=str(path), why=why)


_CAUSES = (("not a database", "no_database"), ("malformed", "malformed"), ("foreign key", "relations"))


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
    if "not a database" in text or "malformed" in text:
        return damaged(path, text)
    if "full" in text:
        return DiskFull("errors.state_full", folder=folder)
    return StateError("errors.state_unusable", folder=folder, why=text)
