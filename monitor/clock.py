"""Time, passed in. UTC inside, Asia/Shanghai at the rim (DESIGN §5.4)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

from monitor.errors import UsageError

BEIJING = ZoneInfo("Asia/Shanghai")


class Clock(Protocol):
    def now(self) -> datetime:
        """The present instant, timezone-aware, UTC."""
        ...


class SystemClock:
    def now(self) -> datetime:
        return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class FixedClock:
    """A clock that stands still: `--at`, and tests."""

    at: datetime

    def now(self) -> datetime:
        return self.at


def clock_at(text: str | None) -> Clock:
    """The clock for `--at`. A time without zone is Beijing time. Raises UsageError on anything else than ISO 8601."""
    if not text:
        return SystemClock()
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise UsageError("errors.bad_time", text=text) from None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=BEIJING)
    return FixedClock(moment.astimezone(UTC))


@dataclass(frozen=True, slots=True, order=True)
class Week:
    """An ISO week in Beijing time, the period of one issue."""

    year: int
    number: int

    def __str__(self) -> str:
        return f"{self.year}-W{self.number:02d}"

    @property
    def first_day(self) -> date:
        return date.fromisocalendar(self.year, self.number, 1)

    @property
    def last_day(self) -> date:
        return date.fromisocalendar(self.year, self.number, 7)

    @property
    def begins(self) -> datetime:
        return datetime.combine(self.first_day, datetime.min.time(), BEIJING).astimezone(UTC)

    @property
    def ends(self) -> datetime:
        """The first instant after the week."""
        return datetime.combine(self.last_day + timedelta(days=1), datetime.min.time(), BEIJING).astimezone(UTC)

    @classmethod
    def of(cls, moment: datetime) -> Week:
        year, number, _ = moment.astimezone(BEIJING).isocalendar()
        return cls(year, number)

    @classmethod
    def parse(cls, text: str) -> Week:
        """ "2026-W47" → that week. Raises UsageError."""
        try:
            year, number = text.upper().split("-W")
            date.fromisocalendar(int(year), int(number), 1)
            return cls(int(year), int(number))
        except ValueError:
            raise UsageError("errors.bad_week", text=text) from None


def iso(moment: datetime) -> str:
    """An instant as it is stored: UTC, whole seconds, "2026-11-20T02:00:00+00:00"."""
    return moment.astimezone(UTC).replace(microsecond=0).isoformat()


def beijing(moment: datetime) -> str:
    """An instant as people see it: "2026-11-20 10:00"."""
    return moment.astimezone(BEIJING).strftime("%Y-%m-%d %H:%M")
