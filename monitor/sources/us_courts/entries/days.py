"""The days a text prints, as written by clerks, and the pieces that look like days and cannot be read. Pure.

"12/22/26", "12/22/2026", "Dec. 22, 2026", "December 22nd, 2026", "22nd day of December, 2026", "22 December 2026",
"2026-12-22". A day without its year ("December 4 at noon") is one that cannot be read. Two digits of a year are of this century. A weekday that is printed and does not agree makes a day unreadable.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_MONTH = (
    r"(?P<{0}>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|"
    r"dec(?:ember)?)\.?"
)
_WEEKDAY = r"(?:(?P<weekday>mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\.?,? (?:the )?)?"
_DAY = re.compile(
    rf"\b{_WEEKDAY}(?:"
    r"(?P<m>\d{1,2})[/-](?P<d>\d{1,2})[/-](?P<y>\d{4}|\d{2})(?!\d|/\d)"
    r"|(?P<iso>\d{4}-\d{2}-\d{2})(?!\d)"
    rf"|{_MONTH.format('month')} (?P<day>\d{{1,2}})(?:st|nd|rd|th)?,? ?(?P<year>\d{{4}})(?!\d)"
    rf"|(?P<day2>\d{{1,2}})(?:st|nd|rd|th)? (?:day of )?{_MONTH.format('month2')},? (?P<year2>\d{{4}})(?!\d)"
    r")",
    re.IGNORECASE,
)
_NUMBERS = (
    r"(?:\(?\d{1,3}\)?|(?:[a-z]+[- ]){1,2}?\(\d{1,3}\)|one|two|three|four|five|six|seven|eight|nine|ten|fourteen|twenty|twenty[- ]one|"
    r"twenty[- ]eight|thirty|sixty|ninety)"
)
# A period and no day: what it counts from is often not of this entry.
_PERIOD = re.compile(
    rf"\b(?:extend(?:ed|s|ing)?(?: an additional| another| a (?:further )?period of)?|within|expires?|no later than|not later than|by no later than|due|at least|for(?: an additional| another| a (?:further )?period of)?|by(?: an additional| another)?)\s+(?:{_NUMBERS})[- ]+(?:calendar |business |court |working )?"
    r"(?:days?|hours?|weeks?|months?)(?:\s+(?:of|after|from|before|prior to|following)\b[^.;,)]{0,60})?",
    re.IGNORECASE,
)


# A day without its year: clerks leave it out for days that are near, and which year is meant is for a person to say.
_YEARLESS = re.compile(
    rf"\b{_WEEKDAY}(?:{_MONTH.format('month')} \d{{1,2}}(?:st|nd|rd|th)?(?!\d|:|,? ?\d{{4}})"
    r"|(?:(?<=due )|(?<=by )|(?<=on )|(?<=until )|(?<=before )|(?<=for )|(?<=through )|(?<=than ))(?:0?[1-9]|1[0-2])/(?:0?[1-9]|[12]\d|3[01])(?![\d/-]))",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Printed:
    """One day in a text. `day` is None where the piece, though it looks like a day or a period, is none that can be read."""

    start: int
    end: int
    text: str
    day: date | None


def printed_in(text: str) -> tuple[Printed, ...]:
    """Every day and period of a text, in order."""
    found = [Printed(m.start(), m.end(), m[0], _read(m)) for m in _DAY.finditer(text)]
    taken = [(p.start, p.end) for p in found]
    for m in (*_PERIOD.finditer(text), *_YEARLESS.finditer(text)):
        if not any(start < m.end() and m.start() < end for start, end in taken):
            found.append(Printed(m.start(), m.end(), m[0].strip(), None))
    return tuple(sorted(found, key=lambda p: p.start))


def _read(found: re.Match[str]) -> date | None:
    parts = found.groupdict()
    try:
        if parts["iso"]:
            day = date.fromisoformat(parts["iso"])
        elif parts["m"]:
            year = int(parts["y"])
            day = date(year + 2000 if year < 100 else year, int(parts["m"]), int(parts["d"]))
        else:
            month = (parts["month"] or parts["month2"]).lower()[:3]
            number, year = parts["day"] or parts["day2"], int(parts["year"] or parts["year2"])
            day = date(year, _MONTHS.index(month) + 1, int(number))
    except ValueError:
        return None
    weekday = (parts["weekday"] or "").lower()[:3]
    return None if weekday and _WEEKDAYS[day.weekday()] != weekday else day
