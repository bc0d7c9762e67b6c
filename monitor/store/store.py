"""Opening the store, its transactions, and the facade the rest of the house sees."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path

from sqlite_utils.db import Database

from monitor.errors import StateError
from monitor.locks import PATIENCE, Lock
from monitor.store.hits import HitTables
from monitor.store.issues import IssueTables
from monitor.store.matters import MatterTables, Scored
from monitor.store.names_index import begin_names_index
from monitor.store.opening import FILE, checked, connect, explained, in_wal
from monitor.store.outbox import OutboxTables
from monitor.store.periods import PeriodTables
from monitor.store.runs import RunTables
from monitor.store.schema import migrations
from monitor.store.surroundings import SurroundingTables
from monitor.store.views import HitRow
from monitor.store.watched import WatchedTables


class _Undone(Exception):
    """Ends a transaction that was only tried."""


class Store(
    WatchedTables, RunTables, PeriodTables, HitTables, MatterTables, SurroundingTables, IssueTables, OutboxTables
):
    """One open database. Methods of one table group live in one mixin; all share `db` and `immediate()`."""

    def __init__(self, db: Database, state: Path, lock: Lock) -> None:
        self.db = db
        self.state = state
        self._lock = lock
        self._depth = 0

    @classmethod
    def open(
        cls,
        state: Path,
        *,
        readonly: bool = False,
        patience: float = PATIENCE,
        stop: Callable[[], bool] = lambda: False,
    ) -> Store:
        """The store of a state folder; one for writing is made where there is none yet.

        Neither migrates: a schema of an older version is refused (`monitor db migrate`). One opened for reading stays so.
        Every write waits up to `patience` seconds for another writer, or until `stop()`.
        Raises StateError if the folder cannot be used, the file is damaged, foreign, or of another version's schema (a
        damaged file is never replaced by an empty one); LockHeld if another program does not let go of it.
        """
        path = state / FILE
        if readonly and not path.is_file():
            raise StateError("errors.state_missing", folder=str(state))
        lock = Lock(state, patience=patience, stop=stop)
        try:
            if not readonly:
                state.mkdir(parents=True, exist_ok=True, mode=0o700)
                if not os.access(state, os.W_OK):
                    raise StateError("errors.state_readonly", folder=str(state))
                if not path.is_file():
                    _make(state, lock)
            connection = connect(path, readonly=readonly)
        except (OSError, sqlite3.Error) as error:
            raise explained(error, path) from None
        try:
            db = Database(connection, execute_plugins=False)
            if not checked(db, path):
                raise StateError("errors.state_older", file=str(path))
            if not readonly:
                in_wal(connection)
            return cls(db, state, lock)
        except sqlite3.Error as error:
            connection.close()
            raise explained(error, path) from None
        except BaseException:
            connection.close()
            raise

    def close(self) -> None:
        self.db.conn.close()

    def __enter__(self) -> Store:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """Several looks at the store as it is at one instant; inside a transaction they are that anyway."""
        if self.db.conn.in_transaction:
            yield
            return
        self.db.conn.execute("BEGIN")
        try:
            yield
        finally:
            self.db.conn.execute("COMMIT")

    @contextmanager
    def alone(self) -> Iterator[None]:
        """While nobody else writes: for work whose several transactions, or whose files, belong together."""
        with self._lock.held():
            yield

    @contextmanager
    def immediate(self) -> Iterator[None]:
        """One write transaction, begun at once, under the write lock; nested calls join it. Raises LockHeld."""
        if self._depth:
            yield
            return
        with self._lock.held():
            self._begin()
            self._depth += 1
            try:
                yield
            except BaseException:
                if self.db.conn.in_transaction:  # SQLite itself undoes some failed ones (a full disk)
                    self.db.conn.execute("ROLLBACK")
                raise
            else:
                self._end()
            finally:
                self._depth -= 1

    def _begin(self) -> None:
        try:
            self.db.conn.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError as error:
            raise explained(error, self.state / FILE) from error

    def _end(self) -> None:
        try:
            self.db.conn.execute("COMMIT")
        except sqlite3.OperationalError as error:
            if self.db.conn.in_transaction:
                self.db.conn.execute("ROLLBACK")
            raise explained(error, self.state / FILE) from error

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


def _make(state: Path, lock: Lock) -> None:
    """A new database, whole or not at all: built beside its place, and put there when it is done."""
    path = state / FILE
    with lock.held():
        if path.is_file():
            return  # somebody else was first
        beside = path.with_suffix(".new")
        beside.unlink(missing_ok=True)
        connection = connect(beside, readonly=False)
        try:
            in_wal(connection)
            db = Database(connection, execute_plugins=False)
            migrations.apply(db)
            begin_names_index(db)
            connection.execute("pragma wal_checkpoint(truncate)")
        finally:
            connection.close()
        beside.replace(path)
