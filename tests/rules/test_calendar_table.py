"""The shipped table of holidays says what the library says."""

from __future__ import annotations

from datetime import date, timedelta

import holidays
import pytest

from monitor.rules.calendars import is_business_day


@pytest.mark.parametrize(("calendar", "country"), [("us-federal", "US"), ("br-national", "BR")])
def test_table_and_library_agree_inside_and_outside_its_years(calendar: str, country: str) -> None:
    known = holidays.country_holidays(country)
    day = date(2013, 1, 1)
    while day < date(2043, 1, 1):
        assert is_business_day(day, calendar) == (day.weekday() < 5 and day not in known), day
        day += timedelta(days=1)
