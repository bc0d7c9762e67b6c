"""What a clock that is set wrong may not do: send the bulletin of another year, store as of 1970, shift a date by a zone."""

from __future__ import annotations

import ast
import os
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from monitor import schedule
from monitor.cli.common import Session
from monitor.clock import Week, beijing
from monitor.errors import StateError
from monitor.jobs.heartbeat import DaemonState, heartbeat_of
from monitor.locks import COLLECT, Lock
from monitor.model import Verdict
from monitor.store import Store
from tests.demo_run import monitor
from tests.test_daemon_trouble import PACER, House

NOW = datetime(2026, 11, 23, 1, tzinfo=UTC)  # Monday 09:00 of Beijing
ROOT = Path(__file__).resolve().parent.parent / "monitor"


def ran(state: Path, at: datetime, newest: date | None, source: str = PACER) -> None:
    with Store.open(state) as store:
        run = store.runs.begin(source, at, None, None)
        store.runs.finish(run, Verdict.OK, at, "", counts={}, newest_item=newest)


# --- far ahead, far behind ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("ahead", [timedelta(days=400), timedelta(days=36)])
def test_under_a_clock_that_is_far_ahead_no_issue_is_built_and_when_it_is_right_again_it_is(
    tmp_path: Path, ahead: timedelta
) -> None:
    house = House(tmp_path)
    ran(tmp_path, NOW - timedelta(hours=2), date(2026, 11, 22))
    house.turning.at = NOW + ahead
    failed = [line for line in house.tick("publish") if line["event"] == "job_failed"]
    assert [line["job"] for line in failed] == ["issue"]
    assert "2026-11-22" in failed[0]["what"]
    assert "timedatectl" in failed[0]["what"]
    with Store.open(tmp_path, readonly=True) as store:
        assert store.issues.latest("office") is None
    house.turning.at = NOW
    house.turning.seconds += 3600
    assert "bulletin_built" in [line["event"] for line in house.tick("publish")]


def test_what_was_read_under_the_wrong_clock_does_not_make_it_right(tmp_path: Path) -> None:
    """The sources answer with what they have: items of today, whatever we think the day is."""
    ahead = NOW + timedelta(days=400)
    ran(tmp_path, ahead, date(2026, 11, 22))
    with Store.open(tmp_path, readonly=True) as store:
        assert schedule.beyond_records(store, Week.of(ahead), ahead) == date(2026, 11, 22)
        assert schedule.clock_trouble(store, ahead) is not None


def test_a_machine_that_was_off_for_two_months_builds_once_it_has_read(tmp_path: Path) -> None:
    ran(tmp_path, NOW - timedelta(days=60), (NOW - timedelta(days=61)).date())
    week = Week.of(NOW - timedelta(days=1))
    with Store.open(tmp_path, readonly=True) as store:
        assert schedule.beyond_records(store, week, NOW)
    ran(tmp_path, NOW, NOW.date())
    with Store.open(tmp_path, readonly=True) as store:
        assert schedule.beyond_records(store, week, NOW) is None
        assert schedule.clock_trouble(store, NOW) is None


def test_a_hearing_to_come_and_a_run_of_the_future_are_no_evidence(tmp_path: Path) -> None:
    ran(tmp_path, NOW - timedelta(days=1), NOW.date() + timedelta(days=90))
    ran(tmp_path, NOW + timedelta(days=400), NOW.date() + timedelta(days=400))
    with Store.open(tmp_path, readonly=True) as store:
        assert store.runs.newest_of_all(NOW) is None
        assert schedule.clock_trouble(store, NOW) is None


def test_a_new_office_has_nothing_to_go_by_and_is_let_work(tmp_path: Path) -> None:
    Store.open(tmp_path).close()
    with Store.open(tmp_path, readonly=True) as store:
        assert schedule.clock_trouble(store, NOW) is None
        assert schedule.beyond_records(store, Week.of(NOW), NOW) is None


def test_in_1970_nothing_is_read_and_nothing_is_built(tmp_path: Path) -> None:
    house = House(tmp_path, PACER)
    Store.open(tmp_path).close()
    house.turning.at = datetime(1970, 1, 1, 0, 2, tzinfo=UTC)
    for queue in ("collect", "publish"):
        failed = [line for line in house.tick(queue) if line["event"] == "job_failed"]
        assert failed
        assert "1970-01-01" in failed[0]["what"]
    with Store.open(tmp_path, readonly=True) as store:
        assert store.runs.last(PACER) is None
        assert store.issues.latest("office") is None


