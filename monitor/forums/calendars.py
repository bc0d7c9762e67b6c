"""Working days of a forum: days of rest of the week, public holidays, days on which the office alone is closed. Pure.

The holidays come from the `holidays` library (tools/build_calendars.py writes holidays.csv). Only calendars whose days are fixed by
law far ahead go on beyond the table; of the others later years have no holidays: a day is then at most too early.

US: Federal Rule of Civil Procedure 6(a)(6), 37 CFR 2.196 and 19 CFR 201.14 all mean the legal public holidays of
5 USC 6103. Rule 6(a)(6)(C) adds the holidays of the court's own state, which are not computed. Days on which one office alone is
closed (weather, lapse in appropriations) are known only where its file lists them.
"""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path

_FOREVER = {"us-federal": "US", "br-national": "BR"}  # fixed by law: the library may be asked for any year
_DAY = timedelta(days=1)
_FIRST, _LAST = 2015, 2040  # years of holidays.csv for those of _FOREVER
WEEK = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


@dataclass(frozen=True, slots=True)
class Calendar:
    """`rest`: days of the week (0 = Monday). `holidays`: a calendar of holidays.csv, "" where none is known.
    `closed`: days on which the office alone is closed. An empty calendar knows no day of rest."""

    rest: frozenset[int] = frozenset()
    holidays: str = ""
    closed: frozenset[date] = frozenset()


EVERY_DAY = Calendar()


def is_business_day(day: date, calendar: Calendar) -> bool:
    return (
        day.weekday() not in calendar.rest
        and day not in calendar.closed
        and not (calendar.holidays and _is_holiday(day, calendar.holidays))
    )


def rolled(day: date, calendar: Calendar) -> date:
    """The day itself, or the next business day."""
    while not is_business_day(day, calendar):
        day += _DAY
    return day


def plus_business_days(day: date, days: int, calendar: Calendar) -> date:
    """`days` business days after `day`, which is not counted itself."""
    while days > 0:
        day += _DAY
        days -= is_business_day(day, calendar)
    return day


@cache
def tables() -> frozenset[str]:
    """The calendars of holidays.csv."""
    return frozenset(calendar for calendar, _ in _table())


def _is_holiday(day: date, calendar: str) -> bool:
    if calendar not in _FOREVER or _FIRST <= day.year <= _LAST:
        return (calendar, day.isoformat()) in _table()
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

    return holidays.country_holidays(_FOREVER[calendar])
