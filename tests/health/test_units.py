"""Late, missing, and how it is said: whatever was read, the rest of the calendar is named."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from monitor.health import Standing, reasons_of, spans_of, unread
from monitor.model import UnitState
from monitor.sources.streams import EVERY_DAY, TUESDAY, StreamKind, Units
from monitor.texts import Texts
from monitor.texts.days import as_param, days_in_words

READ, LATE, MISSING, EXCUSED = UnitState.READ, UnitState.LATE, UnitState.MISSING, UnitState.EXCUSED
DAYS = st.dates(date(2019, 12, 1), date(2030, 2, 1))


@given(
    DAYS,
    st.integers(0, 70),
    st.sets(st.integers(0, 70)),
    st.sampled_from([EVERY_DAY, TUESDAY, frozenset({4})]),
    st.integers(0, 1),
    st.integers(1, 4),
)
def test_of_every_set_of_days_that_were_read_the_complement_is_named(
    first: date, length: int, read: set[int], weekdays: frozenset[int], due: int, late: int
) -> None:
    units = Units(StreamKind.ISSUE, weekdays, late_days=late, due_days=due)
    today = first + timedelta(days=length)
    due_now = [d for d in units.days(first, today) if today - d >= timedelta(days=due)]
    given_days = {d for n in read if (d := first + timedelta(days=n)) in due_now}
    found = unread(units, first, today, dict.fromkeys(given_days, READ))
    assert sorted(found) == [d for d in due_now if d not in given_days]
    newest = max(given_days, default=date.min)
    for day, state in found.items():
        assert (state is MISSING) == (day < newest or today - day > timedelta(days=late))


@given(st.lists(st.sampled_from([READ, LATE, MISSING, EXCUSED]), max_size=60))
def test_what_is_folded_is_all_there(states: list[UnitState]) -> None:
    ledger = [Standing(date(2026, 11, 3) + timedelta(weeks=n), state) for n, state in enumerate(states)]
    for state in UnitState:
        spans = spans_of(ledger, {state})
        assert sum(s.count for s in spans) == states.count(state)
        assert not any(u.state is not state for s in spans for u in ledger if s.first <= u.day <= s.last)


def test_a_day_in_the_future_makes_none_of_today_overtaken() -> None:
    """A file of days to come was named under a clock that was wrong."""
    units = Units(StreamKind.DAY_FILE, due_days=1, late_days=2)
    ahead = {date(2027, 5, 1): READ}
    found = unread(units, date(2026, 11, 18), date(2026, 11, 20), ahead)
    assert set(found.values()) == {LATE}


def test_what_came_and_was_not_read_is_not_called_missing() -> None:
    ledger = [Standing(date(2026, 11, 16), MISSING), Standing(date(2026, 11, 17), MISSING, arrived=True)]
    assert [r.key for r in reasons_of(ledger)] == ["health.units_missing", "health.units_not_whole"]


def test_days_are_said_in_both_languages_and_many_of_them_by_their_number() -> None:
    days = [Standing(date(2026, 4, 1) + timedelta(days=n), READ if n % 2 else MISSING) for n in range(24)]
    spans = [as_param(s) for s in spans_of(days, {MISSING})]
    assert days_in_words(spans[:1], Texts("zh")) == "2026-04-01（周三）"
    assert days_in_words(spans[:1], Texts("en")) == "2026-04-01 (Wed)"
    assert days_in_words(spans, Texts("zh")).endswith("2026-04-15（周三）等，合计12份")
    assert days_in_words(spans, Texts("en")).endswith("2026-04-15 (Wed) and others, 12 in all")
    alone = [["2026-04-01", "2026-04-09", 9, "", ""]]
    assert days_in_words(alone, Texts("zh")) == "2026-04-01（周三）至2026-04-09（周四）共9份"
