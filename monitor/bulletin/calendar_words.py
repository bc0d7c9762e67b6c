"""Dates and instants in the words of a language; instants are shown in Beijing time."""

from __future__ import annotations

from datetime import date, datetime
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


def _month(value: date, t: Texts) -> str:
    return t("bulletin.date.months").split()[value.month - 1]
