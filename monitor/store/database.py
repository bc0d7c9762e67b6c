"""The one connection that every part of the store works on: statements, transactions, and the errors of both.

SQL is written out, in the part that owns the table. sqlite-utils makes the schema and takes the migration steps
(`making`); rows are not inserted through it, because it asks for the table and its columns before each insert.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from monitor.errors import MonitorError
from monitor.locks import Lock
from monitor.store.trouble import explained

Row = tuple[Any, ...]
Values = Sequence[Any] | Mapping[str, Any]

SQLITE_VERSION = sqlite3.sqlite_version


class StoreFault(Exception):
    """A statement was refused: a constraint, a wrong number of values, no transaction. The program is at fault, not the file,
    and nobody can mend it in the state folder: no MonitorError, so that it keeps its trace."""


class Database:
    """One open database file.

    No error of sqlite3 leaves it. Trouble of the file is raised as StateError (damaged, read-only, unusable), DiskFull or
    LockHeld (another program holds the file); a statement that is itself wrong as StoreFault. So is one that would write
    without a transaction: whatever is written is written under the lock of the state folder.
    """

    def __init__(self, connection: sqlite3.Connection, path: Path, lock: Lock) -> None:
        self.connection = connection
        self._path = path
        self._lock = lock
        self._depth = 0
        self._when_undone: list[Callable[[], None]] = []

    def close(self) -> None:
        self.connection.close()

    # --- statements -----------------------------------------------------------------------------------

    def execute(self, sql: str, values: Values = ()) -> int:
        """Write; inside a transaction alone. Returns how many rows were written."""
        self._must_be_inside()
        return self._cursor(sql, values).rowcount

    def execute_many(self, sql: str, values: Iterable[Values]) -> None:
        """Write the same with many values; inside a transaction alone."""
        self._must_be_inside()
        try:
            self.connection.executemany(sql, values)
        except sqlite3.Error as error:
            raise self._ours(error) from error

    def insert(self, sql: str, values: Values = ()) -> int:
        """Write one new row, inside a transaction alone; returns its id."""
        self._must_be_inside()
        new = self._cursor(sql, values).lastrowid
        assert new is not None
        return new

    def all(self, sql: str, values: Values = ()) -> list[Row]:
        try:
            return self.connection.execute(sql, values).fetchall()
        except sqlite3.Error as error:
            raise self._ours(error) from error

    def dicts(self, sql: str, values: Values = ()) -> list[dict[str, Any]]:
        """All rows, each by the names of its columns."""
        cursor = self._cursor(sql, values)
        names = [c[0] for c in cursor.description]
        try:
            return [dict(zip(names, row, strict=True)) for row in cursor]
        except sqlite3.Error as error:
            raise self._ours(error) from error

    def column(self, sql: str, values: Values = ()) -> list[Any]:
        """The first column of all rows."""
        return [row[0] for row in self.all(sql, values)]

    def first(self, sql: str, values: Values = ()) -> Row | None:
        """The first row, None if there is none."""
        try:
            row: Row | None = self.connection.execute(sql, values).fetchone()
        except sqlite3.Error as error:
            raise self._ours(error) from error
        return row

    def value(self, sql: str, values: Values = ()) -> Any:
        """The first column of the first row, None if there is no row."""
        row = self.first(sql, values)
        return row[0] if row else None

    @property
    def changes(self) -> int:
        """How many rows were written since the file was opened."""
        return self.connection.total_changes

    def _must_be_inside(self) -> None:
        if not self._depth:
            raise StoreFault("written outside a transaction, and so without the lock")

    def _cursor(self, sql: str, values: Values = ()) -> sqlite3.Cursor:
        try:
            return self.connection.execute(sql, values)
        except sqlite3.Error as error:
            raise self._ours(error) from error

    def _ours(self, error: sqlite3.Error) -> MonitorError | StoreFault:
        # sqlite3 knows no class of its own for a damaged file or one that is none: they are plain DatabaseErrors.
        if isinstance(error, sqlite3.OperationalError) or type(error) is sqlite3.DatabaseError:
            return explained(error, self._path)
        return StoreFault(f"{type(error).__name__}: {error}")

    # --- transactions -----------------------------------------------------------------------------------

    @property
    def in_transaction(self) -> bool:
        return self.connection.in_transaction

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """Several looks at the file as it is at one instant; inside a transaction they are that anyway."""
        if self.in_transaction:
            yield
            return
        self._cursor("BEGIN")
        try:
            yield
        finally:
            self._cursor("COMMIT")

    @contextmanager
    def alone(self) -> Iterator[None]:
        """While nobody else writes: for work whose several transactions, or whose files, belong together."""
        with self._lock.held():
            yield

    def when_undone(self, forget: Callable[[], None]) -> None:
        """To be called whenever a transaction was undone, by a part that remembers what it wrote."""
        self._when_undone.append(forget)

    @contextmanager
    def immediate(self) -> Iterator[None]:
        """One write transaction, begun at once, under the write lock; nested calls join it. Raises LockHeld."""
        if self._depth:
            yield
            return
        with self._lock.held():
            self._cursor("BEGIN IMMEDIATE")
            self._depth += 1
            try:
                yield
                self._cursor("COMMIT")
            except BaseException:
                if self.in_transaction:  # SQLite itself undoes some failed ones (a full disk)
                    self._cursor("ROLLBACK")
                for forget in self._when_undone:
                    forget()
                raise
            finally:
                self._depth -= 1
