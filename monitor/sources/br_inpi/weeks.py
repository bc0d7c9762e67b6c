"""Which week an issue of the RPI is of.

It appears every Tuesday under a running number, holidays included: 2629 on 25 May 2021, 2888 on 12 May 2026, 2907 on 22
September 2026 are one a week without an exception, over carnival and the turns of five years. An issue that is held back
by a day or two keeps the number of its Tuesday.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta

from monitor.model import OfUnit, Outcome, Suspect, Unknown
from monitor.sources.streams import TUESDAY, StreamKind, Units

TUESDAYS = Units(StreamKind.ISSUE, TUESDAY, late_days=1)

# The anchor of the numbering.
_NUMBER, _DAY = 2629, date(2021, 5, 25)
_WEEK = timedelta(days=7)
_IN_NAME = re.compile(r"(?:RM|RPI)[-_ ]?(\d{4})(?!\d)", re.IGNORECASE)


def issue_number(tuesday: date) -> int:
    """Number of the issue of that Tuesday.

    >>> issue_number(date(2026, 9, 22))
    2907
    """
    return _NUMBER + (tuesday - _DAY).days // 7


def tuesday_of(number: int) -> date:
    """
    >>> tuesday_of(2907)
    datetime.date(2026, 9, 22)
    """
    return _DAY + (number - _NUMBER) * _WEEK


def number_in_name(name: str) -> int | None:
    """RM2915.zip → 2915; None where the name holds none, or several."""
    numbers = set(_IN_NAME.findall(name))
    return int(numbers.pop()) if len(numbers) == 1 else None


def unit_of(number: str, day: date | None, file: str, shift: int) -> Iterator[Outcome]:
    """The unit a gazette is, by the number and the date it prints. Where the two are not of one week the date decides, and
    that is told: INPI skipped or inserted a number (`number_shift`). A file that is called by another number is told."""
    if day is None or not number.isdigit():
        return
    named = number_in_name(file)
    if named is not None and named != int(number):
        yield Suspect("br_inpi.suspect.other_number", {"file": file, "number": number})
    tuesday = tuesday_of(int(number) - shift)
    if abs(tuesday - day) >= _WEEK:
        tuesday = day - timedelta(days=day.weekday() - 1)
        usual = issue_number(tuesday) + shift
        yield Unknown("br_inpi.unknown.number", file, {"number": number, "day": day.isoformat(), "usual": usual})
    yield OfUnit(tuesday)
