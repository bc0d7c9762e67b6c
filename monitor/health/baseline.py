"""What is usual of a stream, and whether what it brought lately is too little or too much. Pure.

A stream is measured against itself: the whole weeks before give what a week usually brings (their median), how it spreads over
the weekdays, and how much whole weeks differ from one another. The last 2, 7, 14 and 28 days are held against that. A span is
too small where it is both well below the usual and beyond what chance gives a stream of that spread. Two days must be nearly
empty to be told at once; half of a stream of 50 items a week is told within 14 days.

Public holidays count for nothing, the days around New Year for half: a week in which an office is closed is no silence.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from statistics import fmean, median, variance

Weight = Callable[[date], float]
"""How much of a usual day a day should bring: 1, less on a holiday."""


@dataclass(frozen=True, slots=True)
class Usual:
    """`week`: what a whole week brings; `spread`: variance of whole weeks over their mean, at least 1 (chance alone);
    `share`: of each weekday, Monday first."""

    week: float
    spread: float
    share: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Odd:
    """`got` in the last `days` days, where `usual` was to be expected."""

    days: int
    got: int
    usual: float
    too_much: bool = False


@dataclass(frozen=True, slots=True)
class _Span:
    """The last `days` days, of which `may_lack` need not have been read: too little below this `part` of the usual, where chance
    gives so little with less than this `chance`."""

    days: int
    part: float
    chance: float
    may_lack: int = 0


_LITTLE = (_Span(2, 0.3, 1e-8), _Span(7, 0.6, 5e-5), _Span(14, 0.65, 5e-5, 1), _Span(28, 0.7, 1e-5, 2))
_GONE = (_Span(7, 0.0, 1e-6), _Span(14, 0.0, 1e-5, 1), _Span(28, 0.0, 1e-6, 2))
_MUCH = ((2, 6.0), (7, 4.0))  # days, times the usual
_MUCH_AT_LEAST = 50  # more than usual; a handful more is no flood
_FAR = 8.0  # standard deviations
_WEEKS, _LEAST_WEEKS = 13, 4
_CAUTION = 1.4  # a dozen weeks tell the spread only roughly, and too low a spread is an alarm about nothing


def usual_before(series: Mapping[int, int], day: int, weight: Weight) -> Usual | None:
    """What is usual, from the whole weeks before `day` (ordinal); None where too few of them were read. Weeks with a holiday are
    used only where there are not enough others."""
    plain: list[range] = []
    others: list[range] = []
    for back in range(1, _WEEKS + 1):
        week = range(day - 7 * back, day - 7 * back + 7)
        if all(d in series for d in week):
            (plain if all(weight(date.fromordinal(d)) == 1 for d in week) else others).append(week)
    chosen = plain if len(plain) >= _LEAST_WEEKS else [*plain, *others]
    if len(chosen) < _LEAST_WEEKS:
        return None
    totals = [sum(series[d] for d in week) for week in chosen]
    middle = median(totals)
    if not middle:
        return None
    by_weekday = [fmean(series[d] for week in chosen for d in week if _weekday(d) == n) for n in range(7)]
    whole = sum(by_weekday)
    # One week that was out of the ordinary (a flood, a strike) must not make everything ordinary.
    kept = sorted(totals, key=lambda t: abs(t - middle))[: max(_LEAST_WEEKS, len(totals) - 1)]
    return Usual(middle, max(1.0, _CAUTION * variance(kept) / middle), tuple(n / whole for n in by_weekday))


def odd(series: Mapping[int, int], last: int, weight: Weight) -> Odd | None:
    """What is out of the ordinary up to the day `last` (ordinal) of a series day → count; a day that was not read is not in it."""
    for span in _LITTLE:
        if (found := _fallen(series, last, weight, span)) is not None:
            return found
    for days, times in _MUCH:
        measured = _measured(series, last, weight, days, 0)
        if measured is None:
            continue
        got, expected, usual = measured
        far = expected + _FAR * math.sqrt(expected * usual.spread)
        if got > times * expected and got > far and got - expected >= _MUCH_AT_LEAST:
            return Odd(days, got, expected, too_much=True)
    return None


def gone(series: Mapping[int, int], last: int, weight: Weight) -> Odd | None:
    """Whether of something there is nothing any more, where there was enough of it that chance cannot be the reason."""
    return next((o for span in _GONE if (o := _fallen(series, last, weight, span)) is not None), None)


def _fallen(series: Mapping[int, int], last: int, weight: Weight, span: _Span) -> Odd | None:
    measured = _measured(series, last, weight, span.days, span.may_lack)
    if measured is None:
        return None
    got, expected, usual = measured
    if got > span.part * expected or chance_of_at_most(got, expected, usual.spread) > span.chance:
        return None
    return Odd(span.days, got, expected)


def _measured(
    series: Mapping[int, int], last: int, weight: Weight, days: int, may_lack: int
) -> tuple[int, float, Usual] | None:
    """What the last days brought, what they should have, and what that is measured against."""
    span = [d for d in range(last - days + 1, last + 1) if d in series]
    if len(span) < days - may_lack or not span:
        return None
    weights = [weight(date.fromordinal(d)) for d in span]
    if days < 7 and min(weights) < 1:
        return None
    usual = usual_before(series, last - days + 1, weight)
    if usual is None:
        return None
    expected = sum(usual.week * usual.share[_weekday(d)] * w for d, w in zip(span, weights, strict=True))
    return sum(series[d] for d in span), expected, usual


def chance_of_at_most(got: float, expected: float, spread: float) -> float:
    """How probable it is that chance gives so few, where so many are expected and whole weeks spread so much (1: as counts of
    independent things do)."""
    if expected <= 0:
        return 1.0
    mean, most = expected / spread, math.floor(got / spread)
    if mean > 200:
        return 0.5 * math.erfc((expected - got) / math.sqrt(2 * expected * spread))
    term = total = math.exp(-mean)
    for n in range(1, most + 1):
        term *= mean / n
        total += term
    return min(1.0, total)


def _weekday(day: int) -> int:
    return (day + 6) % 7
