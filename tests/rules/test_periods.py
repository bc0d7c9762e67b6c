"""Where a period ends, unit by unit; no computed day is later than a plain upper bound."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.forums import Calendar, Length
from monitor.forums.calendars import WEEK, is_business_day, plus_business_days, rolled
from monitor.forums.schema import MONTH_ENDS, UNITS, Offset
from monitor.rules.periods import begins, end_of, last_day, plus_months
from tests.forums.sample import clock

DAY = timedelta(days=1)
SAT_SUN = Calendar(frozenset({5, 6}))
FRI_SAT = Calendar(frozenset({4, 5}))


@pytest.mark.parametrize(
    ("start", "months", "month_end", "due"),
    [
        ("2026-07-15", 2, "same", "2026-09-15"),  # 62 days: two months are not sixty
        ("2026-02-28", 2, "same", "2026-04-28"),  # 59 days
        ("2026-01-31", 1, "same", "2026-02-28"),
        ("2028-01-31", 1, "same", "2028-02-29"),
        ("2026-08-31", 6, "same", "2027-02-28"),
        ("2026-12-31", 2, "same", "2027-02-28"),
        ("2024-02-29", 12, "same", "2025-02-28"),
        ("2026-11-30", 1, "same", "2026-12-30"),
        ("2026-12-15", 1, "same", "2027-01-15"),
        ("2026-03-01", 3, "minus-one", "2026-05-31"),
        ("2026-09-24", 2, "minus-one", "2026-11-23"),
        ("2026-12-31", 2, "minus-one", "2027-02-27"),
        ("2026-01-01", 12, "minus-one", "2026-12-31"),
        ("2026-04-30", 3, "last-to-last", "2026-07-31"),
        ("2026-02-28", 3, "last-to-last", "2026-05-31"),
        ("2028-02-28", 3, "last-to-last", "2028-05-28"),  # a leap year: the 28th is not the last
        ("2028-02-29", 3, "last-to-last", "2028-05-31"),
        ("2026-04-29", 3, "last-to-last", "2026-07-29"),
        ("2026-01-31", 1, "last-to-last", "2026-02-28"),
    ],
)
def test_months_end_as_the_forum_ends_them(start: str, months: int, month_end: str, due: str) -> None:
    assert plus_months(date.fromisoformat(start), months, month_end) == date.fromisoformat(due)
    length = Length(months, "months", month_end)
    assert end_of(date.fromisoformat(start), length, Calendar()) == date.fromisoformat(due)


@pytest.mark.parametrize(
    ("start", "length", "due"),
    [
        ("2026-11-10", Length(10), "2026-11-20"),
        ("2026-11-10", Length(10, first_day=True), "2026-11-19"),
        ("2026-11-10", Length(1, first_day=True), "2026-11-10"),
        ("2026-11-10", Length(6, "weeks"), "2026-12-22"),
        ("2026-11-10", Length(1, "weeks", first_day=True), "2026-11-16"),
        ("2024-02-29", Length(5, "years"), "2029-02-28"),
        ("2024-02-29", Length(4, "years"), "2028-02-29"),
        ("2026-03-01", Length(1, "years", "minus-one"), "2027-02-28"),
    ],
)
def test_days_weeks_and_years(start: str, length: Length, due: str) -> None:
    assert end_of(date.fromisoformat(start), length, Calendar()) == date.fromisoformat(due)


@pytest.mark.parametrize(
    ("calendar", "length", "due"),
    [
        (SAT_SUN, Length(3, "working_days"), "2026-11-16"),  # from Wednesday: Thursday, Friday, Monday
        (FRI_SAT, Length(3, "working_days"), "2026-11-16"),  # Thursday, Sunday, Monday
        (SAT_SUN, Length(1, "working_days", first_day=True), "2026-11-11"),
        (FRI_SAT, Length(2, "working_days"), "2026-11-15"),
        (Calendar(frozenset({5, 6}), closed=frozenset({date(2026, 11, 12)})), Length(1, "working_days"), "2026-11-13"),
    ],
)
def test_working_days_are_those_of_the_forum(calendar: Calendar, length: Length, due: str) -> None:
    assert end_of(date(2026, 11, 11), length, calendar) == date.fromisoformat(due)


def test_a_length_set_by_the_office_is_never_computed() -> None:
    with pytest.raises(ValueError, match="set by the office"):
        end_of(date(2026, 11, 11), Length(), SAT_SUN)


@pytest.mark.parametrize(
    ("day", "calendar", "moved"),
    [
        ("2026-11-13", FRI_SAT, "2026-11-15"),  # Friday to Sunday
        ("2026-11-14", FRI_SAT, "2026-11-15"),
        ("2026-11-15", FRI_SAT, "2026-11-15"),
        ("2026-11-14", SAT_SUN, "2026-11-16"),
        ("2026-11-13", Calendar(frozenset({4, 5}), closed=frozenset({date(2026, 11, 15)})), "2026-11-16"),
        ("2020-10-09", Calendar(frozenset({5, 6}), "es-vc"), "2020-10-13"),
        ("2026-11-13", Calendar(), "2026-11-13"),
    ],
)
def test_a_last_day_of_rest_moves_to_the_next_working_day(day: str, calendar: Calendar, moved: str) -> None:
    assert rolled(date.fromisoformat(day), calendar) == date.fromisoformat(moved)


def test_a_period_may_begin_later_than_its_event() -> None:
    day = date(2026, 1, 31)
    assert begins(day, None) == day
    assert begins(day, Offset(Length(1, "months"))) == date(2026, 2, 28)
    assert begins(day, Offset(Length(1))) == date(2026, 2, 1)
    assert begins(day, Offset(next_month=True)) == date(2026, 2, 1)
    assert begins(date(2026, 12, 1), Offset(next_month=True)) == date(2027, 1, 1)


def test_the_earliest_of_several_readings_counts(tmp_path: Path) -> None:
    found = clock(
        tmp_path,
        "months = 2",
        'readings = [{months = 2, month_end = "minus-one"}, {days = 61}]',
        'dispute = {zh = "首日是否计入", en = "whether the first day counts"}',
        without=("days",),
    )
    assert last_day(found, date(2026, 9, 24)) == date(2026, 11, 23)
    assert last_day(found, date(2026, 7, 15)) == date(2026, 9, 14)  # the 61st day, too; the plain reading says the 15th
    assert last_day(found, date(2026, 9, 24), Length(10)) == date(2026, 10, 4)


@pytest.mark.parametrize(("roll", "due"), [("next", "2026-11-16"), ("none", "2026-11-13"), ("unknown", "2026-11-13")])
def test_a_last_day_moves_only_where_the_rule_was_read(tmp_path: Path, roll: str, due: str) -> None:
    found = clock(tmp_path, "days = 3", f'roll = "{roll}"', without=("days",))
    assert last_day(found, date(2026, 11, 10)) == date.fromisoformat(due)  # Friday; Saturday; closed on Sunday


LENGTHS = st.builds(
    Length,
    st.integers(1, 60),
    st.sampled_from(UNITS),
    st.sampled_from(MONTH_ENDS),
    st.booleans(),
)
CALENDARS = st.builds(Calendar, st.frozensets(st.integers(0, 6), max_size=2), st.sampled_from(["", "us-federal"]))
UPPER = {"days": 1, "working_days": 2.5, "weeks": 7, "months": 31, "years": 366}


@given(st.dates(date(2016, 1, 1), date(2035, 12, 31)), LENGTHS, CALENDARS)
def test_no_day_is_later_than_a_plain_upper_bound_nor_earlier_than_a_lower(
    start: date, length: Length, calendar: Calendar
) -> None:
    due = end_of(start, length, calendar)
    most = length.number * UPPER[length.unit] + (14 if length.unit == "working_days" else 0)
    # what ends on the last day of a month may lie three days behind the same number (28 February, 31 May)
    most += 3 if length.month_end == "last-to-last" else 0
    assert start - DAY <= due <= start + most * DAY
    if length.unit in ("months", "years"):
        months = length.number * (12 if length.unit == "years" else 1)
        assert (due + DAY * (length.month_end == "minus-one")).year * 12 + due.month - start.year * 12 >= start.month
        assert due <= plus_months(start.replace(day=1), months + 1) - DAY
        if length.month_end == "minus-one":
            assert due == plus_months(start, months) - DAY
    assert rolled(due, calendar) - due <= 10 * DAY


@given(st.dates(date(2016, 1, 1), date(2035, 12, 31)), st.integers(1, 40), CALENDARS)
def test_so_many_working_days_lie_between(start: date, days: int, calendar: Calendar) -> None:
    due = plus_business_days(start, days, calendar)
    between = [start + n * DAY for n in range(1, (due - start).days + 1)]
    assert sum(is_business_day(day, calendar) for day in between) == days
    assert is_business_day(due, calendar)


def test_the_week_begins_on_monday() -> None:
    assert WEEK[date(2026, 11, 13).weekday()] == "fri"
