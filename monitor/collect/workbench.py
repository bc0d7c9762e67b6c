"""What a run works with, and putting it together: the fetcher (network or replay), the matcher of the current list, the clock."""

from __future__ import annotations

import os
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import partial
from pathlib import Path
from threading import Lock
from typing import Protocol

from monitor.assess.canary import Guarded
from monitor.assess.rematch import list_in_use
from monitor.assess.scoring import Families, Finder
from monitor.clock import Clock
from monitor.config import SourceConfig
from monitor.config.settings import Settings, secret
from monitor.errors import Skipped
from monitor.fetch import Archive, Fetcher, open_replay
from monitor.fetch.live import LiveTransport
from monitor.fetch.pace import Pace
from monitor.model import Reason, WatchedName
from monitor.places.region import Region
from monitor.store import Store
from monitor.waiting import Stop, never, pause

_PATIENCE = timedelta(seconds=75)  # a per-minute budget is waited for; an hourly or daily one is not


class Progress(Protocol):
    """Told how a run goes; a progress bar, or nothing."""

    def request(self, source: str, url: str) -> None: ...

    def records(self, source: str, count: int) -> None: ...


class NoProgress:
    def request(self, source: str, url: str) -> None:
        pass

    def records(self, source: str, count: int) -> None:
        pass


class InCommon:
    """What the runs of one process have in common, side by side or one after the other: whose turn it is at each host, and
    the matcher, which takes long to make and is the same until the list is another."""

    def __init__(self) -> None:
        self.pace = Pace()
        self._making = Lock()
        self._begun = False
        self._names: tuple[WatchedName, ...] = ()
        self._matcher: Guarded | None = None

    def begin(self, store: Store, at: datetime) -> None:
        """Before the first run of this process, who holds the collecting lock: what has no end yet was cut off."""
        with self._making:
            if not self._begun:
                store.runs.cut_off(at)
                self._begun = True

    def matcher_of(self, names: tuple[WatchedName, ...]) -> Guarded:
        with self._making:
            if self._matcher is None or self._names != names:
                self._matcher, self._names = Guarded(names), names
            return self._matcher


@dataclass(frozen=True)
class Workbench:
    """What a run works with."""

    store: Store
    fetcher: Fetcher
    matcher: Finder
    families: Families
    clock: Clock
    secret: Callable[[str], str | None]
    replay: bool = False
    since: date | None = None
    render: Callable[[Reason], str] = lambda reason: reason.key
    progress: Progress = field(default_factory=NoProgress)
    stop: Stop = never
    calendar: bool = True  # whether what the calendar of a source guarantees is expected; of samples it is not
    region: Region | None = None  # whose firms are told of whether they are on the list or not
    matched_with: str = ""  # the version of the list the matcher was made of; "": a matcher made for the occasion


def open_workbench(
    store: Store,
    settings: Settings,
    sources: Mapping[str, SourceConfig],
    clock: Clock,
    *,
    replay: Path | None = None,
    since: date | None = None,
    render: Callable[[Reason], str] = lambda r: r.key,
    progress: Progress | None = None,
    stop: Stop = never,
    calendar: bool = True,
    region: Region | None = None,
    common: InCommon | None = None,
) -> Workbench:
    """A bench for one batch of runs. The caller closes `bench.fetcher.archive` (and the transport, through close_workbench)."""
    common = common or InCommon()
    common.begin(store, clock.now())
    archive = Archive(store.state, f"{os.getpid()}-{uuid.uuid4().hex[:8]}")
    archive.spool.mkdir(parents=True)
    if replay is not None:
        transport: LiveTransport | object = open_replay(
            replay, archive.spool / "replay"
        )  # apart: one answer may serve several requests
    else:
        transport = LiveTransport(
            archive.spool, settings.contact, proxy=settings.proxy, private_hosts=settings.private_hosts, stop=stop
        )
    using = list_in_use(store, region, made=common.matcher_of)
    fetcher = Fetcher(
        transport,  # type: ignore[arg-type]
        archive,
        clock,
        spend=_spender(store, sources, stop),
        pace=common.pace,
        sleep=partial(pause, stop=stop),
    )
    return Workbench(
        store=store,
        fetcher=fetcher,
        matcher=using.matcher,
        families=using.families,
        region=using.region,
        matched_with=using.version,
        clock=clock,
        secret=secret,
        replay=replay is not None,
        since=since,
        render=render,
        progress=progress or NoProgress(),
        stop=stop,
        calendar=calendar,
    )


def close_workbench(bench: Workbench) -> None:
    bench.fetcher.archive.close()
    bench.fetcher.archive.clear_spool()
    bench.fetcher.close()


def _spender(store: Store, sources: Mapping[str, SourceConfig], stop: Stop) -> Callable[[str], None]:
    """Counts every request against the source's budget, in the store. Real time, whatever `--at` says."""

    def spend(source: str) -> None:
        budget = sources[source].budget
        limits = {
            window: most
            for window, most in (
                (timedelta(minutes=1), budget.per_minute),
                (timedelta(hours=1), budget.per_hour),
                (timedelta(days=1), budget.per_day),
            )
            if most is not None
        }
        if not limits:
            return
        while True:
            wait = store.sources.spend(source, datetime.now(UTC), limits)
            if wait is None:
                return
            if wait > _PATIENCE:
                raise Skipped("health.budget_spent", source=source, minutes=int(wait.total_seconds() // 60) + 1)
            pause(wait.total_seconds(), stop)

    return spend
