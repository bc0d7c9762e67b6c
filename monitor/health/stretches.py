"""Which stretches of time were looked at, and which were not."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True, slots=True)
class Stretch:
    since: datetime
    until: datetime


_SEAM = timedelta(minutes=1)  # instants are stored in whole seconds


def first_gap(
    checked: list[Stretch], begin: datetime, end: datetime, tolerance: timedelta = timedelta(hours=24)
) -> Stretch | None:
    """The first part of [begin, end) that no checked run covers; None if there is none. At the end up to `tolerance`
    may be open, since the next run reaches back over it; between two stretches nothing will."""
    reached = begin
    for stretch in sorted(checked, key=lambda s: s.since):
        if stretch.since >= end:
            break
        if stretch.since > reached + _SEAM:
            return Stretch(reached, min(stretch.since, end))
        reached = max(reached, stretch.until)
        if reached >= end:
            return None
    return Stretch(reached, end) if end - reached > tolerance else None
