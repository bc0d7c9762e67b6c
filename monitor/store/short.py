"""Days and instants as rows hold them: a number where a text would take three times the room."""

from __future__ import annotations

from datetime import UTC, date, datetime

from monitor.clock import iso

_EPOCH = date(1970, 1, 1).toordinal()


def days(day: date) -> int:
    """Days since 1970-01-01."""
    return day.toordinal() - _EPOCH


def day_of(number: int) -> date:
    return date.fromordinal(number + _EPOCH)


def seconds(at: datetime) -> int:
    """Whole seconds since 1970, UTC."""
    return int(at.timestamp() // 1)


def moment_of(number: int) -> str:
    """An instant as it is written everywhere else: "2026-11-20T02:00:00+00:00"."""
    return iso(datetime.fromtimestamp(number, UTC))


def packed_day(text: str) -> int | str:
    """What a source gives as the day of what it says: a day as a number, anything else ("", an instant) as it is."""
    if len(text) != 10:
        return text
    try:
        number = days(date.fromisoformat(text))
    except ValueError:
        return text
    return number if unpacked_day(number) == text else text


def unpacked_day(kept: int | str) -> str:
    return kept if isinstance(kept, str) else day_of(kept).isoformat()
