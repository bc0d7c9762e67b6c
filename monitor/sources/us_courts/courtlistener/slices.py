"""Which days of a sweep are read in a run, and in which slices. Pure.

A slice is a stretch of days that one question asks for. A day is read again while dockets of it can still come in, the
newest days in every run, older ones once a day; what lies further back is settled once it was read after that time.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, timedelta
from math import ceil

_A_DAY = timedelta(days=1)
EVERY_RUN = 3  # so many of the newest days are read in every run
_AGAIN = timedelta(hours=20)  # the others once a day

Days = tuple[date, date]


def due(read: Mapping[date, datetime], since: date, now: datetime, settled_after: timedelta) -> list[date]:
    """The days from `since` to today that are to be read, the newest first. `read` says when a day was last read to its
    end; a reading `settled_after` the day itself is the last one it needs."""
    today = now.date()
    return [day for day in _back(today, since) if not _is_read(day, read.get(day), now, settled_after)]


def _is_read(day: date, at: datetime | None, now: datetime, settled_after: timedelta) -> bool:
    if at is None or at > now:
        return False
    if at.date() - day >= settled_after:
        return True
    return now.date() - day >= EVERY_RUN * _A_DAY and now - at < _AGAIN


def stretches(days: Iterable[date], longest: int) -> list[Days]:
    """Days that follow one another, at most `longest` of them in one stretch, in the order given (the newest first)."""
    found: list[Days] = []
    for day in days:
        if found and found[-1][0] - day == _A_DAY and (found[-1][1] - day).days < longest:
            found[-1] = (day, found[-1][1])
        else:
            found.append((day, day))
    return found


def parted(days: Days, found: int, most: int) -> list[Days]:
    """A slice in which there is too much (`found`, where `most` may be), in parts that should each hold less; the newest
    first. () of a single day, which cannot be parted."""
    first, last = days
    count = (last - first).days + 1
    if count == 1:
        return []
    longest = max(1, count // max(2, ceil(found * 1.2 / most)))
    return stretches(_back(last, first), longest)


def _back(last: date, first: date) -> Iterator[date]:
    day = last
    while day >= first:
        yield day
        day -= _A_DAY
