"""The ground a daemon stands on: its folder taken away, its lock replaced, its database damaged below it."""

from __future__ import annotations

import io
import json
import os
import shutil
import threading
from pathlib import Path
from typing import Any

import pytest
import structlog
from structlog.testing import capture_logs

from monitor import log
from monitor.daemon.guard import Guard
from monitor.daemon.lanes import Lanes
from monitor.errors import StateError
from monitor.files import clear_leftovers, write_whole
from monitor.installation import DAMAGED, FILE, check_installation
from monitor.jobs.backup import look
from monitor.locks import COLLECT, Lock
from monitor.resources import demo_folder
from monitor.store import Store
from monitor.store.migrating import copy_to
from tests.demo_run import monitor
from tests.forking import Process
from tests.test_daemon_clocks import Hands
from tests.test_daemon_process import beat, living, queued, until
from tests.test_daemon_trouble import House


def on(state: Path) -> tuple[House, Guard, Hands, Any]:
    house, hands = House(state), Hands()
    lock = Lock(state, COLLECT)
    house._guard = Guard(house._around, lock, hands)
    return house, house._guard, hands, lock


def damage(state: Path) -> None:
    Store.open(state).close()
    with (state / FILE).open("r+b") as file:
        file.seek(4096 * 5)
        file.write(os.urandom(40_000))


# --- one look a day -------------------------------------------------------------------------------------------------


