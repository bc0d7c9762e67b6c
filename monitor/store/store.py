"""Opening the store, its transactions, and the facade the rest of the house sees."""

from __future__ import annotations

import errno
import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path

from sqlite_utils.db import Database

from monitor.errors import DiskFull, StateError
from monitor.store.bulletins import BulletinTables
from monitor.store.hits import HitTables
from monitor.store.matters import MatterTables, Scored
from monitor.store.periods import PeriodTables
from monitor.store.runs import RunTables
from monitor.store.schema import migrations
from monitor.store.surroundings import SurroundingTables
from monitor.store.views import HitRow
from monitor.store.watched import WatchedTables

FILE = "monitor.db"


class _Undone(Exception):
    """Ends a transaction that was only tried."""


class Store(WatchedTables, RunTables, PeriodTables, HitTables, MatterTables, SurroundingTables, BulletinTables):
    """One open database. Methods of one table group live in one mixin; all share `db` and `immediate()`."""

    def __init__(self, db: Database, state: Path) -> None:
        self.db = db
        self.state = state
        self._depth = 0

    @classmethod
    def open(cls, state: Path, *, readonly: bool = False) -> Store:
        """Open (or create) the store of a state folder, migrated.

        Raises StateError if the folder cannot be written, the file is damaged, or comes from a newer version.
        A damaged file is never replaced by an empty one.
        """
        path = state / FILE
        if readonly and not path.is_file():
            raise StateError("errors.state_missing", folder=str(state))
        try:
            if not readonly:
                state.mkdir(parents=True, exist_ok=True, mode=0o700)
            if not readonly and not os.access(state, os.W_OK):
                raise StateError("errors.state_readonly", folder=str(state))
            connection = _connect(path, readonly)
        except (PermissionError, FileExistsError, NotADirectoryError):
            raise StateError("errors.state_readonly", folder=str(state)) from None
        except OSError as error:
            if error.errno == errno.ENOSPC:
                raise DiskFull("errors.state_full", folder=str(state)) from None
            raise StateError("errors.state_unusable", folder=str(state), why=error.strerror or "") from None
        except sqlite3.Error as error:
            raise _explained(error, path) from None
        try:
            db = Database(connection, execute_plugins=False)
            store = cls(db, state)
            store._refuse_newer(path)
            if not readonly and migrations.pending(db):
                migrations.apply(db)
            elif readonly and migrations.pending(db):
                connection.close()
                return cls.open(state)
            return store
        except sqlite3.Error as error:
            connection.close()
            raise _explained(error, path) from None
        except BaseException:
            connection.close()
            raise

    def _refuse_newer(self, path: Path) -> None:
        known = {m.name for m in migrations._migrations}
        found = {m.name for m in migrations.applied(self.db)}
        if found - known:
            raise StateError("errors.state_newer", file=str(path), versions=", ".join(sorted(found - known)))
        if not found and self.db.table_names():
            raise StateError("errors.state_foreign", file=str(path))

    def close(self) -> None:
        self.db.conn.close()

    def __enter__(self) -> Store:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @contextmanager
    def immediate(self) -> Iterator[None]:
        """One write transaction, begun at once: a second writer waits instead of failing half-way."""
        if self._depth:
            yield
            return
        self.db.conn.execute("BEGIN IMMEDIATE")
        self._depth += 1
        try:
            yield
        except BaseException:
            self.db.conn.execute("ROLLBACK")
            raise
        else:
            self.db.conn.execute("COMMIT")
        finally:
            self._depth -= 1

    def rehearse(self, scored: Scored, run: int, at: datetime) -> list[HitRow]:
        """The hits one record would make. All of it is undone: nothing is stored."""
        hits: list[HitRow] = []
        with suppress(_Undone), self.immediate():
            applied = self.apply([scored], run, at)
            hits = self.hits(ids=applied.new_hits)
            raise _Undone
        return hits

    def integrity(self) -> str:
        """ "ok", or SQLite's first complaint."""
        return str(self.db.execute("pragma quick_check").fetchone()[0])

    def meta(self, key: str) -> str:
        row = self.db.execute("select value from meta where key = ?", [key]).fetchone()
        return str(row[0]) if row else ""

    def set_meta(self, key: str, value: str) -> None:
        with self.immediate():
            self.db.execute(
                "insert into meta (key, value) values (?, ?) on conflict (key) do update set value = excluded.value",
                [key, value],
            )


def _connect(path: Path, readonly: bool) -> sqlite3.Connection:
    if readonly and not os.access(path.parent, os.W_OK):
        # Without the right to write, WAL's shared memory cannot be made; an unchanging file can still be read.
        connection = sqlite3.connect(f"file:{path}?mode=ro&immutable=1", uri=True)
    else:
        new = not path.exists()
        connection = sqlite3.connect(path, timeout=30, isolation_level=None)
        if new:
            path.chmod(0o600)
        connection.execute("pragma journal_mode = wal")
        connection.execute("pragma synchronous = full")
    connection.execute("pragma busy_timeout = 30000")
    connection.execute("pragma foreign_keys = on")
    connection.execute("pragma query_only = " + ("on" if readonly else "off"))
    return connection


def _explained(error: sqlite3.Error, path: Path) -> StateError:
    text = str(error)
    if "readonly" in text or "unable to open" in text:
        return StateError("errors.state_readonly", folder=str(path.parent))
    if "not a database" in text or "malformed" in text:
        return StateError("errors.state_damaged", file=str(path), why=text)
    if "full" in text:
        return DiskFull("errors.state_full", folder=str(path.parent))
    return StateError("errors.state_unusable", folder=str(path.parent), why=text)
