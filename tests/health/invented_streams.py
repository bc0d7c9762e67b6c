"""Years of an invented stream, day by day: weekdays, weeks that differ, holidays, a slow summer."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from functools import cache
from random import Random

from monitor.health.streams import weight_of

FIRST = date(2026, 1, 5)
OFFICE = (1, 1.05, 1.05, 1, 0.95, 0.1, 0.08)  # Monday to Sunday
WEIGHT = cache(weight_of("US"))


def poisson(rng: Random, mean: float) -> int:
    if mean > 400:
        return max(0, round(rng.gauss(mean, math.sqrt(mean))))
    product, count, least = rng.random(), 0, math.exp(-mean)
    while product >= least:
        product, count = product * rng.random(), count + 1
    return count


def days(
    rng: Random,
    week: float,
    *,
    share: Sequence[float] = OFFICE,
    spread: float = 1.5,
    weeks_differ: float = 0.08,
    count: int = 466,
) -> dict[int, int]:
    """Ordinal of the day → count. `spread` is variance over mean of a day, `weeks_differ` the standard deviation (of the
    logarithm) by which whole weeks differ."""
    found, factor = {}, 1.0
    for n in range(count):
        day = FIRST + timedelta(days=n)
        if day.weekday() == 0:
            factor = math.exp(rng.gauss(0, weeks_differ))
        mean = week * share[day.weekday()] / sum(share) * factor * (0.8 if day.month == 8 else 1) * 1.1 ** (n / 365)
        mean *= {0.0: 0.15, 0.5: 0.55}.get(WEIGHT(day), 1.0)
        if mean and spread > 1:
            mean = rng.gammavariate(mean / (spread - 1), spread - 1)
        found[day.toordinal()] = poisson(rng, mean) if mean else 0
    return found


def halved(
    rng: Random, series: dict[int, int], begins: int, keeps: Callable[[int], bool] = lambda n: True
) -> dict[int, int]:
    """The same stream, half of which is missing from the day `begins`."""
    return {
        day: sum(rng.random() < 0.5 for _ in range(count)) if day >= begins and keeps(day) else count
        for day, count in series.items()
    }
