"""Lays the state folder of an earlier version where a test can use it."""

from __future__ import annotations

import gzip
import shutil
import sqlite3
from pathlib import Path

LANDED = Path(__file__).parent / "landed"
MIGRATIONS = {
    "first": ("first",),
    "canary": ("first", "canary_of_runs"),
    "told-more": ("first", "canary_of_runs", "told_more_of_runs"),
    "names-index": ("first", "canary_of_runs", "reading_of_sources", "told_more_of_runs", "names_index"),
}
NAMES = tuple(MIGRATIONS)


def lay(name: str, state: Path) -> Path:
    """Make `state` the folder that version left behind: its database and the files of its issues."""
    state.mkdir(parents=True, exist_ok=True, mode=0o700)
    shutil.copytree(LANDED / name / "bulletins", state / "bulletins")
    path = state / "monitor.db"
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("pragma journal_mode = wal")
    connection.executescript(gzip.decompress((LANDED / name / "monitor.sql.gz").read_bytes()).decode())
    connection.close()
    path.chmod(0o600)
    return state


def asked(state: Path, sql: str, *args: object) -> list[tuple[object, ...]]:
    """Rows of a database, read without the product's own eyes (and without migrating it)."""
    connection = sqlite3.connect(f"file:{state / 'monitor.db'}?mode=ro", uri=True)
    try:
        return connection.execute(sql, args).fetchall()
    finally:
        connection.close()
