"""A schedule in words: 每天 7:20、19:20. What has no short saying is shown as the cron text it is."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from monitor.config.cron import WEEKDAYS, values_of

if TYPE_CHECKING:
    from monitor.texts import Texts

_MOST_TIMES = 8  # times of a day that are named one by one
_MINUTE, _HOUR, _DAY, _MONTH = range(4)
_ALL_DAY = 24  # hours


def schedule_in_words(schedule: str, t: Texts) -> str:
    """Of a schedule that was checked (`checked_schedule`). Times are those of Beijing."""
    minute, hour, day, month, weekday = schedule.split()
    days = _days(day, month, weekday, t)
    times = _times(minute, hour, t)
    if days is None or times is None:
        return t("cli.schedule.other", cron=schedule)
    joined, every_day = times
    if every_day and (day, month, weekday) == ("*", "*", "*"):
        return joined  # "every 20 minutes" says by itself that it is every day
    return t("cli.schedule.at", days=days, times=joined)


def _days(day: str, month: str, weekday: str, t: Texts) -> str | None:
    if day != "*" and weekday != "*":
        return None
    if month == "*" and day.lower() == "last":
        return t("cli.schedule.last_day")
    if day != "*":
        return _dates(day, month, t)
    if month != "*":
        return None
    return t("cli.schedule.daily") if weekday == "*" else _weekly(weekday, t)


def _dates(day: str, month: str, t: Texts) -> str | None:
    if "/" in day or "last" in day.lower():
        return None
    days, months = sorted(values_of(day, _DAY)), sorted(values_of(month, _MONTH))
    if len(days) > _MOST_TIMES or (month != "*" and len(months) > _MOST_TIMES):
        return None
    listed = t("cli.list.and").join(map(str, days))
    if month == "*":
        return t("cli.schedule.monthly", days=listed)
    return t("cli.schedule.yearly", months=t("cli.list.and").join(map(str, months)), days=listed)


def _weekly(weekday: str, t: Texts) -> str:
    chosen = set()
    for piece in weekday.lower().split(","):
        if piece == "*":
            return t("cli.schedule.daily")
        first, _, last = piece.partition("-")
        chosen |= set(range(WEEKDAYS.index(first), WEEKDAYS.index(last or first) + 1))
    days = sorted(chosen)
    if len(days) == len(WEEKDAYS):
        return t("cli.schedule.daily")
    names = [t(f"health.unit.weekday_{d}") for d in days]
    if len(days) > 2 and days == list(range(days[0], days[-1] + 1)):
        return t("cli.schedule.weekly", days=t("cli.schedule.range", first=names[0], last=names[-1]))
    return t("cli.schedule.weekly", days=t("cli.list.and").join(names))


def _times(minute: str, hour: str, t: Texts) -> tuple[str, bool] | None:
    """The times of a day, and whether they go round the clock."""
    minutes, hours = sorted(values_of(minute, _MINUTE)), sorted(values_of(hour, _HOUR))
    round_the_clock = len(hours) == _ALL_DAY
    step = _step(minutes)
    if round_the_clock and step is not None:
        return t("cli.schedule.every_minute" if step == 1 else "cli.schedule.every_minutes", count=step), True
    if len(minutes) * len(hours) <= _MOST_TIMES:
        clock = [f"{h}:{m:02d}" for h in hours for m in minutes]
        return t("cli.list.and").join(clock), False
    if round_the_clock and len(minutes) <= _MOST_TIMES:
        return t("cli.schedule.hourly", minutes=t("cli.list.and").join(f"{m:02d}" for m in minutes)), True
    in_a_row = hours == list(range(hours[0], hours[-1] + 1))
    if in_a_row and step is not None:
        first, last = f"{hours[0]}:{minutes[0]:02d}", f"{hours[-1]}:{minutes[-1]:02d}"
        return t("cli.schedule.between", first=first, last=last, count=step), False
    apart = {b - a for a, b in pairwise(hours)}
    if len(minutes) == 1 and len(apart) == 1 and _ALL_DAY % (gap := apart.pop()) == 0 and len(hours) == _ALL_DAY // gap:
        return t("cli.schedule.every_hours", count=gap, first=f"{hours[0]}:{minutes[0]:02d}"), True
    return None


def _step(minutes: list[int]) -> int | None:
    """n where the minutes are 0, n, 2n …, of the whole hour."""
    step = minutes[1] if len(minutes) > 1 else 0
    return step if step and minutes == list(range(0, 60, step)) and 60 % step == 0 else None
