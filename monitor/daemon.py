"""The daemon: asks every minute what is owed, does it, and leaves cleanly.

Nothing is remembered that the store does not know: a schedule that passed while the machine was off, a run that was cut off,
an issue that failed on a full disk are owed until they are done. What fails is tried again after a while, later and later.
Sources are queried in one queue, issues and mails go out in another: neither waits for the other.
"""

from __future__ import annotations

import json
import os
import signal
import threading
import time
import traceback
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from types import FrameType
from typing import TypeVar

import structlog
from apscheduler.events import EVENT_JOB_ERROR, JobEvent
from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.base import BaseTrigger

from monitor import schedule
from monitor.clock import BEIJING, iso
from monitor.errors import LockHeld
from monitor.jobs.around import Around
from monitor.jobs.assess import rematch_stored
from monitor.jobs.backup import make_index, migrate_at_start
from monitor.jobs.build import build
from monitor.jobs.collect import collect_one
from monitor.jobs.deliver import deliver_due
from monitor.jobs.owed import owed_issue, owed_sources, unsigned_issue
from monitor.jobs.trouble import told_of
from monitor.locks import COLLECT, HELD, MAIL, Lock
from monitor.redaction import redact

_TICK_SECONDS = 60
_BEAT_SECONDS = 30
_LOOK_SECONDS = 0.25  # how often the main thread looks: told to leave, clocks apart, first round of sources over
_JUMP_SECONDS = 60
_LONGEST_BACK_OFF = 15 * 60  # seconds
_REMIND_SECONDS = 60 * 60
_CATCH_UP_SECONDS = 60 * 60  # an issue waits at most so long for what was missed while the machine was off

_Answer = TypeVar("_Answer")


class Ticks(BaseTrigger):  # type: ignore[misc]
    """Every so many seconds, and never more than one behind: however far the clock was set forward, nothing piles up."""

    def __init__(self, seconds: float) -> None:
        self._step = timedelta(seconds=seconds)

    def get_next_fire_time(self, previous: datetime | None, now: datetime) -> datetime:
        if previous is None:
            return now
        following = previous + self._step
        return following if following > now else now + self._step


@dataclass
class _Trouble:
    """How often something failed in a row, and the monotonic instant before which it is not tried again."""

    times: int
    until: float