def test_status_says_it_before_all_else(tmp_path: Path) -> None:
    ran(tmp_path, NOW, date(2026, 11, 22))
    done = monitor(tmp_path, "status", at="2027-12-30T10:00", env={"COLUMNS": "300"})
    wrong = done.stdout.partition("需要处理")[2]
    assert "2026-11-22" in wrong.splitlines()[1]
    assert done.returncode == 3
    assert monitor(tmp_path, "status", at="2026-11-23T10:00").stdout.count("timedatectl") == 0


def test_doctor_says_what_is_wrong_with_the_clock(tmp_path: Path) -> None:
    ran(tmp_path, NOW, date(2026, 11, 22))
    done = monitor(tmp_path, "doctor", at="2027-12-30T10:00")
    assert done.returncode == 4
    assert "2026-11-22" in done.stdout
    assert "timedatectl" in done.stdout
    assert "本机时钟" in monitor(tmp_path, "doctor", at="2026-11-23T10:00").stdout


# --- a step of hours: a clock kept in local time, put right after the start -----------------------------------------


def test_a_run_made_eight_hours_ahead_is_owed_again_when_the_clock_is_put_right(tmp_path: Path) -> None:
    house = House(tmp_path, PACER)
    ran(tmp_path, NOW + timedelta(hours=8), NOW.date())
    house.turning.at = NOW
    with Store.open(tmp_path, readonly=True) as store:
        assert schedule.owed_runs(store, house._around.sources.values(), NOW) == [PACER]


def test_a_beat_of_the_future_does_not_pass_for_a_fresh_one(tmp_path: Path) -> None:
    Store.open(tmp_path).close()
    beat = (
        f'{{"at": "{(NOW + timedelta(hours=8)).isoformat()}", "pid": {os.getpid()}, "state": "running", "busy": {{}}}}'
    )
    (tmp_path / "heartbeat.json").write_text(beat, encoding="utf-8")
    session = Session(state=tmp_path, at=NOW.isoformat())
    with Lock(tmp_path, COLLECT).held():
        assert heartbeat_of(session).state is DaemonState.SILENT
        assert (
            heartbeat_of(Session(state=tmp_path, at=(NOW + timedelta(hours=8)).isoformat())).state
            is DaemonState.RUNNING
        )


# --- zones ----------------------------------------------------------------------------------------------------------


@pytest.fixture(params=["Asia/Shanghai", "UTC", "America/New_York", "Pacific/Kiritimati"])
def zone(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    monkeypatch.setenv("TZ", request.param)
    time.tzset()
    yield request.param
    monkeypatch.undo()
    time.tzset()


@pytest.mark.usefixtures("zone")
def test_weeks_schedules_and_times_are_those_of_beijing_wherever_the_server_stands() -> None:
    midnight = datetime(2026, 11, 22, 16, 30, tzinfo=UTC)  # Monday 00:30 of Beijing
    assert str(Week.of(midnight)) == "2026-W48"
    assert beijing(midnight) == "2026-11-23 00:30"
    assert schedule.last_due("30 8 * * mon", NOW) == datetime(2026, 11, 23, 0, 30, tzinfo=UTC)
    assert schedule.next_due("30 8 * * mon", NOW) == datetime(2026, 11, 30, 0, 30, tzinfo=UTC)


def test_no_module_asks_for_the_time_of_the_servers_zone() -> None:
    asked = []
    for path in ROOT.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
                continue
            name, of = node.func.attr, getattr(node.func.value, "id", "")
            naive = (
                name in ("now", "fromtimestamp")
                and of == "datetime"
                and len(node.args) + len(node.keywords) < (1 if name == "now" else 2)
            )
            if naive or name in ("today", "utcnow", "localtime", "utcfromtimestamp", "mktime"):
                asked.append(f"{path.relative_to(ROOT)}:{node.lineno}")
    assert not asked


def test_the_refusals_are_those_of_a_state_that_needs_a_person() -> None:
    assert StateError("errors.clock_too_early", now="x").exit_code == 4
