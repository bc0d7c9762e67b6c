"""The daemon: asks every minute what is owed, does it, and leaves cleanly.

Nothing is remembered that the store does not know: a schedule that passed while the machine was off, a run that was cut off,
an issue that failed on a full disk are owed until they are done. What fails is tried again after a while, later and later.
Sources are queried side by side, issues are made in a queue and mails go out in another: none waits for the other. Told to
leave it is gone within seconds: what does not let go by then is left as by a kill, and made up for at the next start.
What takes the matcher is done in a process of its own (monitor.daemon.apart), so that waiting takes little memory.
"""

from __future__ import annotations

import os
import queue
import signal
import sys
import threading
import time
import traceback
from collections.abc import Callable
from contextlib import closing, suppress
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from types import FrameType
from typing import TypeVar

import structlog
from apscheduler.events import EVENT_JOB_ERROR, JobEvent
from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.schedulers.background import BackgroundScheduler

from monitor import schedule
from monitor.clock import BEIJING, iso
from monitor.daemon.apart import Apart, Tripped
from monitor.daemon.guard import Guard
from monitor.daemon.heart import Busy, write_beat
from monitor.daemon.lanes import Lanes
from monitor.daemon.rounds import Here, Rounds
from monitor.daemon.ticks import BackOff, Ticks
from monitor.errors import LockHeld, MonitorError, StateError
from monitor.installation import check_installation
from monitor.jobs.around import Around
from monitor.jobs.assess import rematch_is_owed
from monitor.jobs.backup import make_index, migrate_at_start
from monitor.jobs.build import build
from monitor.jobs.collect import begin_collecting
from monitor.jobs.deliver import deliver_due
from monitor.jobs.owed import owed_issue, owed_sources, unsigned_issue
from monitor.jobs.trouble import told_of
from monitor.locks import COLLECT, HELD, MAIL, Lock
from monitor.redaction import redact
from monitor.waiting import Stopped

__all__ = ["BackOff", "Daemon", "Ticks"]

_TICK_SECONDS = 60
_BEAT_SECONDS = 30
_ASK_FOR_A_LOOK_SECONDS = 10 * 60  # it is done once a day
_LOOK_SECONDS = 0.25  # how often the main thread looks: told to leave, clocks apart, first round of sources over
_JUMP_SECONDS = 60
_SIDE_BY_SIDE = 4  # sources
_LETTING_GO_SECONDS = 4.0  # then it leaves all the same: whoever started it may wait for five
_LINGERS_SECONDS = 60.0  # whoever queries stays for the next source, or the next attempt, that is owed at the next tick
_REMIND_SECONDS = 60 * 60
_PASS_SECONDS = (
    10 * 60
)  # an issue waits at most so long for mails of earlier ones: what arrives now need not be told as missing
_CATCH_UP_SECONDS = (
    30 * 60
)  # an issue waits at most so long for what was missed while the machine was off: a round takes minutes, a slow source longer

_Answer = TypeVar("_Answer")