def test_a_database_is_looked_over_at_the_start_and_once_a_day(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    Store.open(tmp_path).close()
    _, guard, hands, _ = on(tmp_path)
    looks: list[float] = []
    answers = [True, True, False, True]

    def look(_: Any, *, seconds: float, **__: Any) -> bool:
        looks.append(seconds)
        return answers[len(looks) - 1]

    monkeypatch.setattr("monitor.daemon.guard.look", look)
    assert guard.at_start(lambda: False)
    hands.seconds += 86_399
    assert guard.daily(lambda: False) is None
    hands.seconds += 1
    assert guard.daily(lambda: False) is True
    hands.seconds += 86_400
    assert guard.daily(lambda: False) is False  # too large for the time it has: tomorrow again, not at once
    assert guard.daily(lambda: False) is None
    assert looks[0] < looks[1] == looks[2]


def test_what_is_not_looked_over_at_the_start_is_looked_over_beside_the_work(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    Store.open(tmp_path).close()
    _, guard, _, _ = on(tmp_path)
    monkeypatch.setattr("monitor.daemon.guard.look", lambda *_, **__: False)
    assert not guard.at_start(lambda: False)
    assert guard.daily(lambda: False) is False


def test_damage_found_by_day_ends_the_daemon_and_is_told_by_everybody(tmp_path: Path) -> None:
    Store.open(tmp_path).close()
    damage(tmp_path)
    house, _, _, lock = on(tmp_path)
    with lock.held():
        house._look()
        assert house._trouble is not None
        assert house._trouble.key == "errors.state_damaged"
        assert house.tick("publish") == []
    with pytest.raises(StateError):
        check_installation(tmp_path)


def test_damage_that_a_job_meets_ends_it_too(tmp_path: Path) -> None:
    Store.open(tmp_path).close()
    house, guard, _, lock = on(tmp_path)
    with lock.held():
        assert guard.trouble() is None
        inode = (tmp_path / FILE).stat().st_ino
        (tmp_path / DAMAGED).write_text(json.dumps({"why": "malformed", "file": inode}), encoding="utf-8")
        assert house.tick("collect") == []
        assert house._trouble is not None
        assert house._trouble.exit_code == 4


@pytest.mark.parametrize("how", ["lock deleted", "lock replaced", "folder moved", "folder replaced"])
def test_who_lost_the_lock_begins_nothing_and_writes_nothing(tmp_path: Path, how: str) -> None:
    state = tmp_path / "state"
    Store.open(state).close()
    house, _, _, lock = on(state)
    with lock.held():
        assert house._stands()
        if how.startswith("lock"):
            (state / COLLECT).rename(tmp_path / "old.lock")
        else:
            state.rename(tmp_path / "moved")
        if how == "lock replaced":
            (state / COLLECT).touch()
        if how == "folder replaced":
            shutil.copytree(tmp_path / "moved", state)
        before = sorted(str(p) for p in tmp_path.rglob("*"))
        house._beat()
        assert house.tick("collect") == house.tick("publish") == []
        assert sorted(str(p) for p in tmp_path.rglob("*")) == before
        assert house._trouble is not None
        assert house._trouble.key == "errors.state_moved"
        with capture_logs():
            house._watch_the_clocks()  # returns at once


# --- as a process ---------------------------------------------------------------------------------------------------


def gone(process: Process) -> list[dict[str, Any]]:
    out, talk = process.communicate(timeout=60)
    assert process.returncode == 4, talk
    assert out == ""
    return [json.loads(line) for line in talk.splitlines()]


@pytest.mark.slow
def test_a_daemon_whose_folder_is_moved_leaves_and_says_so(tmp_path: Path) -> None:
    state = tmp_path / "state"
    queued(state)
    with living(state) as process:
        until(lambda: beat(state), process)
        state.rename(tmp_path / "moved")
        lines = gone(process)
    assert [line["event"] for line in lines][-3:] == ["daemon_leaves", "daemon_stopped", "daemon_refused"]
    assert str(state) in lines[-1]["what"]
    assert not (state / FILE).exists()
    assert monitor(tmp_path / "moved", "db", "check").returncode == 0


@pytest.mark.slow
def test_a_daemon_does_not_begin_on_a_damaged_database_and_begins_on_the_copy(tmp_path: Path) -> None:
    state = tmp_path / "state"
    queued(state)
    copy_to(state, tmp_path / "copy.db")
    damage(state)
    process = Process(["--state", str(state), "daemon", "--replay", str(demo_folder())], dict(os.environ))
    lines = gone(process)
    assert lines[-1]["event"] == "daemon_refused"
    assert f"restore {tmp_path / 'copy.db'}" in lines[-1]["what"]
    assert monitor(state, "restore", str(tmp_path / "copy.db")).returncode == 0
    with living(state) as again:
        until(lambda: beat(state), again)


# --- leftovers ------------------------------------------------------------------------------------------------------


def test_a_full_disk_leaves_nothing_half_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write_whole(tmp_path / "heartbeat.json", b"before")

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        write_whole(path, b"after")
    assert path.read_bytes() == b"before"
    assert [p.name for p in tmp_path.iterdir()] == ["heartbeat.json"]


def test_what_a_kill_left_half_written_is_cleared_after_an_hour(tmp_path: Path) -> None:
    folder = tmp_path / "bulletins" / "2026-W47"
    folder.mkdir(parents=True)
    for name, age in (("bulletin.html.tmp", 7200), ("bulletin.txt.tmp", 60), ("bulletin.html", 7200)):
        (folder / name).touch()
        os.utime(folder / name, (os.stat(folder).st_mtime - age,) * 2)
    assert clear_leftovers(tmp_path / "bulletins", tmp_path / "nowhere") == 1
    assert sorted(p.name for p in folder.iterdir()) == ["bulletin.html", "bulletin.txt.tmp"]


def test_many_may_write_one_file_at_once(tmp_path: Path) -> None:
    failed: list[OSError] = []

    def write(number: int) -> None:
        try:
            for _ in range(40):
                write_whole(tmp_path / "one.json", b"%d" % number * 2000)
        except OSError as error:
            failed.append(error)

    threads = [threading.Thread(target=write, args=(n,)) for n in range(6)]
    for t in threads:
        t.start()
    for t in threads:
        t.join()
    assert not failed
    assert len(set((tmp_path / "one.json").read_bytes())) == 1
    assert [p.name for p in tmp_path.iterdir()] == ["one.json"]


def test_damage_is_refused_though_it_cannot_be_written_down(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """On a full disk no mark can be set beside the file: the look itself says what it found."""
    Store.open(tmp_path).close()
    body = bytearray((tmp_path / FILE).read_bytes())
    body[4096 * 3 : 4096 * 6] = b"\xff" * (4096 * 3)
    (tmp_path / FILE).write_bytes(body)
    monkeypatch.setattr("monitor.installation._write", _full)
    with pytest.raises(StateError, match="state_damaged"):
        look(House(tmp_path)._around, seconds=30, stop=lambda: False)
    assert not (tmp_path / DAMAGED).exists()


def _full(*_: object) -> None:
    raise OSError(28, "No space left on device")


def test_a_lane_outlives_what_is_done_in_it() -> None:
    """A source whose trouble nobody foresaw costs its turn, and not one of the few lanes for good."""
    told: list[str] = []
    lanes = Lanes(2, lambda name, _: told.append(name))

    def trip() -> None:
        raise OSError(5, "Input/output error")

    for n in range(5):
        assert lanes.offer(f"bad {n}", trip)
    done: list[int] = []
    assert lanes.offer("good", lambda: done.append(1))
    assert lanes.empty(20)
    assert done == [1]
    assert sorted(told) == [f"bad {n}" for n in range(5)]


def test_a_log_that_cannot_be_written_costs_a_line_and_no_work() -> None:
    class Full(io.StringIO):
        def write(self, _: str) -> int:
            raise OSError(28, "No space left on device")

    before = structlog.get_config()
    try:
        log.configure(Full())
        log.said("something", what="else")
    finally:
        structlog.configure(**before)
