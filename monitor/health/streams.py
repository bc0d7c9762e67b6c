"""Why a stream of a source is doubted: what it brought lately, held against itself and against what its entry expects. Pure.

Each doubt is one sentence that names the stream. A stream that is well says nothing.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from monitor.config.sources import Quiet, StreamExpect
from monitor.forums.calendars import Calendar, is_business_day, tables
from monitor.health.baseline import Odd, Weight, chance_of_at_most, gone, odd
from monitor.health.facts import carried_by
from monitor.model import Reason, Record, StreamDay, StreamState
from monitor.model.facts import FACTS

LOOKS_BACK = timedelta(days=7 * 13 + 28 + 7)
"""So far back lies what a judgement rests on."""

_SETTLES = timedelta(days=3)  # a first run reads a whole window, in as many runs as it takes
_A_WEEK, _FOUR_WEEKS = timedelta(days=7), timedelta(days=28)
_FEW = 20  # records in which a share means something
_SURE = 1e-4


@dataclass(frozen=True, slots=True)
class Measures:
    """What a stream is held against. `fill_rate` as in the entry; `term`: the frequent word of its canary; `reach`: so many days
    an answer reaches back, over which a day without a run is no loss; `due`: the days on which there is something to bring at
    all, None where that is every day; `weight` of a day."""

    expect: StreamExpect
    fill_rate: Mapping[str, float] = field(default_factory=dict)
    term: str = ""
    reach: int = 1
    due: Collection[date] | None = None
    weight: Weight = lambda day: 1.0


def doubts_of(
    state: StreamState, days: Sequence[StreamDay], measures: Measures, today: date, of: Mapping[str, object]
) -> tuple[Reason, ...]:
    """Why this stream is doubted on the day `today`, which is not over; () where it is well. `days`: what it brought, the oldest
    first. `of`: the stream in words, as a message."""
    told: list[Reason] = []

    def tell(what: str, **params: object) -> None:
        told.append(Reason(f"health.stream.{what}", {"of": of, **params}))

    expect = measures.expect
    newest = state.newest
    if expect.newest_within_days and newest is not None and newest < today - timedelta(expect.newest_within_days):
        tell("stale", newest=newest.isoformat(), days=(today - newest).days)
    elif state.stands_still and newest is not None:
        tell("still", newest=newest.isoformat())
    made, oldest = state.made, expect.made_within_days
    if oldest and made is not None and made < today - timedelta(oldest):
        tell("made", made=made.isoformat(), days=(today - made).days)
    for name, rate, least in _unfilled(days, measures.fill_rate, today):
        tell("unfilled", name=_called(name), rate=f"{rate:.0%}", least=f"{least:.0%}")
    series = _series(days, measures, today)
    if not series:
        return tuple(told)
    last = max(series)
    if expect.min_items_week is not None and len([d for d in series if last - 7 < d <= last]) == 7:
        got = sum(n for d, n in series.items() if last - 7 < d)
        if got < expect.min_items_week:
            tell("min_items_week", items=got, least=expect.min_items_week)
    if not expect.usual:
        return tuple(told)
    by_day = {d.day.toordinal(): d for d in days}
    if (found := odd(series, last, measures.weight)) is not None:
        tell("too_much" if found.too_much else "nothing" if not found.got else "too_little", **_figures(found))
    if found is None or found.too_much:
        for what, name, carried in _carried(by_day, measures.term):
            part = {d: carried.get(d, 0) for d in series}
            if not any(part[d] for d in part if d > last - 7) and (lost := gone(part, last, measures.weight)):
                tell(what, name=name if what == "word_gone" else _called(name), **_figures(lost))
    return tuple(told)


def named_by(record: Record) -> frozenset[str]:
    """What a record carries, as `StreamDay.filled` counts it: facts and roles, and codes of events ("event.filed")."""
    return carried_by(record) | {f"event.{event.code}" for event in record.events}


def _called(name: str) -> dict[str, object]:
    """What a record carries, in words."""
    if name.startswith("event."):
        return {"key": name, "params": {}}
    return {"key": f"fact.{name}" if name in FACTS else f"word.role.{name}", "params": {}}


def weight_of(jurisdiction: str, quiet: Sequence[Quiet] = ()) -> Weight:
    """How much of a usual day a day brings in a country: nothing on a public holiday and in a silence the entry declares, half
    around New Year."""
    country = f"{jurisdiction.lower()}-"
    calendar = Calendar(holidays=next((t for t in sorted(tables()) if country and t.startswith(country)), ""))

    def weight(day: date) -> float:
        if not is_business_day(day, calendar) or any(q.since <= day <= q.until for q in quiet):
            return 0.0
        around_new_year = (day.month, day.day) >= (12, 23) or (day.month, day.day) <= (1, 2)
        return 0.5 if around_new_year else 1.0

    return weight


def _figures(found: Odd) -> dict[str, object]:
    return {"days": found.days, "got": found.got, "usual": round(found.usual)}


def _series(days: Sequence[StreamDay], measures: Measures, today: date) -> dict[int, int]:
    """Day → what it brought, of days that are over and were read. Where an answer reaches back over days without a run, or where
    a day has nothing to bring, nothing is what they brought."""
    if not days:
        return {}
    counts = {d.day.toordinal(): d.fresh for d in days if not d.anew}
    if measures.due is not None:
        first, last = min(counts, default=0), max(counts, default=-1)
        due = {d.toordinal() for d in measures.due}
        return {d: counts.get(d, 0) for d in range(first, last + 1) if d in counts or d not in due}
    begun = days[0].day.toordinal() + _SETTLES.days
    read = sorted(d for d in counts if d >= begun)
    series: dict[int, int] = {}
    for before, day in zip([None, *read], read, strict=False):
        if before is not None and day - before <= measures.reach:
            series.update(dict.fromkeys(range(before + 1, day), 0))
        series[day] = counts[day]
    if len(read) < 2 or read[-1] - read[-2] == 1:
        series.pop(today.toordinal(), None)
    return series


def _carried(days: Mapping[int, StreamDay], term: str) -> Iterable[tuple[str, str, Mapping[int, int]]]:
    """What records of a stream carry: kind of doubt, name, day → records."""
    yield "nothing_new", "", {d: day.born for d, day in days.items()}
    if term:
        yield "word_gone", term, {d: day.met for d, day in days.items()}
    names = sorted({name for day in days.values() for name in day.filled})
    for name in names:
        yield "gone", name, {d: day.filled.get(name, 0) for d, day in days.items()}


def _unfilled(
    days: Sequence[StreamDay], fill_rate: Mapping[str, float], today: date
) -> Iterable[tuple[str, float, float]]:
    """Facts and roles that fewer records carry than they should: name, rate, the least it may be. Over the last week; over four
    where a week tells nothing."""
    for name, least in sorted(fill_rate.items()):
        for stretch in (_A_WEEK, _FOUR_WEEKS):
            chosen = [d for d in days if today - stretch < d.day <= today]
            records, filled = sum(d.fresh for d in chosen), sum(d.filled.get(name, 0) for d in chosen)
            expected = records * least
            if records < _FEW or filled >= expected:
                continue
            if filled < 0.5 * expected and chance_of_at_most(filled, expected, 1.0) < _SURE:
                yield name, filled / records, least
                break
