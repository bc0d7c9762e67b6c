"""Opening the database file of a state folder: for reading, which never writes, and for writing, which never migrates."""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path
from urllib.parse import quote

from sqlite_utils.db import Database

from monitor.errors import StateError
from monitor.store.schema import STEPS, migrations

FILE = "monitor.db"
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
        connection.execute("pragma synchronous = full")
    connection.execute(f"pragma busy_timeout = {BUSY_SECONDS * 1000}")
    connection.execute("pragma foreign_keys = on")
    return connection


def in_wal(connection: sqlite3.Connection) -> None:
    """Readers and a writer beside each other. It changes the file: only where that is known to be ours."""
    connection.execute("pragma journal_mode = wal")


def checked(db: Database, path: Path) -> bool:
    """True if the schema is this version's, False if it is older. Raises StateError for a newer one or a foreign file."""
    known = {step.name for step in STEPS}
    found = {m.name for m in migrations.applied(db)}
    if found - known:
        raise StateError("errors.state_newer", file=str(path), versions=", ".join(sorted(found - known)))
    if not found:
        raise StateError("errors.state_foreign" if db.table_names() else "errors.state_empty", file=str(path))
    return found == known
