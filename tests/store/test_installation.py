"""A database that is damaged, empty or gone is never taken for the first day, and its loss is told with the way back."""

from __future__ import annotations

import os
import shutil
import threading
from pathlib import Path

import pytest

from monitor.errors import InputFileError, LockHeld, StateError
from monitor.installation import DAMAGED, FILE, MARK, check_installation, newest_copy, note_copy, traces
from monitor.locks import COLLECT, Lock
from monitor.model import WatchedName
from monitor.store import Store
from monitor.store.integrity import look_over
from monitor.store.migrating import copy_to
from monitor.store.restoring import restore
from tests.demo_run import demo_read, monitor
from tests.store.test_opening import AT


@pytest.fixture(scope="module")
def lived_in(tmp_path_factory: pytest.TempPathFactory) -> Path:
    state = tmp_path_factory.mktemp("state")
    return demo_read(state)


@pytest.fixture
def state(lived_in: Path, tmp_path: Path) -> Path:
    return shutil.copytree(lived_in, tmp_path / "state")


def lost(state: Path) -> None:
    for file in state.glob(FILE + "*"):
        file.unlink()


def emptied(state: Path) -> None:
    lost(state)
    (state / FILE).touch()


def overwritten(state: Path, *, at: int = 4096 * 8, much: int = 40_000) -> None:
    with Store.open(state) as store:
        store.db.first("pragma wal_checkpoint(truncate)")
    with (state / FILE).open("r+b") as file:
        file.seek(at)
        file.write(os.urandom(much))


# What a clerk or an administrator may call first in the morning.
COMMANDS = [
    ["status"],
    ["hit", "list"],
    ["lookup", "漳源锦"],
    ["bulletin", "build"],
    ["bulletin", "list"],
    ["watchlist", "list"],
    ["watchlist", "lint"],
    ["watchlist", "ask", "/nowhere/sheet.xlsx"],
    ["match", "漳源锦", "ZHANGYUANJIN"],
    ["run", "--replay", "nowhere"],
    ["outbox", "list"],
    ["source", "list"],
    ["source", "show", "br-inpi"],
    ["source", "seen", "us-itc-federal-register"],
    ["deadline", "list"],
    ["backup", "/nowhere/copy.db"],
    ["db", "check"],
    ["doctor"],
    ["daemon"],
]


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
@pytest.mark.parametrize("how", [lost, emptied])
def test_every_command_refuses_a_folder_whose_database_is_gone(state: Path, how: object, words: list[str]) -> None:
    copy = state.parent / "monitor-friday.db"
    copy_to(state, copy)
    how(state)  # type: ignore[operator]
    before = sorted(p.name for p in state.iterdir() if "lock" not in p.name)
    done = monitor(state, *words)
    said = done.stdout + done.stderr
    assert done.returncode == 4, said
    assert f"monitor--state{state}restore{copy}" in "".join(said.split())
    assert "不受影响" not in said
    assert sorted(p.name for p in state.iterdir() if "lock" not in p.name) == before


def test_what_is_new_is_new(tmp_path: Path) -> None:
    (tmp_path / "captures" / "spool").mkdir(parents=True)
    (tmp_path / "lock").touch()
    assert traces(tmp_path) == ()
    check_installation(tmp_path)
    Store.open(tmp_path).close()
    assert traces(tmp_path) == (MARK,)


def test_where_the_database_is_lost_all_that_shows_that_there_was_one_is_named(state: Path) -> None:
    lost(state)
    assert traces(state) == (MARK, "captures")
    with pytest.raises(StateError) as caught:
        check_installation(state)
    assert caught.value.params["found"] == f"{MARK}, captures"


def test_a_folder_of_an_earlier_version_has_no_mark_and_is_known_by_what_it_holds(state: Path) -> None:
    lost(state)
    (state / MARK).unlink()
    with pytest.raises(StateError) as caught:
        Store.open(state)
    assert caught.value.key == "errors.state_lost"
    assert caught.value.params["found"] == "captures"


def test_the_mark_is_set_beside_a_database_of_an_earlier_version(state: Path) -> None:
    (state / MARK).unlink()
    Store.open(state, readonly=True).close()
    assert not (state / MARK).exists()
    Store.open(state).close()
    assert (state / MARK).is_file()


# --- damage ---------------------------------------------------------------------------------------------------------


def test_damage_that_one_command_met_is_told_by_every_other(state: Path) -> None:
    overwritten(state)
    done = monitor(state, "db", "check")
    assert done.returncode == 4
    assert "已损坏" in done.stderr
    for words in (["hit", "list"], ["status"], ["run", "--replay", "x"], ["lookup", "漳源锦"], ["match", "a", "b"]):
        done = monitor(state, *words)
        assert done.returncode == 4, words
        assert "已损坏" in done.stderr
        assert done.stdout == ""
    with pytest.raises(StateError):
        Store.open(state, readonly=True)


