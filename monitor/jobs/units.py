"""Saying of a unit that the calendar of a source promises that it does not exist, and taking that back."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from monitor import sources
from monitor.collect.planning import options_of
from monitor.config import SourceConfig
from monitor.coverage import standing_of
from monitor.errors import UsageError
from monitor.health import Standing, spans_of, unread
from monitor.jobs.around import Around
from monitor.model import UnitSpan, UnitState
from monitor.sources.base import Options, Source
from monitor.sources.streams import Units
from monitor.store import Store
from monitor.texts.days import as_param

_OPEN = frozenset({UnitState.LATE, UnitState.MISSING})
_WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Excused:
    """What was changed; what of it is not overdue yet; what of the stretches that were named is not, and was left as it is;
    what of the source is still missing."""

    changed: tuple[UnitSpan, ...]
    early: tuple[UnitSpan, ...]
    left: tuple[UnitSpan, ...]
    missing: tuple[UnitSpan, ...]


def excuse(around: Around, config: SourceConfig, units: Sequence[str], reason: str) -> Excused:
    """These units do not exist, says a person: no run asks for them any more, and every issue of their week says that it
    is a person's judgement, and the reason.

    A unit is a day, a stretch of days ("2026-11-01..2026-11-05"), or what the source calls it ("RM2915"). Of a stretch, the
    missing ones are meant: one that may still come is excused only where it is the one unit that is named. Raises
    UsageError where it is another among several, and for a unit that the source does not promise, that was read, or that
    nobody expects."""
    with Store.open(around.state) as store, store.immediate():
        book = _book(store, config)
        named = [_named(unit, config, book) for unit in units]
        days: list[date] = []
        left: list[date] = []
        for unit, (begin, end, is_stretch) in zip(units, named, strict=True):
            inside = {d: u.state for d, u in book.ledger.items() if begin <= d <= end}
            late = [d for d, state in inside.items() if state is UnitState.LATE]
            wanted = {UnitState.MISSING} if is_stretch else {UnitState.MISSING, UnitState.EXCUSED}
            if not is_stretch and len(units) == 1:
                wanted.add(UnitState.LATE)
            meant = [d for d, state in inside.items() if state in wanted]
            if not meant and late:
                raise UsageError("errors.unit_not_overdue", source=config.id, units=_said(book.spans(late)))
            if not meant:
                raise _nobody_waits(unit, config, book, _OPEN | {UnitState.EXCUSED})
            days += meant
            left += late if is_stretch else []
        early = book.spans([d for d in days if book.ledger[d].state is UnitState.LATE])
        store.units.excuse(config.id, days, reason)
        after = _book(store, config)
    return Excused(after.spans(days), early, after.spans(left), spans_of(after.ledger.values(), {UnitState.MISSING}))


def expect_again(around: Around, config: SourceConfig, units: Sequence[str]) -> Excused:
    """What was said of these units is taken back: each is late or missing, as its day says, and the next run asks for it
    again. Raises UsageError."""
    with Store.open(around.state) as store, store.immediate():
        book = _book(store, config)
        days: list[date] = []
        for unit in units:
            begin, end, _ = _named(unit, config, book)
            meant = [d for d, u in book.ledger.items() if begin <= d <= end and u.state is UnitState.EXCUSED]
            if not meant:
                raise _nobody_waits(unit, config, book, {UnitState.EXCUSED})
            days += meant
        others = {d: u.state for d, u in book.ledger.items() if d not in days}
        today = around.clock.now().date()
        found = unread(book.units, min(days), today, others, config.expect.quiet)
        not_due = {d: UnitState.LATE for d in days if not book.units.is_due(d, today)}
        store.units.expect_again(config.id, {d: found.get(d, not_due.get(d, UnitState.MISSING)) for d in days})
        after = _book(store, config)
        early = after.spans([d for d in days if after.ledger[d].state is UnitState.LATE])
    return Excused(after.spans(days), early, (), spans_of(after.ledger.values(), {UnitState.MISSING}))


@dataclass(frozen=True, slots=True)
class _Book:
    """The ledger of a source, by day, in the order of its days; never empty."""

    source: Source[Any]
    options: Options
    units: Units
    ledger: Mapping[date, Standing]

    def spans(self, days: Collection[date]) -> tuple[UnitSpan, ...]:
        """These units; what lies between two of them and is not meant parts them."""
        chosen = set(days)
        marked = [u if d in chosen else replace(u, state=UnitState.READ) for d, u in self.ledger.items()]
        return spans_of(marked, _OPEN | {UnitState.EXCUSED})

    def reaches_beyond(self, begin: date, end: date) -> bool:
        """Whether the calendar has a unit in this stretch that lies before or after all that the ledger holds."""
        first, last = min(self.ledger), max(self.ledger)
        before = self.units.days(begin, min(end, first - timedelta(days=1)))
        behind = self.units.days(max(begin, last + timedelta(days=1)), min(end, last + _WEEK))
        return any(True for _ in before) or any(True for _ in behind)


def _book(store: Store, config: SourceConfig) -> _Book:
    """Raises UsageError where the source promises nothing, and where its ledger has not begun."""
    source = sources.load(config.format)
    if source.units is None or not source.units.each_counts:
        raise UsageError("errors.no_calendar", source=config.id)
    ledger = {u.day: standing_of(u) for u in store.units.of(config.id)}
    if not ledger:
        raise UsageError("errors.no_ledger", source=config.id)
    return _Book(source, options_of(config, source), source.units, ledger)


def _named(text: str, config: SourceConfig, book: _Book) -> tuple[date, date, bool]:
    """The first and the last day that are named, and whether they are named as a stretch. Raises UsageError."""
    first, dots, last = text.partition("..")
    first, last = first.strip(), last.strip()
    if not first or (dots and not last):
        raise UsageError("errors.unit_no_day", source=config.id, unit=text)
    begin = _day(first, config, book)
    if not dots:
        return begin, begin, False
    end = _day(last, config, book)
    if end < begin:
        raise UsageError("errors.unit_reversed", unit=text, turned=f"{last}..{first}")
    if book.reaches_beyond(begin, end):
        raise UsageError(
            "errors.unit_outside",
            source=config.id,
            unit=text,
            first=min(book.ledger).isoformat(),
            last=max(book.ledger).isoformat(),
        )
    return begin, end, True


def _day(text: str, config: SourceConfig, book: _Book) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        day = book.source.unit_of(text, book.options)
    if day is None:
        raise UsageError("errors.unit_no_day", source=config.id, unit=text)
    return day


def _nobody_waits(unit: str, config: SourceConfig, book: _Book, states: Collection[UnitState]) -> UsageError:
    spans = spans_of(book.ledger.values(), states)
    key = "errors.no_such_unit" if spans else "errors.no_unit_open"
    return UsageError(key, source=config.id, unit=unit, units=_said(spans))


def _said(spans: Sequence[UnitSpan]) -> dict[str, list[list[object]]]:
    return {"spans": [as_param(s) for s in spans]}