class Daemon:
    """One daemon on one state folder. `run()` returns when it was told to stop."""

    def __init__(self, around: Around, *, replay: Path | None = None) -> None:
        self._around = around
        self._replay = replay
        self._rounds: Rounds = Here(around, replay)
        self._looked_back = False
        self._stopping = threading.Event()
        self._signal: int | None = None
        self._guard: Guard | None = None
        self._trouble: MonitorError | None = None  # why it must leave, though nobody told it to
        self._back_off = BackOff()
        self._busy = Busy(around.clock)
        self._lanes = Lanes(_SIDE_BY_SIDE, self._unforeseen_in)
        self._wake: queue.SimpleQueue[str] = queue.SimpleQueue()  # queues to be asked at once, not at their next tick
        self._building = threading.Event()
        self._at_start = True
        self._first_round: set[str] | None = None
        self._reminded: float | None = None
        self._issue_owed: float | None = None  # since when an issue waits for the mails before it
        self._waits_until: datetime | None = (
            None  # of the wall clock: when an issue that waits for the first round is made anyway
        )
        self._passed = 0.0  # when the latest pass over the mails ended
        self._caught_up = threading.Event()
        self._began = time.monotonic()
        self._started = around.clock.now()
        self._log = structlog.get_logger()
        self._scheduler = BackgroundScheduler(
            timezone=BEIJING,
            executors={name: ThreadPoolExecutor(1) for name in ("collect", "publish", "mail", "beat", "look")},
            # APScheduler's own default forgets a job that is more than one second late.
            job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None},
        )

    def run(self) -> None:
        """Work until SIGTERM or SIGINT. Raises LockHeld or StateError before anything is started, and StateError after all
        was let go of, where the folder was taken away below it or the database found damaged."""
        around = self._around
        check_installation(around.state)
        lock = Lock(around.state, COLLECT, patience=1)
        with lock.held():
            signal.signal(signal.SIGTERM, self._stop)
            signal.signal(signal.SIGINT, self._stop)
            if sys.platform == "linux":  # elsewhere a fork may not use what the system's own libraries began before it
                pace = max((c.pace for c in around.sources.values()), default=0.0)
                self._rounds = Apart(around, self._replay, lock, max(_LINGERS_SECONDS, 2 * pace))
            with closing(self._rounds):
                self._live(lock)
            if self._trouble is not None:
                raise self._trouble

    def _live(self, lock: Lock) -> None:
        around = self._around
        self._guard = Guard(around, lock)
        if not self._guard.at_start(lambda: self._signal is not None):
            self._log.info("integrity_unfinished")
        if (done := migrate_at_start(around)).copy is not None:
            self._log.info("migrated", steps=done.steps, copy=str(done.copy))
        begin_collecting(around)
        self._schedule()
        self._scheduler.start()
        enabled = sorted(c.id for c in around.sources.values() if c.enabled)
        self._log.info("daemon_started", sources=enabled, pid=os.getpid())
        try:
            self._watch_the_clocks()
        finally:
            self._stopping.set()
            self._rounds.stop()
            if self._signal is not None:
                self._log.info("daemon_stopping", signal=signal.Signals(self._signal).name)
            let_go = self._let_go()
            if not let_go:
                self._log.warning("left_at_work", busy=self._busy.json())
            if self._trouble is None or self._trouble.key != "errors.state_moved":  # the folder there is another's
                because = {"because": self._trouble.key} if self._trouble else {}
                with suppress(OSError):  # a full disk: the old heartbeat grows old, and says as much
                    write_beat(around.state, around.clock, {"state": "stopped", **because})
            if self._trouble is not None:
                self._log.error("daemon_leaves", what=around.texts(self._trouble.key, **self._trouble.params))
            self._log.info("daemon_stopped")
            if not let_go:
                self._leave()

    def _let_go(self) -> bool:
        """Whether everybody let go of their work within the seconds they are given."""
        until = time.monotonic() + _LETTING_GO_SECONDS
        # Beside us: the timer waits for its queues however long they take.
        timer = threading.Thread(target=self._scheduler.shutdown, name="shutdown", daemon=True)
        timer.start()
        timer.join(_LETTING_GO_SECONDS)
        return self._lanes.empty(max(until - time.monotonic(), 0.0)) and not timer.is_alive()

    def _leave(self) -> None:
        """End the process under its threads: what they were at is left in the store as by a kill."""
        sys.stderr.flush()
        self._rounds.close()
        os._exit(self._trouble.exit_code if self._trouble else 0)

    def _stop(self, number: int, _: FrameType | None) -> None:
        # Nothing more: what this interrupts may hold the lock of the log, or of an event, and would never let go of it.
        self._signal = number

    def _schedule(self) -> None:
        # A tick that finds its queue at work is passed over: what it would ask is asked at the next one.
        self._scheduler.add_listener(self._unforeseen, EVENT_JOB_ERROR)
        for name, job, seconds in (
            ("collect", self._collect, _TICK_SECONDS),
            ("publish", self._publish, _TICK_SECONDS),
            ("mail", self._mail, _TICK_SECONDS),
            ("beat", self._beat, _BEAT_SECONDS),
            ("look", self._look, _ASK_FOR_A_LOOK_SECONDS),
        ):
            self._scheduler.add_job(job, Ticks(seconds), id=name, executor=name, next_run_time=datetime.now(BEIJING))

    def _watch_the_clocks(self) -> None:
        """Until told to stop. Timers wait for instants of the wall clock: set back, they would wait for the old future."""
        started = time.monotonic() - time.time()
        while self._signal is None and self._trouble is None and not self._stopping.wait(_LOOK_SECONDS):
            self._rounds.rest()
            with suppress(queue.Empty):
                self._scheduler.modify_job(self._wake.get_nowait(), next_run_time=datetime.now(BEIJING))
            apart = time.monotonic() - time.time()
            if abs(apart - started) > _JUMP_SECONDS:
                self._log.warning("clock_jumped", seconds=round(started - apart))
                started = apart
                for job in self._scheduler.get_jobs():
                    job.modify(next_run_time=datetime.now(BEIJING))

    # --- what is owed -------------------------------------------------------------------------------

    def _collect(self) -> None:
        """Matching anew, then every source that is owed goes to a lane. Who is at work there is not asked for again."""
        self._try("collect", "rematch", self._rematch)
        at_work = (
            self._lanes.taken()
        )  # before the store is asked, where the run of one that is just ending has no end yet
        owed = self._asked("collect", "schedule", owed_sources)
        if owed is None:
            return
        if self._first_round is None:
            self._first_round = set(owed)
        for source in owed:
            if source not in at_work:
                self._lanes.offer(source, partial(self._in_its_lane, source))
        self._lanes.offer("index", partial(self._try, "index", "index", self._index))
        self._look_whether_caught_up()

    def _in_its_lane(self, source: str) -> None:
        self._try(source, source, partial(self._query, source))
        if self._first_round is not None:
            self._first_round.discard(source)
        self._look_whether_caught_up()

    def _look_whether_caught_up(self) -> None:
        if not self._first_round and not self._caught_up.is_set():
            self._caught_up.set()
            # The main thread wakes the queue: a job that asks the scheduler may meet its shutdown.
            self._wake.put("publish")

    def _publish(self) -> None:
        """The issue that is owed. At the start it waits for the sources that are owed as well: it would say of all of them
        that they were not checked; and each issue for one pass over the mails of earlier ones, which it would call missing."""
        owed = self._asked("publish", "issue", owed_issue)
        left = _CATCH_UP_SECONDS - (time.monotonic() - self._began)
        if not self._caught_up.is_set() and left > 0:
            self._waits_until = None if owed is None else self._around.clock.now() + timedelta(seconds=left)
            return
        self._waits_until = None
        if owed is None:
            self._issue_owed = None
        elif self._waits_for_mail():
            return
        if owed is not None and self._try("publish", "bulletin", lambda: self._build(owed)):
            self._issue_owed = None
            self._wake.put("mail")
        self._remind_of_signature()

    def _waits_for_mail(self) -> bool:
        """Whether the mails of earlier issues have not been tried since this one was owed, and may still arrive before it."""
        now = time.monotonic()
        if self._issue_owed is None:
            self._issue_owed = now
        if not self._around.settings.mail_ready or self._passed >= self._issue_owed:
            return False
        self._wake.put("mail")
        return now - self._issue_owed < _PASS_SECONDS

    def _mail(self) -> None:
        """Mails that are on their way; at the start all of them, due or not."""
        everything, self._at_start = self._at_start, False
        self._try("mail", "delivery", lambda: self._deliver(everything=everything))
        self._passed = time.monotonic()
        if self._issue_owed is not None:
            self._wake.put("publish")

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
        if self._looked_back and not rematch_is_owed(self._around):
            return  # nobody is called for nothing
        begun = partial(self._busy.begin, "collect", "rematch")
        done = self._rounds.rematch(begun=begun, stop=self._stopping.is_set)
        self._looked_back = True
        if done is not None:
            self._log.info("rematched", matters=done.matters, new_hits=len(done.new_hits))

    def _query(self, source: str) -> None:
        self._log.info("owed", source=source)
        self._busy.begin(source, source)
        result = self._rounds.query(source, progress=self._busy, stop=self._stopping.is_set)
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
        going = partial(self._busy.begin, "index", "index")
        make_index(self._around, progress=lambda done, total: going(), stop=self._stopping.is_set)

    def _build(self, owed: schedule.OwedIssue) -> None:
        self._log.info("owed", source="bulletin", week=str(owed.week))
        self._busy.begin("publish", "bulletin")
        self._building.set()
        try:
            built = build(self._around, owed.week, release=owed.release, stop=self._stopping.is_set)
        finally:
            self._building.clear()
        self._log.info(
            "bulletin_built", week=str(owed.week), subject=built.issue.subject, released=owed.release,
            channel=built.row.channel,
        )  # fmt: skip

    def _deliver(self, *, everything: bool) -> None:
        if not self._around.settings.mail_ready:
            return
        self._busy.begin("mail", "delivery")
        try:
            rows = deliver_due(
                self._around, everything=everything, stop=self._stopping.is_set, yields=self._building.is_set
            )
        except LockHeld as error:
            if error.key != HELD[MAIL]:
                raise
            return  # somebody is sending by hand; whatever that leaves is asked for again
        for row in rows:
            self._log.info("delivery", week=str(row.week), recipient=row.recipient, state=row.state, answer=row.answer)

    # --- trying -------------------------------------------------------------------------------------

    def _asked(self, who: str, what: str, question: Callable[[Around], _Answer]) -> _Answer | None:
        found: list[_Answer] = []
        return found[0] if self._try(who, what, lambda: found.append(question(self._around))) else None

    def _try(self, who: str, what: str, work: Callable[[], None]) -> bool:
        """Do it, unless it failed a moment ago. Whatever goes wrong is logged, and costs minutes, not the period."""
        if self._stopping.is_set() or not self._back_off.may(what):
            return False
        try:
            if not self._stands():
                return False
            work()
        except Stopped:
            return False
        except Exception as error:
            if self._stopping.is_set() and isinstance(error, LockHeld):
                return False  # it was waiting for another, and is to leave
            if not self._stands():
                return False  # whatever it met comes of that
            again = round(self._back_off.failed(what))
            if (told := told_of(error, self._around.state)) is not None:
                said = self._around.texts(told.key, **told.params)
                self._log.error("job_failed", job=what, what=said, again_in_seconds=again)
            else:
                said, trace = f"{type(error).__name__}: {error}", traceback.format_exc()
                if isinstance(error, Tripped):
                    said, trace = error.said, error.trace
                self._log.error("job_failed", job=what, what=redact(said), trace=redact(trace), again_in_seconds=again)
            return False
        finally:
            self._busy.end(who)
        self._back_off.done(what)
        return True

    def _unforeseen(self, event: JobEvent) -> None:
        """A fault of the daemon itself; the next tick comes all the same."""
        said = f"{type(event.exception).__name__}: {event.exception}"
        self._log.error("job_failed", job=event.job_id, what=redact(said), trace=redact(event.traceback or ""))

    def _unforeseen_in(self, name: str, error: Exception) -> None:
        said, trace = f"{type(error).__name__}: {error}", "".join(traceback.format_exception(error))
        self._log.error("job_failed", job=name, what=redact(said), trace=redact(trace))

    # --- the ground it stands on ----------------------------------------------------------------------

    def _stands(self) -> bool:
        """Whether the folder is still the one it began on. Where it is not, nothing more is begun, and the main thread leaves."""
        if self._trouble is None and self._guard is not None:
            self._trouble = self._guard.trouble()
        return self._trouble is None

    def _look(self) -> None:
        if self._guard is None or not self._stands():
            return
        try:
            if self._guard.daily(self._stopping.is_set) is False and not self._stopping.is_set():
                self._log.warning("integrity_unfinished")
        except StateError as error:
            self._trouble = self._trouble or error

    # --- the heartbeat ------------------------------------------------------------------------------

    def _beat(self) -> None:
        around = self._around
        if not self._stands():
            return
        coming = schedule.coming(around.settings, around.sources, around.clock.now())
        told = {
            "started": iso(self._started),
            "busy": self._busy.json(),
            "issue_waits_until": iso(self._waits_until) if self._waits_until else None,
            "next": {what: iso(at) for what, at in coming.items()},
        }
        write_beat(around.state, around.clock, {"state": "running", **told})
