"""When a message is tried again: sooner at first, then less and less, a last time at the very end of three days."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from monitor.outbox.backoff import GIVE_UP_AFTER, next_try

FIRST = datetime(2026, 11, 23, 0, 30, tzinfo=UTC)
MINUTE, SECOND = timedelta(minutes=1), timedelta(seconds=1)


@pytest.mark.parametrize(
    ("tries", "minutes"),
    [(0, 2), (1, 2), (2, 5), (3, 5), (4, 10), (5, 20), (6, 40), (7, 60), (8, 120), (9, 240), (10, 240), (99, 240)],
)
def test_the_wait_grows_with_every_attempt_to_four_hours(tries: int, minutes: int) -> None:
    now = FIRST + timedelta(hours=5)
    assert next_try(tries, FIRST, now) == now + minutes * MINUTE


@pytest.mark.parametrize(
    ("before_end", "again"),
    [
        (3 * MINUTE, MINUTE),  # two minutes later, one before the end
        (2 * MINUTE, timedelta()),
        (MINUTE, timedelta()),  # not after the end, and not some hours before it either
        (SECOND, timedelta()),
        (timedelta(), None),
        (-SECOND, None),
    ],
)
def test_the_last_attempt_falls_on_the_end_of_three_days(before_end: timedelta, again: timedelta | None) -> None:
    end = FIRST + GIVE_UP_AFTER
    assert timedelta(days=3) == GIVE_UP_AFTER
    assert next_try(1, FIRST, end - before_end) == (None if again is None else end - again)
