"""Putting a copy of the database in the place of a damaged or lost one. What stood there is kept beside."""

from __future__ import annotations

import shutil
import sqlite3
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from monitor.clock import BEIJING
from monitor.errors import DiskFull, InputFileError, StateError, why_of
from monitor.installation import DAMAGED, FILE, found_whole, mark_installation, note_copy
from monitor.locks import COLLECT, MAIL, Lock
from monitor.store.opening import connect, lacking
from monitor.store.trouble import explained

_AT_ONCE = 1.0  # seconds
_BESIDE = ("", "-wal", "-shm", "-journal")
_SPARE = 50_000_000  # bytes that stay free


@dataclass(frozen=True, slots=True)
class Restored:
    """`aside`: the folder that now holds what stood in its place, None where nothing did; `older`: it must be migrated."""

    aside: Path | None
    older: bool


def restore(state: Path, copy: Path, now: datetime) -> Restored:
    """Put a copy in place, after it was looked over whole: killed before that, the folder is as it was.

    Raises InputFileError for a copy that is none of ours, is damaged or is the database itself; LockHeld while a daemon, a run
    or a sender is at work; StateError; DiskFull."""
    path = state / FILE
    if not copy.is_file():
        raise InputFileError("errors.restore.missing", file=str(copy))
    if path.exists() and copy.samefile(path):
        raise InputFileError("errors.restore.itself", file=str(copy))
    with (
        Lock(state, COLLECT, patience=_AT_ONCE).held(),
        Lock(state, MAIL, patience=_AT_ONCE).held(),
        Lock(state).held(),
    ):
        fresh = path.with_suffix(".new")
        try:
            fresh.unlink(missing_ok=True)
            older = _copied(copy, fresh)
            aside = _set_aside(state, now)
            fresh.replace(path)
            found_whole(state)
            mark_installation(state)
        except sqlite3.Error as error:
            raise explained(error, fresh) from None
        except OSError as error:
            raise explained(error, path) from None
        finally:
            fresh.unlink(missing_ok=True)
        note_copy(state, copy)
        return Restored(aside, older)


def _copied(copy: Path, fresh: Path) -> bool:
    """Whether the copy is of an older version. Read through SQLite: it may have a log of its own beside it."""
    if shutil.disk_usage(fresh.parent).free < copy.stat().st_size + _SPARE:
        raise DiskFull("errors.state_full", folder=str(fresh.parent))
    try:
        source = connect(copy, readonly=True)
    except sqlite3.Error as error:
        raise InputFileError("errors.restore.unreadable", file=str(copy), why=str(error)) from None
    try:
        try:
            older = bool(lacking(source, copy))
        except (StateError, sqlite3.Error) as error:
            told = {"key": error.key, "params": error.params} if isinstance(error, StateError) else str(error)
            raise InputFileError("errors.restore.unreadable", file=str(copy), why=told) from None
        target = sqlite3.connect(fresh)
        try:
            fresh.chmod(0o600)
            source.backup(target, pages=20_000)
            if (found := str(target.execute("pragma quick_check(1)").fetchone()[0])) != "ok":
                raise InputFileError("errors.restore.unreadable", file=str(copy), why=found)
        except sqlite3.DatabaseError as error:
            if isinstance(error, sqlite3.OperationalError):
                raise
            raise InputFileError("errors.restore.unreadable", file=str(copy), why=str(error)) from None
        finally:
            target.close()
    except OSError as error:
        raise InputFileError("errors.restore.unreadable", file=str(copy), why=why_of(error)) from None
    finally:
        source.close()
    return older


def _set_aside(state: Path, now: datetime) -> Path | None:
    there = [file for end in _BESIDE if (file := state / f"{FILE}{end}").exists()]
    if not there:
        return None
    stamp, number = now.astimezone(BEIJING).strftime("%Y%m%d-%H%M%S"), 0
    folder = state / f"replaced-{stamp}"
    while folder.exists():
        number += 1
        folder = state / f"replaced-{stamp}-{number}"
    folder.mkdir(mode=0o700)
    # The database last: as long as it stands, nobody takes the folder for one without.
    for file in reversed([*there, *([state / DAMAGED] if (state / DAMAGED).exists() else [])]):
        file.replace(folder / file.name)
    return folder
