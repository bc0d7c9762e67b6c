"""Where a period ends: days, working days, weeks, months and years as forums count them. Pure.

A day that could be one of two is the earlier: a date later than the forum's own is the worst error a deadline can have.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Sequence
from datetime import date, timedelta

from monitor.forums.calendars import Calendar, plus_business_days, rolled
from monitor.forums.schema import Clock, Length, Offset

_DAY = timedelta(days=1)


def last_day(clock: Clock, start: date, length: Length | None = None) -> date:
    """The last day of a clock that starts with an event of this day, moved where the forum's rule moves it.

    `length`: another than the clock's own. Of several readings the earliest day. The length must be known."""
    lengths: Sequence[Length] = (length,) if length else (clock.length, *clock.readings)
    begun = begins(start, clock.offset)
    due = min(end_of(begun, each, clock.calendar) for each in lengths)
    return rolled(due, clock.calendar) if clock.roll == "next" else due


def begins(event: date, offset: Offset | None) -> date:
    """The day a period counts from: the event's own, so much later, or the first of the next month."""
    if offset is None:
        return event
    if offset.next_month:
        return plus_months(event.replace(day=1), 1)
    return end_of(event, offset.length, Calendar())


def end_of(start: date, length: Length, calendar: Calendar) -> date:
    """The last day of a period, before any moving of days of rest."""
    if length.number < 1:
        raise ValueError("a length set by the office is known from its letter only")
    if length.unit in ("months", "years"):
        return plus_months(start, length.number * (12 if length.unit == "years" else 1), length.month_end)
    before = start - _DAY if length.first_day else start
    if length.unit == "working_days":
        return plus_business_days(before, length.number, calendar)
    return before + length.number * (7 if length.unit == "weeks" else 1) * _DAY


def plus_months(day: date, months: int, month_end: str = "same") -> date:
    """So many months later by one of MONTH_ENDS; a day number the month does not have is its last day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    length = monthrange(year, month + 1)[1]
    ends_month = month_end == "last-to-last" and day.day == monthrange(day.year, day.month)[1]
    found = date(year, month + 1, length if ends_month else min(day.day, length))
    return found - _DAY if month_end == "minus-one" else found
