"""What was really checked in a period: the coverage box of the bulletin, and `status`."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime, timedelta

from monitor.clock import BEIJING, beijing
from monitor.config import SourceConfig
from monitor.health import Stretch, first_gap
from monitor.model import Category, Coverage, Reason
from monitor.store import Store
from monitor.store.periods import SourcePeriod
from monitor.store.views import RunRow
from monitor.texts import Texts

_REMEMBERED = timedelta(days=28)


def coverage_of(
    store: Store, sources: Mapping[str, SourceConfig], begin: datetime, end: datetime, texts: Texts
) -> tuple[Coverage, ...]:
    """Coverage of [begin, end) per enabled source, and of those that were enabled until lately.

    A stretch counts as checked when a run that counts reached over it. The part after the last scheduled fetch is not
    owed yet; a pause of up to a day between runs is not called a gap, since windows overlap. However many sources and
    years of runs there are, the store is asked a constant number of times.
    """
    enabled = [c for c in sources.values() if c.enabled]
    given_up = _given_up(store, sources, begin, end)
    periods = store.periods_of([*(c.id for c in enabled), *given_up], begin, end + timedelta(seconds=1))
    kinds = store.kinds_of_sources(s for s in given_up if s not in sources)
    return (
        *(_enabled(c, periods[c.id], begin, end, texts) for c in enabled),
        *(_of_given_up(s, sources.get(s), periods[s], kinds, begin, texts) for s in given_up),
    )


def _enabled(config: SourceConfig, period: SourcePeriod, begin: datetime, end: datetime, texts: Texts) -> Coverage:
    # A run looks back from where it stands: none that was begun before the period reaches into it.
    checked = [Stretch(r.since or r.started, r.started) for r in period.runs if r.verdict and r.verdict.checked]
    due = _last_due(config, end)
    gap = first_gap(checked, begin, max(begin, due))
    last_ok = period.last_checked.started if period.last_checked else None
    if not period.runs and gap is None:
        gap = None if last_ok is not None and last_ok >= due else Stretch(begin, end)
    last = period.runs[0] if period.runs else None
    return Coverage(
        source=config.id,
        title=config.title_in(texts.lang),
        category=config.category,
        jurisdiction=config.jurisdiction,
        verdict=last.verdict if last else None,
        last_ok=last_ok,
        newest_item=period.newest_item,
        items=sum(r.items for r in period.runs),
        usual=period.usual,
        complete=gap is None,
        message=_why(last, texts),
        gap_from=gap.since if gap else None,
        attribution=config.terms.attribution,
    )


def _given_up(store: Store, sources: Mapping[str, SourceConfig], begin: datetime, end: datetime) -> list[str]:
    """Sources that were run until lately and are now switched off or taken out of sources.yaml: readers who counted on
    them must be told, for some issues, that nobody looks there any more."""
    ran = store.sources_run(begin - _REMEMBERED, end)
    return [s for s in ran if s not in sources or not sources[s].enabled]


def _of_given_up(
    source: str,
    config: SourceConfig | None,
    period: SourcePeriod,
    kinds: Mapping[str, tuple[Category, str]],
    begin: datetime,
    texts: Texts,
) -> Coverage:
    if config is not None:
        category, jurisdiction = config.category, config.jurisdiction
    else:
        category, jurisdiction = kinds.get(source, (Category.NEWS, ""))
    last_ok = period.last_checked.started if period.last_checked else None
    why = "health.removed" if config is None else "health.disabled"
    return Coverage(
        source=source,
        title=config.title_in(texts.lang) if config else source,
        category=category,
        jurisdiction=jurisdiction,
        verdict=period.runs[0].verdict if period.runs else None,
        last_ok=last_ok,
        newest_item=period.newest_item,
        items=sum(r.items for r in period.runs),
        usual=period.usual,
        complete=False,
        message=texts(why, since=beijing(period.last.started) if period.last else "-"),
        gap_from=max(begin, last_ok) if last_ok else begin,
        attribution=config.terms.attribution if config else "",
    )


def _why(last: RunRow | None, texts: Texts) -> str:
    """Why a period was not checked. What a run that counts remarks on besides is no reason."""
    if last is None:
        return texts("health.never_ran")
    return "" if last.verdict and last.verdict.checked else message_of(last.message, texts)


def message_of(stored: str, texts: Texts) -> str:
    """The reasons a run was recorded with, as sentences of one language."""
    if not stored:
        return ""
    return "；".join(texts.reason(Reason(key, params)) for key, params in json.loads(stored))


def _last_due(config: SourceConfig, end: datetime) -> datetime:
    """The last instant up to `end` at which the schedule asks for a fetch."""
    from apscheduler.triggers.cron import CronTrigger

    trigger = CronTrigger.from_crontab(config.schedule, timezone=BEIJING)
    moment = end - timedelta(days=40)
    last = moment
    step = trigger.get_next_fire_time(None, moment)
    # A dense schedule is walked from close by; a sparse one (weekly, monthly) from further back.
    for back in (timedelta(hours=2), timedelta(days=2), timedelta(days=9), timedelta(days=40)):
        first = trigger.get_next_fire_time(None, end - back)
        if first is not None and first <= end:
            step = first
            break
    while step is not None and step <= end:
        last = step
        step = trigger.get_next_fire_time(step, step + timedelta(seconds=1))
    return last


def next_due(config: SourceConfig, now: datetime, last: RunRow | None = None) -> datetime | None:
    """When the schedule asks for the next fetch. The one of this very minute is over where `last` has answered it."""
    from apscheduler.triggers.cron import CronTrigger

    trigger = CronTrigger.from_crontab(config.schedule, timezone=BEIJING)
    fire: datetime | None = trigger.get_next_fire_time(None, now)
    if fire is not None and last is not None and fire <= last.started <= now:
        fire = trigger.get_next_fire_time(None, fire + timedelta(minutes=1))
    return fire


def out_of_reach(config: SourceConfig, store: Store, now: datetime) -> Reason | None:
    """What no run can make up for any more: the source tells of its last hours only, and was last read before them."""
    hours, until = config.window.reach_hours, store.checked_until(config.id)
    if hours is None or until is None or until >= now - timedelta(hours=hours):
        return None
    return Reason("health.out_of_reach", {"since": beijing(until), "until": beijing(now - timedelta(hours=hours))})


def is_owed(config: SourceConfig, store: Store, now: datetime) -> bool:
    """True when a scheduled fetch lies behind us and no run was begun since: the machine was off, or it was killed."""
    due = _last_due(config, now)
    last = store.last_run(config.id)
    # A run "of the future" was made under a clock that was wrong; it says nothing about today.
    return last is None or not due <= last.started <= now or config.id in store.interrupted_runs()