def test_a_file_put_in_the_place_of_a_damaged_one_is_not_called_damaged(state: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.db"
    copy_to(state, copy)
    overwritten(state)
    assert not look_over(state).well
    (state / FILE).rename(tmp_path / "broken.db")
    shutil.copy(copy, state / FILE)
    Store.open(state).close()
    assert look_over(state).well
    assert not (state / DAMAGED).exists()


def test_a_look_that_finds_it_whole_takes_the_word_back(state: Path) -> None:
    inode = (state / FILE).stat().st_ino
    (state / DAMAGED).write_text(f'{{"why": "malformed", "file": {inode}}}', encoding="utf-8")
    assert monitor(state, "hit", "list").returncode == 4
    assert monitor(state, "db", "check").returncode == 0
    assert monitor(state, "hit", "list").returncode == 0


def test_a_look_has_an_end(state: Path) -> None:
    assert look_over(state).well
    assert not look_over(state, stop=lambda: True).complaint
    began = threading.active_count()
    assert look_over(state, seconds=60).whole
    assert threading.active_count() == began


def test_a_look_that_was_cut_short_says_nothing_of_the_file(state: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Slow:
        """A connection whose check lasts until somebody interrupts it."""

        def __init__(self) -> None:
            self.ended = threading.Event()

        def execute(self, _: str) -> None:
            import sqlite3

            assert self.ended.wait(60)
            raise sqlite3.OperationalError("interrupted")

        def interrupt(self) -> None:
            self.ended.set()

        def close(self) -> None: ...

    monkeypatch.setattr("monitor.store.integrity.connect", lambda *_, **__: Slow())
    looked = look_over(state, seconds=0)
    assert (looked.whole, looked.complaint, looked.well) == (False, "", False)
    assert not (state / DAMAGED).exists()


# --- copies and their return ----------------------------------------------------------------------------------------


def test_the_newest_copy_that_is_still_there_is_named(state: Path, tmp_path: Path) -> None:
    assert newest_copy(state) is None
    old, new, gone = (tmp_path / f"{name}.db" for name in ("old", "new", "gone"))
    for age, file in enumerate((gone, new, old)):
        copy_to(state, file)
        os.utime(file, (1_700_000_000 - age, 1_700_000_000 - age))
    gone.unlink()
    assert newest_copy(state) == new
    (state / "backups").mkdir()
    shutil.copy(old, state / "backups" / "monitor-x.db")
    assert newest_copy(state) == state / "backups" / "monitor-x.db"
    (tmp_path / "empty.db").touch()
    note_copy(state, tmp_path / "empty.db")
    assert newest_copy(state) == state / "backups" / "monitor-x.db"


@pytest.mark.parametrize("how", [lost, emptied, overwritten])
def test_the_command_that_is_named_brings_everything_back(state: Path, tmp_path: Path, how: object) -> None:
    before = monitor(state, "hit", "list").stdout
    assert monitor(state, "backup", str(tmp_path / "copy.db")).returncode == 0
    how(state)  # type: ignore[operator]
    there = (state / FILE).exists()
    assert monitor(state, "db", "check").returncode == 4
    done = monitor(state, "restore", str(tmp_path / "copy.db"))
    assert done.returncode == 0, done.stderr
    assert monitor(state, "hit", "list").stdout == before
    assert monitor(state, "db", "check").returncode == 0
    assert (state / FILE).stat().st_mode & 0o777 == 0o600
    assert bool(list(state.glob(f"replaced-*/{FILE}"))) is there
    assert not list(state.glob("*.new"))


def test_a_copy_that_is_none_changes_nothing(state: Path, tmp_path: Path) -> None:
    before = (state / FILE).read_bytes()
    (tmp_path / "words.db").write_text("no database " * 1000, encoding="utf-8")
    (tmp_path / "empty.db").touch()
    copy_to(state, tmp_path / "half.db")
    with (tmp_path / "half.db").open("r+b") as file:
        file.truncate((tmp_path / "half.db").stat().st_size // 2)
    for name in ("words.db", "empty.db", "half.db", "none.db"):
        with pytest.raises(InputFileError) as caught:
            restore(state, tmp_path / name, AT)
        assert caught.value.exit_code == 4
        assert str(tmp_path / name) in str(caught.value)
    with pytest.raises(InputFileError):
        restore(state, state / FILE, AT)
    assert (state / FILE).read_bytes() == before
    assert not list(state.glob("replaced-*"))
    assert not (state / DAMAGED).exists()


def test_nothing_is_put_in_place_below_a_daemon(state: Path, tmp_path: Path) -> None:
    copy_to(state, tmp_path / "copy.db")
    with Lock(state, COLLECT).held(), pytest.raises(LockHeld):
        restore(state, tmp_path / "copy.db", AT)


def test_a_place_that_holds_nothing_takes_a_copy_too(state: Path, tmp_path: Path) -> None:
    """A new machine: nothing but the backup was saved."""
    copy_to(state, tmp_path / "copy.db")
    done = restore(tmp_path / "new", tmp_path / "copy.db", AT)
    assert done.aside is None
    with Store.open(tmp_path / "new") as store:
        assert store.watchlist.names()
        store.watchlist.replace([WatchedName("w0001", "岚谷禾")], "v", "f", AT)


def test_stored_files_that_are_gone_are_told_by_doctor(state: Path) -> None:
    """The hits and the bulletin name checksums of what was stored: with nothing behind them nobody could check."""
    assert "存档文件缺" not in monitor(state, "doctor").stdout
    with Store.open(state, readonly=True) as store:
        held = store.captures.held()
    (state / held[0]).unlink()
    done = monitor(state, "doctor", env={"COLUMNS": "300"})
    assert f"存档文件缺 1 个（共 {len(held)} 个，例如 {held[0]}）" in done.stdout
    assert done.returncode == 4
    shutil.rmtree(state / "captures")
    assert f"存档文件缺 {len(held)} 个" in monitor(state, "doctor", env={"COLUMNS": "300"}).stdout
