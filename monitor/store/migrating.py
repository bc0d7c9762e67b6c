"""Bringing the database of an older version up to this one: an act of its own, under the write lock, after a copy."""

from __future__ import annotations

import errno
import os
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlite_utils.db import Database

from monitor.clock import BEIJING
from monitor.errors import DiskFull, StateError
from monitor.installation import COPIES, FILE, check_installation, damaged, note_copy
from monitor.locks import PATIENCE, Lock
from monitor.store.making import migrations
from monitor.store.opening import connect, in_wal, lacking
from monitor.store.trouble import explained

_SPARE = 50_000_000  # bytes that must stay free beside the copy and what the migration itself writes
_WORTH_IT = 20_000_000  # bytes of empty pages for whose sake a file is written again


@dataclass(frozen=True, slots=True)
class Migrated:
    """What an upgrade did: the steps taken, and the copy made before them (None where nothing was to be done)."""

    steps: tuple[str, ...] = ()
    copy: Path | None = None


def pending(state: Path) -> tuple[str, ...]:
    """Names of the steps a database lacks; () where there is no database yet. Raises StateError as `Store.open` does."""
    path = state / FILE
    if not path.is_file():
        return ()
    try:
        connection = connect(path, readonly=True)
        try:
            return lacking(connection, path)
        finally:
            connection.close()
    except sqlite3.Error as error:
        raise explained(error, path) from None


def migrate(
    state: Path,
    now: datetime,
    *,
    patience: float = PATIENCE,
    stop: Callable[[], bool] = lambda: False,
    begun: Callable[[str], None] = lambda step: None,
) -> Migrated:
    """Copy the database into `backups/`, then take the steps it lacks, each in a transaction of its own.

    `begun` gets "copy", then the name of each step, before it is taken; then "compact", where steps left much of the file
    empty and the disk has room to write it again. Ended half-way (a kill, a full disk), the steps taken stay, the others are
    taken by the next call; what was left empty is filled by later records. Raises StateError (StateError for damage, DiskFull where the copy
    or the steps have no room: nothing is lost then), LockHeld.
    """
    path = state / FILE
    if not path.is_file():
        raise StateError("errors.state_missing", folder=str(state))
    with Lock(state, patience=patience, stop=stop).held():
        steps = pending(state)
        if not steps:
            return Migrated()
        try:
            begun("copy")
            copy = _copied(path, now)
            _take(path, begun)
            _compact(path, begun)
        except (OSError, sqlite3.Error) as error:
            raise explained(error, path) from None
        return Migrated(steps, copy)


def copy_to(state: Path, target: Path) -> None:
    """A copy of the database as it is at this instant, while others read and write. Written whole or not at all.

    Raises StateError where there is no database or it is damaged, DiskFull; OSError of the target as the same."""
    path = state / FILE
    check_installation(state)
    if not path.is_file():
        raise StateError("errors.state_missing", folder=str(state))
    try:
        _backup(path, target)
        note_copy(state, target)
    except sqlite3.Error as error:
        where = target if "unable to open" in str(error) or "full" in str(error) else path
        raise explained(error, where) from None
    except OSError as error:
        raise explained(error, target) from None


def _copied(path: Path, now: datetime) -> Path:
    folder = path.parent / COPIES
    size = sum(p.stat().st_size for p in (path, path.with_name(path.name + "-wal")) if p.is_file())
    # The copy, and at worst as much again while tables are rewritten.
    if shutil.disk_usage(path.parent).free < 2 * size + _SPARE:
        need = f"{(2 * size + _SPARE) / 1e9:.1f}"
        raise DiskFull("errors.no_room_to_migrate", folder=str(path.parent), need=need)
    folder.mkdir(mode=0o700, exist_ok=True)
    stamp = now.astimezone(BEIJING).strftime("%Y%m%d-%H%M%S")
    number, target = 0, folder / f"monitor-{stamp}.db"
    while target.exists():
        number += 1
        target = folder / f"monitor-{stamp}-{number}.db"
    _backup(path, target)
    return target


def _backup(path: Path, target: Path) -> None:
    beside = target.with_name(target.name + ".part")
    beside.unlink(missing_ok=True)
    try:
        source = sqlite3.connect(path, timeout=PATIENCE)
        copy = sqlite3.connect(beside)
        try:
            beside.chmod(0o600)
            source.backup(copy, pages=20_000)
            if (found := copy.execute("pragma quick_check").fetchone()[0]) != "ok":
                raise damaged(path, str(found))
        finally:
            copy.close()
            source.close()
        beside.replace(target)
    except sqlite3.Error as error:
        beside.unlink(missing_ok=True)
        if "disk is full" in str(error):
            raise OSError(errno.ENOSPC, "") from None
        raise
    except BaseException:
        beside.unlink(missing_ok=True)
        raise


def _take(path: Path, begun: Callable[[str], None]) -> None:
    connection = connect(path, readonly=False)
    try:
        in_wal(connection)
        db = Database(connection, execute_plugins=False)
        connection.execute(
            "pragma foreign_keys = off"
        )  # a table that is built again must not take its rows' rows along
        for step in migrations.pending(db):
            begun(step.name)
            following = [m.name for m in migrations.pending(db)][1:]
            migrations.apply(db, stop_before=following[:1])
        if broken := connection.execute("pragma foreign_key_check").fetchone():
            raise damaged(path, f"foreign key {broken[0]} {broken[2]}")
        if (found := connection.execute("pragma quick_check").fetchone()[0]) != "ok":
            raise damaged(path, str(found))
    finally:
        connection.close()


def _compact(path: Path, begun: Callable[[str], None]) -> None:
    """Write the file without its empty pages, where that gives back much and there is room for it twice: beside it, and in
    its log."""
    connection = connect(path, readonly=False)
    try:
        size, empty, pages = (
            connection.execute(f"pragma {what}").fetchone()[0] for what in ("page_size", "freelist_count", "page_count")
        )
        room = shutil.disk_usage(path.parent).free
        if empty * size < _WORTH_IT or room < 2 * (pages - empty) * size + _SPARE:
            return
        begun("compact")
        with _temporary_files_in(path.parent):
            connection.execute("vacuum")
            connection.execute("pragma wal_checkpoint(truncate)")
    finally:
        connection.close()


@contextmanager
def _temporary_files_in(folder: Path) -> Iterator[None]:
    """SQLite asks the environment where to put them. /tmp may be small, and its room is others' as well."""
    before = os.environ.get("SQLITE_TMPDIR")
    os.environ["SQLITE_TMPDIR"] = str(folder)
    try:
        yield
    finally:
        if before is None:
            del os.environ["SQLITE_TMPDIR"]
        else:
            os.environ["SQLITE_TMPDIR"] = before
