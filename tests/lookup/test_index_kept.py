"""The index leads to every stored text, whatever happens to the store; a database from before it is brought up to it."""

from __future__ import annotations

import signal
import subprocess
import sys
import tempfile
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from monitor.lookup.names import look_up
from monitor.matching.indexing import written
from monitor.model import Category, Record
from monitor.resources import demo_folder
from monitor.store import Store
from monitor.store.records import Scored
from tests.conftest import ROOT
from tests.demo_run import monitor, run_replay, with_demo_names
from tests.lookup.stores import AT, application, as_before_the_index, put, unindexed
from tests.store.fresh import fresh_store
from tests.store.test_folding import records

MANY = tuple(application(i, f"LANGUHE {i}", f"Bluefern {i} LLC", aliases=(f"Fern {i}",)) for i in range(40))


@pytest.fixture
def small_slices(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("monitor.store.names_index._SLICE", 7)


@pytest.mark.slow
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(records(), min_size=1, max_size=7), st.integers(1, 4))
def test_every_text_is_led_to_after_any_folding_and_merging(found: list[Record], size: int) -> None:
    with fresh_store() as store:
        for run, at in enumerate(range(0, len(found), size), 1):
            put(store, found[at : at + size], run)
        assert unindexed(store) == []


def test_a_name_beside_a_party_that_comes_later_is_led_to(tmp_path: Path) -> None:
    with Store.open(tmp_path) as store:
        put(store, [application(1, "Bluefern Glassworks LLC")])
        later = replace(application(1, "Bluefern Glassworks LLC", aliases=("JCYGLASS",)), as_of="2026-11-02")
        put(store, [later], 2)
        assert unindexed(store) == []
        assert look_up(store, "JCYGLASS").found
        assert store.names_index.searched() == (1, 2)


def test_what_is_undone_leaves_nothing_in_the_index(tmp_path: Path) -> None:
    with Store.open(tmp_path) as store:
        put(store, MANY[:3])

        def breaking() -> object:
            yield Scored(MANY[4], Category.TRADEMARK, "x")
            raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            store.records.fold(breaking(), 2, AT)  # type: ignore[arg-type]
        put(store, MANY[5:7], 3)
        assert unindexed(store) == []
        assert store.names_index.searched()[0] == 5
        assert not look_up(store, "LANGUHE 4").found or all(
            f.matter.key != "tm:US:4" for f in look_up(store, "LANGUHE 4").found
        )


def test_the_same_once_more_adds_nothing_to_the_index(tmp_path: Path) -> None:
    with Store.open(tmp_path) as store:
        put(store, MANY)
        docs = store.db.first("select count(*) from names_docs")
        put(store, MANY, 2)
        assert store.db.first("select count(*) from names_docs") == docs


def test_a_database_from_before_the_index_is_brought_up_to_it(tmp_path: Path, small_slices: None) -> None:
    with Store.open(tmp_path) as store:
        put(store, MANY)
        as_before_the_index(store)
    told: list[tuple[int, int]] = []
    with Store.open(tmp_path) as store:
        assert not store.names_index.ready()
        before = look_up(store, "LANGUHE 7")  # by reading everything
        store.names_index.make(lambda done, total: told.append((done, total)))
        assert store.names_index.ready()
        assert unindexed(store) == []
        assert look_up(store, "LANGUHE 7") == before
    assert told[-1] == (40, 40)
    assert [done for done, _ in told] == sorted(done for done, _ in told)


@pytest.mark.parametrize("stopped_after", [0, 1, 3])
def test_a_making_that_is_stopped_goes_on_where_it_was(stopped_after: int, tmp_path: Path, small_slices: None) -> None:
    with Store.open(tmp_path) as store:
        put(store, MANY)
        as_before_the_index(store)
    done: list[int] = []

    def stopping(count: int, total: int) -> None:
        done.append(count)
        if len(done) > stopped_after:
            raise KeyboardInterrupt

    with Store.open(tmp_path) as store, pytest.raises(KeyboardInterrupt):
        store.names_index.make(stopping)
    with Store.open(tmp_path) as store:
        assert not store.names_index.ready()
        assert look_up(store, "LANGUHE 33").matters == 40  # everything is read meanwhile
        store.names_index.make(lambda count, total: done.append(count))
        assert done[stopped_after + 1] > done[stopped_after]
        assert unindexed(store) == []


