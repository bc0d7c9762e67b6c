"""Saying of a unit that the calendar of a source promises that it does not exist, and taking that back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from monitor import sources
from monitor.collect.planning import options_of
from monitor.config import SourceConfig
from monitor.coverage import standing_of
from monitor.errors import UsageError
from monitor.health import spans_of
from monitor.jobs.around import Around
from monitor.model import UnitSpan, UnitState
from monitor.sources.base import Options, Source
from monitor.store import Store
from monitor.texts.days import as_param

_OPEN = frozenset({UnitState.LATE, UnitState.MISSING})


@dataclass(frozen=True, slots=True)
class Excused:
    """What was changed, and what of the source is still missing."""

    changed: tuple[UnitSpan, ...]
    missing: tuple[UnitSpan, ...]


def excuse(around: Around, config: SourceConfig, units: Sequence[str], reason: str) -> Excused:
    """These units do not exist, says a person: no run asks for them any more, and every issue of their week says who decided.

    A unit is a day, a stretch of days ("2026-11-01..2026-11-05"), or what the source calls it ("RM2915"). Raises UsageError
    for one that the source does not promise, that was read, or that nobody expects."""
    return _change(around, config, units, reason, now=_OPEN | {UnitState.EXCUSED})


def expect_again(around: Around, config: SourceConfig, units: Sequence[str]) -> Excused:
    """What was said of these units is taken back: the next run asks for them again. Raises UsageError."""
    return _change(around, config, units, None, now=frozenset({UnitState.EXCUSED}))


def _change(
    around: Around, config: SourceConfig, units: Sequence[str], reason: str | None, now: frozenset[UnitState]
) -> Excused:
    source = sources.load(config.format)
    options = options_of(config, source)
    with Store.open(around.state) as store, store.immediate():
        ledger = {u.day: standing_of(u) for u in store.units.of(config.id)}
        if source.units is None or not ledger:
            raise UsageError("errors.no_ledger", source=config.id)
        days: list[date] = []
        for unit in units:
            stretch = _stretch(unit, source, options)
            meant = [d for d, u in ledger.items() if stretch and stretch[0] <= d <= stretch[1] and u.state in now]
            if not meant:
                spans = spans_of(ledger.values(), now)
                known = {"spans": [as_param(s) for s in spans]}
                key = "errors.no_such_unit" if spans else "errors.no_unit_open"
                raise UsageError(key, source=config.id, unit=unit, units=known)
            days += meant
        if reason is None:
            store.units.expect_again(config.id, days)
        else:
            store.units.excuse(config.id, days, reason)
        after = [standing_of(u) for u in store.units.of(config.id)]
    chosen = [u for u in after if u.day in set(days)]
    return Excused(spans_of(chosen, set(UnitState)), spans_of(after, {UnitState.MISSING}))


def _stretch(unit: str, source: Source[Any], options: Options) -> tuple[date, date] | None:
    first, _, last = unit.partition("..")
    begin = _day(first, source, options)
    end = _day(last, source, options) if last else begin
    return (begin, end) if begin is not None and end is not None else None


def _day(text: str, source: Source[Any], options: Options) -> date | None:
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        return source.unit_of(text.strip(), options)
