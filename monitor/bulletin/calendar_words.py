"""Dates and instants in the words of a language; instants are shown in Beijing time."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from monitor.texts import Texts

BEIJING = ZoneInfo("Asia/Shanghai")


def day(value: date, t: Texts) -> str:
    """2026年11月18日."""
    return t("bulletin.date.day", year=value.year, month=_month(value, t), day=value.day)


def month_day(value: date, t: Texts) -> str:
    """11月18日."""
    return t("bulletin.date.month_day", month=_month(value, t), day=value.day)


def moment(value: datetime, t: Texts) -> str:
    """2026年11月20日 10:00, Beijing time."""
    local = value.astimezone(BEIJING)
    return t(
        "bulletin.date.moment",
        year=local.year,
        month=_month(local.date(), t),
        day=local.day,
        time=local.strftime("%H:%M"),
    )


def span(first: date, last: date, t: Texts) -> str:
    """11月16日—22日, or 11月30日—12月6日."""
    m1, m2 = _month(first, t), _month(last, t)
    key = "same_month" if (first.year, first.month) == (last.year, last.month) else "other_month"
    return t(f"bulletin.date.{key}", m1=m1, d1=first.day, m2=m2, d2=last.day)


def stretch(begins: datetime, ends: datetime, t: Texts) -> str:
    """11月16日—22日 of whole days; 11月16日—20日10:00, 11月20日10:00—29日 where it begins or ends within one."""
    first, after = begins.astimezone(BEIJING), ends.astimezone(BEIJING)
    midnight = after.timetz().replace(tzinfo=None) == time()
    last = (after - timedelta(days=1) if midnight and after > first else after).date()
    at = {"t1": _time_of(first, t), "t2": "" if midnight else _time_of(after, t)}
    if first.date() == last and not at["t1"] and not at["t2"]:
        return month_day(last, t)
    m1, m2 = _month(first.date(), t), _month(last, t)
    same = (first.year, first.month) == (last.year, last.month)
    key = ("same_month" if same and not at["t1"] else "other_month") + "_at"
    return t(f"bulletin.date.{key}", m1=m1, d1=first.day, m2=m2, d2=last.day, **at)


def _time_of(moment: datetime, t: Texts) -> str:
    if moment.strftime("%H:%M:%S") == "00:00:00":
        return ""
    return t("bulletin.date.at", time=moment.strftime("%H:%M"))


def _month(value: date, t: Texts) -> str:
    return t("bulletin.date.months").split()[value.month - 1]
