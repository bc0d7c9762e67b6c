"""Dates as USPTO files write them, and what may be shown of those that are not whole."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

from monitor.model import Unknown

_EPOCH = ("19691231", "19700101")  # an empty date that went through a Unix time stamp


@lru_cache(maxsize=4096)
def date_of(text: str) -> date | None:
    try:
        return date(int(text[:4]), int(text[4:6]), int(text[6:8])) if len(text) == 8 and text.isdigit() else None
    except ValueError:
        return None


def day_of(text: str, unknown: list[Unknown], *, epoch_is_real: bool = False) -> date | None:
    """A whole date; None for none: absent, zeros, a partial date (19870000), the epoch. What is no date is reported."""
    if not text or (text in _EPOCH and not epoch_is_real):
        return None
    day = date_of(text)
    if day is None and text.strip("0") and not shown_date(text):
        unknown.append(Unknown("kit.unknown.date"))
    return day


@lru_cache(maxsize=8192)
def shown_date(text: str) -> str:
    """A date as it may be shown: "2026-11-17"; a partial one as far as it goes ("1987", "1987-05"); "" for none."""
    if not text or text in _EPOCH:
        return ""
    if date_of(text):
        return f"{text[:4]}-{text[4:6]}-{text[6:]}"
    if len(text) == 8 and text.isdigit() and text[:4] > "1000" and text[6:] == "00":
        if text[4:6] == "00":
            return text[:4]
        return f"{text[:4]}-{text[4:6]}" if "01" <= text[4:6] <= "12" else ""
    return ""


def not_after(limit: date | None, day: date | None, unknown: list[Unknown]) -> date | None:
    """A day on which something happened: that of the file at most."""
    if limit and day and day > limit:
        unknown.append(Unknown("us_uspto.applications.unknown.future_date"))
        return limit
    return day


def five_years_after(registered: str) -> str:
    """The last day to ask for cancellation on any ground (15 USC 1064(1)), as far as the date of registration goes."""
    year, rest = int(registered[:4]) + 5, registered[4:]
    return f"{year}{'-02-28' if rest == '-02-29' else rest}"
