"""No error of sqlite3 leaves the store: trouble of the file is a sentence, a wrong statement keeps its trace."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from monitor.errors import DiskFull, LockHeld, MonitorError, StateError
from monitor.installation import DAMAGED, FILE
from monitor.store import Store
from monitor.store.database import Database, StoreFault
from monitor.store.meta import Meta
from monitor.store.trouble import explained
from tests.demo_run import monitor


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(tmp_path) as opened:
        yield opened


WAYS: dict[str, Callable[[Database, str], object]] = {
    "all": lambda db, sql: db.all(sql),
    "dicts": lambda db, sql: db.dicts(sql),
    "column": lambda db, sql: db.column(sql),
    "first": lambda db, sql: db.first(sql),
    "value": lambda db, sql: db.value(sql),
    "execute": lambda db, sql: db.execute(sql),
    "execute_many": lambda db, sql: db.execute_many(sql, [()]),
    "insert": lambda db, sql: db.insert(sql),
}


@pytest.mark.parametrize("way", WAYS)
def test_whichever_way_it_is_asked_the_error_is_ours(store: Store, way: str) -> None:
    with pytest.raises(StateError) as caught, store.immediate():
        WAYS[way](store.db, "insert into no_such_table values (1)")
    assert caught.value.params["why"] == "no such table: no_such_table"
    assert isinstance(caught.value.__cause__, sqlite3.OperationalError)


def test_an_error_met_while_rows_are_read_is_ours(store: Store) -> None:
    sql = "select json(value) from json_each('[1, 2, \"x\"]')"
    for ask in (store.db.all, store.db.dicts, store.db.column):
        with pytest.raises(StateError):
            ask(sql)


def test_a_constraint_is_the_fault_of_the_program(store: Store) -> None:
    with pytest.raises(StoreFault) as caught, store.immediate():
        store.db.execute("insert into meta (key, value) values ('a', null)")
    assert not isinstance(caught.value, MonitorError)
    assert "IntegrityError" in str(caught.value)
    assert not store.db.in_transaction


@pytest.mark.parametrize("way", ["execute", "execute_many", "insert"])
def test_nothing_is_written_outside_a_transaction(store: Store, way: str) -> None:
    with pytest.raises(StoreFault):
        WAYS[way](store.db, "insert into meta (key, value) values ('a', 'b')")
    assert store.meta.get("a") == ""


def test_a_value_too_few_is_the_fault_of_the_program(store: Store) -> None:
    with pytest.raises(StoreFault):
        store.db.value("select ?", [])


def test_a_store_opened_to_read_says_so_when_asked_to_write(store: Store, tmp_path: Path) -> None:
    with Store.open(tmp_path, readonly=True) as reading, pytest.raises(StateError) as caught:
        reading.meta.set("a", "1")
    assert caught.value.key == "errors.state_readonly"


def test_a_database_held_by_another_program_is_named(store: Store, tmp_path: Path) -> None:
    other = sqlite3.connect(tmp_path / "monitor.db", isolation_level=None)
    other.execute("begin immediate")
    store.db.first("pragma busy_timeout = 1")
    with pytest.raises(LockHeld) as caught:
        store.meta.set("a", "1")
    assert caught.value.key == "errors.database_busy"
    other.close()


def test_a_full_disk_loses_nothing_that_was_stored(store: Store) -> None:
    store.meta.set("a", "kept")
    store.db.first(f"pragma max_page_count = {store.db.value('pragma page_count')}")

    def write() -> None:
        with store.immediate():
            store.meta.set("a", "lost")
            store.meta.set("b", "x" * 1_000_000)

    with pytest.raises(DiskFull):
        write()
    assert not store.db.in_transaction
    assert store.meta.get("a") == "kept"


def test_a_file_that_turns_out_damaged_when_it_is_asked_is_named(store: Store, tmp_path: Path) -> None:
    store.db.first("pragma wal_checkpoint(truncate)")
    size = store.db.value("pragma page_size")
    with (tmp_path / "monitor.db").open("r+b") as file:
        for page in store.db.column("select rootpage from sqlite_master where tbl_name = 'meta'"):
            file.seek((page - 1) * size)
            file.write(b"\xff" * size)
    with Store.open(tmp_path) as damaged, pytest.raises(StateError) as caught:
        damaged.meta.get("key")
    assert caught.value.key == "errors.state_damaged"


def test_a_fault_of_the_program_in_the_store_leaves_its_trace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    Store.open(tmp_path).close()
    monkeypatch.setattr(Meta, "get", lambda self, key: self._db.value("select ?", []))
    done = monitor(tmp_path, "hit", "list")
    assert done.returncode == 1
    assert "StoreFault" in done.stderr
    assert "StoreFault" in (tmp_path / "errors.log").read_text(encoding="utf-8")


def test_a_value_that_is_no_json_is_no_damage_of_the_file(tmp_path: Path) -> None:
    """SQLite calls both malformed; marked as damage it would shut every command out of a database that is whole."""
    file = tmp_path / FILE
    assert explained(sqlite3.OperationalError("malformed JSON"), file).key != "errors.state_damaged"
    assert not (tmp_path / DAMAGED).exists()
    for said in ("database disk image is malformed", "malformed database schema (t)", "file is not a database"):
        assert explained(sqlite3.DatabaseError(said), file).key == "errors.state_damaged"
