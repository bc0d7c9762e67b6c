"""Which day a daily file is of.

The USPTO makes one file for every calendar day, weekends and holidays included (a listing of eight days has eight files);
a day without activity has a file as well, which says so (`data-available-code` N, DTD v2.0). The file of day D is called
apcYYMMDD and is out on the next day at about 00:25 in Alexandria, 04:25 to 05:25 UTC. So the silence of a listing about a
day never means that nothing happened on it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from monitor.model import OfUnit, Outcome, Suspect, Unknown
from monitor.sources.streams import StreamKind, Units

DAYS = Units(StreamKind.DAY_FILE, due_days=1, late_days=2)

# apc260422, apc20260422, 2026-04-22: of this century, the USPTO's daily files begin in it.
_DAY = re.compile(r"(?<!\d)(?:20(\d\d)[-_.]?|(\d\d))(\d\d)[-_.]?(\d\d)(?!\d)")
_SPAN = re.compile(r"(?<!\d)\d{8}-\d{8}(?!\d)")  # apc18840407-20251231-01: a part of an annual file
_CREATED = re.compile(rb"<creation-datetime>\s*(\d{8})")


def day_in_name(name: str) -> date | None:
    """The day a file's name says; None where it names none, several, or the years of an annual file."""
    stem = name.partition(":")[0].rpartition("/")[2]
    if _SPAN.search(stem):
        return None
    days = {d for found in _DAY.finditer(stem) if (d := _date(found[1] or found[2], found[3], found[4])) is not None}
    return days.pop() if len(days) == 1 else None


def unit_of(member: str, file: str, head: bytes) -> Iterator[Outcome]:
    """The unit one XML file is: its own name says it, else that of the zip it lies in. A name that differs from the other,
    or a file that was made before the day it is called by, is told; the latter is not taken for the unit of any day."""
    if _SPAN.search(member) or _SPAN.search(file):
        return
    own, around = day_in_name(member), day_in_name(file)
    day = own or around
    if day is None:
        yield Unknown("us_uspto.applications.unknown.day", file)
        return
    if own and around and own != around:
        yield Suspect("us_uspto.applications.suspect.other_day", {"file": file, "says": own.isoformat()})
    found = _CREATED.search(head)
    text = found[1].decode() if found else ""
    created = _date(text[2:4], text[4:6], text[6:8]) if text.startswith("20") else None
    if created is not None and created < day:
        yield Suspect("us_uspto.applications.suspect.other_day", {"file": file, "says": created.isoformat()})
        return
    yield OfUnit(day)


def _date(year: str, month: str, day: str) -> date | None:
    try:
        return date(2000 + int(year), int(month), int(day))
    except ValueError:
        return None
