"""The daemon: wakes sources at their times, catches up on what is owed, and leaves cleanly.

What is owed is read from the store, never from the timer: a schedule that passed while the machine was off, or a run
that was cut off, is made up for at the start. One thread works; nothing runs twice at a time.
"""

from __future__ import annotations

import json
import os
import signal
import threading
from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path
from types import FrameType

import structlog
from apscheduler.events import EVENT_JOB_ERROR, EVENT_JOB_MAX_INSTANCES, EVENT_JOB_MISSED, JobEvent
from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.cron import CronTrigger
from apscheduler.triggers.interval import IntervalTrigger

from monitor.assess.rematch import owed as rematch_owed
from monitor.assess.rematch import rematch
from monitor.clock import BEIJING, Clock, Week, iso
from monitor.config import SourceConfig
from monitor.config.settings import Settings
from monitor.errors import MonitorError
from monitor.pipeline.coverage import is_owed
from monitor.pipeline.deliver import deliver
from monitor.pipeline.desk import close_desk, open_desk
from monitor.pipeline.issue import build_issue
from monitor.pipeline.lock import locked
from monitor.pipeline.run import Stopped, run_source
from monitor.store import Store
from monitor.texts import Texts

_BEAT_SECONDS = 30


class Daemon:
    """One daemon on one state folder. `run()` returns when it was told to stop."""

    def __init__(
        self,
        state: Path,
        settings: Settings,
        sources: Mapping[str, SourceConfig],
        clock: Clock,
        texts: Texts,
        *,
        replay: Path | None = None,
    ) -> None:
        self._state = state
        self._settings = settings
        self._sources = {s: c for s, c in sources.items() if c.enabled}
        self._all = sources
        self._clock = clock
        self._texts = texts
        self._replay = replay
        self._stopping = threading.Event()
        self._log = structlog.get_logger()
        self._scheduler = BackgroundScheduler(
            timezone=BEIJING,
            executors={"default": ThreadPoolExecutor(1), "beat": ThreadPoolExecutor(1)},
            # APScheduler's own default forgets a job that is more than one second late.
            job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None},
        )

    def run(self) -> None:
        """Work until SIGTERM or SIGINT. Raises LockHeld or StateError before anything is started."""
        with locked(self._state):
            Store.open(self._state).close()
            signal.signal(signal.SIGTERM, self._stop)
            signal.signal(signal.SIGINT, self._stop)
            self._schedule()
            self._scheduler.start()
            self._log.info("daemon_started", sources=sorted(self._sources), pid=os.getpid())
            self._beat()
            try:
                self._stopping.wait()
            finally:
                self._scheduler.shutdown(wait=True)
                self._write_beat({"state": "stopped"})
                self._log.info("daemon_stopped")

    def _stop(self, number: int, _: FrameType | None) -> None:
        self._log.info("daemon_stopping", signal=signal.Signals(number).name)
        self._stopping.set()

    # --- what is due --------------------------------------------------------------------------------

    def _schedule(self) -> None:
        now = self._clock.now()
        self._scheduler.add_listener(self._trouble, EVENT_JOB_ERROR | EVENT_JOB_MISSED | EVENT_JOB_MAX_INSTANCES)
        with Store.open(self._state) as store:
            for config in self._sources.values():
                trigger = CronTrigger.from_crontab(config.schedule, timezone=BEIJING)
                self._scheduler.add_job(self._source, trigger, args=[config.id], id=config.id)
                if is_owed(config, store, now):
                    self._log.info("owed", source=config.id)
                    self._scheduler.add_job(self._source, args=[config.id], id=f"{config.id} (owed)")
            if self._settings.bulletin_schedule:
                trigger = CronTrigger.from_crontab(self._settings.bulletin_schedule, timezone=BEIJING)
                self._scheduler.add_job(self._bulletin, trigger, id="bulletin")
                owed = self._bulletin_owed(store, trigger, now)
                if owed is not None:
                    self._log.info("owed", source="bulletin")
                    self._scheduler.add_job(self._bulletin, args=[owed], id="bulletin (owed)")
        self._scheduler.add_job(self._beat, IntervalTrigger(seconds=_BEAT_SECONDS), id="beat", executor="beat")

    def _bulletin_owed(self, store: Store, trigger: CronTrigger, now: datetime) -> Week | None:
        """The week whose issue should exist by now and does not; None if nothing is owed."""
        fire, last = trigger.get_next_fire_time(None, now - timedelta(days=8)), None
        while fire is not None and fire <= now:
            last, fire = fire, trigger.get_next_fire_time(fire, fire + timedelta(seconds=1))
        if last is None:
            return None
        week = issue_week(last)
        built = store.bulletin(week)
        return week if built is None or built.built_at < last else None

    # --- jobs ---------------------------------------------------------------------------------------

    def _source(self, source: str) -> None:
        if self._stopping.is_set():
            return
        config = self._sources[source]
        with Store.open(self._state) as store:
            desk = open_desk(
                store,
                self._settings,
                self._all,
                self._clock,
                replay=self._replay,
                stop=self._stopping.is_set,
            )
            try:
                if rematch_owed(store, desk.matcher):
                    done = rematch(store, desk.matcher, self._clock.now())
                    self._log.info("rematched", matters=done.matters, new_hits=len(done.new_hits))
                result = run_source(config, desk)
            except Stopped:
                self._log.info("run_left_owed", source=source)
                return
            finally:
                close_desk(desk)
        self._log.info(
            "run",
            source=source,
            verdict=result.verdict.value,
            items=result.items,
            new_hits=len(result.new_hits),
            reasons=[self._texts.reason(r) for r in result.reasons],
        )

    def _bulletin(self, owed: Week | None = None) -> None:
        if self._stopping.is_set():
            return
        now = self._clock.now()
        week = owed or issue_week(now)
        with Store.open(self._state) as store:
            built = build_issue(store, self._settings, self._all, week, now, self._texts)
            self._log.info("bulletin_built", week=str(week), subject=built.issue.subject)
            if self._settings.bulletin_send:
                for row in deliver(store, self._settings, week, now, self._texts):
                    self._log.info("delivery", recipient=row.recipient, state=row.state, answer=row.answer)

    def _beat(self) -> None:
        jobs = {j.id: iso(j.next_run_time) for j in self._scheduler.get_jobs() if j.next_run_time}
        self._write_beat({"state": "running", "next": jobs})

    def _write_beat(self, told: Mapping[str, object]) -> None:
        """`state` is running or stopped; a process that was killed leaves running behind, and its `at` grows old."""
        beat = {"at": iso(self._clock.now()), "pid": os.getpid(), **told}
        path = self._state / "heartbeat.json"
        temporary = path.with_suffix(".tmp")
        temporary.write_text(json.dumps(beat, indent=1), encoding="utf-8")
        temporary.replace(path)

    def _trouble(self, event: JobEvent) -> None:
        error = getattr(event, "exception", None)
        if isinstance(error, MonitorError):
            self._log.error("job_failed", job=event.job_id, what=self._texts(error.key, **error.params))
        elif error is not None:
            trace = str(getattr(event, "traceback", ""))
            self._log.error("job_failed", job=event.job_id, what=f"{type(error).__name__}: {error}", trace=trace)
        else:
            self._log.warning("job_late", job=event.job_id)


def issue_week(moment: datetime) -> Week:
    """The week an issue made at this moment is about: the one in which the day before lies, so that an issue made on
    Monday morning tells the week that ended."""
    return Week.of(moment - timedelta(days=1))
