"""Opening the database file of a state folder: for reading, which never writes, and for writing, which never migrates."""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path
from urllib.parse import quote

from monitor.errors import StateError
from monitor.installation import restoring
from monitor.store.schema import STEPS

SET_OF_STEPS = "monitor"
"""Under this name sqlite-utils keeps our steps in its table `_sqlite_migrations`."""
SYNCHRONOUS = "full"
"""What was committed is on the disk, should the power fail in the next moment."""
BUSY_SECONDS = 60
"""How long a statement waits for a program that holds the database without our lock."""


def connect(path: Path, *, readonly: bool) -> sqlite3.Connection:
    """A connection as the store uses it. One for reading cannot be made to write, whatever is asked of it."""
    if readonly:
        # Without the right to write, WAL's shared memory cannot be made; an unchanging file can still be read.
        how = "mode=ro" if os.access(path.parent, os.W_OK) else "mode=ro&immutable=1"
        address = f"file:{quote(str(path))}?{how}"
        connection = sqlite3.connect(address, uri=True, timeout=BUSY_SECONDS, isolation_level=None)
        connection.execute("pragma query_only = on")
    else:
        new = not path.exists()
        connection = sqlite3.connect(path, timeout=BUSY_SECONDS, isolation_level=None)
        if new:
            path.chmod(0o600)
        connection.execute(f"pragma synchronous = {SYNCHRONOUS}")
    connection.execute(f"pragma busy_timeout = {BUSY_SECONDS * 1000}")
    connection.execute("pragma foreign_keys = on")
    return connection


def in_wal(connection: sqlite3.Connection) -> None:
    """Readers and a writer beside each other. It changes the file: only where that is known to be ours."""
    connection.execute("pragma journal_mode = wal")


def taken(connection: sqlite3.Connection) -> list[str]:
    """The steps this database has taken; [] of one that is not ours."""
    table = connection.execute("select 1 from sqlite_master where name = '_sqlite_migrations'").fetchone()
    if table is None:
        return []
    found = connection.execute(
        "select name from _sqlite_migrations where migration_set = ? order by rowid", [SET_OF_STEPS]
    )
    return [name for (name,) in found]


def lacking(connection: sqlite3.Connection, path: Path) -> tuple[str, ...]:
    """The steps it lacks of this version's, in their order. Raises StateError for a newer one or a foreign file."""
    known = [step.name for step in STEPS]
    found = set(taken(connection))
    if newer := found.difference(known):
        raise StateError("errors.state_newer", file=str(path), versions=", ".join(sorted(newer)))
    if not found:
        any_table = connection.execute("select 1 from sqlite_master where type = 'table'").fetchone()
        if any_table:
            raise StateError("errors.state_foreign", file=str(path))
        raise StateError("errors.state_empty", file=str(path), then=restoring(path.parent))
    return tuple(name for name in known if name not in found)
