"""A state folder that cannot be used is named, and never replaced by an empty one."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from monitor.errors import LockHeld, StateError
from monitor.locks import COLLECT, Lock
from monitor.model import WatchedName
from monitor.store import Store, making, opening
from tests import made_once, unsynced

AT = datetime(2026, 11, 20, 2, tzinfo=UTC)


@pytest.fixture(params=["shipped", "copied"])
def made(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """As the program makes a new database, and as tests copy the one it has made."""
    monkeypatch.setattr(making, "build", made_once.AS_SHIPPED if request.param == "shipped" else made_once.build)


@pytest.mark.usefixtures("made")
def test_a_new_folder_is_made_readable_for_us_alone(tmp_path: Path) -> None:
    Store.open(tmp_path / "state").close()
    assert (tmp_path / "state" / "monitor.db").stat().st_mode & 0o077 == 0
    assert (tmp_path / "state").stat().st_mode & 0o077 == 0


def test_what_was_committed_outlives_a_power_cut(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opening, "SYNCHRONOUS", unsynced.AS_SHIPPED)
    monkeypatch.setattr(making, "build", made_once.AS_SHIPPED)
    for _ in ("new", "there already"):
        with Store.open(tmp_path) as store:
            full_or_more = (2, 3)
            assert store.db.value("pragma synchronous") in full_or_more
            assert store.db.value("pragma journal_mode") == "wal"


def test_a_new_database_that_a_test_copies_is_the_one_that_the_program_makes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def new(name: str) -> list[object]:
        Store.open(tmp_path / name).close()
        files = sorted((p.name, p.stat().st_mode) for p in (tmp_path / name).iterdir())
        db = sqlite3.connect(tmp_path / name / "monitor.db")
        db.execute("update _sqlite_migrations set applied_at = ''")
        made = db.execute("select type, name, sql from sqlite_master order by type, name").fetchall()
        plain = [table for kind, table, sql in made if kind == "table" and "VIRTUAL" not in sql]
        rows = [db.execute(f'select * from "{table}"').fetchall() for table in plain]
        how = [db.execute(f"pragma {pragma}").fetchone() for pragma in ("journal_mode", "page_size", "auto_vacuum")]
        db.close()
        return [files, made, rows, how]

    new("first")
    copied = new("copied")
    monkeypatch.setattr(making, "build", made_once.AS_SHIPPED)
    assert copied == new("made")


def test_a_newer_version_is_refused_and_left_alone(tmp_path: Path) -> None:
    Store.open(tmp_path).close()
    db = sqlite3.connect(tmp_path / "monitor.db")
    db.execute("insert into _sqlite_migrations (migration_set, name, applied_at) values ('monitor', 'from_2030', '')")
    db.commit()
    db.close()
    with pytest.raises(StateError) as caught:
        Store.open(tmp_path)
    assert caught.value.key == "errors.state_newer"
    assert "from_2030" in str(caught.value.params["versions"])


def test_a_damaged_file_is_refused_and_left_alone(tmp_path: Path) -> None:
    (tmp_path / "monitor.db").write_bytes(b"this is not a database, " * 100)
    before = (tmp_path / "monitor.db").read_bytes()
    with pytest.raises(StateError) as caught:
        Store.open(tmp_path)
    assert caught.value.key == "errors.state_damaged"
    assert (tmp_path / "monitor.db").read_bytes() == before


def test_another_programs_database_is_refused(tmp_path: Path) -> None:
    db = sqlite3.connect(tmp_path / "monitor.db")
    db.execute("create table somebody_elses (x)")
    db.close()
    with pytest.raises(StateError) as caught:
        Store.open(tmp_path)
    assert caught.value.key == "errors.state_foreign"


def test_a_folder_that_is_a_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "state").write_text("x")
    with pytest.raises(StateError):
        Store.open(tmp_path / "state")


def test_reading_needs_data(tmp_path: Path) -> None:
    with pytest.raises(StateError) as caught:
        Store.open(tmp_path, readonly=True)
    assert caught.value.key == "errors.state_missing"


def test_a_read_only_folder_is_named_and_can_be_read(tmp_path: Path) -> None:
    """A really read-only file system: an administrator may write past permissions, but not past a read-only mount."""
    state = tmp_path / "state"
    with Store.open(state) as store:
        store.watchlist.replace([WatchedName("w0001", "岚谷禾")], "v", "f", AT)
    code = (
        "import sys; from pathlib import Path; from monitor.store import Store; from monitor.errors import StateError\n"
        "state = Path(sys.argv[1])\n"
        "try:\n    Store.open(state); print('opened')\n"
        "except StateError as e:\n    print(e.key)\n"
        "print(len(Store.open(state, readonly=True).watchlist.names()))\n"
    )
    mount = 'mount --bind "$1" "$1" && mount -o remount,bind,ro "$1" && exec "$2" -c "$3" "$1"'
    done = subprocess.run(
        ["unshare", *([] if os.geteuid() == 0 else ["--map-root-user"]), "--mount", "sh", "-c", mount, "sh", str(state), sys.executable, code],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    if "unshare" in done.stderr or "mount" in done.stderr:
        pytest.skip("this machine does not let a test make a read-only mount")
    assert done.stdout.split() == ["errors.state_readonly", "1"], done.stderr


def test_one_instance_per_folder(tmp_path: Path) -> None:
    with Lock(tmp_path, COLLECT).held(), pytest.raises(LockHeld) as caught, Lock(tmp_path, COLLECT, patience=0).held():
        pass
    assert caught.value.exit_code == 5
    assert caught.value.params["pid"] == str(os.getpid())
    with Lock(tmp_path, COLLECT).held():
        pass


def test_names_taken_off_the_list_keep_their_history(tmp_path: Path) -> None:
    with Store.open(tmp_path) as store:
        store.watchlist.replace([WatchedName("w0001", "岚谷禾"), WatchedName("w0002", "云杼")], "1", "a", AT)
        store.watchlist.switch_variant("w0002", "yun zhu", on=False)
        store.watchlist.replace([WatchedName("w0002", "云杼")], "2", "b", AT)
        assert [w.id for w in store.watchlist.names()] == ["w0002"]
        assert store.watchlist.names()[0].disabled_variants == ("yun zhu",)
        assert [w.id for w in store.watchlist.names(inactive=True)] == ["w0001", "w0002"]
        assert store.watchlist.version() == "2"


def test_a_budget_outlives_a_restart(tmp_path: Path) -> None:
    limits = {timedelta(minutes=1): 2, timedelta(days=1): 3}
    with Store.open(tmp_path) as store:
        assert store.sources.spend("us-x", AT, limits) is None
        assert store.sources.spend("us-x", AT + timedelta(seconds=1), limits) is None
        assert store.sources.spend("us-other", AT, limits) is None
    with Store.open(tmp_path) as store:
        wait = store.sources.spend("us-x", AT + timedelta(seconds=2), limits)
        assert wait == timedelta(seconds=58)
        assert store.sources.spend("us-x", AT + timedelta(seconds=61), limits) is None
        wait = store.sources.spend("us-x", AT + timedelta(hours=1), limits)
        assert wait is not None
        assert wait > timedelta(hours=22)
