"""What lay far back already when it was first met: a mark registered for years, a right that lapsed long ago."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta

from monitor.model import LOSSES, RESTORED, Deadline, Event, HitKind

LONG_REGISTERED = timedelta(days=5 * 365 + 2)
"""So long after registration earlier rights give no ground any more in most registers."""
LONG_PAST = timedelta(days=2 * 365)
"""A right that lapsed so long before it was met is no news."""


def far_back(
    kind: HitKind, events: Iterable[Event], facts: Mapping[str, object], deadlines: Sequence[Deadline], met: date
) -> dict[str, object]:
    """The facts `long_registered` and `long_past` of a hit first met on that day, as far as they hold. Where a clock still
    runs nothing lies far back."""
    if any(d.days_left >= 0 for d in deadlines):
        return {}
    happened = list(events)
    found: dict[str, object] = {}
    if kind in (HitKind.OWN_LOST, HitKind.CLAIMED_OWN) and _lapsed_long_before(met, happened):
        found["long_past"] = True
    registered = [e.date for e in happened if e.code == "registered"]
    if not registered and (day := _day(facts.get("registered"))):
        registered = [day]
    if kind in (HitKind.SQUAT, HitKind.OWNER_NAMED) and registered and met - min(registered) >= LONG_REGISTERED:
        found["long_registered"] = min(registered).isoformat()
    return found


def _lapsed_long_before(met: date, happened: Sequence[Event]) -> bool:
    """Whether the last that happened to the right is a loss of long ago: nothing brought it back, and nobody took it over
    since."""
    ends = max((e.date for e in happened if e.code in LOSSES), default=None)
    if ends is None or met - ends < LONG_PAST:
        return False
    return not any(e.date >= ends and e.code in _AFTER_ALL for e in happened)


_AFTER_ALL = RESTORED | {"registered", "renewed", "maintained", "owner_changed", "act_annulled"}


def _day(value: object) -> date | None:
    try:
        return date.fromisoformat(str(value or "")[:10])
    except ValueError:
        return None