@pytest.mark.slow
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(records(), min_size=2, max_size=7), st.lists(records(), min_size=1, max_size=5), st.integers(0, 4))
def test_what_is_stored_while_the_index_is_made_is_led_to(old: list[Record], new: list[Record], at: int) -> None:
    """Also where a matter behind the place reached takes up one that lies before it."""
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        patch.setattr("monitor.store.names_index._SLICE", 1)
        with Store.open(Path(folder)) as store:
            put(store, old)
            as_before_the_index(store)
        with Store.open(Path(folder)) as store, Store.open(Path(folder)) as other:
            steps = 0

            def meanwhile(done: int, total: int) -> None:
                nonlocal steps
                if steps == at:
                    put(other, new, 2)
                steps += 1

            store.names_index.make(meanwhile)
            assert store.names_index.ready()
            assert unindexed(store) == []


def test_an_index_of_other_written_forms_is_made_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with Store.open(tmp_path) as store:
        put(store, MANY)
        monkeypatch.setattr(written, "revision", lambda: "another")
        assert not store.names_index.ready()
        assert look_up(store, "LANGUHE 7").found  # everything is read till the index is made
        store.names_index.make()
        assert store.names_index.ready()
        assert unindexed(store) == []
        assert store.db.value("select count(*) from names_docs") == 40


@pytest.mark.slow
@pytest.mark.parametrize("step", ["in_commit:2", "matched:5"])
def test_a_killed_run_leaves_no_text_outside_the_index(step: str, tmp_path: Path) -> None:
    with_demo_names(tmp_path)
    sources = ("--source", "us-uspto-applications", "--source", "us-itc-federal-register")
    env = {"MONITOR_DIE_AT": step, "MONITOR_BATCH": "5"}
    killed = monitor(tmp_path, "run", "--replay", str(demo_folder()), *sources, env=env, process=True)
    assert killed.returncode == -signal.SIGKILL, killed.stderr
    with Store.open(tmp_path) as store:
        assert unindexed(store) == []
    run_replay(tmp_path, *sources)
    with Store.open(tmp_path) as store:
        assert store.names_index.ready()
        assert store.names_index.searched()[0] > 5
        assert unindexed(store) == []


def test_a_folder_that_cannot_be_written_is_read_in_full() -> None:
    # Not below tmp_path: its parents are closed to everyone but their owner.
    with tempfile.TemporaryDirectory() as folder:
        with Store.open(Path(folder)) as store:
            put(store, MANY)
            store.db.connection.execute("update names_state set version = 'old'")
        found = as_a_reader(Path(folder))
    assert found.returncode == 0, found.stderr
    assert found.stdout.split() == ["False", "True"]


READER = """
import os, sys
from pathlib import Path
from monitor.lookup.names import look_up
from monitor.store import Store

def read():
    with Store.open(folder, readonly=True) as store:
        return store.names_index.ready(), bool(look_up(store, "LANGUHE 7").found)

folder = Path(sys.argv[1])
if os.geteuid() == 0:
    read()  # loads what lies in folders only root may read, the interpreter's own perhaps among them
    os.setgroups([]); os.setgid(65534); os.setuid(65534)
assert not os.access(folder, os.W_OK)
print(*read())
"""


def as_a_reader(folder: Path) -> subprocess.CompletedProcess[str]:
    """Looks up in a process that may read the folder and not write it; as root, under the id of nobody."""
    for path in folder.iterdir():
        path.chmod(0o444)
    folder.chmod(0o555)
    try:
        return subprocess.run(
            [sys.executable, "-c", READER, str(folder)], capture_output=True, text=True, check=False, cwd=ROOT
        )
    finally:
        folder.chmod(0o700)
