"""When the disk will be full, from how much was free on each of the last days. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from statistics import median

NEARLY_FULL = 200_000_000
"""Bytes: less than a night of a busy source needs."""
LEAST_FREE = 2_000_000_000
"""Bytes of free disk below which it is time to make room."""
KEPT_DAYS = 30
_LEAST_DAYS = 4  # of samples: two days prove nothing

Sample = tuple[date, int]
"""A day, and the least bytes that were free on it."""


def with_sample(samples: Iterable[Sample], day: date, free: int) -> tuple[Sample, ...]:
    """One sample a day, the least of it, of the last thirty days. A day later than this one was noted under a clock that was
    wrong."""
    least = {d: f for d, f in samples if 0 <= (day - d).days < KEPT_DAYS}
    least[day] = min(free, least.get(day, free))
    return tuple(sorted(least.items()))


def days_left(samples: Iterable[Sample]) -> int | None:
    """Days until no more than NEARLY_FULL is free, at the pace of the last weeks; None where it does not shrink, or too little
    is known. The median of the paces between any two days: one night of clearing up, or of a large import, decides nothing."""
    known = sorted(dict(samples).items())
    if len(known) < _LEAST_DAYS:
        return None
    paces = [(f0 - f1) / (d1 - d0).days for i, (d0, f0) in enumerate(known) for d1, f1 in known[i + 1 :]]
    pace = median(paces)
    if pace <= 0:
        return None
    return max(int((known[-1][1] - NEARLY_FULL) / pace), 0)
