"""What was really looked at."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from monitor.model.closed import Category, Verdict


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