class BackOff:
    """What failed is left alone for one minute, then two, four … fifteen. Seconds are those of the clock given."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._trouble: dict[str, _Trouble] = {}

    def may(self, what: str) -> bool:
        known = self._trouble.get(what)
        return known is None or self._clock() >= known.until

    def failed(self, what: str) -> float:
        """The seconds it is left alone for now."""
        times = self._trouble[what].times + 1 if what in self._trouble else 1
        wait = min(_TICK_SECONDS * 2.0 ** min(times - 1, 10), _LONGEST_BACK_OFF)  # what fails for weeks stays a number
        # A moment less: the tick that comes then must not miss it by a breath.
        self._trouble[what] = _Trouble(times, self._clock() + wait - 1)
        return wait

    def done(self, what: str) -> None:
        self._trouble.pop(what, None)


class Daemon:
    """One daemon on one state folder. `run()` returns when it was told to stop."""

    def __init__(self, around: Around, *, replay: Path | None = None) -> None:
        self._around = around
        self._replay = replay
        self._stopping = threading.Event()
        self._signal: int | None = None
        self._back_off = BackOff()
        self._busy: dict[str, tuple[str, datetime]] = {}
        self._at_start = True
        self._reminded: float | None = None
        self._caught_up = threading.Event()
        self._began = time.monotonic()
        self._log = structlog.get_logger()
        self._scheduler = BackgroundScheduler(
            timezone=BEIJING,
            executors={queue: ThreadPoolExecutor(1) for queue in ("collect", "publish", "beat")},
            # APScheduler's own default forgets a job that is more than one second late.
            job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None},
        )

    def run(self) -> None:
        """Work until SIGTERM or SIGINT. Raises LockHeld or StateError before anything is started."""
        around = self._around
        with Lock(around.state, COLLECT, patience=1).held():
            if (done := migrate_at_start(around)).copy is not None:
                self._log.info("migrated", steps=done.steps, copy=str(done.copy))
            signal.signal(signal.SIGTERM, self._stop)
            signal.signal(signal.SIGINT, self._stop)
            self._schedule()
            self._scheduler.start()
            enabled = sorted(c.id for c in around.sources.values() if c.enabled)
            self._log.info("daemon_started", sources=enabled, pid=os.getpid())
            try:
                self._watch_the_clocks()
            finally:
                self._stopping.set()
                if self._signal is not None:
                    self._log.info("daemon_stopping", signal=signal.Signals(self._signal).name)
                self._scheduler.shutdown(wait=True)
                with suppress(OSError):  # a full disk: the old heartbeat grows old, and says as much
                    self._write_beat({"state": "stopped"})
                self._log.info("daemon_stopped")

    def _stop(self, number: int, _: FrameType | None) -> None:
        # Nothing more: what this interrupts may hold the lock of the log, or of an event, and would never let go of it.
        self._signal = number

    def _schedule(self) -> None:
        # A tick that finds its queue at work is passed over: what it would ask is asked at the next one.
        self._scheduler.add_listener(self._unforeseen, EVENT_JOB_ERROR)
        for name, job, seconds in (
            ("collect", self._collect, _TICK_SECONDS),
            ("publish", self._publish, _TICK_SECONDS),
            ("beat", self._beat, _BEAT_SECONDS),
        ):
            self._scheduler.add_job(job, Ticks(seconds), id=name, executor=name, next_run_time=datetime.now(BEIJING))

    def _watch_the_clocks(self) -> None:
        """Until told to stop. Timers wait for instants of the wall clock: set back, they would wait for the old future."""
        started, woken = time.monotonic() - time.time(), False
        while self._signal is None and not self._stopping.wait(_LOOK_SECONDS):
            if not woken and self._caught_up.is_set():
                woken = True
                self._scheduler.modify_job("publish", next_run_time=datetime.now(BEIJING))
            apart = time.monotonic() - time.time()
            if abs(apart - started) > _JUMP_SECONDS:
                self._log.warning("clock_jumped", seconds=round(started - apart))
                started = apart
                for job in self._scheduler.get_jobs():
                    job.modify(next_run_time=datetime.now(BEIJING))

    # --- what is owed -------------------------------------------------------------------------------

    def _collect(self) -> None:
        """Matching anew, then every source that is owed, one after the other."""
        self._try("collect", "rematch", self._rematch)
        for source in self._asked("collect", "schedule", owed_sources) or ():
            self._try("collect", source, partial(self._query, source))
        self._caught_up.set()  # the main thread wakes the other queue: a job that asks the scheduler may meet its shutdown
        self._try("collect", "index", self._index)

    def _publish(self) -> None:
        """Mails that are on their way, then the issue that is owed, then its mails. At the start an issue waits for the
        sources that are owed as well: it would say of all of them that they were not checked."""
        everything, self._at_start = self._at_start, False
        self._try("publish", "delivery", lambda: self._deliver(everything=everything))
        if not self._caught_up.is_set() and time.monotonic() - self._began < _CATCH_UP_SECONDS:
            return
        owed = self._asked("publish", "issue", owed_issue)
        if owed is not None and self._try("publish", "bulletin", lambda: self._build(owed)):
            self._try("publish", "delivery", lambda: self._deliver(everything=False))
        self._remind_of_signature()

    def _remind_of_signature(self) -> None:
        """Once an hour, in the log, as long as an issue lies unsigned past the time it was to go out."""
        if self._reminded is not None and time.monotonic() - self._reminded < _REMIND_SECONDS:
            return
        waits = self._asked("publish", "signature", unsigned_issue)
        if waits is not None and waits.late:
            self._reminded = time.monotonic()
            self._log.warning(
                "issue_unsigned", week=str(waits.issue.week), planned=iso(waits.planned or waits.issue.built_at)
            )

    def _rematch(self) -> None:
        begun = partial(self._busy_with, "collect", "rematch")
        done = rematch_stored(self._around, begun=begun, stop=self._stopping.is_set)
        if done is not None:
            self._log.info("rematched", matters=done.matters, new_hits=len(done.new_hits))

    def _query(self, source: str) -> None:
        self._log.info("owed", source=source)
        self._busy_with("collect", source)
        result = collect_one(self._around, source, replay=self._replay, stop=self._stopping.is_set)
        if result is None:
            self._log.info("run_left_owed", source=source)
            return
        self._log.info(
            "run",
            source=source,
            verdict=result.verdict.value,
            items=result.items,
            new_hits=len(result.new_hits),
            reasons=[self._around.texts.reason(r) for r in result.reasons],
        )

    def _index(self) -> None:
        """The look-up index, where the database is older than it."""
        going = partial(self._busy_with, "collect", "index")
        make_index(self._around, progress=lambda done, total: going(), stop=self._stopping.is_set)

    def _build(self, owed: schedule.OwedIssue) -> None:
        self._log.info("owed", source="bulletin", week=str(owed.week))
        self._busy_with("publish", "bulletin")
        built = build(self._around, owed.week, release=owed.release)
        self._log.info(
            "bulletin_built", week=str(owed.week), subject=built.issue.subject, released=owed.release,
            channel=built.row.channel,
        )  # fmt: skip

    def _deliver(self, *, everything: bool) -> None:
        if not self._around.settings.mail_ready:
            return
        self._busy_with("publish", "delivery")
        try:
            rows = deliver_due(self._around, everything=everything, stop=self._stopping.is_set)
        except LockHeld as error:
            if error.key != HELD[MAIL]:
                raise
            return  # somebody is sending by hand; whatever that leaves is asked for again
        for row in rows:
            self._log.info("delivery", week=str(row.week), recipient=row.recipient, state=row.state, answer=row.answer)

    # --- trying -------------------------------------------------------------------------------------

    def _asked(self, queue: str, what: str, question: Callable[[Around], _Answer]) -> _Answer | None:
        found: list[_Answer] = []
        return found[0] if self._try(queue, what, lambda: found.append(question(self._around))) else None

    def _try(self, queue: str, what: str, work: Callable[[], None]) -> bool:
        """Do it, unless it failed a moment ago. Whatever goes wrong is logged, and costs minutes, not the period."""
        if self._stopping.is_set() or not self._back_off.may(what):
            return False
        try:
            work()
        except Exception as error:
            again = round(self._back_off.failed(what))
            if (told := told_of(error, self._around.state)) is not None:
                said = self._around.texts(told.key, **told.params)
                self._log.error("job_failed", job=what, what=said, again_in_seconds=again)
            else:
                said, trace = f"{type(error).__name__}: {error}", traceback.format_exc()
                self._log.error("job_failed", job=what, what=redact(said), trace=redact(trace), again_in_seconds=again)
            return False
        finally:
            self._busy.pop(queue, None)
        self._back_off.done(what)
        return True

    def _unforeseen(self, event: JobEvent) -> None:
        """A fault of the daemon itself; the next tick comes all the same."""
        said = f"{type(event.exception).__name__}: {event.exception}"
        self._log.error("job_failed", job=event.job_id, what=redact(said), trace=redact(event.traceback or ""))

    # --- the heartbeat ------------------------------------------------------------------------------

    def _busy_with(self, queue: str, what: str) -> None:
        self._busy[queue] = (what, self._around.clock.now())

    def _beat(self) -> None:
        around = self._around
        coming = schedule.coming(around.settings, around.sources, around.clock.now())
        busy = {queue: {"with": what, "since": iso(since)} for queue, (what, since) in dict(self._busy).items()}
        self._write_beat({"state": "running", "busy": busy, "next": {what: iso(at) for what, at in coming.items()}})

    def _write_beat(self, told: Mapping[str, object]) -> None:
        """`state` is running or stopped; a process that was killed leaves running behind, and its `at` grows old."""
        beat = {"at": iso(self._around.clock.now()), "pid": os.getpid(), **told}
        path = self._around.state / "heartbeat.json"
        temporary = path.with_suffix(".tmp")
        temporary.write_text(json.dumps(beat, indent=1), encoding="utf-8")
        temporary.replace(path)
