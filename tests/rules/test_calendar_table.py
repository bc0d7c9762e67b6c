"""The shipped table of holidays says what the library says, and nothing beyond its settled years."""

from __future__ import annotations

from datetime import date, timedelta

import holidays
import pytest

from monitor.forums.calendars import Calendar, is_business_day, tables
from tools.build_calendars import CALENDARS, TARGET, table

WEEKEND = frozenset({5, 6})


@pytest.mark.parametrize(("calendar", "country"), [("us-federal", "US"), ("br-national", "BR")])
def test_table_and_library_agree_inside_and_outside_its_years(calendar: str, country: str) -> None:
    known = holidays.country_holidays(country)
    days = Calendar(WEEKEND, calendar)
    day = date(2013, 1, 1)
    while day < date(2043, 1, 1):
        assert is_business_day(day, days) == (day.weekday() < 5 and day not in known), day
        day += timedelta(days=1)


def test_the_table_is_what_the_tool_writes() -> None:
    assert TARGET.read_text(encoding="utf-8") == table()
    assert tables() == set(CALENDARS)


@pytest.mark.parametrize(("calendar", "last"), [("es-vc", 2026), ("fr", 2030)])
def test_a_calendar_settled_year_by_year_knows_no_holiday_beyond_its_table(calendar: str, last: int) -> None:
    days = Calendar(WEEKEND, calendar)
    assert not is_business_day(date(last, 12, 25), days)
    for first in (last + 1, 2041):
        christmas = next(date(y, 12, 25) for y in range(first, first + 8) if date(y, 12, 25).weekday() < 5)
        assert is_business_day(christmas, days)
