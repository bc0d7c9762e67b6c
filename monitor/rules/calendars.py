"""Business days of a forum. The tables come from the `holidays` library (US federal, Brazil national).

US: Federal Rule of Civil Procedure 6(a)(6), 37 CFR 2.196 and 19 CFR 201.14 all mean the legal public holidays of
5 USC 6103. Days on which one office alone is closed (weather, lapse in appropriations) are not known here.
"""

from __future__ import annotations

from collections.abc import Container
from datetime import date, timedelta
from functools import cache
from pathlib import Path

NAMES = ("us-federal", "br-national", "none")
_COUNTRIES = {"us-federal": "US", "br-national": "BR"}
_DAY = timedelta(days=1)
_FIRST, _LAST = 2015, 2040  # years of holidays.csv


def is_business_day(day: date, calendar: str) -> bool:
    """`calendar` is one of NAMES; for "none" every day is one."""
    return calendar == "none" or (day.weekday() < 5 and not _is_holiday(day, calendar))


def rolled(day: date, calendar: str) -> date:
    """The day itself, or the next business day."""
    while not is_business_day(day, calendar):
        day += _DAY
    return day


def plus_business_days(day: date, days: int, calendar: str) -> date:
    """`days` business days after `day`, which is not counted itself."""
    while days > 0:
        day += _DAY
        days -= is_business_day(day, calendar)
    return day


def plus_years(day: date, years: int) -> date:
    """The same day of a later year; 29 February becomes the 28th, the earlier and safer day."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


def _is_holiday(day: date, calendar: str) -> bool:
    table = _table()
    if _FIRST <= day.year <= _LAST:
        return (calendar, day.isoformat()) in table
    return day in _holidays(calendar)


@cache
def _table() -> frozenset[tuple[str, str]]:
    """The library's own answers for the usual years (tools/build_calendars.py): it takes 0.2 s to import."""
    text = (Path(__file__).parent / "holidays.csv").read_text(encoding="utf-8")
    rows = (line.split(",") for line in text.splitlines()[1:])
    return frozenset((calendar, day) for calendar, day in rows)


@cache
def _holidays(calendar: str) -> Container[date]:
    import holidays  # 0.1 s to import, and only deadlines need it

    return holidays.country_holidays(_COUNTRIES[calendar])
