"""Five-field schedules, checked before anything is scheduled: minute, hour, day of month, month, day of week.

The daemon's timer (APScheduler 3, `CronTrigger.from_crontab`) is slow to load and names neither file nor line, so what
it takes is checked here: `*`, `*/n`, `a`, `a-b`, `a-b/n`, `a/n`, lists of them, `last` for a day; months and weekdays
also by their English names. Less than the timer takes is taken in two places: weekdays are written as names, because 0
is Sunday in cron and Monday in the timer; and what the timer would read in part (`mon-fri/2`) is refused.
"""

from __future__ import annotations

import re

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_LIMITS = ((0, 59), (0, 23), (1, 31), (1, 12))  # minute, hour, day, month
_DAY, _MONTH = 2, 3
_LONGEST = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)

_STEPS = re.compile(r"(?:\*|([0-9]{1,4})(?:-([0-9]{1,4}))?)(?:/([0-9]{1,4}))?")
_NAMES = re.compile(r"([a-z]+)(?:-([a-z]+))?", re.IGNORECASE)


class BadSchedule(ValueError):
    """`piece` is the part nobody can read; the whole where the number of fields is wrong or it never comes due."""

    def __init__(self, piece: str) -> None:
        super().__init__("bad_schedule")
        self.piece = piece


def checked_schedule(text: str) -> str:
    """The schedule, as it is written. Raises BadSchedule for one the timer would refuse, misread or never wake for."""
    fields = text.split()
    if len(fields) != 5:
        raise BadSchedule(text)
    values = [values_of(field, place) for place, field in enumerate(fields[:4])]
    for piece in fields[4].split(","):
        if piece != "*" and not _named(piece, WEEKDAYS):
            raise BadSchedule(piece)
    if not any(day <= _LONGEST[month - 1] for month in values[_MONTH] for day in values[_DAY]):
        raise BadSchedule(text)  # 31 February
    return text


def values_of(field: str, place: int) -> set[int]:
    """What a whole field stands for: `place` 0 minute, 1 hour, 2 day, 3 month. Raises BadSchedule."""
    return {v for piece in field.split(",") for v in _values(piece, place)}


def _values(piece: str, place: int) -> set[int]:
    least, most = _LIMITS[place]
    if place == _DAY and piece.lower() == "last":
        return {1}
    if place == _MONTH and (named := _named(piece, MONTHS)):
        return {n + 1 for n in named}
    steps = _STEPS.fullmatch(piece)
    if steps is None:
        raise BadSchedule(piece)
    first, last, step = (int(g) if g else None for g in steps.groups())
    begin = least if first is None else first
    end = last if last is not None else begin if first is not None and step is None else most
    if not least <= begin <= end <= most or (step is not None and not 1 <= step <= end - begin):
        raise BadSchedule(piece)
    return set(range(begin, end + 1, step or 1))


def _named(piece: str, names: tuple[str, ...]) -> range | None:
    """Places of the names a piece stands for; None where it is none, or runs backwards."""
    match = _NAMES.fullmatch(piece)
    if match is None:
        return None
    first, last = match[1].lower(), (match[2] or match[1]).lower()
    if first not in names or last not in names or names.index(last) < names.index(first):
        return None
    return range(names.index(first), names.index(last) + 1)
