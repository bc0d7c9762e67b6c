"""The daemon's own clocks: ticks that never pile up, trouble that is left alone for a while, a wall clock that jumps."""

from __future__ import annotations

import threading
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import structlog
from hypothesis import given
from hypothesis import strategies as st
from structlog.testing import capture_logs

from monitor import daemon as daemon_module
from monitor.cli.common import Session
from monitor.daemon import BackOff, Daemon, Ticks
from monitor.store import Store

NOON = datetime(2026, 11, 20, 4, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


# --- ticks ----------------------------------------------------------------------------------------------------------


def test_the_first_tick_is_now_and_the_next_a_step_later() -> None:
    ticks = Ticks(60)
    assert ticks.get_next_fire_time(None, NOON) == NOON
    assert ticks.get_next_fire_time(NOON, NOON) == NOON + MINUTE
    assert ticks.get_next_fire_time(NOON, NOON + timedelta(seconds=59)) == NOON + MINUTE


@pytest.mark.parametrize("forward", [timedelta(seconds=60), timedelta(hours=3), timedelta(days=2000)])
def test_however_far_the_clock_was_set_forward_one_tick_comes(forward: timedelta) -> None:
    ticks = Ticks(60)
    now = NOON + forward
    assert ticks.get_next_fire_time(NOON, now) == now + MINUTE


@given(st.timedeltas(timedelta(days=-4000), timedelta(days=4000)), st.integers(1, 3600))
def test_a_tick_is_always_to_come_and_never_further_than_a_step_from_what_the_clock_says(
    jump: timedelta, seconds: int
) -> None:
    now = NOON + jump
    following = Ticks(seconds).get_next_fire_time(NOON, now)
    assert following > now
    assert following <= max(now, NOON) + timedelta(seconds=seconds)


# --- backing off ----------------------------------------------------------------------------------------------------


class Hands:
    """A monotonic clock that goes when it is told to."""

    def __init__(self) -> None:
        self.seconds = 1000.0

    def __call__(self) -> float:
        return self.seconds


def test_what_fails_is_left_alone_for_longer_and_longer_but_never_for_more_than_a_quarter_of_an_hour() -> None:
    hands = Hands()
    back_off = BackOff(hands)
    waits = []
    for _ in range(7):
        assert back_off.may("bulletin")
        waits.append(back_off.failed("bulletin") / 60)
        # Ticks come every sixty seconds: the one that is due must not miss it by a breath.
        hands.seconds += waits[-1] * 60 - 1.5
        assert not back_off.may("bulletin")
        hands.seconds += 0.5
    assert waits == [1, 2, 4, 8, 15, 15, 15]


def test_success_begins_the_waiting_anew_and_one_job_is_no_matter_of_another() -> None:
    hands = Hands()
    back_off = BackOff(hands)
    for _ in range(3):
        back_off.failed("a")
    back_off.failed("b")
    back_off.done("a")
    assert back_off.may("a")
    assert not back_off.may("b")
    assert back_off.failed("a") == 60
    back_off.done("nothing that ever failed")


def test_what_has_failed_for_weeks_is_still_tried_every_quarter_of_an_hour() -> None:
    hands = Hands()
    back_off = BackOff(hands)
    for _ in range(3000):
        assert back_off.failed("rematch") <= 900
        hands.seconds += 900
        assert back_off.may("rematch")


# --- a wall clock that jumps ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("jump", [-86_400.0, 86_400.0, 61.0, -61.0])
def test_a_clock_that_jumps_is_said_once_and_every_queue_asks_again_now(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, jump: float
) -> None:
    daemon, logged = looked_at(tmp_path, monkeypatch, [0.0, 0.0, jump, jump, jump])
    (said,) = [line for line in logged if line["event"] == "clock_jumped"]
    assert said["seconds"] == round(jump)
    assert said["log_level"] == "warning"
    assert daemon.modified == ["collect", "publish", "mail", "beat"]  # type: ignore[attr-defined]


@pytest.mark.parametrize("drift", [59.0, -59.0, 0.0])
def test_a_clock_that_is_put_right_by_a_little_is_no_jump(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, drift: float
) -> None:
    daemon, logged = looked_at(tmp_path, monkeypatch, [0.0, drift, drift])
    assert logged == []
    assert daemon.modified == []  # type: ignore[attr-defined]


def looked_at(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, offsets: list[float]) -> tuple[Daemon, list[Any]]:
    """A daemon that compares the clocks once for each offset of the wall clock, and then is told to stop."""
    daemon = Daemon(Session(state=tmp_path))
    modified: list[str] = []
    daemon.modified = modified  # type: ignore[attr-defined]

    class Job:
        def __init__(self, name: str) -> None:
            self.name = name

        def modify(self, next_run_time: datetime) -> None:
            assert abs(next_run_time - datetime.now(UTC)) < timedelta(hours=1)
            modified.append(self.name)

    left = list(offsets)
    real = time.monotonic()

    class Clocks:
        @staticmethod
        def monotonic() -> float:
            return real

        @staticmethod
        def time() -> float:
            return real + 1e9 + left[0]

    class Stopping:
        @staticmethod
        def wait(_: float) -> bool:
            left.pop(0)
            return not left

    monkeypatch.setattr(daemon_module, "time", Clocks)
    monkeypatch.setattr(daemon, "_stopping", Stopping)
    monkeypatch.setattr(daemon._scheduler, "get_jobs", lambda: [Job(n) for n in ("collect", "publish", "mail", "beat")])
    with capture_logs() as logged:
        daemon._log = structlog.get_logger()
        daemon._watch_the_clocks()
    return daemon, logged


# --- queues ---------------------------------------------------------------------------------------------------------


@pytest.mark.slow
def test_issues_and_mails_do_not_wait_behind_a_slow_source(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    Store.open(tmp_path).close()
    monkeypatch.setattr(daemon_module, "_TICK_SECONDS", 0.1)
    monkeypatch.setattr(daemon_module, "_BEAT_SECONDS", 0.1)
    daemon = Daemon(Session(state=tmp_path))
    let_go, begun = threading.Event(), threading.Event()
    published, beaten, collected = threading.Semaphore(0), threading.Semaphore(0), []

    def slow() -> None:
        collected.append(1)
        begun.set()
        let_go.wait(60)

    monkeypatch.setattr(daemon, "_collect", slow)
    monkeypatch.setattr(daemon, "_publish", published.release)
    monkeypatch.setattr(daemon, "_beat", beaten.release)
    with capture_logs():
        daemon._schedule()
        daemon._scheduler.start()
        try:
            assert begun.wait(30)
            for _ in range(5):
                assert published.acquire(timeout=30)
                assert beaten.acquire(timeout=30)
            assert collected == [1]  # its own ticks are passed over while it is at work
        finally:
            let_go.set()
            daemon._scheduler.shutdown(wait=True)
