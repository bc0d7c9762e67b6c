"""A stream is held against itself: what is too little is told, and a healthy one is left in peace."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

import pytest

from monitor.health.baseline import Odd, chance_of_at_most, gone, odd, usual_before
from tests.health.invented_streams import FIRST, OFFICE, WEIGHT, days, halved

TUESDAYS = (0, 1, 0, 0, 0, 0, 0)
# items a week, weekdays, spread of a day, how much weeks differ: streams as courts, searches, registers and gazettes are.
STREAMS = {
    "busy court": (700, OFFICE, 2, 0.08),
    "small court": (60, OFFICE, 1.5, 0.08),
    "search": (80, OFFICE, 2, 0.08),
    "few notices": (15, OFFICE, 1.5, 0.12),
    "register": (180_000, (0.3, 2, 1.5, 1.4, 1.3, 1, 0.2), 600, 0.08),
    "gazette": (37_000, TUESDAYS, 300, 0.1),
}


def ordinal(n: int) -> int:
    return (FIRST + timedelta(days=n)).toordinal()


@pytest.mark.parametrize("name", STREAMS)
def test_a_healthy_year_has_at_most_one_false_alarm_a_quarter(name: str) -> None:
    week, share, spread, differ = STREAMS[name]
    alarms, years = 0, 2
    for seed in range(years):
        series = days(Random(seed), week, share=share, spread=spread, weeks_differ=differ)
        before = False
        for n in range(100, 466):
            now = odd(series, ordinal(n), WEIGHT) is not None
            alarms += now and not before
            before = now
    assert alarms <= 4 * years


def test_half_of_a_stream_of_fifty_a_week_is_noticed_within_fourteen_days() -> None:
    noticed = []
    for seed in range(12):
        rng = Random(100 + seed)
        begins = ordinal(150 + 7 * seed)
        series = halved(rng, days(rng, 55, spread=1, weeks_differ=0), begins)
        noticed.append(next((n for n in range(28) if odd(series, begins + n, WEIGHT)), 99) + 1)
    assert sorted(noticed)[-2] <= 14, noticed  # chance may hide one of them for some days more


def test_an_empty_court_is_told_after_two_working_days() -> None:
    series = days(Random(1), 700)
    monday = ordinal(203)
    assert date.fromordinal(monday).weekday() == 0
    empty = {day: 0 if day >= monday else count for day, count in series.items()}
    assert odd(empty, monday - 1, WEIGHT) is None
    found = odd(empty, monday + 1, WEIGHT)
    assert found is not None
    assert (found.days, found.got, found.too_much) == (2, 0, False)


def test_a_long_weekend_is_no_silence() -> None:
    """The fourth Thursday of November and the days around New Year, in a stream that is silent on them."""
    series = days(Random(2), 700, weeks_differ=0)
    quiet = {day: 0 if WEIGHT(date.fromordinal(day)) == 0 else count for day, count in series.items()}
    for n in range(310, 370):
        assert odd(quiet, ordinal(n), WEIGHT) is None, date.fromordinal(ordinal(n))


def test_a_flood_is_told_once_it_is_no_busy_week() -> None:
    series = days(Random(3), 70)
    last = max(series)
    assert odd({**series, last: series[last] + 100}, last, WEIGHT) is None
    found = odd({**series, last: 700}, last, WEIGHT)
    assert found is not None
    assert found.too_much


def test_a_stream_of_which_little_is_known_is_not_judged() -> None:
    series = dict(list(days(Random(4), 700).items())[:27])
    assert usual_before(series, max(series), WEIGHT) is None
    assert odd({**series, max(series): 0, max(series) - 1: 0}, max(series), WEIGHT) is None


def test_days_that_were_not_read_are_not_days_without_anything() -> None:
    series = days(Random(5), 700)
    last = max(series)
    unread = {day: count for day, count in series.items() if day < last - 3}
    assert odd({**unread, last: series[last]}, last, WEIGHT) is None


def test_what_stood_in_twenty_records_a_week_and_stands_in_none_is_gone() -> None:
    series = days(Random(6), 25, spread=1, weeks_differ=0)
    last = max(series)
    lost = {day: 0 if day > last - 7 else count for day, count in series.items()}
    found = gone(lost, last, WEIGHT)
    assert isinstance(found, Odd)
    assert found.got == 0
    assert gone(series, last, WEIGHT) is None
    assert gone({day: count // 12 for day, count in lost.items()}, last, WEIGHT) is None  # there was never much of it


def test_chance_is_that_of_counts_of_independent_things() -> None:
    assert chance_of_at_most(0, 5, 1) == pytest.approx(0.006738, abs=1e-6)
    assert chance_of_at_most(5, 5, 1) == pytest.approx(0.615961, abs=1e-6)
    assert chance_of_at_most(240, 250, 1) == pytest.approx(chance_of_at_most(240, 250, 1.0000001), abs=1e-3)
    assert chance_of_at_most(3, 0, 1) == 1
