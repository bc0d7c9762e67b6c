"""The daemon as a process: catches up on what is owed, holds the lock, and leaves on SIGTERM."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from monitor.clock import Week
from monitor.resources import demo_folder
from monitor.schedule import issue_week
from monitor.store import Store
from tests.command import surroundings
from tests.demo_run import AT, monitor, with_demo_names
from tests.forking import Process


def start(state: Path, **env: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "monitor", "--state", str(state), "--at", AT, "daemon", "--replay", str(demo_folder())],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=surroundings(env),
    )  # fmt: skip


def start_at_once(state: Path) -> Process:
    """The same, for what does not ask how an interpreter starts."""
    return Process(["--state", str(state), "--at", AT, "daemon", "--replay", str(demo_folder())], surroundings({}))


def until(condition: Callable[[], bool], process: subprocess.Popen[str] | Process, seconds: float = 60) -> None:
    limit = time.monotonic() + seconds
    while not condition():
        assert process.poll() is None, process.communicate()
        assert time.monotonic() < limit, "the daemon did not get there"
        time.sleep(0.1)


def finished(state: Path) -> set[str]:
    try:
        with Store.open(state, readonly=True) as store:
            return {r["source"] for r in store.db.dicts("select distinct source from runs where verdict is not null")}
    except Exception:  # the folder is being made
        return set()


def stop(process: subprocess.Popen[str] | Process) -> str:
    process.send_signal(signal.SIGTERM)
    _, talk = process.communicate(timeout=60)
    assert process.returncode == 0, talk
    assert "Traceback" not in talk
    return talk


def test_what_is_owed_is_run_at_the_start_and_sigterm_ends_it(tmp_path: Path) -> None:
    with_demo_names(tmp_path)
    process = start(tmp_path, MONITOR_BULLETIN_SCHEDULE="30 8 * * fri")
    try:
        built = tmp_path / "bulletins" / "2026-W47" / "bulletin.html"
        until(lambda: len(finished(tmp_path)) == 6 and built.is_file(), process)
        beat = json.loads((tmp_path / "heartbeat.json").read_text(encoding="utf-8"))
        assert beat["pid"] == process.pid
        assert beat["state"] == "running"
        assert "br-inpi" in beat["next"]
        busy = monitor(tmp_path, "run", "--replay", str(demo_folder()))
        assert busy.returncode == 5
        assert str(process.pid) in busy.stderr
        talk = stop(process)
        beat = json.loads((tmp_path / "heartbeat.json").read_text(encoding="utf-8"))
        assert beat["state"] == "stopped"
        assert "next" not in beat
    finally:
        process.kill()
        process.wait()
    lines = [json.loads(line) for line in talk.splitlines()]
    assert {"daemon_started", "owed", "run", "bulletin_built", "daemon_stopped"} <= {line["event"] for line in lines}
    with Store.open(tmp_path) as store:
        assert store.runs.interrupted() == []
        assert store.db.value("pragma quick_check") == "ok"


def test_nothing_is_owed_twice(tmp_path: Path) -> None:
    with_demo_names(tmp_path)
    assert monitor(tmp_path, "run", "--replay", str(demo_folder())).returncode in (0, 6)
    process = start_at_once(tmp_path)
    try:
        until((tmp_path / "heartbeat.json").is_file, process)
        talk = stop(process)
    finally:
        process.kill()
        process.wait()
    assert "owed" not in {json.loads(line)["event"] for line in talk.splitlines()}


def test_a_run_that_was_cut_off_is_owed(tmp_path: Path) -> None:
    with_demo_names(tmp_path)
    assert monitor(tmp_path, "run", "--replay", str(demo_folder())).returncode in (0, 6)
    monitor(tmp_path, "run", "--source", "br-inpi", "--replay", str(demo_folder()), env={"MONITOR_DIE_AT": "begun"})
    process = start_at_once(tmp_path)
    try:
        until(lambda: not Store.open(tmp_path, readonly=True).runs.interrupted(), process)
        talk = stop(process)
    finally:
        process.kill()
        process.wait()
    assert [json.loads(x)["source"] for x in talk.splitlines() if json.loads(x)["event"] == "owed"] == ["br-inpi"]


@pytest.mark.parametrize(
    ("moment", "week"),
    [
        ("2026-11-23T08:30:00+08:00", "2026-W47"),  # Monday morning tells the week that ended
        ("2026-11-20T17:00:00+08:00", "2026-W47"),
        ("2027-01-04T08:30:00+08:00", "2026-W53"),
    ],
)
def test_an_issue_is_about_the_week_of_the_day_before(moment: str, week: str) -> None:
    assert issue_week(datetime.fromisoformat(moment).astimezone(UTC)) == Week.parse(week)
