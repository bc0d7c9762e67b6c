"""What was really looked at."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from monitor.model.closed import Category, Verdict


class UnitState(StrEnum):
    """Where a unit that the calendar guarantees (a day's file, an issue) stands."""

    READ = "read"
    LATE = "late"  # due, not read, and within what the source may take
    MISSING = "missing"
    EXCUSED = "excused"  # a person said that it does not exist


@dataclass(frozen=True, slots=True)
class UnitSpan:
    """Units of one source that follow one another in its calendar, `count` of them from the day `first` to the day `last`;
    with what the source calls the two. `arrived`: the file of each came, and could not be read to its end. `reason` is
    that of an excused one."""

    first: date
    last: date
    count: int = 1
    names: tuple[str, str] = ("", "")
    arrived: bool = False
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Coverage:
    """What one source really checked in a period (监测覆盖)."""

    source: str
    title: str
    category: Category
    jurisdiction: str
    verdict: Verdict | None  # of the latest run in the period; None = never ran
    last_ok: datetime | None
    newest_item: date | None
    items: int
    usual: float | None
    complete: bool  # the whole period is covered by checked runs
    message: str
    gap_from: datetime | None = None  # start of the unchecked stretch, when not complete
    attribution: str = ""
    units_read: int | None = None  # of the period; None: its calendar promises none
    units_late: tuple[UnitSpan, ...] = ()  # of the period
    units_missing: tuple[UnitSpan, ...] = ()  # up to the end of the period, those of earlier ones too
    units_excused: tuple[UnitSpan, ...] = ()  # of the period and the four weeks before
    but_for_units: bool = False  # the latest run fell short of the calendar, and of nothing else
