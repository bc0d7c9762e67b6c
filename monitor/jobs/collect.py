"""Querying sources: one after the other, after what is stored was matched anew where that is owed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from datetime import UTC, date, datetime
from pathlib import Path

from monitor.clock import beijing
from monitor.collect.planning import options_of
from monitor.collect.run import RunResult, run_source
from monitor.collect.workbench import InCommon, Progress, close_workbench, open_workbench
from monitor.config import Expect, SourceConfig
from monitor.errors import BrokenSource, LockHeld, UsageError
from monitor.fetch.archive import clear, spool_of
from monitor.jobs.around import Around, settings_of
from monitor.jobs.assess import after_upgrade, rematch_if_owed
from monitor.jobs.excepting import settle_exceptions
from monitor.jobs.triage import expire
from monitor.jobs.vocabulary import check_words
from monitor.locks import COLLECT, Lock
from monitor.resources import demo_folder
from monitor.store import Store
from monitor.waiting import Stop, Stopped, never

_AT_ONCE = 1.0  # seconds: long enough for somebody who only looked whether the lock is held


def collect(
    around: Around,
    ids: Sequence[str] = (),
    *,
    since: date | None = None,
    replay: Path | None = None,
    progress: Progress | None = None,
    samples: bool = False,
    told: Callable[[str], None] = lambda key: None,
) -> list[RunResult]:
    """Query the sources named (or all enabled ones). `samples`: those with samples of the demo, expecting no more of them.

    `told` hears text keys of what a person should know. Raises UsageError, ConfigError (also where a text or a rule uses
    an undeclared word), LockHeld (somebody else collects, or does not let go of the store)."""
    check_words()
    chosen = _chosen(around, ids, since, samples=samples)
    if replay is None:
        _no_draft(chosen)
    with Lock(around.state, COLLECT, patience=_AT_ONCE).held(), Store.open(around.state) as store:
        if not store.watchlist.names():
            told("cli.run.no_names")
        begin_collecting(around)
        after_upgrade(store, around.sources, around.clock.now())
        rematch_if_owed(store, around.clock.now(), settings_of(around, store).region)
        return _query(around, store, chosen, since=since, replay=replay, progress=progress)


def begin_collecting(around: Around) -> None:
    """For whoever has just taken the collecting lock: remove the working copies that a killed process left."""
    clear(spool_of(around.state))


def note_cut_off(around: Around, source: str) -> None:
    """For whoever holds the collecting lock: the process that queried this source for it was killed. Raises LockHeld."""
    with Store.open(around.state) as store:
        store.runs.cut_off(around.clock.now(), source)


def collect_one(
    around: Around,
    source: str,
    *,
    replay: Path | None = None,
    progress: Progress | None = None,
    stop: Stop = never,
    common: InCommon | None = None,
) -> RunResult | None:
    """Query one source, for a caller who holds the collecting lock for as long as it lives and may query others at the same
    time, with what they have in `common`; None where `stop()` cut it off: the run stays pending. Raises LockHeld."""
    try:
        with Store.open(around.state, stop=stop) as store:
            chosen = [around.sources[source]]
            (result,) = _query(around, store, chosen, replay=replay, progress=progress, stop=stop, common=common)
            return result
    except (Stopped, LockHeld):
        if stop():
            return None
        raise


def _query(
    around: Around,
    store: Store,
    chosen: Sequence[SourceConfig],
    *,
    since: date | None = None,
    replay: Path | None = None,
    progress: Progress | None = None,
    stop: Stop = never,
    common: InCommon | None = None,
) -> list[RunResult]:
    bench = open_workbench(
        store,
        around.settings,
        around.sources,
        around.clock,
        replay=replay,
        since=since,
        render=around.texts.reason,
        progress=progress,
        stop=stop,
        calendar=not _is_samples(replay),
        region=settings_of(around, store).region,
        common=common,
    )
    try:
        results = [run_source(config, bench) for config in chosen]
        settle_exceptions(store, around.clock.now())
        expire(store, around.clock.now())
        return results
    finally:
        close_workbench(bench)


def _is_samples(replay: Path | None) -> bool:
    """The samples of the demo are a handful of records: the days they lack are no gaps."""
    return replay is not None and replay.resolve() == demo_folder().resolve()


def check_options(around: Around) -> None:
    """A wrong option is told before anything is fetched. Raises ConfigError. A source whose program is at fault is let
    through: its runs say so, and those of the others go on."""
    _check_options(around.sources.values())


def _check_options(sources: Iterable[SourceConfig]) -> None:
    for config in sources:
        with suppress(BrokenSource):
            options_of(config)


def _no_draft(chosen: Iterable[SourceConfig]) -> None:
    """Why a source may be asked is said before it is. Raises ConfigError."""
    for config in chosen:
        for key in config.to_fill_in:
            raise config.refused("errors.config_to_fill_in", key)


def _chosen(around: Around, ids: Sequence[str], since: date | None, *, samples: bool) -> list[SourceConfig]:
    sources = around.sources
    for name in ids:
        if name not in sources:
            raise UsageError("errors.unknown_source", source=name, known=", ".join(sources))
    chosen = [c for c in sources.values() if (c.id in ids if ids else c.enabled)]
    now = around.clock.now()
    if since is not None and datetime.combine(since, datetime.min.time(), UTC) > now:
        raise UsageError("health.since_to_come", day=since.isoformat(), now=beijing(now))
    if samples:
        # The samples are a handful of records; what a full source must yield cannot be expected of them.
        small = {"expect": Expect(min_items=1)}
        chosen = [c.model_copy(update=small) for c in chosen if (demo_folder() / c.id).is_dir()]
    _check_options(chosen)
    return chosen
