"""Making the tables: of a new database all of them, of an older one those it lacks. sqlite-utils takes the steps, each in a
transaction, and keeps a table of those taken; it is loaded for this alone, not to read a database.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from sqlite_utils.db import Database as Tables
from sqlite_utils.migrations import Migrations

from monitor.locks import Lock
from monitor.store.database import Database
from monitor.store.names_index import NamesIndex
from monitor.store.numbers import Numbers
from monitor.store.opening import SET_OF_STEPS, connect, in_wal
from monitor.store.schema import STEPS, Step
from monitor.store.words_index import WordsIndex


def _runner(step: Step) -> Callable[[Tables], None]:
    def run(tables: Tables) -> None:
        for statement in step.statements:
            tables.execute(statement)

    return run


migrations = Migrations(SET_OF_STEPS)
for _step in STEPS:
    migrations(name=_step.name)(_runner(_step))


def make(path: Path, lock: Lock) -> None:
    """A new database, whole or not at all: built beside its place, and put there when it is done."""
    with lock.held():
        if path.is_file():
            return  # somebody else was first
        beside = path.with_suffix(".new")
        beside.unlink(missing_ok=True)
        build(beside, lock)
        beside.replace(path)


def build(path: Path, lock: Lock) -> None:
    """All tables of this version in one file without companions, with nothing in them. Under the lock that the caller holds."""
    connection = connect(path, readonly=False)
    try:
        in_wal(connection)
        migrations.apply(Tables(connection, execute_plugins=False))
        db = Database(connection, path, lock)
        names_index, words_index, numbers = NamesIndex(db), WordsIndex(db), Numbers(db)
        names_index.begin()
        words_index.begin()
        numbers.begin()
        connection.execute("pragma wal_checkpoint(truncate)")
    finally:
        connection.close()
