"""What is let through, the timer takes; what it would refuse or misread is refused here."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from apscheduler.triggers.cron import CronTrigger
from hypothesis import given
from hypothesis import strategies as st

from monitor.config.cron import BadSchedule, checked_schedule
from monitor.config.settings import load_settings
from monitor.errors import ConfigError

NUMBER = st.integers(0, 70).map(str)
RANGE = st.tuples(NUMBER, NUMBER).map("-".join)
PLAIN = st.one_of(
    st.just("*"), NUMBER, RANGE, st.sampled_from(["last", "jan", "feb-apr", "mon", "mon-fri", "x", "", "?"])
)
PIECE = st.one_of(PLAIN, st.tuples(PLAIN, NUMBER).map("/".join))
FIELD = st.lists(PIECE, min_size=1, max_size=3).map(",".join)


@given(st.lists(FIELD, min_size=5, max_size=5).map(" ".join))
def test_what_is_let_through_comes_due(text: str) -> None:
    try:
        checked_schedule(text)
    except BadSchedule:
        return
    trigger = CronTrigger.from_crontab(text, timezone=UTC)
    assert trigger.get_next_fire_time(None, datetime(2026, 11, 20, tzinfo=UTC)) is not None


@pytest.mark.parametrize(
    "text",
    [
        "15 6,21,23 * * *", "*/20 * * * *", "10 22 * * tue,wed", "0 7 * * mon-fri", "0 8 last * *", "5/10 * * * *",
        "0 0-6/2 1-15 jan,jul *", "0 0 29 feb *", "0 9 * 1-3 MON",
    ],
)  # fmt: skip
def test_what_people_write_is_taken(text: str) -> None:
    assert checked_schedule(text) == text
    CronTrigger.from_crontab(text, timezone=UTC)


@pytest.mark.parametrize(
    ("text", "piece"),
    [
        ("99 22 * * tue", "99"),
        ("0 24 * * *", "24"),
        ("0 7 * * 1", "1"),
        ("0 7 * * mon-5", "mon-5"),
        ("0 7 * * mon-fri/2", "mon-fri/2"),
        ("0 7 * * fri-mon", "fri-mon"),
        ("0 7 * *", "0 7 * *"),
        ("*/0 * * * *", "*/0"),
        ("10-5 * * * *", "10-5"),
        ("0 7 0 * *", "0"),
        ("0 7 31 feb *", "0 7 31 feb *"),
        ("0 7 * * tues", "tues"),
        ("0 7,, * * *", ""),
    ],
)
def test_the_piece_that_is_wrong_is_named(text: str, piece: str) -> None:
    with pytest.raises(BadSchedule) as caught:
        checked_schedule(text)
    assert caught.value.piece == piece


def test_a_schedule_of_the_bulletin_that_never_comes_due_is_refused_by_its_name(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("MONITOR_BULLETIN_SCHEDULE", "30 8 * * mon")
    assert load_settings().bulletin_schedule == "30 8 * * mon"
    monkeypatch.setenv("MONITOR_BULLETIN_SCHEDULE", "30 8 * * 1")
    with pytest.raises(ConfigError) as caught:
        load_settings()
    assert caught.value.key == "errors.bad_schedule_setting"
    assert caught.value.params["name"] == "MONITOR_BULLETIN_SCHEDULE"
